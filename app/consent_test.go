package app

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

func TestRequirementOfACall(t *testing.T) {
	a := open(t, t.TempDir(), both())
	doc := call.Call{Parties: map[call.Party]call.Person{call.Remote: {Number: "+12145550142"}}}
	light := func() string {
		t.Helper()
		needed, err := a.ConsentNeeded(doc)
		if err != nil {
			t.Fatal(err)
		}
		return needed.Light.String()
	}
	if light() != "must ask" {
		t.Error("nothing is known, and consent is not needed")
	}
	if err := a.ChangeSettings(func(s *Settings) { s.Place = "US-NY" }); err != nil {
		t.Fatal(err)
	}
	if light() != "must ask" {
		t.Error("a hint lowered the requirement")
	}
	doc.Parties[call.Remote] = call.Person{Number: "+12145550142", Place: "US-TX"}
	if light() != "no consent needed" {
		t.Error("both places are stated, one-party")
	}
	doc.Parties[call.Local] = call.Person{Place: "US-CA"}
	if light() != "must ask" {
		t.Error("the place of the call itself does not count")
	}
	if _, err := a.RequirementOf("US-ZZ", "", ""); !errors.Is(err, ErrNoPlace) {
		t.Error(err)
	}
	if places, err := a.Places(); err != nil || len(places) < 80 {
		t.Error(len(places), err)
	}
}

func TestConsentIsPutOnRecord(t *testing.T) {
	a, id := talk(t)
	at := call.Seconds(5)
	for _, bad := range []call.Consent{
		{}, {Method: call.NotNeeded}, {Method: call.AskedOnRecord, Answer: "perhaps"}, {Method: call.AskedOnRecord, Answer: call.Agreed, Answered: 2},
	} {
		if _, err := a.AddConsent(id, bad, &at); !errors.Is(err, ErrBadConsent) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	doc, err := a.AddConsent(id, call.Consent{Method: call.AskedOnRecord, Answer: call.Agreed, Answered: 7, Quote: "sure"}, &at)
	if err != nil || len(doc.Consent) != 2 || doc.Consent[1].Party != call.Remote {
		t.Fatal(doc.Consent, err)
	}
	if _, err := a.RemoveConsent(id, 2); !errors.Is(err, ErrNoConsent) {
		t.Error(err)
	}
	for _, form := range []string{"md", "txt", "vcon"} {
		if out := string(exported(t, a, id, Form{As: form})); form == "md" && (!strings.Contains(out, "Asked on record at 00:05") || !strings.Contains(out, "agreed at 00:07")) {
			t.Errorf("%s says nothing of the consent:\n%s", form, out)
		}
	}
	if doc, err = a.RemoveConsent(id, 0); err != nil || len(doc.Consent) != 1 || doc.Consent[0].Quote != "sure" {
		t.Error(doc.Consent, err)
	}
}

// takeAwhile records for a moment.
func takeAwhile(t *testing.T, a *App) call.ID {
	t.Helper()
	id, err := a.StartTake(t.Context(), TakeRequest{Name: "Acme"})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(1200 * time.Millisecond)
	return id
}

func TestRefusalEndsTheRecording(t *testing.T) {
	for _, destroy := range []bool{false, true} {
		t.Run(fmt.Sprint("destroy ", destroy), func(t *testing.T) {
			dir := t.TempDir()
			a := open(t, dir, both())
			if err := a.ChangeSettings(func(s *Settings) { s.DestroyRefused = destroy }); err != nil {
				t.Fatal(err)
			}
			id := takeAwhile(t, a)
			if _, err := a.AddConsent(id, call.Consent{Method: call.AskedOnRecord, Answer: call.Refused}, nil); err != nil {
				t.Fatal(err)
			}
			if _, running := a.Take(); running {
				t.Fatal("the recording goes on")
			}
			noted, _, is := a.Noting()
			if !is || noted != id {
				t.Fatal("the call does not go on as notes")
			}
			time.Sleep(300 * time.Millisecond)
			note, err := a.AddNote(id, "they said no", nil)
			if err != nil || note.At < 1 {
				t.Fatal(note, err)
			}
			if err := a.EndNoting(); err != nil {
				t.Fatal(err)
			}
			doc, err := a.Call(id)
			if err != nil || doc.Refusal == nil || doc.Refusal.Destroyed != destroy || doc.Refusal.At < 0.5 || len(doc.Notes) != 1 || !doc.Ended.After(doc.Started.Add(time.Second)) {
				t.Fatalf("%+v %v", doc, err)
			}
			sound, _ := filepath.Glob(filepath.Join(dir, "library/calls/*/*/*/audio*"))
			want := call.Complete
			if destroy {
				want = call.Noted
			}
			if doc.Outcome != want || destroy != (len(sound) == 0) || destroy != (doc.Audio.File == "") {
				t.Errorf("outcome %s with %v", doc.Outcome, sound)
			}
			if facts := fmt.Sprint(ConsentFacts(doc)); !strings.Contains(facts, "refused") || destroy != strings.Contains(facts, "destroyed") {
				t.Error(facts)
			}
			if destroy && !strings.Contains(CertificateOf(doc).Verdict, "destroyed") {
				t.Error(CertificateOf(doc).Verdict)
			}
		})
	}
}

// refuseEnv names the folder in which a child of a test has recordings refused, until it is killed.
const refuseEnv = "ONRECORD_TEST_REFUSE"

// refuseForEver is that child: it says what is on record before it goes on.
func refuseForEver(dir string) error {
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both()})
	if err != nil {
		return err
	}
	err = a.ChangeSettings(func(s *Settings) { s.DestroyRefused = true })
	for err == nil {
		var id call.ID
		if id, err = a.StartTake(a.ctx, TakeRequest{NoTranscript: true}); err != nil {
			break
		}
		time.Sleep(time.Duration(50+rand.IntN(150)) * time.Millisecond)
		fmt.Println("refusing", id)
		if _, err = a.AddConsent(id, call.Consent{Method: call.AskedOnRecord, Answer: call.Refused}, nil); err == nil {
			fmt.Println("refused", id)
			_, err = a.AddNote(id, "goes on", nil)
		}
	}
	return err
}

