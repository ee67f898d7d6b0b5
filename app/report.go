package app

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// ErrNoScope says that a report was to be about nobody in particular.
var ErrNoScope = errors.New("report about nobody")

// ReportKind says what a report is.
type ReportKind string

// The kinds of reports.
const (
	Chronology   ReportKind = "chronology"  // what happened, by time
	DoNotCallLog ReportKind = "do-not-call" // who was asked not to call, and who called again
	CallSheet    ReportKind = "call-sheet"  // what is known of one call, on few pages
)

// ReportFormats names what WriteReport writes, by file ending.
func ReportFormats() []string { return []string{"pdf", "docx", "txt", "csv"} }

// Scope says which calls a report is about: those for which all that is given holds. The zero value is all calls.
type Scope struct {
	Case    string    `json:"case,omitempty"`
	Number  string    `json:"number,omitempty"`  // of the other side, however it is written
	Name    string    `json:"name,omitempty"`    // of the other side, as the call says or as the contacts do
	Contact call.ID   `json:"contact,omitempty"` // that the other side is
	Call    call.ID   `json:"call,omitempty"`
	Since   time.Time `json:"since,omitzero"`
	Until   time.Time `json:"until,omitzero"` // calls that began before
}

// Named tells whether the scope says about whom; a call sheet has a call instead.
func (s Scope) Named() bool { return s.Case != "" || s.Number != "" || s.Name != "" || s.Contact != "" }

// ReportOrder is what is asked of a report.
type ReportOrder struct {
	Kind   ReportKind
	Of     Scope
	Redact bool // leaves out the numbers that should not be handed on
}

// Report is what the library holds of some calls, told so that a stranger can follow it. Everything says who knows it: a
// person, a machine, or the record itself.
type Report struct {
	Kind     ReportKind         `json:"kind"`
	Of       Scope              `json:"of"`
	Title    string             `json:"title"`
	Written  time.Time          `json:"written"`
	Case     *call.Case         `json:"case,omitempty"`
	Calls    []ReportCall       `json:"calls"`  // the oldest first
	Events   []Happening        `json:"events"` // what happened in and between them, by time
	Requests []DoNotCallRequest `json:"requests,omitempty"`
	Flags    []call.Flag        `json:"flags"` // of the other side's doing, by the call that makes them
	// OwnFlags is how many flags there are of this side's doing, as about consent: they are not part of a report.
	OwnFlags int      `json:"own_flags"`
	LeftOut  []string `json:"left_out,omitempty"` // calls that could not be read, and why
	Redacted string   `json:"redacted,omitempty"`

	cover cover // nil: private numbers stay
	docs  []Document
	began map[call.ID]time.Time // of the calls that flags name
}

// ReportCall is a call in a report.
type ReportCall struct {
	ID          call.ID        `json:"call"`
	Started     time.Time      `json:"started"`
	Lasted      call.Seconds   `json:"seconds"`
	Direction   call.Direction `json:"direction"`
	Name        string         `json:"name"`
	Number      string         `json:"number"`
	Case        string         `json:"case"`
	Reached     call.Reached   `json:"reached,omitempty"`
	Audio       bool           `json:"audio"`     // there is a recording
	Recording   string         `json:"recording"` // what is known of it, in words
	Transcribed bool           `json:"transcribed"`
	Flagged     bool           `json:"flagged"` // by a flag of the other side's doing that nobody dismissed
}

// Report works a report out.
func (a *App) Report(order ReportOrder) (Report, error) {
	if err := errors.Join(order.check(), a.lawful.read()); err != nil {
		return Report{}, err
	}
	r := Report{Kind: order.Kind, Of: order.Of, Written: a.config.Now(), Calls: []ReportCall{}, Events: []Happening{}, Flags: []call.Flag{}, began: map[call.ID]time.Time{}}
	if order.Redact {
		r.cover = cover{}
	}
	if err := a.gather(&r); err != nil {
		return r, err
	}
	if order.Of.Call != "" && len(r.docs) == 0 {
		return r, fmt.Errorf("report on call %s: %w", order.Of.Call, storage.ErrNoCall)
	}
	if err := a.addFlags(&r); err != nil {
		return r, err
	}
	a.addCase(&r)
	for _, doc := range r.docs {
		r.Calls = append(r.Calls, r.callOf(doc))
		r.Events = append(r.Events, a.eventsOf(doc)...)
	}
	slices.SortStableFunc(r.Events, func(a, b Happening) int { return a.When.Compare(b.When) })
	r.Title = r.cover.text(cmp.Or(oneLine(a.directory().contacts[order.Of.Contact].Title()), r.title()))
	if order.Kind == DoNotCallLog {
		if err := a.addRequests(&r); err != nil {
			return r, err
		}
	}
	r.Redacted = r.cover.says()
	return r, nil
}

func (o ReportOrder) check() error {
	s := o.Of
	if o.Kind == Chronology && !s.Named() || o.Kind == CallSheet && s.Call == "" {
		return ErrNoScope
	}
	return nil
}

// holds tells whether a call in a list is meant.
func (s Scope) holds(c Summary, d *directory) bool {
	far := d.far(c)
	named := func(name string) bool { return sameText(s.Name, name) }
	return (s.Case == "" || storage.SameCase(s.Case, c.Case)) && (s.Number == "" || d.sameNumber(s.Number, c.Number)) &&
		(s.Name == "" || named(far.Name) || named(far.Known) || named(far.Called())) && (s.Contact == "" || s.Contact == far.Contact) && (s.Call == "" || s.Call == c.ID) &&
		!c.Started.Before(s.Since) && (s.Until.IsZero() || c.Started.Before(s.Until))
}

