package app

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Certificate is what was measured while a call was recorded, in words for people. Every face shows the same.
type Certificate struct {
	Whole   bool         // both sides are complete, as measured
	Verdict string       // one sentence without a full stop, which begins with a small letter
	Facts   []Fact       // of the recording as a whole
	Rows    []Measured   // of the sides; none where nothing was measured
	Gaps    []GapOfSide  // in order of time
	Pauses  []call.Pause // in order of time
}

// Fact is a name with what is known.
type Fact struct{ Name, Value string }

// Measured is a name with what is known of each side, by the party's channel.
type Measured struct {
	Name  string
	Sides [2]string
}

// GapOfSide is a gap with the side that it is in.
type GapOfSide struct {
	Party call.Party
	call.Gap
}

// CertificateOf reads a call's certificate out of its document.
func CertificateOf(doc call.Call) Certificate {
	c := Certificate{Whole: doc.Whole(), Verdict: verdict(doc), Pauses: doc.Capture.Pauses}
	c.Facts = wholeFacts(doc)
	if len(doc.Capture.Sides) > 0 {
		c.Rows = append(deviceRows(doc), signalRows(doc)...)
	}
	for _, party := range call.Parties {
		for _, gap := range doc.Capture.Sides[party].Gaps {
			c.Gaps = append(c.Gaps, GapOfSide{party, gap})
		}
	}
	slices.SortStableFunc(c.Gaps, func(a, b GapOfSide) int { return cmp.Compare(a.Start, b.Start) })
	return c
}

// saysComplete is in the verdict of a complete capture, and must be in no other.
const saysComplete = "both sides complete"

// verdict is the capture's own sentence, made sure that it fits the outcome.
func verdict(doc call.Call) string {
	said := doc.Capture.Verdict
	if !doc.Whole() && (said == "" || strings.Contains(strings.ToLower(said), saysComplete)) {
		said = "not known to be complete"
	}
	switch {
	case doc.Refusal != nil && doc.Refusal.Destroyed && doc.Audio.File == "" && doc.Outcome != call.Recording:
		return "no sound: " + refusalWords(*doc.Refusal)
	case doc.Outcome == call.Noted:
		return "written down only, not recorded"
	}
	switch doc.Outcome {
	case call.Failed:
		return "no sound was kept"
	case call.Recording:
		return "being recorded now"
	case call.Recovered, call.Imported:
		if !strings.HasPrefix(said, string(doc.Outcome)) {
			return string(doc.Outcome) + ": " + said
		}
	}
	return said
}

func wholeFacts(doc call.Call) []Fact {
	var facts []Fact
	capture := doc.Capture
	if capture.Wall > 0 {
		off := capture.Samples - capture.Wall
		facts = append(facts, Fact{"Length", fmt.Sprintf("%s recorded, %s by the clock: %s",
			capture.Samples.Clock(), capture.Wall.Clock(), difference(off))})
	}
	if count := len(capture.Pauses); count > 0 {
		total := call.Seconds(0)
		for _, pause := range capture.Pauses {
			total += pause.Length
		}
		facts = append(facts, Fact{"Off the record", fmt.Sprintf("%s, %s together", counted(int64(count), "pause", "pauses"), length(total))})
	}
	if doc.Program != "" {
		facts = append(facts, Fact{"Program", doc.Program})
	}
	return append(facts, originFacts(doc)...)
}

// originFacts say which file an imported call was made from.
func originFacts(doc call.Call) []Fact {
	o := doc.Origin
	if o == nil {
		return nil
	}
	file := fmt.Sprintf("%s, %s, %d bytes", o.File, o.Kind, o.Size)
	if o.Kept != "" {
		file += "; kept as " + o.Kept
	}
	facts := []Fact{
		{"From file", file},
		{"SHA-256", o.SHA256},
		{"Dated", o.Reckoned.Words()},
		{"Channels", o.Sides},
		{"Read by", o.Decoder},
	}
	if o.VCon != nil {
		facts = append(facts, Fact{"From vCon", fmt.Sprintf("%s, with %s", o.VCon.UUID, counted(int64(o.VCon.Recordings), "recording", "recordings"))})
	}
	if o.Complaints != "" {
		facts = append(facts, Fact{"Doubt", "parts may be missing: " + o.Complaints})
	}
	return facts
}

func difference(off call.Seconds) string {
	switch ms := math.Round(1000 * float64(off)); {
	case ms < 0:
		return fmt.Sprintf("%.0f ms missing", -ms)
	case ms > 0:
		return fmt.Sprintf("%.0f ms more", ms)
	}
	return "the same"
}

// deviceRows say through what each side was heard: the first device in one row, each later one in a row of its own.
func deviceRows(doc call.Call) []Measured {
	spans := [2][]string{}
	most := 1
	for i, party := range call.Parties {
		spans[i] = devicesOf(doc.Capture.Sides[party])
		most = max(most, len(spans[i]))
	}
	rows := make([]Measured, most)
	for n := range rows {
		rows[n].Name = "Device"
		if n > 0 {
			rows[n].Name = "Then"
		}
		for i := range spans {
			if n < len(spans[i]) {
				rows[n].Sides[i] = spans[i][n]
			}
		}
	}
	return rows
}

