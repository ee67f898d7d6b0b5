package audio_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

// world is a sound system in made-up time, in which the same clicks are heard through every device.
type world struct {
	began time.Time

	mu    sync.Mutex
	local audio.Device // the microphone that is there now; none when its ID is empty
	away  bool         // the sound server does not answer
	opens int          // how often a device was looked for
	both  bool         // the device before it is still there
}

// change lets something happen.
func (w *world) change(happen func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	happen()
}

// source gives a device's source, which falls silent for ever at a time since the world began, if that is not zero.
func (w *world) source(device audio.Device, dies time.Duration) audio.Source {
	script := audiotest.Script{Device: device, Sound: clicks, Began: w.began}
	if dies > 0 {
		script.Stalls = []audiotest.Stall{{At: dies - time.Since(w.began), For: time.Hour}}
	}
	return audiotest.New(script)
}

// renew is what the application does: the device that is there now, if it is another or the present one is lost.
func (w *world) renew(party call.Party, last audio.Device, lost bool) (audio.Source, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opens++
	gone := w.local.ID != last.ID && last.ID != "" && !w.both
	switch {
	case party == call.Remote || !lost && w.local.ID == last.ID:
		return nil, false, nil
	case w.away:
		return nil, false, audio.ErrNoServer
	case w.local.ID == "":
		return nil, gone, audio.ErrNoDevice
	}
	return w.source(w.local, 0), gone, nil
}

var (
	builtIn = audio.Device{ID: "built-in", Name: "Built-in", Kind: audio.Microphone}
	headset = audio.Device{ID: "headset", Name: "Headset", Kind: audio.Microphone}
	monitor = audio.Device{ID: "monitor", Name: "Monitor", Kind: audio.FarSide}
)

// recordWorld records 20 s. The microphone falls silent at a time, unless that is zero.
func recordWorld(t *testing.T, dies time.Duration, during func(*world, *audio.Take)) (call.Side, audio.Result) {
	t.Helper()
	w := &world{began: time.Now(), local: builtIn}
	sources := map[call.Party]audio.Source{call.Local: w.source(builtIn, dies), call.Remote: w.source(monitor, 0)}
	file := audiotest.NewFile(nil)
	take, err := audio.StartTake(audio.TakeOptions{Rate: rate, Sources: sources, Renew: w.renew, File: file})
	if err != nil {
		t.Fatal(err)
	}
	during(w, take)
	time.Sleep(time.Until(w.began.Add(20 * time.Second)))
	result, err := take.Stop()
	if err != nil {
		t.Fatal(err)
	}
	if result.Audio.Frames != 20*rate {
		t.Errorf("%d frames, wants %d", result.Audio.Frames, 20*rate)
	}
	for i, frames := range sides(t, file.Bytes()) {
		if err := checkClicks(frames, result.Capture.Sides[call.Parties[i]].Gaps, 0.01); err != nil {
			t.Errorf("side %d: %v", i, err)
		}
	}
	return result.Capture.Sides[call.Local], result
}

func checkGap(t *testing.T, side call.Side, start, longest float64, cause string) {
	t.Helper()
	if len(side.Gaps) != 1 {
		t.Fatalf("gaps %+v, wants one", side.Gaps)
	}
	gap := side.Gaps[0]
	if math.Abs(float64(gap.Start)-start) > 0.05 || float64(gap.Duration) > longest || gap.Cause != cause {
		t.Errorf("gap %+v, wants it at %.1f s, up to %.1f s long, for %q", gap, start, longest, cause)
	}
}

func names(side call.Side) string {
	var all []string
	for _, d := range side.Devices {
		all = append(all, d.Device)
	}
	return strings.Join(all, ", ")
}

// A device that is still there but has fallen silent is opened again.
func TestSilentDeviceIsOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		side, result := recordWorld(t, 8*time.Second, func(*world, *audio.Take) {})
		checkGap(t, side, 8, 1.2, "device delivers nothing")
		if names(side) != "Built-in, Built-in" || result.Capture.Complete {
			t.Errorf("devices %s, verdict %q", names(side), result.Capture.Verdict)
		}
	})
}

