package written

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// told is a transcript in one line for each of its lines.
func told(t Transcript) string {
	var out []string
	for _, l := range t.Lines {
		out = append(out, fmt.Sprintf("%.3f-%.3f %s%s%s: %s", float64(l.Start), float64(l.End), l.Speaker, l.Party,
			strings.Repeat("#", l.Channel), l.Text))
	}
	return strings.Join(out, "\n")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, content, form, want string }{
		{"SRT", "1\n00:00:01,000 --> 00:00:02,500\nHello\nthere.\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n", "SRT", "1.000-2.500 : Hello there.\n3.000-4.000 : Yes."},
		{"SRT with names, CRLF and a mark", "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nAcme Solar: Hello.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n[You]: Stop, please.\r\n", "SRT", "1.000-2.500 Acme Solar: Hello.\n3.000-4.000 You: Stop, please."},
		{"a colon is no name", "1\n00:00:01,000 --> 00:00:02,000\nNote: this\n\n2\n00:00:03,000 --> 00:00:04,000\nno name\n", "SRT", "1.000-2.000 : Note: this\n3.000-4.000 : no name"},
		{"SRT with formatting, out of order, without numbers", "00:00:03.000 --> 00:00:04.000\n<i>later</i>{\\an8}\n\n00:00:01.000 --> 00:00:02.000 X1:1\n<font color=\"red\">first</font> a < b\n", "SRT", "1.000-2.000 : first a < b\n3.000-4.000 : later"},
		{"an empty passage", "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nwords\n", "SRT", "3.000-4.000 : words"},
		{"VTT", "WEBVTT - title\nkind: x\n\nNOTE nobody\nsaid this\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Fred &amp; Co>Hi <b>all</b></v>\n\n01:00:00.000 --> 01:00:01.000\n<v.loud Ann>One <00:30.000>two<v Fred &amp; Co>Three\n", "WebVTT", "1.000-2.000 Fred & Co: Hi all\n3600.000-3601.000 Ann: One two\n3600.000-3601.000 Fred & Co: Three"},
		{"VTT with names in front", "WEBVTT\n\n00:01.000 --> 00:02.000\nYou: hi\n", "WebVTT", "1.000-2.000 You: hi"},
		{"whisper.cpp", `{"model":{"type":"base"},"result":{"language":"en"},"transcription":[{"offsets":{"from":0,"to":1500},"text":" And so","speaker":"0"},{"offsets":{"from":1500,"to":2000},"text":" my","speaker":"1"},{"offsets":{"from":2000,"to":2100},"text":"fellow","speaker":"?"}]}`, "JSON of whisper.cpp", "0.000-1.500 #: And so\n1.500-2.000 ##: my\n2.000-2.100 : fellow"},
		{"whisper", `{"text":"a b","language":"en","segments":[{"start":0.5,"end":1,"text":" a b","words":[{"word":" a","start":0.5,"end":0.7,"probability":0.9}]}]}`, "JSON of whisper", "0.500-1.000 : a b"},
		{"ours", `{"format":1,"engine":"whisper.cpp 1.9.5","model":{"name":"base","sha256":"x"},"language":"en","segments":[{"party":"local","start":1,"end":2,"text":"mine","words":[]}]}`, "JSON of OnRecord", "1.000-2.000 local: mine"},
		{"ours, a whole call", `{"format":1,"id":"x","transcript":{"format":1,"engine":"e","model":{"name":"m"},"segments":[{"party":"remote","start":1,"end":2,"text":"theirs"}]}}`, "JSON of OnRecord", "1.000-2.000 remote: theirs"},
		{"World Transcription Format", world, "World Transcription Format", "0.500-1.100 Alice: Hello, you.\n2.000-3.000 Speaker 1: Yes.\n3.000-4.000 : Who?"},
	} {
		got, err := Parse([]byte(c.content))
		if err != nil || got.Form != c.form || told(got) != c.want {
			t.Errorf("%s: %v, %s\n%s\nwants\n%s", c.name, err, got.Form, told(got), c.want)
		}
	}
}

// world is what a service writes for several.
const world = `{"transcript":{"text":"Hello, you. Yes. Who?","language":"en-US","duration":4},"segments":[
 {"id":0,"start":0.5,"end":1.1,"text":"Hello, you.","speaker":0,"words":[0,1,2]},{"start":2,"end":3,"text":"Yes.","speaker":1,"words":[9]},{"start":3,"end":4,"text":"Who?"}],
 "words":[{"start":0.5,"end":0.8,"text":"Hello","confidence":0.98},{"start":0.8,"end":0.8,"text":",","is_punctuation":true},{"start":0.9,"end":1.1,"text":"you.","confidence":2}],
 "speakers":{"0":{"id":0,"label":"Alice"}},"metadata":{"provider":"deepgram","model":"nova-2"}}`

