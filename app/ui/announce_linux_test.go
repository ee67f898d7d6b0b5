package ui

import (
	"log/slog"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/call"
)

// pressOutside types a key while nothing is being written.
func (b *bench) pressOutside(key fyne.KeyName) {
	b.w.window.Canvas().Unfocus()
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
}

// The microphone is switched on in the settings; in the call one key plays the notice and another the tone. Who hears them is seen
// all the time, and why nobody did is told without a dialog.
func TestNoticeAndToneByKey(t *testing.T) {
	server := pulse.Start(t)
	server.AddMicrophone("headset", "USB Headset")
	server.AddOutput("speakers", "Speakers")
	server.SetDefaultOutput("speakers")
	server.SetDefaultMicrophone("headset")
	server.Use()
	b := newBench(t, device.New(slog.New(slog.DiscardHandler)))
	b.app.KeepCallMicrophone()
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.w.show(b.w.settings)
	b.w.settings.announce.microphone.onTapped(1)
	b.until("it is there", func() bool { return b.says("there; nobody listens now") })
	b.tap("Record my voice")
	b.until("the voice is recorded", func() bool { return b.w.settings.announce.take != nil })
	server.Play("headset_mouth", pulse.Tone(t, 1000, 1500*time.Millisecond))
	b.w.settings.announce.words.SetText("This call is recorded.")
	b.w.settings.announce.onVoice()
	b.until("it is kept", func() bool { return b.says(" s: your own voice") })
	if n := b.app.Settings().Notice; n.Words != "This call is recorded." || n.Seconds < 1 {
		t.Errorf("the notice is %+v", n)
	}
	b.tap("Listen")
	b.until("it is heard here", func() bool { return b.w.settings.announce.player != nil })
	b.until("it is over", func() bool { return b.w.settings.announce.player == nil && b.says("Listen") })
	b.tap("Listen")
	b.until("it is heard again", func() bool { return b.w.settings.announce.player != nil })
	b.w.show(b.w.calls)
	if b.w.settings.announce.player != nil {
		t.Error("it goes on out of sight")
	}

	b.tap("Record")
	b.until("it records", func() bool { return b.w.take.running })
	b.until("nobody hears it", func() bool { return b.says("nobody hears it") })
	b.pressOutside(fyne.KeyP)
	b.until("it is told", func() bool { return b.says("No program listens to the OnRecord microphone") })
	if b.w.window.Canvas().Overlays().Top() != nil {
		t.Error("a dialog stands in front")
	}
	server.Hear("Softphone", "onrecord_microphone")
	b.until("somebody hears it", func() bool { return b.says("heard by Softphone") })
	id := b.w.take.id
	b.pressOutside(fyne.KeyP)
	b.until("it is played", func() bool { return b.says("Stop the notice  P") })
	b.until("it is on record", func() bool { all := b.consents(id); return len(all) == 1 && all[0].Method == call.NoticePlayed })
	b.until("the warning is over", func() bool { return !b.says("No program listens") && b.says("Play notice  P") })
	b.pressOutside(fyne.KeyT)
	b.until("a tone was heard", func() bool { return b.says("one tone so far") && b.says("End the tone  T") })
	b.tap("End the tone  T")
	b.until("the tone is off", func() bool { return b.says("Tone  T") && !b.says("End the tone") })
	if all := b.consents(id); len(all) != 2 || all[1].Method != call.BeepTone {
		t.Errorf("on record is %+v", all)
	}
	b.pressOutside(fyne.KeyP)
	b.until("it is played again", func() bool { return b.says("Stop the notice  P") })
	b.tap("Stop the notice  P")
	b.until("it is said that it was broken off", func() bool { return b.says("did not play to its end") })
	b.pressOutside(fyne.KeyW)
	if !b.says("PLAYED INTO THE CALL") || !b.says("choose “OnRecord") {
		t.Errorf("the window says %q", b.words())
	}
	b.tap("Close")
	if _, err := b.app.StopTake(); err != nil {
		t.Fatal(err)
	}
	if all := b.consents(id); len(all) != 2 {
		t.Errorf("on record is %+v", all)
	}
}

// Where nothing can be played into a call, the settings and the recording view say so, and offer nothing that cannot be done.
func TestNothingIsPlayedIntoCalls(t *testing.T) {
	b := recording(t)
	b.w.show(b.w.settings)
	if !b.says("read your notice aloud") || b.says("Microphone for calls") {
		t.Errorf("the settings say %q", b.words())
	}
	b.w.show(b.w.take)
	if b.says("Play notice") {
		t.Error("a notice is offered")
	}
	b.pressOutside(fyne.KeyP)
	b.until("it is told why not", func() bool { return b.says(app.Explain(app.ErrNoNotice).What) })
}
