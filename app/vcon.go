package app

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// A vCon is one conversation as a JSON document that other programs understand: its parties, its recording, and what was made of
// it. The form is that of draft-ietf-vcon-vcon-core-01, which calls itself 0.4.0. All that the library keeps of the call goes
// along as attachments, byte for byte, so that nothing is lost on the way to another library.
type (
	vcon struct {
		Version     string           `json:"vcon"`
		UUID        string           `json:"uuid"`
		Created     time.Time        `json:"created_at"`
		Subject     string           `json:"subject,omitempty"`
		Redacted    *vconRedacted    `json:"redacted,omitempty"`
		Parties     []vconParty      `json:"parties"`
		Dialog      []vconDialog     `json:"dialog"`
		Analysis    []vconAnalysis   `json:"analysis"`
		Attachments []vconAttachment `json:"attachments"`
	}
	// vconRedacted names the vCon that holds everything.
	vconRedacted struct {
		UUID string `json:"uuid"`
		Type string `json:"type"`
	}
	vconParty struct {
		Name       string `json:"name,omitempty"`
		Validation string `json:"validation,omitempty"` // how it was made sure who that is; goes with a name
		Tel        string `json:"tel,omitempty"`
	}
	vconDialog struct {
		Type        string    `json:"type"`
		Start       time.Time `json:"start"`
		Duration    float64   `json:"duration,omitempty"` // 0: nobody said
		Parties     []int     `json:"parties"`            // of the first and the second channel
		Originator  *int      `json:"originator,omitempty"`
		Disposition string    `json:"disposition,omitempty"` // why nobody spoke
		// Of the sound, if there is any:
		Media    string `json:"mediatype,omitempty"`
		File     string `json:"filename,omitempty"`
		Hash     string `json:"content_hash,omitempty"`
		Encoding string `json:"encoding,omitempty"`
		Body     string `json:"body,omitempty"`
	}
	vconAnalysis struct {
		Type     string `json:"type"`
		Dialog   []int  `json:"dialog"`
		Media    string `json:"mediatype"`
		Vendor   string `json:"vendor"`
		Product  string `json:"product"`
		Schema   string `json:"schema"`
		Encoding string `json:"encoding"`
		Body     string `json:"body"`
	}
	vconAttachment struct {
		Start    time.Time `json:"start"`
		Party    int       `json:"party"`
		Dialog   int       `json:"dialog"`
		Media    string    `json:"mediatype"`
		File     string    `json:"filename"`
		Encoding string    `json:"encoding"`
		Body     string    `json:"body"`
	}
)

const (
	vconVersion = "0.4.0"
	vconVendor  = "OnRecord"
	vconPlain   = "none" // the body is the text itself
	vconBase64  = "base64url"
)

// exportVCon writes a call with its sound, if it has any. Nothing of the original goes along with a redacted one.
func (a *App) exportVCon(id call.ID, form Form, w io.Writer) error {
	doc, err := a.document(id, form)
	if err != nil {
		return err
	}
	if form.Redact {
		return a.exportRedactedVCon(id, doc, w)
	}
	papers, err := a.library.Papers(id)
	if err != nil {
		return err
	}
	if neverHeard(doc.Call) {
		return writeSilentVCon(w, doc, papers, a.config.Now())
	}
	file, err := a.library.OpenAudio(id)
	if err != nil {
		return err
	}
	err = writeVCon(w, doc, papers, file, a.config.Now())
	return errors.Join(err, file.Close())
}

// neverHeard tells a call that has no sound and needs none from one whose sound is missing, or still being recorded.
func neverHeard(doc call.Call) bool {
	return doc.Audio.File == "" && (doc.Outcome == call.Noted || doc.Outcome == call.Failed)
}