func TestWordsOfTheWorldForm(t *testing.T) {
	got, err := Parse([]byte(world))
	if err != nil || got.MadeBy != "deepgram, model nova-2" || got.Language != "en-US" {
		t.Fatalf("%+v, %v", got, err)
	}
	want := []call.Word{{Text: "Hello,", Start: 0.5, End: 0.8, P: 0.98}, {Text: "you.", Start: 0.9, End: 1.1, P: 1}}
	if !slices.Equal(got.Lines[0].Words, want) || got.Lines[1].Words != nil {
		t.Errorf("words %+v and %+v", got.Lines[0].Words, got.Lines[1].Words)
	}
	greedy := strings.Replace(world, "[9]", "[0,1,2]", 1) // what was said once already
	if got, err := Parse([]byte(greedy)); err != nil || got.Lines[1].Words != nil {
		t.Errorf("%+v, %v", got.Lines, err)
	}
}

func TestParsePlain(t *testing.T) {
	for content, want := range map[string]string{
		"Alice: Hello.\n\n Bob:  Yes. ": "Alice: Hello. Bob: Yes.", `{"text":"Hello there","language":"en"}`: "Hello there",
		`{"transcript":"Hello  there"}`: "Hello there", `{"transcript":{"text":"so it is"},"words":[]}`: "so it is",
	} {
		got, err := ParsePlain([]byte(content))
		if err != nil || !got.Untimed || len(got.Lines) != 1 || got.Lines[0].Text != want {
			t.Errorf("%q: %+v, %v", content, got, err)
		}
	}
	if got, err := ParsePlain([]byte(world)); err != nil || got.Untimed || len(got.Lines) != 3 {
		t.Errorf("what has times: %+v, %v", got, err)
	}
	for _, content := range []string{"", " \n", "{}", `{"a":1}`, `{"transcript":[]}`, "\xff", `{"text":" "}`} {
		if got, err := ParsePlain([]byte(content)); !errors.Is(err, ErrNotTranscript) {
			t.Errorf("%q: %+v, %v", content, got, err)
		}
	}
}

func TestParseSaysWhatMadeIt(t *testing.T) {
	got, err := Parse([]byte(`{"format":1,"engine":"whisper.cpp 1.9.5","model":{"name":"demo","demo":true},"language":"en","segments":[{"party":"local","start":1,"end":2,"text":"x","suspect":"repeats"}]}`))
	if err != nil || got.MadeBy != "whisper.cpp 1.9.5, model demo" || !got.Demo || got.Lines[0].Suspect == nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		content string
		line    int
	}{
		{"", 0},
		{"just a letter to the bank", 1},
		{"\x00\xff\xfe", 0},
		{"WEBVTT\n", 0},
		{"WEBVTT\n\n00:01.000 -> 00:02.000\nx\n", 4},
		{"1\n00:00:01,000 --> 00:00:02,000\nok\n\n2\n00:00:03,000 --> 00:00:02,000\nbackwards\n", 6},
		{"1\n00:00:01,000 --> 00:61:02,000\nx\n", 2},
		{"1\n00:00:01,000 -->\nx\n", 2},
		{"{", 0},
		{"{}", 0},
		{`{"segments":[]}`, 0},
		{`{"segments":[{"start":-1,"end":2,"text":"x"}]}`, 0},
		{`{"segments":[{"start":3,"end":2,"text":"x"}]}`, 0},
		{`{"timestamp_unix_ms":1,"calls":[]}`, 0},
	} {
		_, err := Parse([]byte(c.content))
		var form *FormError
		if !errors.Is(err, ErrNotTranscript) || !errors.As(err, &form) || form.Line != c.line {
			t.Errorf("%q: %v, wants line %d", c.content, err, c.line)
		}
	}
}

