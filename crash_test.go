package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/call"
)

// A take is killed at random moments, fifty times: each leaves a recovered call that misses at most its last second.
func TestKilledTakesAreRecovered(t *testing.T) {
	const runs, atOnce = 50, 5
	m := newMachine(t)
	tone := pulse.Tone(t, 440, 3*time.Minute)
	m.sound.PlayBackground(m.mouth, tone)
	m.sound.PlayBackground(speakers, tone)
	var all sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for run := range runs {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			killOnce(t, m, run)
		})
	}
	all.Wait()
}

func killOnce(t *testing.T, shared *machine, run int) {
	m := &machine{t: t, sound: shared.sound, home: filepath.Join(shared.home, fmt.Sprint(run))}
	m.library = filepath.Join(m.home, "library")
	if err := os.MkdirAll(m.home, 0o700); err != nil {
		t.Error(err)
		return
	}
	record := m.command("record", "--mic", microphone, "--far", speakers+".monitor")
	if err := record.Start(); err != nil {
		t.Error(err)
		return
	}
	partials := filepath.Join(m.library, "calls/*/*/*/audio.partial")
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if found, _ := filepath.Glob(partials); len(found) == 1 {
			break
		}
	}
	time.Sleep(time.Duration((0.6 + 3*rand.Float64()) * float64(time.Second)))
	if err := record.Process.Kill(); err != nil {
		t.Error(err)
	}
	killed := time.Now()
	if err := record.Wait(); err == nil {
		t.Errorf("run %d: record ended well although it was killed", run)
	}
	checkRecovered(t, m, run, killed)
}

func checkRecovered(t *testing.T, m *machine, run int, killed time.Time) {
	calls, errOut, exit := m.try("--json", "show", "last")
	if exit != 0 {
		t.Errorf("run %d: exit %d: %s", run, exit, errOut)
		return
	}
	doc := decodeDocument(t, calls)
	missing := killed.Sub(doc.Started).Seconds() - float64(doc.Audio.Duration)
	t.Logf("run %2d: %.2f s recorded, %.2f s missing", run, doc.Audio.Duration, missing)
	if doc.Outcome != call.Recovered || missing > 1 || doc.Capture.Complete {
		t.Errorf("run %d: outcome %q, %.2f s missing, complete %v", run, doc.Outcome, missing, doc.Capture.Complete)
	}
	if out, _, exit := m.try("check"); exit != 0 {
		t.Errorf("run %d: check: exit %d\n%s", run, exit, out)
	}
	file := m.recordingOf(string(doc.ID))
	if out, err := exec.Command("flac", "-t", "-s", file).CombinedOutput(); err != nil {
		t.Errorf("run %d: flac -t: %v\n%s", run, err, out)
	}
}

// A disk that fills up in mid-take ends the take before the last byte is gone: the call is complete, and the user is
// told. If another program takes that last byte too, what was recorded is there at the next start with room.
func TestFullDiskKeepsWhatWasRecorded(t *testing.T) {
	for _, c := range []struct {
		name, size, meanwhile string
		outcome               call.Outcome
	}{
		{"slowly", "17m", "true", call.Complete},
		{"at once", "40m", "sleep 8; head -c 100m /dev/zero > $DISK/filler", call.Recovered},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			recordOnSmallDisk(t, c.size, c.meanwhile, c.outcome)
		})
	}
}

func recordOnSmallDisk(t *testing.T, size, meanwhile string, want call.Outcome) {
	t.Helper()
	m := newMachine(t)
	noise := noiseFile(t, 60)
	m.sound.PlayBackground(m.mouth, noise)
	m.sound.PlayBackground(speakers, noise)
	if err := os.MkdirAll(m.library, 0o700); err != nil {
		t.Fatal(err)
	}
	// A name space of its own lets anybody mount a small disk.
	script := `mount -t tmpfs -o size=` + size + ` small "$DISK" || exit 97
(` + meanwhile + `) 2>/dev/null &
"$PROGRAM" record --mic headset --far speakers.monitor --for 50s --no-transcribe >&2; code=$?
rm -f "$DISK/filler"
"$PROGRAM" --json show last || exit 98
exit $code`
	unshare := []string{"unshare", "--mount"}
	if os.Getuid() != 0 {
		unshare = append(unshare, "--map-root-user")
	}
	cmd := m.command()
	cmd.Path, cmd.Args = lookPath(t, "unshare"), append(unshare, "sh", "-c", script)
	cmd.Env = append(cmd.Env, "DISK="+m.library, "PROGRAM="+program)
	var out, errOut strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != 1 {
		t.Fatalf("exit %d, %v\n%s%s", code, err, out.String(), errOut.String())
	}
	if !strings.Contains(errOut.String(), "The disk is full") {
		t.Errorf("the user is told %q", errOut.String())
	}
	doc := decodeDocument(t, out.String())
	t.Logf("%s after %.1f s: %s", doc.Outcome, doc.Audio.Duration, strings.TrimSpace(errOut.String()))
	if doc.Outcome != want || doc.Audio.Duration < 5 {
		t.Errorf("outcome %q with %.1f s", doc.Outcome, doc.Audio.Duration)
	}
}

// noiseFile makes a WAV file of white noise, which no codec can shrink.
func noiseFile(t *testing.T, seconds int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "noise.wav")
	out, err := exec.Command("sox", "-n", "-r", "16000", "-c", "1", "-b", "16", file, "synth", fmt.Sprint(seconds), "whitenoise").CombinedOutput()
	if err != nil {
		t.Fatalf("sox: %v\n%s", err, out)
	}
	return file
}

func lookPath(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
