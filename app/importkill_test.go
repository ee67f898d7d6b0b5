package app

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// importEnv names the folder in which a child of a test brings in sound in every way, until it is killed.
const importEnv = "ONRECORD_TEST_IMPORT"

// importForEver is that child. It says which calls have come in.
func importForEver(dir string) error {
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both()})
	if err != nil {
		return err
	}
	fmt.Println("ready")
	err = importOnce(a, filepath.Join(dir, "from"), "ours.vcon")
	for err == nil {
		err = importOnce(a, filepath.Join(dir, "from"), importNames[rand.IntN(len(importNames))])
	}
	return err
}

// importOnce brings in a file or a folder.
func importOnce(a *App, from, name string) error {
	request := ImportRequest{Again: true, NoTranscript: true}
	if name == "folder" {
		gathered, err := a.Gather(a.ctx, []string{filepath.Join(from, name)})
		if err != nil {
			return err
		}
		return a.ImportAll(a.ctx, gathered.Files, request, func(step ImportStep) {
			if step.Ended && step.Call.Err == nil {
				fmt.Println("brought", step.Call.IDs[0])
			}
		})
	}
	id, err := a.Import(a.ctx, filepath.Join(from, name), request)
	if errors.Is(err, storage.ErrExists) { // of the vCon, whose call is there
		return nil
	}
	if err == nil {
		fmt.Println("brought", id)
	}
	return err
}

// importNames are the files in the folder: bare sound, with a call recorder's notes, with a transcript, and vCons.
var importNames = []string{"sound.wav", "noted.wav", "told.wav", "folder", "ours.vcon", "theirs.vcon"}

const importedWords = "WEBVTT\n\n00:00.100 --> 00:00.200\n<v Me>halibut on the list\n\n00:00.200 --> 00:00.300\n<v Them>one halibut\n"

// importSources lays out the files that the child brings in, and gives the SHA-256 of each sound by the name of its file.
func importSources(t *testing.T, dir string) map[string]string {
	t.Helper()
	from := filepath.Join(dir, "from")
	if err := os.MkdirAll(filepath.Join(from, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for i, name := range []string{"sound.wav", "noted.wav", "told.wav", "folder/one.wav", "folder/two.wav", "inner.wav", "second.wav"} {
		content, err := os.ReadFile(waveFile(t, filepath.Join(from, name), slices.Repeat(steps(3+2*i), 40)))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		sums[filepath.Base(name)] = hex.EncodeToString(sum[:])
	}
	write(t, filepath.Join(from, "noted.json"), bcrNotes)
	write(t, filepath.Join(from, "folder", "two.json"), bcrNotes)
	write(t, filepath.Join(from, "told.vtt"), importedWords)
	a := open(t, t.TempDir(), both())
	id, err := a.Import(t.Context(), filepath.Join(from, "told.wav"), ImportRequest{})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(from, "ours.vcon"), string(exported(t, a, id, Form{As: "vcon"})))
	theirs := otherVCon(t, filepath.Join(from, "inner.wav"))
	theirs["dialog"] = append(theirs["dialog"].([]any), otherVCon(t, filepath.Join(from, "second.wav"))["dialog"].([]any)[1])
	write(t, filepath.Join(from, "theirs.vcon"), string(asJSON(t, theirs)))
	return sums
}

// importKills is how often the child is killed; the soak tests do it 200 times.
var importKills = 40

// Imports that are killed leave each call whole or not at all, and nothing half-done behind.
func TestKilledInTheMidstOfImports(t *testing.T) {
	dir, done := t.TempDir(), 0
	sums := importSources(t, dir)
	for run := range importKills {
		if run%4 == 0 { // our vCon comes in only where it is not
			if err := os.RemoveAll(filepath.Join(dir, "library")); err != nil {
				t.Fatal(err)
			}
		}
		brought := importAndKill(t, dir)
		done += len(brought)
		func() {
			a := open(t, dir, both())
			defer a.Close()
			mustBeWhole(t, a, sums, brought)
		}()
		if t.Failed() {
			t.Fatalf("in run %d, after %v", run, brought)
		}
	}
	t.Logf("%d calls were brought in in %d runs", done, importKills)
}

// importAndKill lets a child import for a while, kills it, and gives the calls that it said it has brought in.
func importAndKill(t *testing.T, dir string) (brought []call.ID) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), importEnv+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	if !said.Scan() || said.Text() != "ready" {
		t.Fatalf("child said %q", said.Text())
	}
	timer := time.AfterFunc(time.Duration(rand.IntN(300_000))*time.Microsecond, func() { _ = child.Process.Kill() }) // it may be over
	defer timer.Stop()
	for said.Scan() {
		_, id, _ := strings.Cut(said.Text(), " ")
		brought = append(brought, call.ID(id))
	}
	_ = child.Wait() // killed
	if code := child.ProcessState.ExitCode(); code == 1 {
		t.Fatal("the child ended by itself")
	}
	return brought
}