// TestParseReadsWhatWasWritten writes made-up lines in each form and wants them back.
func TestParseReadsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Z][a-zé]{1,10}( [A-Z][a-z]{1,8})?`)
		text := rapid.StringMatching(`[a-zA-Zäé0-9&'<>]{1,8}( [a-z.,!?:;&'-]{1,9}){0,6}`)
		var want []Line
		at := call.Seconds(0)
		for range rapid.IntRange(1, 20).Draw(t, "lines") {
			at += call.Seconds(rapid.IntRange(0, 5000).Draw(t, "pause")) / 1000
			end := at + call.Seconds(rapid.IntRange(0, 9000).Draw(t, "length"))/1000
			want = append(want, Line{Start: at, End: end, Speaker: name.Draw(t, "name"), Text: "w" + strings.ReplaceAll(text.Draw(t, "text"), "<", "")})
			at = end
		}
		for form, write := range map[string]func([]Line) string{"SRT": writeSRT, "WebVTT": writeVTT, "JSON": writeJSON} {
			content := write(want)
			got, err := Parse([]byte(content))
			if err != nil {
				t.Fatalf("%s: %v\n%s", form, err, content)
			}
			if !slices.EqualFunc(got.Lines, want, sameLine) {
				t.Fatalf("%s:\n%s\nwants\n%s\nin\n%s", form, told(got), told(Transcript{Lines: want}), content)
			}
		}
	})
}

func sameLine(a, b Line) bool {
	near := func(a, b call.Seconds) bool { return math.Abs(float64(a-b)) < 0.001 }
	return near(a.Start, b.Start) && near(a.End, b.End) && a.Speaker == b.Speaker && a.Text == strings.TrimSpace(b.Text)
}

func writeSRT(lines []Line) string {
	var out strings.Builder
	for i, l := range lines {
		fmt.Fprintf(&out, "%d\n%s --> %s\n%s: %s\n\n", i+1, strings.Replace(l.Start.Clock(), ".", ",", 1), strings.Replace(l.End.Clock(), ".", ",", 1), l.Speaker, l.Text)
	}
	return out.String()
}

func writeVTT(lines []Line) string {
	var out strings.Builder
	out.WriteString("WEBVTT\n\n")
	for _, l := range lines {
		fmt.Fprintf(&out, "%s --> %s\n<v %s>%s\n\n", l.Start.Clock(), l.End.Clock(), l.Speaker, html.EscapeString(l.Text))
	}
	return out.String()
}

func writeJSON(lines []Line) string {
	type one struct {
		Speaker string  `json:"speaker"`
		Start   float64 `json:"start"`
		End     float64 `json:"end"`
		Text    string  `json:"text"`
	}
	all := []one{}
	for _, l := range lines {
		all = append(all, one{l.Speaker, float64(l.Start), float64(l.End), l.Text})
	}
	content, _ := json.Marshal(map[string]any{"segments": all})
	return string(content)
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"1\n00:00:01,000 --> 00:00:02,500\nHello\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>b</v>\n", "WEBVTT\n\nNOTE x\n\n \n",
		`{"segments":[{"start":0.5,"end":1,"text":"a"}]}`, `{"transcription":[{"offsets":{"from":0,"to":1},"text":"a","speaker":"0"}]}`,
		`{"transcript":{"format":1,"segments":[{"party":"local","start":1,"end":2,"text":"x"}]}}`, "\ufeff", "-->", "1\n-->\n",
	} {
		f.Add([]byte(seed))
		f.Add([]byte(world))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := Parse(content)
		if err != nil {
			if !errors.Is(err, ErrNotTranscript) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		if len(got.Lines) == 0 || got.Form == "" {
			t.Error("an empty transcript")
		}
		for i, l := range got.Lines {
			if l.Text == "" || strings.ContainsAny(l.Text, "\r\n") || l.Start < 0 || l.End < l.Start || i > 0 && l.Start < got.Lines[i-1].Start {
				t.Errorf("line %d: %+v", i, l)
			}
		}
	})
}

// TestFewBytesAskForLittle reads JSON in which two or three bytes would stand for a hundred in memory, and a transcript in which
// everybody speaks once.
func TestFewBytesAskForLittle(t *testing.T) {
	const many = 3 << 20
	for name, content := range map[string]string{
		"numbers":          `{"segments":[` + strings.Repeat("0,", many) + `0]}`,
		"nothings":         `{"transcription":[` + strings.Repeat("null,", many) + `null]}`,
		"empty passages":   `{"segments":[` + strings.Repeat("{},", many) + `{}]}`,
		"numbers as words": `{"segments":[{"text":"a","words":[` + strings.Repeat("0,", many) + `0]}]}`,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Parse([]byte(content))
		runtime.ReadMemStats(&after)
		if taken := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, ErrNotTranscript) || taken > 8*uint64(len(content)) {
			t.Errorf("%s: %d MB for %d, %v", name, taken>>20, len(content)>>20, err)
		}
	}
	var all []Line
	for i := range 200_000 {
		all = append(all, Line{Speaker: fmt.Sprint("N", i)})
	}
	if names := (Transcript{Lines: append(all, all...)}).Speakers(); len(names) != len(all) || names[7] != "N7" {
		t.Errorf("%d names", len(names))
	}
}
