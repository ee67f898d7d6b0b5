package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
)

// room is a sound system in which the sample call's local party speaks into the microphone.
func room(hears bool) *audiotest.Room {
	devices, _ := scripted{}.List() // its error is always nil
	words := append(make([]int16, 16000*3/2), sampleFrames(0)...)
	return &audiotest.Room{Things: []audiotest.Thing{
		{Script: audiotest.Script{Device: devices[0], Frames: words}, Hears: hears, Gain: -12},
		{Script: audiotest.Script{Device: devices[1]}, Hears: hears},
	}}
}

func TestBothSidesAreTested(t *testing.T) {
	b := newBench(t, room(true))
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.tap("Settings")
	b.until("the meters listen", func() bool { return b.w.settings.sound.monitor != nil })
	test := b.w.settings.sound.test
	b.w.window.Canvas().Focus(test.button) // as the Tab key does
	test.button.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if !test.button.Disabled() || b.w.settings.sound.monitor != nil {
		t.Error("it can be started twice, or beside the meters")
	}
	b.until("a word is asked for", func() bool { return b.says("Say a word now") })
	b.until("it is told", func() bool { return b.says("Both sides will be recorded") })
	if !b.says("You are heard.") || !b.says("What is played arrives.") || !b.says("You are on loudspeakers") {
		t.Errorf("it says %q", wordsIn(test.root))
	}
	b.until("the meters listen again", func() bool { return b.w.settings.sound.monitor != nil })
	if test.button.Disabled() {
		t.Error("one cannot test again")
	}
}

func TestAMissingSideIsToldInTheSettings(t *testing.T) {
	b := newBench(t, scripted{refuse: audio.ErrNoServer})
	b.w.show(b.w.settings)
	b.tap("Test both sides")
	b.until("it is told", func() bool { return b.says("Not both sides will be recorded") && b.says("missing") })
	if problem := app.Explain(audio.ErrNoServer); !b.says(problem.What+".") || !b.says(problem.Do) {
		t.Errorf("it says %q", b.words())
	}
}

func TestATakeIsNotDisturbedByASelfTest(t *testing.T) {
	b := newBench(t, room(true))
	if _, err := b.app.StartTake(context.Background(), app.TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	b.until("the take is in sight", func() bool { return b.w.page == b.w.take })
	b.w.show(b.w.settings)
	b.tap("Test both sides")
	b.until("it is told", func() bool { return b.says("Not tested: a recording is running") })
}

func TestClosingBreaksASelfTestOff(t *testing.T) {
	b := newBench(t, room(false))
	b.w.show(b.w.settings)
	b.tap("Test both sides")
	b.until("it plays", func() bool { return b.says("Playing a short quiet sound") })
	b.w.Close() // the end of the test program sees whether a goroutine is left
}
