package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
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
	sides    *choice

	id      call.ID
	total   call.Seconds
	at      call.Seconds // where the playhead is
	player  *app.Player  // nil until something is to be heard
	playing bool

	wants bool          // play rather than pause
	seek  *call.Seconds // go there first
	who   call.Party    // whom to hear
	heard call.Party    // whom the player lets one hear
	busy  bool
}

func newPlayback(p *callPage) *playback {
	b := &playback{page: p, who: app.BothParties, heard: app.BothParties, time: newLine("", sizeBody, colorInk2)}
	b.play = widget.NewButtonWithIcon("Play", lineIcon("play").in(colorInk), b.onPlay)
	b.sides = newChoice([]string{"Both", "You", "Them"}, 0, b.onSides)
	b.controls = container.New(row{gap: sizeInside}, container.New(wide{sizePlay}, b.play), b.time, layout.NewSpacer(), b.sides)
	return b
}

// open makes ready for another recording, and lets go of the one before.
func (b *playback) open(id call.ID) {
	b.release()
	b.id, b.total, b.at, b.seek, b.wants = id, 0, 0, nil, false
	b.draw()
}

func (b *playback) length(total call.Seconds) {
	b.total = total
	b.draw()
}

// from plays from a second on.
func (b *playback) from(at call.Seconds) {
	b.wants = true
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

func (b *playback) onSides(i int) {
	b.who = []call.Party{app.BothParties, call.Local, call.Remote}[i]
	b.step()
}

func (b *playback) position() call.Seconds { return b.at }

// moving tells whether the playhead moves or is about to.
func (b *playback) moving() bool { return b.playing || b.busy }

// step carries out what is wanted and not so yet. While one step is under way the next one waits.
func (b *playback) step() {
	if b.busy || (b.player == nil && !b.wants) {
		b.draw()
		return
	}
	if b.player != nil && b.seek == nil && b.wants == b.playing && b.who == b.heard {
		b.draw()
		return
	}
	b.busy = true
	id, player, wants, seek, who := b.id, b.player, b.wants, b.seek, b.who
	if player == nil && seek == nil {
		seek = &b.at
	}
	b.seek = nil
	var err error
	b.page.w.work.do(func(context.Context) error {
		player, err = steer(b.page.w, id, player, wants, seek, who)
		return nil
	}, func() { b.onSteered(id, player, wants, who, err) })
	b.draw()
}

// steer makes a player do what is wanted; it runs in the background. If there is no player yet it opens one.
func steer(w *Window, id call.ID, player *app.Player, wants bool, seek *call.Seconds, who call.Party) (*app.Player, error) {
	if player == nil {
		opened, err := w.app.Play(id)
		if err != nil {
			return nil, err
		}
		w.work.own(opened)
		player = opened
	}
	player.SetParties(who)
	if seek != nil {
		if err := player.SeekTo(*seek); err != nil {
			return player, err
		}
	}
	if wants {
		return player, player.Play()
	}
	return player, player.Pause()
}

func (b *playback) onSteered(id call.ID, player *app.Player, wants bool, who call.Party, err error) {
	b.busy = false
	if id != b.id {
		b.drop(player)
		b.step()
		return
	}
	b.player, b.heard, b.playing = player, who, wants && err == nil
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
