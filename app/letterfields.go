package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// filling is a letter being filled in.
type filling struct {
	app    *App
	report Report
	letter Letter
}

// letterFields are all that can be filled in. Each gives what the record says, or nothing; blank says what is missing then.
var letterFields = map[string]struct {
	blank string
	of    func(*filling) string
}{
	"today":                   {"today's date", func(f *filling) string { return onDay(f.report.Written.Local()) }},
	"my_name":                 {"your name", func(f *filling) string { return f.only("your name", f.parties(call.Local, personName)) }},
	"my_address":              {"your address", nothingKnown},
	"my_number":               {"your number", func(f *filling) string { return f.only("your number", f.parties(call.Local, personNumber)) }},
	"their_name":              {"their name", func(f *filling) string { return f.only("their name", f.parties(call.Remote, personName)) }},
	"their_address":           {"their address", func(f *filling) string { return f.only("their address", f.addresses()) }},
	"their_number":            {"the number that they called from", func(f *filling) string { return strings.Join(f.parties(call.Remote, personNumber), ", ") }},
	"reference":               {"their reference", func(f *filling) string { return f.references() }},
	"amount":                  {"the amount", nothingKnown},
	"original_creditor":       {"the original creditor, or that you do not know", nothingKnown},
	"request_day":             {"the day on which you asked", func(f *filling) string { return f.ofRequest(requestDay) }},
	"request_time":            {"the time at which you asked", func(f *filling) string { return f.ofRequest(requestTime) }},
	"request_number":          {"the number of that call", func(f *filling) string { return f.requestNumber() }},
	"request_words":           {"your words", func(f *filling) string { return f.ofRequest(requestWords) }},
	"calls_after_request":     {"calls after the request", func(f *filling) string { return f.laterCalls() }},
	"calls":                   {"the calls", func(f *filling) string { return callLines(f.report.Calls) }},
	"number_of_calls":         {"how many calls", func(f *filling) string { return counted(int64(len(f.report.Calls)), "call", "calls") }},
	"first_call_day":          {"the day of the first call", func(f *filling) string { return dayOfCall(f.report.Calls, 0) }},
	"last_call_day":           {"the day of the last call", func(f *filling) string { return dayOfCall(f.report.Calls, len(f.report.Calls)-1) }},
	"do_not_call_law_checked": {"when the rule was checked", func(f *filling) string { return f.app.lawful.unwanted.Checked.String() }},
	"debt_law_checked":        {"when the rule was checked", func(f *filling) string { return f.app.lawful.debts.Checked.String() }},
}

// nothingKnown is for what no record says: it is always filled in by hand.
func nothingKnown(*filling) string { return "" }

// fill puts in what is known. What is not stands in brackets.
func (f *filling) fill(text string) string {
	return letterField.ReplaceAllStringFunc(text, func(place string) string {
		field := letterFields[letterField.FindStringSubmatch(place)[1]]
		if known := field.of(f); known != "" {
			return known
		}
		return f.open(field.blank)
	})
}

// open makes a blank, and remembers it once.
func (f *filling) open(what string) string {
	if !slices.Contains(f.letter.Open, what) {
		f.letter.Open = append(f.letter.Open, what)
	}
	return "[" + what + "]"
}

// only gives the one thing that there is. Where there are several, a person has to choose.
func (f *filling) only(what string, all []string) string {
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	return f.open(what + ": the calls say " + strings.Join(all, " or "))
}

// parties gives what all calls say of one side, each once, the newest first.
func (f *filling) parties(party call.Party, of func(call.Person) string) (all []string) {
	for _, doc := range slices.Backward(f.report.docs) {
		if text := oneLine(of(doc.Parties[party])); text != "" && !slices.ContainsFunc(all, func(other string) bool { return other == text || f.app.SameNumber(other, text) }) {
			all = append(all, text)
		}
	}
	return all
}

func personName(p call.Person) string   { return cmp.Or(p.Known, p.Name) } // what the contacts say is what a letter is addressed to
func personNumber(p call.Person) string { return p.Number }

// addresses gives those of the contacts at the other side, each once.
func (f *filling) addresses() (all []string) {
	people := f.app.directory()
	for _, doc := range f.report.docs {
		if c, known := people.who(doc.Parties[call.Remote]); known && c.Address != "" && !slices.Contains(all, c.Address) {
			all = append(all, c.Address)
		}
	}
	return all
}

func (f *filling) references() string {
	if f.report.Case == nil {
		return ""
	}
	return oneLine(strings.Join(f.report.Case.References, ", "))
}

// request is the one that the letter is about, made in a call: the first that a person said was made, else the first that was found.
func (f *filling) request() (found DoNotCallRequest, there bool) {
	for _, r := range f.report.Requests {
		if r.Call != "" && (!there || r.Sure && !found.Sure) {
			found, there = r, true
		}
	}
	return found, there
}

// ofRequest gives something of the request. What only a machine found is to be checked.
func (f *filling) ofRequest(of func(DoNotCallRequest) string) string {
	r, there := f.request()
	text := ""
	if there {
		text = of(r)
	}
	if text == "" || r.Sure {
		return text
	}
	return f.open(text + ": found by machine in the transcript, listen to it")
}

func requestDay(r DoNotCallRequest) string  { return onDay(r.When) }
func requestTime(r DoNotCallRequest) string { return r.When.Format("15:04 (-07:00)") }

func requestWords(r DoNotCallRequest) string {
	return unless(r.Quote == "", "“"+oneLine(r.Quote)+"”")
}

// requestNumber is that of the call in which the request was made.
func (f *filling) requestNumber() string {
	r, _ := f.request()
	for _, c := range f.report.Calls {
		if c.ID == r.Call {
			return c.Number
		}
	}
	return ""
}

func (f *filling) laterCalls() string {
	r, there := f.request()
	if !there {
		return ""
	}
	var calls []ReportCall
	for _, later := range r.Later {
		if later.Direction != call.Outgoing {
			calls = append(calls, later.ReportCall)
		}
	}
	if len(calls) == 0 {
		return "none so far"
	}
	return callLines(calls)
}

// callLines lists calls, one a line.
func callLines(calls []ReportCall) string {
	var all []string
	for _, c := range calls {
		line := "- " + c.Started.Format("2 January 2006, 15:04 (-07:00)")
		for _, more := range nonEmpty(string(c.Direction), c.Number, string(c.Reached), unless(c.Lasted == 0, c.Lasted.Short())) {
			line += ", " + more
		}
		all = append(all, line)
	}
	return strings.Join(all, "\n")
}

func dayOfCall(calls []ReportCall, i int) string {
	if i < 0 || i >= len(calls) {
		return ""
	}
	return onDay(calls[i].Started)
}

// OpenWords says what is still to be filled in, in a sentence without a full stop.
func (l Letter) OpenWords() string {
	if len(l.Open) == 0 {
		return "Nothing is left to fill in; check it all the same"
	}
	return fmt.Sprintf("To fill in or to check, in [brackets]: %s", strings.Join(l.Open, "; "))
}