// gather reads the calls that are meant, the oldest first.
func (a *App) gather(r *Report) error {
	all, err := a.library.List(Filter{})
	if err != nil {
		return err
	}
	people := a.directory()
	for _, s := range slices.Backward(all) {
		if !r.Of.holds(s, people) {
			continue
		}
		doc, err := a.Document(s.ID)
		if err != nil {
			r.LeftOut = append(r.LeftOut, fmt.Sprintf("call %s: %s", s.ID, Explain(err).What))
			continue
		}
		r.docs = append(r.docs, r.cover.document(doc))
	}
	return nil
}

// addFlags works out the flags of the calls. Only those of what the other side did are told of.
func (a *App) addFlags(r *Report) error {
	all, err := a.flagsAmong(r.docs)
	if err != nil {
		return err
	}
	for _, doc := range r.docs {
		for _, flag := range all[doc.ID] {
			if !ofCaller(flag) {
				r.OwnFlags++
				continue
			}
			r.Flags = append(r.Flags, cleanFlag(flag, r.cover.text))
			a.addBegins(r.began, flag)
		}
	}
	return nil
}

// flagsAmong gives the flags of calls. For many it is less work to look at all that there are, once.
func (a *App) flagsAmong(docs []Document) (map[call.ID][]call.Flag, error) {
	if len(docs) > 1 {
		records, _, err := a.records(a.ctx, func(storage.Digest) bool { return true })
		if err != nil {
			return nil, err
		}
		return a.flagsOf(records)
	}
	all := map[call.ID][]call.Flag{}
	for _, doc := range docs {
		flags, err := a.Flags(doc.ID)
		if err != nil {
			return nil, err
		}
		all[doc.ID] = flags
	}
	return all, nil
}

// addBegins notes when the calls began that a flag names: some may be no part of what is written.
func (a *App) addBegins(began map[call.ID]time.Time, flag call.Flag) {
	for _, place := range flag.Places {
		if _, known := began[place.Call]; known || place.Call == "" {
			continue
		}
		if s, err := a.library.Summary(place.Call); err == nil {
			began[place.Call] = s.Started
		}
	}
}

// ofCaller tells a flag of what the other side did from one that this side should see to, as about consent.
func ofCaller(flag call.Flag) bool { return flag.Group == call.FlagDNC || flag.Group == call.FlagDebt }

// addCase adds what is known of the case besides its calls, without what does not hold any more.
func (a *App) addCase(r *Report) {
	if r.Of.Case == "" {
		return
	}
	known, err := a.library.Case(r.Of.Case)
	if err != nil {
		r.LeftOut = append(r.LeftOut, "what is known of the case besides its calls: "+Explain(err).What)
		return
	}
	known.Former = nil
	known = r.cover.matter(known)
	r.Case = &known
	r.Events = append(r.Events, caseEvents(known)...)
}

func (r Report) callOf(doc Document) ReportCall {
	far := doc.Parties[call.Remote]
	return ReportCall{
		ID: doc.ID, Started: doc.Started, Lasted: lasted(doc.Call), Direction: doc.Direction, Name: oneLine(far.Called()), Number: oneLine(far.Number),
		Case: oneLine(doc.Case), Reached: doc.Reached, Audio: doc.Audio.File != "", Recording: CertificateOf(doc.Call).Verdict, Transcribed: doc.Transcript != nil,
		Flagged: slices.ContainsFunc(r.Flags, func(f call.Flag) bool { return f.Call() == doc.ID && f.Judgement.Verdict != call.Dismissed }),
	}
}

// lasted is how long a call took: by its recording, else as far as somebody noted it.
func lasted(doc call.Call) call.Seconds { return cmp.Or(doc.Audio.Duration, doc.LastedUnheard()) }

// title says whom or what a report is about.
func (r Report) title() string {
	if r.Of.Case != "" {
		return oneLine(r.Of.Case)
	}
	for _, c := range slices.Backward(r.Calls) {
		if title := strings.Join(nonEmpty(c.Name, c.Number), ", "); title != "" && (r.Of.Number != "" || r.Of.Name != "" || r.Of.Call != "") {
			return title
		}
	}
	return cmp.Or(oneLine(r.Of.Name), oneLine(r.Of.Number), "All calls")
}

// WriteReport writes a report in a form: one of ReportFormats.
func (a *App) WriteReport(r Report, as string, w io.Writer) error {
	switch as {
	case "csv":
		return roomless(writeReportTable(r, w))
	case "txt":
		return roomless(writeSections(w, a.reportPages(r)))
	case "pdf":
		return roomless(writePDF(w, a.reportPages(r), a.config.Typeface, a.config.Now()))
	case "docx":
		return roomless(writeDOCX(w, a.reportPages(r), a.config.Now()))
	}
	return fmt.Errorf("%w %q (known: %s)", ErrUnknownFormat, as, strings.Join(ReportFormats(), ", "))
}

// WriteReportFile writes a report to a file, whole or not at all. One that is there already is fs.ErrExist, unless it is to be replaced.
func (a *App) WriteReportFile(r Report, as, path string, replace bool) error {
	return writeFile(path, replace, func(w io.Writer) error { return a.WriteReport(r, as, w) })
}

// ReportName proposes a name for a report's file.
func ReportName(r Report, as string) string {
	words := fileWords(r.Title)
	if r.Redacted != "" {
		words += " redacted"
	}
	return r.Written.Local().Format("2006-01-02") + " " + capital(reportWords[r.Kind]) + " " + words + "." + as
}

var reportWords = map[ReportKind]string{Chronology: "chronology", DoNotCallLog: "do-not-call log", CallSheet: "call sheet"}