func devicesOf(side call.Side) []string {
	var all []string
	for i, span := range side.Devices {
		text := span.Device
		if span.Rate > 0 {
			text += fmt.Sprintf(", %g kHz", float64(span.Rate)/1000)
		}
		if i > 0 || span.From >= 1 {
			text += ", from " + span.From.Short()
		}
		all = append(all, text)
	}
	if len(all) == 0 && side.Device != "" {
		return []string{side.Device}
	}
	if len(all) == 0 {
		return []string{"none"}
	}
	return all
}

const unknown = "–"

// signalRows say what was heard. A side of which nothing was measured has dashes there.
func signalRows(doc call.Call) []Measured {
	kinds := []struct {
		name string
		of   func(call.Side, call.Seconds) string
	}{
		{"First signal", func(s call.Side, _ call.Seconds) string { return moment(s.FirstSignal) }},
		{"Last signal", func(s call.Side, _ call.Seconds) string { return moment(s.LastSignal) }},
		{"Speech", speech},
		{"Longest silence", longestSilence},
		{"Gaps", gaps},
		{"Overruns", func(s call.Side, _ call.Seconds) string {
			return orNone(s.Overruns, "frame lost", "frames lost")
		}},
		{"Clipping", func(s call.Side, _ call.Seconds) string {
			return orNone(s.Clipped, "sample at full scale", "samples at full scale")
		}},
		{"Peak", peak},
		{"Began", began},
		{"Drift", drift},
	}
	if !measured(doc, call.Local) && !measured(doc, call.Remote) {
		return nil
	}
	var rows []Measured
	for _, kind := range kinds {
		row := Measured{Name: kind.name, Sides: [2]string{unknown, unknown}}
		for i, party := range call.Parties {
			if measured(doc, party) {
				row.Sides[i] = kind.of(doc.Capture.Sides[party], doc.Capture.Samples)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// measured tells whether anything but the device is known of a side: a take that broke off has not come to that.
func measured(doc call.Call, party call.Party) bool {
	side, known := doc.Capture.Sides[party]
	return known && (doc.Outcome == call.Complete || side.FirstSignal != nil || len(side.Gaps) > 0)
}

func moment(at *call.Seconds) string {
	if at == nil {
		return "never"
	}
	return at.Clock()
}

func speech(side call.Side, samples call.Seconds) string {
	switch {
	case side.Speech == 0 && side.LongestSilence == 0:
		return "not measured" // by a version that could not
	case side.Speech == 0 || samples == 0:
		return "none"
	}
	return fmt.Sprintf("%.0f %% of the time (%s)", 100*float64(side.Speech/samples), length(side.Speech))
}

func longestSilence(side call.Side, _ call.Seconds) string {
	if side.Speech == 0 && side.LongestSilence == 0 {
		return "not measured"
	}
	return length(side.LongestSilence)
}

func gaps(side call.Side, _ call.Seconds) string {
	if len(side.Gaps) == 0 {
		return "none"
	}
	total := call.Seconds(0)
	for _, gap := range side.Gaps {
		total += gap.Duration
	}
	if total < 1 {
		return fmt.Sprintf("%d, %.2f s together", len(side.Gaps), float64(total))
	}
	return fmt.Sprintf("%d, %.1f s together", len(side.Gaps), float64(total))
}

func peak(side call.Side, _ call.Seconds) string {
	if side.FirstSignal == nil || side.Peak <= call.Silence {
		return "digital silence"
	}
	return fmt.Sprintf("%.1f dBFS", side.Peak)
}

// deviceless tells that a side never had a device.
func deviceless(side call.Side) bool { return side.Device == "" && len(side.Devices) == 0 }

func began(side call.Side, _ call.Seconds) string {
	if deviceless(side) {
		return "never"
	}
	return fmt.Sprintf("%.1f ms after the start", side.Offset)
}

func drift(side call.Side, _ call.Seconds) string {
	switch {
	case deviceless(side):
		return unknown
	case side.Drift == nil:
		return "too short to tell"
	}
	return fmt.Sprintf("%+.1f ppm, corrected", *side.Drift)
}

func orNone(count int64, one, many string) string {
	if count == 0 {
		return "none"
	}
	return counted(count, one, many)
}

func counted(count int64, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", count, many)
}

// Stretch says where a gap lies and how long it is: 00:12:03–00:12:31, 28.2 s.
func (g GapOfSide) Stretch() string {
	if g.Duration < 1 {
		return fmt.Sprintf("%s, %.2f s", second(g.Start), float64(g.Duration))
	}
	return fmt.Sprintf("%s–%s, %.1f s", second(g.Start), second(g.Start+g.Duration), float64(g.Duration))
}

// second is a place in a recording to the second.
func second(s call.Seconds) string {
	text, _, _ := strings.Cut(s.Clock(), ".")
	return text
}

// Missing says in a word or two what an incomplete call lacks: all of a side, or a part.
func Missing(summary Summary) string {
	switch {
	case summary.Silent.Local && summary.Silent.Remote:
		return "both sides silent"
	case summary.Silent.Remote:
		return "far side silent"
	case summary.Silent.Local:
		return "you are silent"
	}
	return "incomplete"
}