// A device that is pulled out gives way to another one; being told of it is quicker than noticing.
func TestDeviceGoneIsReplaced(t *testing.T) {
	for told, longest := range map[bool]float64{false: 1.2, true: 0.3} {
		synctest.Test(t, func(t *testing.T) {
			side, _ := recordWorld(t, 8*time.Second, func(w *world, take *audio.Take) {
				time.Sleep(8 * time.Second)
				w.change(func() { w.local = headset })
				if told {
					time.Sleep(100 * time.Millisecond)
					take.Look()
				}
			})
			checkGap(t, side, 8, longest, "device gone")
			if names(side) != "Built-in, Headset" || side.Device != "Headset" {
				t.Errorf("devices %s", names(side))
			}
		})
	}
}

// A change from one device that works to another one costs nothing.
func TestChangeOfDeviceIsSeamless(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		side, result := recordWorld(t, 0, func(w *world, take *audio.Take) {
			time.Sleep(8 * time.Second)
			w.change(func() { w.local, w.both = headset, true })
			take.Look()
			time.Sleep(3 * time.Second)
			if got := take.Levels().Sides[0].Device; got != "Headset" {
				t.Errorf("the levels name %q", got)
			}
		})
		if len(side.Gaps) != 0 || !result.Capture.Complete || names(side) != "Built-in, Headset" {
			t.Errorf("gaps %+v, verdict %q, devices %s", side.Gaps, result.Capture.Verdict, names(side))
		}
	})
}

func TestServerGoneAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		side, _ := recordWorld(t, 8*time.Second, func(w *world, take *audio.Take) {
			time.Sleep(8 * time.Second)
			w.change(func() { w.away = true })
			time.Sleep(1500 * time.Millisecond)
			if lamp := take.Levels().Sides[0].Lamp; lamp != audio.LampGone {
				t.Errorf("the lamp is %q", lamp)
			}
			w.change(func() { w.away = false })
		})
		checkGap(t, side, 8, 2.5, "sound server gone")
	})
}

// A side that has no device in the beginning gets one as soon as there is one.
func TestMissingSideJoinsLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{began: time.Now()}
		file := audiotest.NewFile(nil)
		take, err := audio.StartTake(audio.TakeOptions{
			Rate: rate, Renew: w.renew, File: file,
			Sources: map[call.Party]audio.Source{call.Remote: w.source(monitor, 0)},
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(6 * time.Second)
		w.change(func() {
			if w.opens < 3 || w.opens > 8 {
				t.Errorf("a device was looked for %d times in 6 s", w.opens)
			}
			w.local = headset
		})
		take.Look()
		time.Sleep(6 * time.Second)
		result, err := take.Stop()
		if err != nil {
			t.Fatal(err)
		}
		side := result.Capture.Sides[call.Local]
		checkGap(t, side, 0, 6.5, "no device")
		if err := checkClicks(sides(t, file.Bytes())[0], side.Gaps, 0.01); err != nil || result.Capture.Complete {
			t.Errorf("%v, verdict %q", err, result.Capture.Verdict)
		}
	})
}

