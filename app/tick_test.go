package app

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

func TestTicksHaveTheirSecond(t *testing.T) {
	a := open(t, t.TempDir(), both())
	if _, err := a.StartTake(t.Context(), TakeRequest{Playbook: "nothing"}); !errors.Is(err, ErrNoPlaybook) {
		t.Errorf("a playbook that there is not: %v", err)
	}
	if err := a.ChangeSettings(func(s *Settings) { s.Playbook = "gone" }); err != nil {
		t.Fatal(err)
	}
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatalf("the usual playbook is gone, and nothing is recorded: %v", err)
	}
	if _, err := a.Tick(id, "1", nil, ""); !errors.Is(err, ErrNoChecklist) {
		t.Errorf("no playbook: %v", err)
	}
	if _, err := a.SetPlaybook(id, "telemarketer"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(600 * time.Millisecond)
	first, err := a.Tick(id, "request", nil, "")
	if err != nil || first.At < 0.3 || first.Means[0] != "dnc_request" {
		t.Errorf("%+v, %v", first, err)
	}
	again, err := a.Tick(id, "5", nil, "other words")
	if err != nil || first.At-again.At > 0.01 || again.Heard != "" {
		t.Errorf("a point that is ticked is ticked again: %+v, %v", again, err)
	}
	if _, err := a.SetPlaybook(id, "dispute"); err != nil {
		t.Fatal(err)
	}
	at := call.Seconds(0.25)
	if _, err := a.Tick(id, "who", &at, ""); err != nil {
		t.Error(err)
	}
	doc, err := a.StopTake()
	if err != nil || len(doc.Ticks) != 2 || doc.Ticks[0].Playbook != "telemarketer" {
		t.Errorf("%+v, %v", doc.Ticks, err)
	}
	facts, err := a.Facts(id)
	if err != nil || len(facts.Facts) != 1 || !facts.Facts[0].Sure {
		t.Errorf("%+v, %v", facts, err)
	}
	if results, err := a.Search(t.Context(), `"name and department"`, 0); err != nil || results.Total != 1 || results.Hits[0].At != at {
		t.Errorf("%+v, %v", results, err)
	}
	if _, err := a.Untick(id, "request"); !errors.Is(err, ErrNoPoint) {
		t.Errorf("a point of another playbook: %v", err)
	}
	if doc, err = a.Untick(id, "1"); err != nil || len(doc.Ticks) != 1 {
		t.Errorf("%+v, %v", doc.Ticks, err)
	}
	if _, err := a.Untick(id, "1"); !errors.Is(err, ErrNoPoint) {
		t.Errorf("not ticked: %v", err)
	}
}

// jotEnv names the folder in which a child of a test puts things down during takes, until it is killed.
const jotEnv = "ONRECORD_TEST_JOT"

// jotForEver is that child: it says what it was told is kept.
func jotForEver(dir string) error {
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both()})
	if err != nil {
		return err
	}
	id, err := a.StartTake(a.ctx, TakeRequest{NoTranscript: true, Playbook: "debt-collector"})
	for n := 0; err == nil; n++ {
		var what string
		switch text := fmt.Sprint("word", n); n % 7 {
		case 0:
			what = "note " + text
			_, err = a.AddNote(id, text, nil)
		case 1:
			what = "mark " + text
			_, err = a.AddMark(id, text, nil)
		case 2:
			item := n/7%10 + 1
			if _, undone := a.Untick(id, strconv.Itoa(item)); undone == nil {
				fmt.Println(id, "untick", item)
			}
			what = fmt.Sprint("tick ", item)
			_, err = a.Tick(id, strconv.Itoa(item), nil, "")
		case 3:
			what = "action " + text
			_, err = a.AddAction(id, text, "cease_sent", nil)
		case 4:
			what = "follow-up " + text
			_, err = a.AddFollowUp(Due{FollowUp: call.FollowUp{Text: text, Due: a.Today()}, Call: id}, nil)
		case 5:
			what = "not " + text
			err = a.Refute(Proposal{Item: text, Place: call.Place{Call: id, At: 1}})
		case 6:
			what = "consent " + text
			_, err = a.AddConsent(id, call.Consent{Method: call.NoticeRead, Wording: text}, nil)
		}
		fmt.Println(id, what)
	}
	return err
}

// Nothing that was typed or ticked is lost, whenever the program dies.
func TestKilledTakesKeepWhatWasPutDown(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for range 10 {
		child := exec.Command(program)
		child.Env = append(os.Environ(), jotEnv+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		var told []string
		lines := bufio.NewScanner(out)
		for stop := 3 + rand.IntN(30); len(told) < stop && lines.Scan(); {
			told = append(told, lines.Text())
		}
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
		if err := child.Process.Kill(); err != nil {
			t.Error(err)
		}
		for lines.Scan() {
			told = append(told, lines.Text())
		}
		if child.Wait() == nil {
			t.Error("the child ended by itself")
		}
		mustBeKept(t, dir, told)
	}
}

func mustBeKept(t *testing.T, dir string, told []string) {
	t.Helper()
	a := open(t, dir, both())
	defer a.Close()
	kept, id := map[string]bool{}, call.ID("")
	for _, line := range told {
		of, what, whole := strings.Cut(line, " ")
		if !whole || of == "error" {
			t.Fatalf("the child says %q", line)
		}
		id = call.ID(of)
		if point, is := strings.CutPrefix(what, "untick "); is {
			delete(kept, "tick "+point)
		} else {
			kept[what] = true
		}
	}
	doc, err := a.Call(id)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, note := range doc.Notes {
		there[map[call.NoteKind]string{"": "note ", call.Marker: "mark ", call.Action: "action "}[note.Kind]+note.Text] = true
	}
	for _, one := range doc.FollowUps {
		there["follow-up "+one.Text] = true
	}
	for _, one := range doc.Rejected {
		there["not "+one.Item] = true
	}
	for _, one := range doc.Consent {
		there["consent "+one.Wording] = true
	}
	of, err := a.Playbook(doc.Playbook)
	if err != nil {
		t.Fatal(err)
	}
	for i, point := range of.Points {
		there[fmt.Sprint("tick ", i+1)] = doc.Ticked(of.ID, point.ID) >= 0
	}
	for what := range kept {
		if !there[what] && what != lastUnticked(told) {
			t.Errorf("%s: %q is lost", id, what)
		}
	}
}

// lastUnticked is the tick that may just have been taken back when the child was killed.
func lastUnticked(told []string) string {
	ticks := 0
	for _, line := range told {
		if strings.Contains(line, " tick ") {
			ticks++
		}
	}
	return fmt.Sprint("tick ", ticks%10+1)
}
