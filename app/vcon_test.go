package app

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// The rules of draft-ietf-vcon-vcon-core-01 (version 0.4.0) for the unsigned form, as far as a call on the phone touches them. Each
// object lists the parameters that the draft registers for it; what is mandatory has no "?" behind its type.
var vconRules = map[string]map[string]string{
	"vcon": {
		"vcon": "version?", "uuid": "uuid", "extensions": "strings?", "critical": "strings?", "created_at": "date", "updated_at": "date?",
		"subject": "string?", "redacted": "object?", "amended": "object?", "group": "list?", "parties": "list of party",
		"dialog": "list of dialog?", "analysis": "list of analysis?", "attachments": "list of attachment?",
	},
	"party": {
		"tel": "tel?", "sip": "string?", "stir": "string?", "mailto": "string?", "name": "string?", "did": "string?", "validation": "string?",
		"gmlpos": "string?", "civicaddress": "object?", "uuid": "string?",
	},
	"dialog": {
		"type": "dialog type", "start": "date", "duration": "seconds?", "parties": "channels", "originator": "index?", "mediatype": "media",
		"filename": "string?", "body": "string", "encoding": "encoding", "content_hash": "hash?", "application": "string?", "session_id": "object?",
	},
	"incomplete dialog": {
		"type": "dialog type", "start": "date", "duration": "seconds?", "parties": "channels", "originator": "index?", "disposition": "disposition",
		"application": "string?", "session_id": "object?",
	},
	"analysis": {
		"type": "string", "dialog": "indices?", "mediatype": "media", "filename": "string?", "vendor": "string", "product": "string?",
		"schema": "string?", "body": "string", "encoding": "encoding",
	},
	"attachment": {
		"start": "date", "party": "index", "dialog": "index", "mediatype": "media", "filename": "string?", "body": "string", "encoding": "encoding",
	},
}

