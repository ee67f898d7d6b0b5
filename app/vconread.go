package app

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

var (
	// ErrNotVCon says that a file is not a vCon, or not a whole one.
	ErrNotVCon = errors.New("not a whole vCon")

	// ErrVConForm says that a vCon is signed, encrypted, or needs an extension that is not known here.
	ErrVConForm = errors.New("form of the vCon is not supported")

	// ErrVConSilent says that a vCon holds no recording. One that lies elsewhere is not fetched.
	ErrVConSilent = errors.New("vCon holds no recording")

	// ErrVConSound says that the recording in a vCon is not the one that it says it is.
	ErrVConSound = errors.New("recording in the vCon is not what it should be")
)

// The parts of a vCon as any program may have written it. What can have several forms is looked at when it is wanted.
type (
	readVCon struct {
		UUID        string            `json:"uuid"`
		Created     string            `json:"created_at"`
		Critical    []string          `json:"critical"`
		Subject     string            `json:"subject"`
		Parties     []readParty       `json:"parties"`
		Dialog      []readPiece       `json:"dialog"`
		Analysis    []readPiece       `json:"analysis"`
		Attachments []readPiece       `json:"attachments"`
		Group       []json.RawMessage `json:"group"`
		Payload     json.RawMessage   `json:"payload"`    // of the signed form
		Ciphertext  json.RawMessage   `json:"ciphertext"` // of the encrypted form
	}
	readParty struct {
		Name   string `json:"name"`
		Tel    string `json:"tel"`
		SIP    string `json:"sip"`
		Mailto string `json:"mailto"`
	}
	// readPiece is a piece of dialog, an analysis or an attachment.
	readPiece struct {
		Type       string          `json:"type"`
		Start      string          `json:"start"`
		Parties    json.RawMessage `json:"parties"`
		Originator *int            `json:"originator"`
		Dialog     json.RawMessage `json:"dialog"`  // what an analysis or an attachment is of
		Purpose    string          `json:"purpose"` // of an attachment
		Vendor     string          `json:"vendor"`
		Product    string          `json:"product"`
		File       string          `json:"filename"`
		Hash       json.RawMessage `json:"content_hash"`
		URL        string          `json:"url"`
		Encoding   string          `json:"encoding"`
		Body       json.RawMessage `json:"body"`
	}
)

// parseVCon reads what there is beside the long strings.
func parseVCon(c cutVCon) (readVCon, error) {
	var v readVCon
	if bytes.Count(c.rest, []byte(",")) > vconMostParts {
		return v, fmt.Errorf("read vCon: %w: it has too many parts", ErrNotVCon)
	}
	if err := json.Unmarshal(c.rest, &v); err != nil {
		return v, fmt.Errorf("read vCon: %w: %w", ErrNotVCon, err)
	}
	switch {
	case v.Ciphertext != nil:
		return v, fmt.Errorf("read vCon: %w: it is encrypted", ErrVConForm)
	case v.Payload != nil:
		return v, fmt.Errorf("read vCon: %w: it is signed", ErrVConForm)
	case len(v.Critical) > 0:
		return v, fmt.Errorf("read vCon: %w: it needs %s", ErrVConForm, oneLine(strings.Join(v.Critical, ", ")))
	case v.UUID == "" || v.Parties == nil && v.Dialog == nil && v.Analysis == nil && v.Attachments == nil:
		return v, fmt.Errorf("read vCon: %w: it lacks what makes a vCon", ErrNotVCon)
	}
	return v, nil
}

// inline gives what stands for the piece's content in the vCon itself; empty if nothing does.
func (d readPiece) inline() string {
	var body string
	if json.Unmarshal(d.Body, &body) != nil {
		return ""
	}
	return body
}

// hash is the SHA-512 that the piece's content should have, in base64url, or nothing.
func (d readPiece) hash() string {
	var all []string
	var one string
	if json.Unmarshal(d.Hash, &one) == nil {
		all = append(all, one)
	} else if json.Unmarshal(d.Hash, &all) != nil {
		return ""
	}
	for _, hash := range all {
		if value, is := strings.CutPrefix(hash, "sha512-"); is {
			return strings.TrimRight(value, "=")
		}
	}
	return ""
}

// started is when a piece of dialog began; the zero time if nobody says.
func (v readVCon) started(d readPiece) time.Time {
	for _, text := range []string{d.Start, v.Created} {
		if moment, err := time.Parse(time.RFC3339, text); err == nil {
			return moment
		}
	}
	return time.Time{}
}

