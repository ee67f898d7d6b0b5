package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// wish is what transcribe was asked for.
type wish struct {
	calls           []string
	pending, lines  bool
	anyway          bool
	file            string
	model, language string
	threads         int
	words           []string
	mono            string
	speaker         call.Party // what mono means
}

func (f *face) transcribeCommand() *cobra.Command {
	var w wish
	cmd := &cobra.Command{
		Use:   "transcribe [CALL…|--pending|--file AUDIO] [--model M] [--language L] [--threads N] [--word WORD]… [--anyway] [--json-lines]",
		Short: "Write down what was said",
		Long: "Write down what was said, in calls of the library or in a sound file (which needs no library and leaves\n" +
			"nothing behind). With --json-lines the progress comes on stdout, one JSON document on each line.",
		Example: "  onrecord transcribe last\n  onrecord transcribe --pending\n  onrecord transcribe --file voicemail.wav --mono-is remote --json",
	}
	flags := cmd.Flags()
	flags.BoolVar(&w.pending, "pending", false, "every call that has no transcript yet")
	flags.StringVar(&w.file, "file", "", "a sound file in place of a call")
	flags.StringVar(&w.model, "model", "", "transcribe with this model, this once")
	flags.StringVar(&w.language, "language", "", "what is spoken, as a code such as en, or auto")
	flags.IntVar(&w.threads, "threads", 0, "how many threads may work (0: the program chooses); with --file")
	flags.StringArrayVar(&w.words, "word", nil, "a name or word to expect (can be repeated); with --file: calls have their lists")
	flags.StringVar(&w.mono, "mono-is", "", "who speaks in a file with one channel: local, remote or both; with --file")
	flags.BoolVar(&w.anyway, "anyway", false, "even while the queue waits, as during a recording")
	flags.BoolVar(&w.lines, "json-lines", false, "progress on stdout, one JSON document on each line")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		w.calls = args
		if err := w.verify(cmd); err != nil {
			return err
		}
		if w.file != "" {
			return f.transcribeFile(cmd.Context(), w)
		}
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.transcribeCalls(ctx, a, w) })
	}
	return cmd
}

// verify wants exactly one thing to transcribe, and only the flags that go with it.
func (w *wish) verify(cmd *cobra.Command) error {
	things := 0
	for _, named := range []bool{len(w.calls) > 0, w.pending, w.file != ""} {
		if named {
			things++
		}
	}
	var monoErr error
	w.speaker, monoErr = parseMono(w.mono)
	switch {
	case things == 0:
		return wrongUse(cmd, "Say what to transcribe: a call, --pending or --file")
	case things > 1:
		return wrongUse(cmd, "Only one of CALL, --pending and --file can be given")
	case w.threads < 0:
		return wrongUse(cmd, "--threads cannot be negative")
	case w.file != "" && w.anyway:
		return wrongUse(cmd, "--anyway does not go with --file, which never waits")
	case w.file == "" && (w.threads != 0 || w.mono != "" || len(w.words) > 0):
		return wrongUse(cmd, "--threads, --word and --mono-is go with --file only")
	case w.pending && (w.model != "" || w.language != ""):
		return wrongUse(cmd, "--model and --language go with CALL and --file only")
	case monoErr != nil:
		return wrongUse(cmd, "%s", monoErr)
	}
	return nil
}

// headway is a line of --json-lines. The last one about a thing has done or error.
type headway struct {
	Call       call.ID          `json:"call,omitempty"`
	File       string           `json:"file,omitempty"`
	Fraction   float64          `json:"fraction"`
	Remaining  *call.Seconds    `json:"remaining_s"` // null while unknown
	Done       bool             `json:"done,omitempty"`
	Error      string           `json:"error,omitempty"`
	Transcript *call.Transcript `json:"transcript,omitempty"` // of a file, with done
}

func (h headway) at(fraction float64, remaining time.Duration) headway {
	h.Fraction, h.Remaining = fraction, known(remaining)
	return h
}

// ended is the last line about a thing.
func (h headway) ended(err error) headway {
	if err != nil {
		h.Error, _ = explain(err)
		return h
	}
	h.Fraction, h.Done = 1, true
	return h
}

// meterOf gives the function that shows how far a piece of work is, and the one that ends it.
func (f *face) meterOf(w wish, thing headway, label string) (show func(float64, time.Duration), end func()) {
	if w.lines {
		return func(fraction float64, remaining time.Duration) {
			// A reader that has gone away shows itself at the last line, whose error counts.
			_ = f.printLine(thing.at(fraction, remaining))
		}, func() {}
	}
	line := f.progress()
	return func(fraction float64, remaining time.Duration) { line.bar(label, fraction, remaining) }, line.clear
}

func (f *face) transcribeFile(ctx context.Context, w wish) error {
	scribe, err := f.scribe()
	if err != nil {
		return err
	}
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	thing := headway{File: w.file}
	show, end := f.meterOf(w, thing, "Transcribing")
	words, err := app.Words(w.words)
	if err != nil {
		return err
	}
	request := app.FileRequest{Model: w.model, Language: w.language, Threads: w.threads, Words: words, MonoIs: w.speaker}
	transcript, err := scribe.File(ctx, f.path(w.file), request, func(p app.Progress) { show(p.Fraction, p.Remaining) })
	end()
	switch {
	case w.lines:
		last := thing.ended(err)
		if err == nil {
			last.Transcript = &transcript
		}
		return errors.Join(err, f.printLine(last))
	case err != nil:
		return err
	case f.json:
		return f.printJSON(transcript)
	}
	return f.printTurns(call.Call{}, transcript)
}