// Omits says what a file in that form will lack of the call, though it is to hold all of it; false if nothing.
func (a *App) Omits(id call.ID, form Form) (Problem, bool, error) {
	if form.As != "vcon" || form.Redact {
		return Problem{}, false, nil
	}
	large, err := a.library.TooLarge(id)
	if err != nil || len(large) == 0 {
		return Problem{}, false, err
	}
	var files []string
	for _, name := range slices.Sorted(maps.Keys(large)) {
		files = append(files, fmt.Sprintf("%s, %d MB", name, large[name]>>20))
	}
	return Problem{
		What: "The vCon does not hold the file that the call was imported from (" + strings.Join(files, "; ") + "): more than 128 MB do not go along",
		Safe: "The recording, the words and the file's SHA-256 are in it. The file stays in the library.",
	}, true, nil
}

// exportRedactedVCon makes the sound first, since its sum stands before it.
func (a *App) exportRedactedVCon(id call.ID, doc Document, w io.Writer) error {
	place, err := a.library.Incoming()
	if err != nil {
		return err
	}
	sound, err := os.CreateTemp(place, "export-*.flac")
	if err != nil {
		return fmt.Errorf("write vCon: %w", err)
	}
	defer os.Remove(sound.Name())
	err = a.exportSound(a.ctx, id, Form{As: "flac", Redact: true}, sound)
	if err == nil {
		_, err = sound.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = writeVCon(w, doc, nil, sound, a.config.Now())
	}
	return errors.Join(err, sound.Close())
}

// writeVCon writes the sound in passing, since hours of it would not fit into memory well.
func writeVCon(w io.Writer, doc Document, papers []storage.Paper, sound io.ReadSeeker, now time.Time) error {
	hash := sha512.New()
	if _, err := io.Copy(hash, sound); err != nil {
		return fmt.Errorf("read audio: %w", err)
	}
	if _, err := sound.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read audio: %w", err)
	}
	const here = "the sound goes here"
	v, err := newVCon(doc, papers, now)
	if err != nil {
		return err
	}
	v.Dialog[0].Hash = "sha512-" + base64.RawURLEncoding.EncodeToString(hash.Sum(nil))
	v.Dialog[0].Body = here
	text, err := v.text()
	if err != nil {
		return err
	}
	before, after, _ := strings.Cut(text, `"body": "`+here+`"`)
	if _, err := io.WriteString(w, before+`"body": "`); err != nil {
		return err
	}
	body := base64.NewEncoder(base64.RawURLEncoding, w)
	_, err = io.Copy(body, sound)
	if err := errors.Join(err, body.Close()); err != nil {
		return fmt.Errorf("write audio: %w", err)
	}
	_, err = io.WriteString(w, `"`+after)
	return err
}