// ends gives who is at either end of a piece of dialog: the party of its first channel, and the others, but not a crowd of them.
func (v readVCon) ends(d readPiece) (first readParty, others []readParty) {
	order := partiesOf(d.Parties)
	for i := range v.Parties {
		order = append(order, i)
	}
	for _, i := range order {
		switch {
		case i < 0 || i >= len(v.Parties) || len(others) == vconMostOthers:
		case first == readParty{}:
			first = v.Parties[i]
		case v.Parties[i] != first && !slices.Contains(others, v.Parties[i]):
			others = append(others, v.Parties[i])
		}
	}
	return first, others
}

// partiesOf reads the places of parties: a number, numbers, or for each channel one of these.
func partiesOf(value json.RawMessage) []int {
	var one int
	if json.Unmarshal(value, &one) == nil && len(value) > 0 && value[0] != 'n' {
		return []int{one}
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil || len(list) > 64 {
		return nil
	}
	var all []int
	for _, item := range list {
		if len(item) > 0 && item[0] == '[' {
			var mixed []int
			if json.Unmarshal(item, &mixed) == nil {
				all = append(all, mixed...)
			}
			continue
		}
		all = append(all, partiesOf(item)...)
	}
	return all
}

// person is a party as a call knows it.
func (p readParty) person() call.Person {
	return call.Person{Name: oneLine(p.Name), Number: oneLine(strings.TrimPrefix(p.Tel, "tel:"))}
}

// unread says what of somebody else's vCon did not become part of a call: used are pieces of dialog that did, said analyses
// and, as -1, -2 and so on, attachments.
func (v readVCon) unread(used, said map[int]bool) []string {
	var all []string
	for i, d := range v.Dialog {
		switch {
		case used[i]:
		case d.Type == "recording" && d.URL != "":
			all = append(all, "a recording that lies elsewhere")
		default:
			all = append(all, "a piece of dialog ("+cmp.Or(oneLine(d.Type), "of no type")+")")
		}
	}
	for i, analysis := range v.Analysis {
		if !said[i] {
			all = append(all, fmt.Sprintf("an analysis (%s by %s)", cmp.Or(oneLine(analysis.Type), "of no type"), cmp.Or(oneLine(analysis.Vendor), "nobody")))
		}
	}
	for i, attachment := range v.Attachments {
		if !said[-1-i] {
			all = append(all, "an attachment ("+cmp.Or(oneLine(attachment.File), oneLine(attachment.Purpose), "without a name")+")")
		}
	}
	for _, party := range v.Parties {
		if party.SIP != "" || party.Mailto != "" {
			all = append(all, "an address of "+cmp.Or(oneLine(party.Name), oneLine(party.Tel), "a party"))
		}
	}
	if len(v.Group) > 0 {
		all = append(all, "the other vCons that it belongs with")
	}
	return all
}

// unreadMost is how many of the things that were not read are named.
const unreadMost = 8

// unreadWords tells of what was not read in a sentence.
func unreadWords(all []string) string {
	more := ""
	if len(all) > unreadMost {
		more = fmt.Sprintf(", and %d more", len(all)-unreadMost)
		all = all[:unreadMost]
	}
	return "Of the vCon was not read: " + strings.Join(all, ", ") + more
}

// ours gives the papers of a call that this program exported, the document first. Those of somebody else's vCon are none.
func (v readVCon) ours(c cutVCon) (call.Call, []storage.Paper, error) {
	at := slices.IndexFunc(v.Attachments, func(p readPiece) bool { return p.File == "call.json" })
	if at < 0 {
		return call.Call{}, nil, nil
	}
	papers, size := []storage.Paper{}, 0
	for _, p := range append([]readPiece{v.Attachments[at]}, slices.Delete(slices.Clone(v.Attachments), at, at+1)...) {
		content, err := c.content(p)
		if err != nil {
			return call.Call{}, nil, err
		}
		if size += len(content); size > vconMostText || bytes.Count(content, []byte(",")) > vconMostFields {
			return call.Call{}, nil, fmt.Errorf("read vCon: %w: its texts are too long", ErrNotVCon)
		}
		papers = append(papers, storage.Paper{Name: p.File, Content: content})
	}
	doc, err := storage.Understand(papers)
	if err == nil && vconID(doc) != v.UUID {
		err = fmt.Errorf("read vCon: %w: its name is another call's", ErrNotVCon)
	}
	return doc, papers, err
}

// content gives the content of a piece that is text, or JSON.
func (c cutVCon) content(p readPiece) ([]byte, error) {
	if len(p.Body) > 0 && p.Body[0] == '{' {
		return c.whole(p.Body)
	}
	body := p.inline()
	if p.Encoding == vconBase64 {
		var content bytes.Buffer
		if _, err := io.Copy(&content, io.LimitReader(c.bytes(body), vconMostText)); err != nil {
			return nil, fmt.Errorf("read vCon: %w: %w", ErrNotVCon, err)
		}
		return content.Bytes(), nil
	}
	text, err := c.text(body)
	return []byte(text), err
}
