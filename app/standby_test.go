package app

import (
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// awaitStanding waits until sound is kept in memory, or no longer.
func awaitStanding(t *testing.T, a *App, wanted bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, standing := a.Standing(); standing == wanted {
			return
		}
	}
	t.Fatalf("standing by did not become %v", wanted)
}

// A take begins with what was heard before its button was pressed, and its document says so.
func TestTakeBeginsBeforeItsButton(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.StandBy()
	if _, standing := a.Standing(); standing {
		t.Error("it stands by although nobody wanted it")
	}
	settings := a.Settings()
	settings.Preroll = 30
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	awaitStanding(t, a, true)
	time.Sleep(1500 * time.Millisecond)
	pressed := time.Now()
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, standing := a.Standing(); standing {
		t.Error("it stands by while a take runs")
	}
	time.Sleep(700 * time.Millisecond)
	doc, err := a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	lead := pressed.Sub(doc.Started)
	if lead < time.Second || lead > 10*time.Second {
		t.Errorf("it began %v before the button", lead)
	}
	length := doc.Audio.Duration.Duration()
	if off := (doc.Ended.Sub(doc.Started) - length).Abs(); length < 2*time.Second || off > 200*time.Millisecond {
		t.Errorf("%v long, from %v to %v", length, doc.Started, doc.Ended)
	}
	kept, err := a.Call(id)
	if err != nil || !kept.Started.Equal(doc.Started) || kept.Outcome != call.Complete {
		t.Errorf("kept %+v, %v", kept, err)
	}
	awaitStanding(t, a, true) // again
	settings.Preroll = 0
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	awaitStanding(t, a, false)
}

// Devices that are named are recorded, not those that stand by.
func TestNamedDevicesDoNotStandBy(t *testing.T) {
	a := open(t, t.TempDir(), both())
	settings := a.Settings()
	settings.Preroll = 30
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	a.StandBy()
	awaitStanding(t, a, true)
	pressed := time.Now()
	if _, err := a.StartTake(t.Context(), TakeRequest{Microphone: string(audio.Microphone), NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	doc, err := a.StopTake()
	if err != nil || doc.Started.Before(pressed) {
		t.Errorf("began at %v, pressed at %v: %v", doc.Started, pressed, err)
	}
}