// writeSilentVCon writes a call that has no sound.
func writeSilentVCon(w io.Writer, doc Document, papers []storage.Paper, now time.Time) error {
	v, err := newVCon(doc, papers, now)
	if err != nil {
		return err
	}
	text, err := v.text()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

func (v vcon) text() (string, error) {
	text := &strings.Builder{}
	encoder := json.NewEncoder(text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(v); err != nil {
		return "", fmt.Errorf("write vCon: %w", err)
	}
	return text.String(), nil
}

func newVCon(doc Document, papers []storage.Paper, now time.Time) (vcon, error) {
	v := vcon{
		Version: vconVersion, UUID: vconID(doc.Call), Created: now.UTC().Truncate(time.Second), Subject: doc.Title(),
		Dialog: []vconDialog{dialogOf(doc.Call)}, Analysis: []vconAnalysis{}, Attachments: []vconAttachment{},
	}
	if doc.Redaction != nil {
		v.Redacted = &vconRedacted{v.UUID, doc.Redaction.Says}
		v.UUID = vconUUID(doc.Call, "redacted")
	}
	for _, s := range papers {
		one := vconAttachment{Start: doc.Started, Media: "application/json", File: s.Name, Encoding: vconPlain, Body: string(s.Content)}
		if !utf8.Valid(s.Content) { // sound, or somebody was at it by hand
			one.Media, one.Encoding, one.Body = "application/octet-stream", vconBase64, base64.RawURLEncoding.EncodeToString(s.Content)
		}
		v.Attachments = append(v.Attachments, one)
	}
	for _, party := range call.Parties {
		person := doc.Parties[party]
		known := vconParty{Name: person.Name, Tel: telephone(person.Number)}
		if known.Name != "" {
			known.Validation = "none"
		}
		v.Parties = append(v.Parties, known)
	}
	if len(doc.Flags) > 0 {
		flags, err := json.Marshal(doc.Flags)
		if err != nil {
			return vcon{}, fmt.Errorf("write vCon: %w", err)
		}
		v.Analysis = append(v.Analysis, vconAnalysis{
			Type: "flags", Dialog: []int{0}, Media: "application/json", Vendor: vconVendor, Product: "OnRecord " + Version() + ", rules on calling",
			Schema: "onrecord-flags-1", Encoding: vconPlain, Body: string(flags),
		})
	}
	if doc.Transcript == nil {
		return v, nil
	}
	said, err := json.Marshal(doc.Transcript)
	if err != nil {
		return vcon{}, fmt.Errorf("write vCon: %w", err)
	}
	v.Analysis = append(v.Analysis, vconAnalysis{
		Type: "transcript", Dialog: []int{0}, Media: "application/json", Vendor: vconVendor,
		Product: doc.Transcript.Engine + ", model " + doc.Transcript.Model.Name, Schema: fmt.Sprintf("onrecord-transcript-%d", doc.Transcript.Format),
		Encoding: vconPlain, Body: string(said),
	})
	return v, nil
}

// dialogOf says what the talk was. The draft has no word for one of which nothing was captured: it stands there as a recording without its content, since it did take
// place. One that did not is incomplete.
func dialogOf(doc call.Call) vconDialog {
	d := vconDialog{Type: "recording", Start: doc.Started, Parties: []int{0, 1}, Originator: originator(doc.Direction)}
	if !neverHeard(doc) {
		d.Duration, d.Media, d.File, d.Encoding = float64(doc.Audio.Duration), "audio/flac", doc.Audio.File, vconBase64
		return d
	}
	d.Duration = float64(doc.LastedUnheard())
	if d.Disposition = dispositions[doc.Reached]; d.Disposition != "" {
		d.Type = "incomplete"
	}
	return d
}

// dispositions are the draft's words for why nobody spoke. Nobody noted whether it was busy or out of service where there was no connection. A voicemail that
// was left is something said.
var dispositions = map[call.Reached]string{call.Unanswered: "no-answer", call.Declined: "no-answer", call.NotConnected: "failed"}

// originator says who called where it is not the first party. The draft takes it to be that one otherwise, also where
// nobody said.
func originator(direction call.Direction) *int {
	if direction != call.Incoming {
		return nil
	}
	remote := call.Remote.Channel()
	return &remote
}

// telephone writes a number as a TEL address: its digits, and the plus in front.
func telephone(number string) string {
	kept := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
	if kept == "" {
		return ""
	}
	return "tel:" + kept
}

// vconID is the same for a call whenever it is written: a UUID of version 8, which sorts by the time at which the call
// began. What the draft makes of a domain's name is made of the call's ID here, since a person has no domain.
func vconID(doc call.Call) string { return vconUUID(doc, "") }

// vconUUID tells the versions of a call apart.
func vconUUID(doc call.Call, version string) string {
	sum := sha256.Sum256([]byte("onrecord " + string(doc.ID) + doc.Started.UTC().Format(time.RFC3339Nano) + version))
	var u [16]byte
	binary.BigEndian.PutUint64(u[:8], uint64(doc.Started.UnixMilli())<<16)
	copy(u[6:], sum[:])
	u[6] = u[6]&0x0f | 0x80
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
