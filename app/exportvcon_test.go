package app

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// A vCon keeps the rules of the draft, and holds the sound and the whole document.
func TestVConKeepsTheRules(t *testing.T) {
	started := time.Date(2026, 3, 12, 14, 2, 0, 0, time.UTC)
	doc := Document{Call: call.Call{
		Format: 1, ID: "20260312-140200-k7qd", Started: started, Direction: call.Incoming, Audio: call.Audio{File: "audio.flac", Duration: 82.5},
		Parties: map[call.Party]call.Person{call.Remote: {Name: `Acme "Solar"`, Number: "+1 (212) 555-0142"}},
	}, Transcript: &call.Transcript{Format: 1, Engine: "whisper.cpp 1.9.5", Model: call.Model{Name: "base.en"}}}
	sound := strings.Repeat("not really FLAC ", 10_000)
	var out bytes.Buffer
	if err := writeVCon(&out, doc, strings.NewReader(sound), started.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	var v vcon
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if v.Version != "0.4.0" || !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(v.UUID) {
		t.Errorf("version %q, UUID %q", v.Version, v.UUID)
	}
	if len(v.Parties) != 2 || v.Parties[1].Tel != "tel:+12125550142" || v.Parties[1].Name != `Acme "Solar"` || v.Parties[0].Name != "You" {
		t.Errorf("parties %+v", v.Parties)
	}
	d := v.Dialog[0]
	if d.Type != "recording" || !d.Start.Equal(started) || d.Duration != 82.5 || len(d.Parties) != 2 || d.Originator == nil || *d.Originator != 1 {
		t.Errorf("dialog %+v", d)
	}
	body, err := base64.RawURLEncoding.DecodeString(d.Body)
	if err != nil || string(body) != sound {
		t.Errorf("the sound is another one: %v", err)
	}
	sum := sha512.Sum512([]byte(sound))
	if d.Hash != "sha512-"+base64.RawURLEncoding.EncodeToString(sum[:]) {
		t.Errorf("hash %s", d.Hash)
	}
	var transcript call.Transcript
	if err := json.Unmarshal([]byte(v.Analysis[0].Body), &transcript); err != nil || v.Analysis[0].Type != "transcript" || v.Analysis[0].Vendor == "" {
		t.Errorf("analysis %+v: %v", v.Analysis[0], err)
	}
	var whole call.Call
	if err := json.Unmarshal([]byte(v.Attachments[0].Body), &whole); err != nil || whole.ID != doc.ID {
		t.Errorf("the whole document is that of %s: %v", whole.ID, err)
	}
	if again, err := newVCon(doc, started); err != nil || again.UUID != v.UUID {
		t.Errorf("the same call is %s, then %s", v.UUID, again.UUID)
	}
}
