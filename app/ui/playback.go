package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// playback plays the recording of the call page. What the user wants is noted at once and carried out in the
// background, one step at a time, because a sound device may be slow; the latest wish counts.
type playback struct {
	page     *callPage
	controls *fyne.Container
	play     *widget.Button
	time     *line
	speed    *widget.Button
	skip     *widget.Button
	sides    *choice

	id       call.ID
	total    call.Seconds
	at       call.Seconds // where the playhead is
	silences call.Spans   // what can be left out
	listed   int          // counts lists of silences
	player   *app.Player  // nil until something is to be heard
	playing  bool

	wants bool          // play rather than pause
	seek  *call.Seconds // go there first
	quiet bool          // leave silence out
	how   hearing       // wanted
	has   hearing       // of the player
	busy  bool
}

// hearing is how a recording is heard.
type hearing struct {
	who      call.Party
	speed    float64
	silences int // the list of silences that is left out; 0 for none
}

// asItWas is how a player begins.
var asItWas = hearing{who: app.BothParties, speed: 1}

func newPlayback(p *callPage) *playback {
	b := &playback{page: p, how: asItWas, has: asItWas, time: newLine("", sizeBody, colorInk2)}
	b.play = widget.NewButtonWithIcon("Play", lineIcon("play").in(colorInk), b.onPlay)
	b.speed = widget.NewButton(speedWord(1), b.onSpeedMenu)
	b.skip = widget.NewButtonWithIcon("Skip silence", lineIcon("skip").in(colorInk), b.onSkip)
	b.sides = newChoice([]string{"Both", "You", "Them"}, 0, b.onSides)
	b.controls = container.New(&flow{gap: sizeStep}, container.New(row{gap: sizeInside}, container.New(wide(sizePlay), b.play), b.time),
		container.New(row{gap: sizeStep}, b.speed, b.skip, b.sides))
	b.drawHow()
	return b
}

// open makes ready for another recording, and lets go of the one before.
func (b *playback) open(id call.ID) {
	b.release()
	b.id, b.total, b.at, b.seek, b.wants = id, 0, 0, nil, false
	b.silent(nil)
	b.draw()
}

func (b *playback) length(total call.Seconds) {
	b.total = total
	b.draw()
}

// from plays from a second on. Where there is no sound it only shows what was said there.
func (b *playback) from(at call.Seconds) {
	b.wants = b.page.doc.Audio.File != ""
	b.onSeek(at)
}

func (b *playback) onSeek(at call.Seconds) {
	b.at, b.seek = at, &at
	b.draw()
	b.page.conversation.hear(at)
	if b.player != nil || b.wants {
		b.step()
	}
}

func (b *playback) onPlay() {
	if b.id == "" || b.total == 0 {
		return
	}
	b.wants = !b.wants
	if b.wants && b.at >= b.total-0.05 {
		b.at, b.seek = 0, new(call.Seconds)
	}
	b.step()
}

// pause stops the sound, as when a take begins: the far side would hear it.
func (b *playback) pause() {
	b.wants = false
	b.step()
}

func (b *playback) position() call.Seconds { return b.at }

// moving tells whether the playhead moves or is about to.
func (b *playback) moving() bool { return b.playing || b.busy }

// step carries out what is wanted and not so yet. While one step is under way the next one waits.
func (b *playback) step() {
	settled := b.player != nil && b.seek == nil && b.wants == b.playing && b.how == b.has
	if b.busy || settled || b.player == nil && !b.wants {
		b.draw()
		return
	}
	b.busy = true
	id, do := b.id, wish{player: b.player, play: b.wants, seek: b.seek, how: b.how, silences: b.silences}
	if do.player == nil {
		b.has = asItWas
		if do.seek == nil {
			at := b.at // which may change while the step is under way
			do.seek = &at
		}
	}
	do.has = b.has
	b.seek = nil
	var err error
	b.page.w.work.do(func(context.Context) error {
		err = do.steer(b.page.w, id)
		return nil
	}, func() { b.onSteered(id, do, err) })
	b.draw()
}

// wish is one step: what a player is to do.
type wish struct {
	player   *app.Player // nil: it is to be opened
	play     bool
	seek     *call.Seconds
	how, has hearing
	silences call.Spans
}

// steer makes a player do what is wanted; it runs in the background.
func (do *wish) steer(w *Window, id call.ID) error {
	if do.player == nil {
		opened, err := w.app.Play(id)
		if err != nil {
			return err
		}
		w.work.own(opened)
		do.player = opened
	}
	if err := do.arrange(); err != nil {
		return err
	}
	if do.seek != nil {
		if err := do.player.SeekTo(*do.seek); err != nil {
			return err
		}
	}
	if do.play {
		return do.player.Play()
	}
	return do.player.Pause()
}

// arrange changes how the player is heard, where that is to be other than it is.
func (do *wish) arrange() error {
	var changes []error
	if do.how.who != do.has.who {
		changes = append(changes, do.player.SetParties(do.how.who))
	}
	if do.how.speed != do.has.speed {
		changes = append(changes, do.player.SetSpeed(do.how.speed))
	}
	if do.how.silences != do.has.silences {
		left := do.silences
		if do.how.silences == 0 {
			left = nil
		}
		changes = append(changes, do.player.SetSkips(left))
	}
	return errors.Join(changes...)
}

func (b *playback) onSteered(id call.ID, done wish, err error) {
	b.busy = false
	if id != b.id {
		b.drop(done.player)
		b.step()
		return
	}
	b.player, b.has, b.playing = done.player, done.how, done.play && err == nil
	if err != nil {
		b.wants = false
		b.draw()
		b.page.w.showError(err)
		return
	}
	b.step()
	b.page.w.updateBeat()
}

// onBeat follows the player.
func (b *playback) onBeat() {
	if !b.playing || b.busy || b.player == nil {
		return
	}
	b.at = b.player.Position()
	if !b.player.Playing() {
		b.playing, b.wants = false, false
		if err := b.player.Err(); err != nil {
			b.page.w.showError(err)
		}
	}
	b.draw()
	b.page.conversation.hear(b.at)
}

// draw shows where playback stands.
func (b *playback) draw() {
	word, shape := "Play", "play"
	if b.wants {
		word, shape = "Pause", "pause"
	}
	if b.play.Text != word {
		b.play.Text = word
		b.play.SetIcon(lineIcon(shape).in(colorInk))
	}
	b.time.set(b.at.Short() + " / " + b.total.Short())
	if b.page.wave != nil {
		b.page.wave.moveTo(b.at)
	}
	b.page.w.updateBeat()
}

// release lets go of the player in the background. One that is still being opened is dropped when it is there.
func (b *playback) release() {
	player := b.player
	b.player, b.playing = nil, false
	if !b.busy {
		b.drop(player)
	}
}

func (b *playback) drop(player *app.Player) {
	if player != nil {
		b.page.w.work.shut(player)
	}
}
