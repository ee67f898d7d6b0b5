package whisper

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"testing"

	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

// The tokens of English models.
const (
	fullStop   = 13
	nextPerson = 50359
)

// A model that was trained to tell people apart writes a token where another one begins. None is to be had here, so the demo
// model's full stop and that token change places.
func TestAnotherPersonIsMarked(t *testing.T) {
	path := demoModel(t)
	model, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	swapTokens(t, model, fullStop, nextPerson)
	if err := os.WriteFile(path, model, 0o600); err != nil {
		t.Fatal(err)
	}
	pcm := transcribetest.Sound(t, "../../testdata/calls/debt_collector.flac", 1)
	for _, asked := range []bool{true, false} {
		e := New()
		setup := transcribe.Setup{ModelPath: path, VADPath: vadWeights, Language: "en", Threads: 2, People: asked}
		if err := e.Load(context.Background(), setup, func() {}); err != nil {
			t.Fatal(err)
		}
		segments, _ := transcribetest.Hear(t, e, pcm)
		e.Close()
		marked := 0
		for i, s := range segments {
			if s.Another && i > 0 {
				marked++
			}
		}
		if asked != (marked > 2) || !asked && marked > 0 || len(segments) == 0 {
			t.Errorf("asked: %v, and %d of %d segments are marked", asked, marked, len(segments))
		}
	}
}

// swapTokens lets two tokens of a model change places.
func swapTokens(t *testing.T, model []byte, a, b int) {
	t.Helper()
	const name = "decoder.token_embedding.weight"
	at := bytes.Index(model, []byte(name))
	if at < 0 {
		t.Fatal("no tokens")
	}
	// Before the name: dimensions, length of the name, type of number, width, tokens.
	width, kind := int(binary.LittleEndian.Uint32(model[at-8:])), binary.LittleEndian.Uint32(model[at-12:])
	row := map[uint32]int{0: 4 * width, 1: 2 * width, 8: width / 32 * 34}[kind]
	rows := model[at+len(name):]
	for i := range row {
		rows[a*row+i], rows[b*row+i] = rows[b*row+i], rows[a*row+i]
	}
}
