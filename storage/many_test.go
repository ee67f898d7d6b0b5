package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// TestMakeManyCalls makes a library to try the program with, if ONRECORD_MANY says how many calls and ONRECORD_MANY_DIR where. The
// folders are written straight, and without sound; the index is built when the library is opened.
func TestMakeManyCalls(t *testing.T) {
	dir := os.Getenv("ONRECORD_MANY_DIR")
	if dir == "" {
		t.Skip("ONRECORD_MANY_DIR is not set")
	}
	calls, err := strconv.Atoi(os.Getenv("ONRECORD_MANY"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	started := time.Now().Truncate(time.Minute).Add(-20 * time.Minute)
	for range calls {
		c, transcript := madeCall(random, started)
		writeCall(t, dir, c, transcript)
		started = started.Add(-time.Duration(random.ExpFloat64() * float64(3*365*24*time.Hour) / float64(max(calls, 10))))
	}
	l, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := l.Count(); n != calls || err != nil {
		t.Errorf("%d calls, %v", n, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// madeCall is a call that could have been, with a few sentences.
func madeCall(random *rand.Rand, started time.Time) (call.Call, call.Transcript) {
	any := func(words []string) string { return words[int(float64(len(words))*random.Float64()*random.Float64())] } // the first most often
	people := []string{
		"Acme Solar", "L. Berg, CPA", "Summit Credit", "Harbor View Dental", "Öztürk & Söhne", "Dana Whitfield", "North Shore Energy", "Émile Laurent",
		"Bright Home Insurance", "Carla Mendes", "Joe's Garage", "", "Midtown Property Management", "Tax Office, counter 4", "Zoe",
	}
	who := any(people)
	c := someCall(0)
	c.ID, c.Started = call.NewID(started), started
	length := call.Seconds(20 + random.ExpFloat64()*240)
	c.Ended = started.Add(length.Duration())
	c.Direction = []call.Direction{call.Incoming, call.Outgoing}[random.IntN(2)]
	number := ""
	if random.IntN(8) > 0 {
		number = fmt.Sprintf("+1 212 555 %04d", 100+7*len(who))
	}
	c.Parties = map[call.Party]call.Person{call.Remote: {Name: who, Number: number}}
	c.Case = any([]string{"", "", "Tax 2026", "Solar panels", "Summit Credit debt", "Rent of the flat"})
	c.Outcome, c.Audio = call.Complete, call.Audio{Rate: 16000, Channels: 2, Frames: length.Frames(16000), Duration: length}
	c.Capture.Complete, c.Capture.Verdict = random.IntN(10) > 0, "both sides complete"
	sentences := []string{
		"Good afternoon, this is about the quarterly payment.", "Please put this number on your do not call list.", "I will send the invoice on Monday.",
		"Can you hear me?", "The refund was promised in March.", "Who is calling, please?", "We have a special offer this week.",
	}
	transcript := someTranscript(any(sentences), any(sentences), any(sentences))
	transcript.Model.Name = "made up"
	return c, transcript
}

func writeCall(t *testing.T, dir string, c call.Call, transcript call.Transcript) {
	t.Helper()
	place := filepath.Join(dir, folder(c.ID))
	document, err := encode(c, nil)
	words, wrong := encode(transcript, nil)
	err = errors.Join(err, wrong, os.MkdirAll(place, 0o700),
		os.WriteFile(filepath.Join(place, callName), document, 0o600),
		os.WriteFile(filepath.Join(place, transcriptName), words, 0o600))
	if err != nil {
		t.Fatal(err)
	}
}