func (f *face) transcribeCalls(ctx context.Context, a *app.App, w wish) error {
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	if err := a.Recovered(ctx); err != nil {
		return err
	}
	jobs, err := f.queue(a, w)
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		f.hint("No call is waiting to be transcribed.")
	}
	if err := f.sayHeld(a, jobs); err != nil {
		return err
	}
	a.StartJobs()
	answer := []written{}
	failures := 0
	for _, job := range jobs {
		err := f.transcribeCall(ctx, a, job, w)
		if err != nil && ctx.Err() != nil {
			f.hint("What is left stays in the queue: onrecord transcribe --pending")
			return ctx.Err()
		}
		if err != nil {
			failures++
			f.complain(naming(string(job.Call), err))
		}
		entry, err := f.written(a, job.Call, err)
		if err != nil {
			return err
		}
		answer = append(answer, entry)
	}
	if err := f.answerTranscribed(a, answer, w); err != nil {
		return err
	}
	if failures > 0 {
		return finished(exitFailed)
	}
	return nil
}

// queue puts the calls asked for into the queue. One that cannot be found stops the command before any work is done.
func (f *face) queue(a *app.App, w wish) ([]app.Job, error) {
	jobs, err := f.enqueue(a, w)
	if !w.anyway {
		return jobs, err
	}
	for _, job := range jobs {
		if err := a.JobAnyway(job.ID); err != nil {
			return jobs, err
		}
	}
	return jobs, err
}

func (f *face) enqueue(a *app.App, w wish) ([]app.Job, error) {
	if w.pending {
		return a.TranscribePending()
	}
	var ids []call.ID
	for _, ref := range w.calls {
		id, err := findCall(a, ref)
		if err != nil {
			return nil, naming(ref, err)
		}
		ids = append(ids, id)
	}
	var jobs []app.Job
	for _, id := range ids {
		job, err := a.Transcribe(id, w.model, w.language)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, job)
	}
	return jobs, nil
}

// sayHeld says why nothing will happen for a while, where that is so.
func (f *face) sayHeld(a *app.App, jobs []app.Job) error {
	queue, err := a.Queue()
	for _, job := range jobs {
		if queue.Held(job.ID) {
			f.hint("%s With --anyway it is done at once.", queue.Hold.Why())
			break
		}
	}
	return err
}

func (f *face) transcribeCall(ctx context.Context, a *app.App, job app.Job, w wish) error {
	thing := headway{Call: job.Call}
	show, end := f.meterOf(w, thing, "Transcribing "+string(job.Call))
	err := a.WaitJob(ctx, job.ID, func(status app.JobStatus) {
		show(status.Fraction, status.Remaining)
		if why := a.Hold().Why(); status.State != app.JobRunning && why != "" {
			end()
			f.hint("%s", why)
		}
	})
	end()
	if w.lines {
		err = errors.Join(err, f.printLine(thing.ended(err)))
	}
	return err
}

// written is a call in the JSON answer.
type written struct {
	Call       call.ID          `json:"call"`
	Error      string           `json:"error,omitempty"`
	Transcript *call.Transcript `json:"transcript"`
}

// written reads what came out for a call; failure is why nothing did.
func (f *face) written(a *app.App, id call.ID, failure error) (written, error) {
	if failure != nil {
		what, _ := explain(failure)
		return written{Call: id, Error: what}, nil
	}
	transcript, err := a.Transcript(id)
	return written{Call: id, Transcript: &transcript}, err
}

// answerTranscribed prints what came out: the conversation of one call, a line for each of several.
func (f *face) answerTranscribed(a *app.App, answer []written, w wish) error {
	switch {
	case w.lines:
		return nil
	case f.json:
		return f.printJSON(map[string]any{"transcribed": answer})
	case len(answer) == 1 && !w.pending && answer[0].Transcript != nil:
		doc, err := a.Call(answer[0].Call)
		if err != nil {
			return err
		}
		doc.Notes = nil
		return errors.Join(f.printTurns(doc, *answer[0].Transcript), f.hintEarlier(a, doc.ID))
	}
	list := f.table()
	for _, entry := range answer {
		if entry.Transcript != nil {
			list.row(string(entry.Call), summary(*entry.Transcript))
		}
	}
	return list.print()
}

// hintEarlier tells that what was written down before is still there.
func (f *face) hintEarlier(a *app.App, id call.ID) error {
	all, err := a.Transcripts(id)
	if err == nil && len(all) > 1 {
		f.hint("The earlier transcript stays, with its corrections: onrecord transcripts %s", id)
	}
	return err
}

// summary says in one line what a transcript holds and cost.
func summary(t call.Transcript) string {
	words := 0
	said, _ := t.Said()
	for _, segment := range said {
		words += len(segment.Words)
	}
	text := fmt.Sprintf("%s, %s, made in %.1f s", count(len(said), "turn", "turns"), count(words, "word", "words"), float64(t.Timing.Wall))
	if t.Model.Demo {
		text += ", by the demo model"
	}
	return text
}