// Whenever the program dies, a refusal that was written down is carried out: no sound of the call is left, and the document says so.
func TestKilledRefusalsAreCarriedOut(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	carriedOut := 0
	dir := t.TempDir()
	for range 12 {
		child := exec.Command(program)
		child.Env = append(os.Environ(), refuseEnv+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		refused := map[string]bool{}
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			what, id, _ := strings.Cut(lines.Text(), " ")
			if what == "refused" {
				refused[id] = true
			}
			if what == "refusing" && len(refused) > 0 || what == "error" {
				time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
				break
			}
		}
		if err := child.Process.Kill(); err != nil {
			t.Error(err)
		}
		for lines.Scan() {
			if what, id, _ := strings.Cut(lines.Text(), " "); what == "refused" {
				refused[id] = true
			}
		}
		if child.Wait() == nil {
			t.Error("the child ended by itself")
		}
		carriedOut += mustBeCarriedOut(t, dir, refused)
	}
	if carriedOut < 12 {
		t.Errorf("%d refusals were looked at", carriedOut)
	}
}

func mustBeCarriedOut(t *testing.T, dir string, refused map[string]bool) (looked int) {
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both()})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Recovered(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := a.Calls(Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, summary := range list {
		doc, err := a.Call(summary.ID)
		if err != nil {
			t.Fatal(err)
		}
		if refused[string(doc.ID)] && doc.Refusal == nil {
			t.Errorf("%s: the refusal is lost", doc.ID)
		}
		if doc.Refusal == nil {
			continue
		}
		looked++
		file, err := a.library.OpenAudio(doc.ID)
		if !errors.Is(err, storage.ErrNoAudio) {
			t.Errorf("%s: there is sound after the refusal: %v", doc.ID, errors.Join(err, file.Close()))
		}
		if doc.Outcome != call.Noted || doc.Audio.File != "" {
			t.Errorf("%s: outcome %s, audio %q", doc.ID, doc.Outcome, doc.Audio.File)
		}
	}
	if findings, err := a.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("check: %+v %v", findings, err)
	}
	return looked
}

// A take that broke off between its document and its file is a call without sound at the next start, not one that is recorded for ever.
func TestATakeWithoutAFileIsRecovered(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	id := takeAwhile(t, a)
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.library.Edit(id, func(doc *call.Call) error {
		doc.Outcome, doc.Audio = call.Recording, call.Audio{}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "library/calls/*/*/*/audio.flac"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	doc, err := a.library.Call(id)
	if err != nil {
		t.Fatal(err)
	}
	if doc, err = a.salvage(doc, "recovered"); err != nil || doc.Outcome != call.Failed {
		t.Errorf("outcome %s, %v", doc.Outcome, err)
	}
}