// mustBeWhole makes sure of every call, and that there is nothing else.
func mustBeWhole(t *testing.T, a *App, sums map[string]string, brought []call.ID) {
	t.Helper()
	if findings, err := a.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("check: %+v, %v", findings, err)
	}
	if left, err := os.ReadDir(filepath.Join(a.Library(), "incoming")); err == nil && len(left) > 0 {
		t.Errorf("left of imports: %v", left)
	}
	list, err := a.Calls(Filter{})
	if err != nil {
		t.Fatal(err)
	}
	written, files := 0, map[string]int{}
	for _, summary := range list {
		if doc, err := a.Call(summary.ID); err == nil {
			files[doc.Source]++
		}
		written += mustBeWholeCall(t, a, summary.ID, sums)
		brought = slices.DeleteFunc(brought, func(id call.ID) bool { return id == summary.ID })
	}
	if files["inner.wav"] != files["second.wav"] {
		t.Errorf("of a vCon's two recordings there are %d and %d", files["inner.wav"], files["second.wav"])
	}
	if len(brought) > 0 {
		t.Errorf("said to be brought in, and not there: %v", brought)
	}
	if found, err := a.Search(t.Context(), "halibut", 10_000); err != nil || found.Total != written {
		t.Errorf("halibut is found %d times and written %d times, %v", found.Total, written, err)
	}
}

// mustBeWholeCall looks at the files of a call, and gives how often its transcript holds the word.
func mustBeWholeCall(t *testing.T, a *App, id call.ID, sums map[string]string) int {
	t.Helper()
	doc, err := a.Call(id)
	if err != nil || doc.Outcome != call.Imported {
		t.Errorf("call %s is %s, %v", id, doc.Outcome, err)
		return 0
	}
	folder := filepath.Join(a.Library(), "calls", filepath.FromSlash(id.Month()), string(id))
	original, err := os.ReadFile(filepath.Join(folder, doc.Origin.Kept))
	sum := sha256.Sum256(original)
	if hash := hex.EncodeToString(sum[:]); err != nil || hash != doc.Origin.SHA256 || hash != sums[doc.Origin.File] {
		t.Errorf("the original of %s (%s) has the SHA-256 %s, %v", id, doc.Origin.File, hash, err)
	}
	sound, err := a.library.OpenAudio(id)
	if err == nil {
		err = errors.Join(audio.Verify(sound), sound.Close())
	}
	if err != nil {
		t.Errorf("the sound of %s: %v", id, err)
	}
	if noted := strings.HasPrefix(doc.Origin.File, "noted") || doc.Origin.File == "two.wav"; noted != (doc.Origin.Details != nil) {
		t.Errorf("the notes of %s (%s) are %+v", id, doc.Origin.File, doc.Origin.Details)
	}
	if doc.Origin.File == "inner.wav" && doc.Parties[call.Local].Name != "Bob" {
		t.Errorf("call %s has the parties %+v", id, doc.Parties)
	}
	transcript, err := os.ReadFile(filepath.Join(folder, "transcript.json"))
	if told := doc.Origin.File == "told.wav"; told != (err == nil) {
		t.Errorf("the transcript of %s (%s): %v", id, doc.Origin.File, err)
	}
	return strings.Count(string(transcript), "halibut")
}