var vconValues = map[string]func(any) bool{
	"version":     func(v any) bool { return v == "0.4.0" },
	"uuid":        matching(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`), // version 8, variant of RFC 9562
	"date":        func(v any) bool { _, err := time.Parse(time.RFC3339, fmt.Sprint(v)); return err == nil },
	"string":      func(v any) bool { text, is := v.(string); return is && text != "" },
	"tel":         matching(`^(tel:)?\+?[0-9]+$`),
	"media":       matching(`^[a-z]+/[a-z0-9.+-]+$`),
	"hash":        matching(`^sha512-[A-Za-z0-9_-]{86}$`),
	"encoding":    func(v any) bool { return v == "base64url" || v == "json" || v == "none" },
	"dialog type": func(v any) bool { return v == "recording" || v == "text" || v == "transfer" || v == "incomplete" },
	"disposition": matching(`^(no-answer|congestion|failed|busy|hung-up|voicemail-no-message)$`),
	"seconds":     func(v any) bool { n, is := v.(float64); return is && n >= 0 },
	"index":       isIndex,
	"indices": func(v any) bool {
		list, is := v.([]any)
		return is && !slices.ContainsFunc(list, func(v any) bool { return !isIndex(v) })
	},
	"channels": func(v any) bool {
		list, is := v.([]any)
		return is && len(list) == 2 && isIndex(list[0]) && isIndex(list[1])
	}, // as many as in the sound
}

func isIndex(v any) bool {
	n, is := v.(float64)
	return is && n >= 0 && n == math.Trunc(n)
}

func matching(pattern string) func(any) bool {
	form := regexp.MustCompile(pattern)
	return func(v any) bool { text, is := v.(string); return is && form.MatchString(text) }
}

// obeys says how an object breaks the rules.
func obeys(kind string, value any) (broken []string) {
	object, is := value.(map[string]any)
	if !is {
		return []string{kind + " is no object"}
	}
	if kind == "dialog" && object["type"] == "incomplete" {
		kind = "incomplete dialog"
	}
	rules := vconRules[kind]
	for name, v := range object {
		rule, known := rules[name]
		rule = strings.TrimSuffix(rule, "?")
		of, isList := strings.CutPrefix(rule, "list of ")
		switch {
		case !known:
			broken = append(broken, kind+" has no parameter "+name)
		case isList:
			items, is := v.([]any)
			if !is {
				broken = append(broken, kind+"."+name+" is no list")
			}
			for _, item := range items {
				broken = append(broken, obeys(of, item)...)
			}
		case vconValues[rule] == nil || !vconValues[rule](v):
			broken = append(broken, fmt.Sprintf("%s.%s is no %s: %.60v", kind, name, rule, v))
		}
	}
	for name, rule := range rules {
		if _, there := object[name]; !there && !strings.HasSuffix(rule, "?") {
			broken = append(broken, kind+" lacks "+name)
		}
	}
	return broken
}

func TestTheRulesNoticeWhatIsWrong(t *testing.T) {
	good := `{"vcon":"0.4.0","uuid":"018e3331-0000-8000-8000-000000000000","created_at":"2026-03-12T14:02:00Z","parties":[{"name":"A"}]}`
	for content, wrong := range map[string]int{
		good: 0, `{}`: 3, `[]`: 1,
		strings.Replace(good, "-8000-8000", "-4000-8000", 1):   1,
		strings.Replace(good, `"name":"A"`, `"nick":"A"`, 1):   1,
		strings.Replace(good, `"name":"A"`, `"name":5`, 1):     1,
		strings.Replace(good, "2026-03-12T", "12.3.2026 ", 1):  1,
		strings.Replace(good, `}]}`, `}],"dialog":[{}]}`, 1):   6,
		strings.Replace(good, `}]}`, `}],"analysis":[{}]}`, 1): 5,
	} {
		var value any
		if err := json.Unmarshal([]byte(content), &value); err != nil {
			t.Fatal(err)
		}
		if broken := obeys("vcon", value); len(broken) != wrong {
			t.Errorf("%s: %v", content, broken)
		}
	}
}

func TestVConKeepsTheRules(t *testing.T) {
	a, id := talk(t)
	content := exported(t, a, id, Form{As: "vcon"})
	var value any
	if err := json.Unmarshal(content, &value); err != nil {
		t.Fatal(err)
	}
	for _, broken := range obeys("vcon", value) {
		t.Error(broken)
	}
	var v vcon
	if err := json.Unmarshal(content, &v); err != nil {
		t.Fatal(err)
	}
	if v.Parties[0] != (vconParty{}) || v.Parties[1] != (vconParty{Name: "Łucja Müller-Señora & Söhne <GmbH>", Validation: "none", Tel: "tel:+12125550142"}) {
		t.Errorf("parties %+v", v.Parties)
	}
	d := v.Dialog[0]
	if d.Originator == nil || *d.Originator != 1 || !slices.Equal(d.Parties, []int{0, 1}) || !d.Start.Equal(time.Date(2026, 3, 12, 14, 2, 0, 0, time.Local)) {
		t.Errorf("dialog %+v of %v", d.Parties, d.Start)
	}
	folder := filepath.Join(a.Library(), "calls", id.Month(), string(id))
	sound, err := os.ReadFile(filepath.Join(folder, "audio.flac"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum512(sound)
	if body, err := base64.RawURLEncoding.DecodeString(d.Body); err != nil || !bytes.Equal(body, sound) || d.Hash != "sha512-"+base64.RawURLEncoding.EncodeToString(sum[:]) {
		t.Errorf("the sound is another one: %v, %s", err, d.Hash)
	}
	var said call.Transcript
	if err := json.Unmarshal([]byte(v.Analysis[0].Body), &said); err != nil || v.Analysis[0].Type != "transcript" || len(said.Segments) != 5 {
		t.Errorf("analysis %+v: %v", v.Analysis[0], err)
	}
	for i, name := range []string{"call.json", "transcript.json", "corrections.json"} {
		if content, err := os.ReadFile(filepath.Join(folder, name)); err != nil || v.Attachments[i].File != name || v.Attachments[i].Body != string(content) {
			t.Errorf("attachment %d is not %s, %v", i, name, err)
		}
	}
}

// The first party is taken for the caller where nothing is said, so only an incoming call says who it was.
func TestVConOfOtherCalls(t *testing.T) {
	started := time.Date(2026, 3, 12, 14, 2, 0, 0, time.UTC)
	doc := Document{Call: call.Call{Format: 1, ID: "20260312-140200-k7qd", Started: started, Audio: call.Audio{File: "audio.flac", Duration: 82}}}
	for direction, says := range map[call.Direction]bool{call.Incoming: true, call.Outgoing: false, call.Conference: false, "": false} {
		doc.Direction = direction
		v, err := newVCon(doc, nil, started)
		if err != nil || (v.Dialog[0].Originator != nil) != says {
			t.Errorf("%q: %+v, %v", direction, v.Dialog[0].Originator, err)
		}
	}
	one, two := vconID(doc.Call), vconID(doc.Call)
	later := doc.Call
	later.Started = started.Add(time.Second)
	if one != two || vconID(later) <= one || !strings.HasPrefix(one, "019ce25a-afc0-8") {
		t.Errorf("names %s, %s, then %s", one, two, vconID(later))
	}
	odd := []storage.Paper{{Name: "call.json", Content: []byte("\xff{}")}}
	v, err := newVCon(doc, odd, started)
	if content, decoding := base64.RawURLEncoding.DecodeString(v.Attachments[0].Body); err != nil || decoding != nil || string(content) != "\xff{}" {
		t.Errorf("what is no text became %q, %v", v.Attachments[0].Body, errorsOf(err, decoding))
	}
}

func errorsOf(all ...error) []error { return all }

// What a vCon leaves out because it is too large is told.
func TestVConSaysWhatItLeavesOut(t *testing.T) {
	a := open(t, t.TempDir(), both())
	doc, _ := importOf(t, a, waveFile(t, filepath.Join(t.TempDir(), "x.wav"), steps(7)), ImportRequest{})
	if problem, lacks, err := a.Omits(doc.ID, Form{As: "vcon"}); lacks || err != nil {
		t.Errorf("of a small one it says %+v, %v", problem, err)
	}
	original := filepath.Join(a.Library(), "calls", doc.ID.Month(), string(doc.ID), "original.wav")
	before, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	defer write(t, original, string(before))               // the library is checked in the end
	if err := os.Truncate(original, 300<<20); err != nil { // a hole: it takes no space
		t.Fatal(err)
	}
	content := exported(t, a, doc.ID, Form{As: "vcon"})
	if bytes.Contains(content, []byte(`"filename": "original.wav"`)) {
		t.Fatal("it is in the vCon")
	}
	problem, lacks, err := a.Omits(doc.ID, Form{As: "vcon"})
	if err != nil || !lacks || !strings.Contains(problem.What, "(original.wav, 300 MB)") {
		t.Errorf("it says %+v, %v, %v", problem, lacks, err)
	}
	for _, form := range []Form{{As: "flac"}, {As: "vcon", Redact: true}} {
		if _, lacks, err := a.Omits(doc.ID, form); lacks || err != nil {
			t.Errorf("%+v: %v, %v", form, lacks, err)
		}
	}
}