// While the system sleeps nothing is heard: silence of that length stands in the file, and the reason in the document.
func TestSleepIsAGap(t *testing.T) {
	const slept = 20*time.Minute + 7*time.Second
	synctest.Test(t, func(t *testing.T) {
		w := &world{began: time.Now(), local: builtIn}
		var asleep atomic.Int64
		file := audiotest.NewFile(nil)
		take, err := audio.StartTake(audio.TakeOptions{
			Rate: rate, File: file, Renew: w.renew,
			Sources: map[call.Party]audio.Source{call.Local: w.source(builtIn, 0), call.Remote: w.source(monitor, 0)},
			Clock:   func() time.Duration { return time.Since(w.began) + time.Duration(asleep.Load()) },
			Asleep:  func() time.Duration { return time.Duration(asleep.Load()) },
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		asleep.Store(int64(slept))
		time.Sleep(5 * time.Second)
		result, err := take.Stop()
		if err != nil {
			t.Fatal(err)
		}
		if want := int64((slept + 10*time.Second).Seconds() * rate); result.Audio.Frames != want {
			t.Errorf("%d frames, wants %d", result.Audio.Frames, want)
		}
		for _, party := range call.Parties {
			side := result.Capture.Sides[party]
			if len(side.Gaps) != 1 || side.Gaps[0].Cause != "system suspended" || math.Abs(float64(side.Gaps[0].Duration)-slept.Seconds()) > 0.05 {
				t.Errorf("%s: gaps %+v", party, side.Gaps)
			}
		}
		if result.Capture.Complete {
			t.Errorf("verdict %q", result.Capture.Verdict)
		}
	})
}

// What was heard before the button was pressed begins the recording, and no more of it than was asked for.
func TestStandbyKeepsWhatCameBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{began: time.Now(), local: builtIn}
		take, err := audio.Standby(audio.TakeOptions{
			Rate: rate, Renew: w.renew,
			Sources: map[call.Party]audio.Source{call.Local: w.source(builtIn, 0), call.Remote: w.source(monitor, 0)},
		}, 10*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(25 * time.Second)
		file := audiotest.NewFile(nil)
		lead, err := take.Keep(file)
		if err != nil || math.Abs(lead.Seconds()-10) > 0.2 {
			t.Fatalf("kept %v: %v", lead, err)
		}
		if _, err := take.Keep(audiotest.NewFile(nil)); !errors.Is(err, audio.ErrKept) {
			t.Errorf("kept twice: %v", err)
		}
		time.Sleep(5 * time.Second)
		result, err := take.Stop()
		if err != nil {
			t.Fatal(err)
		}
		length := 5*time.Second + lead
		if math.Abs(float64(result.Audio.Duration)-length.Seconds()) > 0.01 || !result.Capture.Complete {
			t.Errorf("duration %v, wants %v; %q", result.Audio.Duration, length, result.Capture.Verdict)
		}
		first := 25 - lead.Seconds()
		for side, frames := range sides(t, file.Bytes()) {
			got := places(frames)
			want := slices.IndexFunc(got, func(at float64) bool { return math.Abs(at+first-clickAt(40)) < exactly })
			if want < 0 || len(got) < 28 {
				t.Errorf("side %d: clicks at %.3f, wants one at %.3f", side, got, clickAt(40)-first)
			}
		}
	})
}

func TestStandbyForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{began: time.Now(), local: builtIn}
		take, err := audio.Standby(audio.TakeOptions{
			Rate: rate, Sources: map[call.Party]audio.Source{call.Local: w.source(builtIn, 0)},
		}, 10*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(25 * time.Second)
		if result, err := take.Stop(); err != nil || result.Audio.Frames != 0 {
			t.Errorf("%+v, %v", result, err)
		}
		file := audiotest.NewFile(nil)
		if _, err := take.Keep(file); !errors.Is(err, audio.ErrEnded) || !file.Closed() {
			t.Errorf("kept after the end: %v", err)
		}
	})
}

// Too few frames to be told from a server that holds sound back: no gap is claimed, but the side keeps in step.
func TestShortLossIsMended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		loses := audiotest.Script{Sound: clicks, Stalls: []audiotest.Stall{{At: 5 * time.Second, For: 70 * time.Millisecond}}}
		result, content := record(t, map[call.Party]audio.Source{
			call.Local:  scripted(audio.Microphone, loses),
			call.Remote: scripted(audio.FarSide, audiotest.Script{Sound: clicks}),
		}, 40*time.Second, func(*audio.Take) {})
		if !result.Capture.Complete || result.Audio.Frames != 40*rate {
			t.Errorf("%q after %d frames", result.Capture.Verdict, result.Audio.Frames)
		}
		const mended = 24
		met := 0
		for _, at := range places(sides(t, content)[0]) {
			nearest := math.Inf(1)
			for k := range 100 {
				nearest = min(nearest, math.Abs(at-clickAt(k)))
			}
			if at > mended && nearest > 0.01 {
				t.Errorf("the click at %.3f s is off by %.1f ms", at, 1000*nearest)
			} else if at > mended {
				met++
			}
		}
		if met < 20 {
			t.Errorf("%d clicks after %d s", met, mended)
		}
	})
}
