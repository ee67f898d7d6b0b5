package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// wordsBand stands above the conversation and says how far the writing down is: not begun, waiting, under way,
// failed, or done and by which model.
type wordsBand struct {
	page     *callPage
	root     *fyne.Container
	state    *prose
	sign     *canvas.Image // beside a failure
	reason   *prose
	progress *bar
	act      *widget.Button
	queue    *widget.Button // leads to the queue, while the call is there
	echoes   *echoLine
	// corrected tells of the corrections.
	corrected *correctedLine
	compare   *widget.Button // there are several transcripts
	job       *app.JobStatus // nil if there is none
	done      bool           // there is a transcript
}

func newWordsBand(p *callPage) *wordsBand {
	b := &wordsBand{
		page: p, state: newProse("", sizeBody, colorInk2), reason: newProse("", sizeBody, colorInk),
		progress: newBar(colorInk2, sizeProgress),
	}
	b.act = widget.NewButton("", b.onAct)
	b.act.Importance = widget.LowImportance
	b.compare = widget.NewButton("Compare", func() { p.compare.onToggle() })
	b.compare.Importance = widget.LowImportance
	b.queue = widget.NewButton("Queue", func() {
		b.page.w.queue.chosen = b.job.ID
		b.page.w.show(b.page.w.queue)
	})
	b.queue.Importance = widget.LowImportance
	b.queue.Hide()
	b.sign = picture(icon{"warning", colorWarning}, sizeIcon)
	b.echoes = newEchoLine(p)
	b.corrected = newCorrectedLine(p)
	b.root = container.New(inset{sizePage, sizeStep}, container.New(stack{gap: sizeStep},
		container.New(row{gap: sizeStep}, b.sign, b.state, b.corrected.toggle, b.corrected.history, b.compare, b.queue, b.act), b.progress, b.reason, b.echoes.root, b.corrected.root))
	return b
}

// show takes what is known of a call's words.
func (b *wordsBand) show(doc app.Document, jobs []app.JobStatus) {
	b.job, b.done = nil, doc.Transcript != nil
	for _, job := range jobs {
		if job.Call == doc.ID {
			b.job = &job
		}
	}
	b.root.Hidden = doc.Audio.File == ""
	b.echoes.show(doc)
	b.corrected.show(doc)
	b.compare.Hidden = doc.Transcripts < 2
	b.link(false)
	switch {
	case b.job != nil:
		b.showJob()
	case !b.done:
		b.set("Nothing has been written down of this call yet.", "", "Transcribe…", widget.HighImportance)
	case len(doc.Transcript.Segments) == 0:
		b.set("No words were heard in this call. "+upperFirst(byModel(doc)), "", "Transcribe again…", widget.LowImportance)
	case b.corrected.turns > 0:
		b.set(countCorrected(b.corrected.turns)+", the rest "+byModel(doc), "", "Transcribe again…", widget.LowImportance)
	default:
		b.set(upperFirst(byModel(doc)), "", "Transcribe again…", widget.LowImportance)
	}
}

// byModel says who or what wrote the call down, in the middle of a sentence that it ends.
func byModel(doc app.Document) string {
	if imported := doc.Transcript.Imported; imported != nil {
		return "brought in from " + doc.Transcript.Model.Name + ", which was written elsewhere. Speakers: " + imported.Speakers + "."
	}
	return "written down by a machine (" + doc.Transcript.Model.Name + "), perhaps with errors."
}

// onJob follows the job of the call that is shown.
func (b *wordsBand) onJob(job app.JobStatus) {
	if job.Call != b.page.id {
		return
	}
	shown := b.job != nil
	b.job = &job
	b.showJob()
	if !shown {
		b.page.relay()
	}
}

func (b *wordsBand) onJobEnded(job app.JobStatus, _ error) {
	if job.Call == b.page.id {
		b.page.read(nil)
	}
}

func (b *wordsBand) showJob() {
	switch b.job.State {
	case app.JobFailed:
		b.set("This call could not be written down.", b.job.Error+". The recording is safe.", "Try again…", widget.HighImportance)
	case app.JobRunning:
		text := "Writing down what was said"
		if b.job.Fraction > 0 { // else the call has only just ended, and most is done
			text += fmt.Sprintf(" · %.0f %%", 100*b.job.Fraction)
		}
		if left := app.About(b.job.Remaining); left != "" {
			text += " · " + left + " left"
		}
		b.set(text, "", "Cancel", widget.MediumImportance)
		b.progress.set(float32(b.job.Fraction))
		b.progress.Show()
	default:
		text := "Waiting to be written down"
		if held := waitsFor(b.page.w.queue.queue.Hold); held != "" && b.page.w.queue.queue.Held(b.job.ID) {
			text += " · " + held
		}
		b.set(text, "", "Cancel", widget.MediumImportance)
	}
	b.link(b.job.State != app.JobFailed)
}

// link leads to the queue, or no longer.
func (b *wordsBand) link(on bool) {
	if b.queue.Hidden == on {
		b.queue.Hidden = !on
		b.root.Refresh()
	}
}

// onQueue tells what the job of the call waits for.
func (b *wordsBand) onQueue() {
	if b.job != nil {
		b.showJob()
	}
}

func (b *wordsBand) set(state, reason, act string, importance widget.Importance) {
	if b.state.text != state {
		b.state.set(state, nil)
	}
	if b.reason.text != reason {
		b.reason.set(reason, nil)
	}
	b.reason.Hidden, b.sign.Hidden = reason == "", reason == ""
	b.progress.Hide()
	if b.act.Text != act || b.act.Importance != importance {
		b.act.Importance = importance
		b.act.SetText(act)
	}
}

// onAct cancels what is under way; otherwise it asks for a model and begins.
func (b *wordsBand) onAct() {
	if b.job != nil && b.job.State != app.JobFailed {
		id := b.job.ID
		b.page.w.work.do(func(context.Context) error { return b.page.w.app.CancelJob(id) }, nil)
		return
	}
	b.onTranscribe()
}

// onTranscribe asks with which model, and queues the call.
func (b *wordsBand) onTranscribe() {
	w, id := b.page.w, b.page.id
	if id == "" || b.root.Hidden {
		return
	}
	w.askModel("Transcribe this call", func(model, language string) {
		w.work.do(func(context.Context) error {
			_, err := w.app.Transcribe(id, model, language)
			return err
		}, nil)
	})
}
