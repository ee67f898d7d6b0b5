package whisper

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

// foreign are names and words that nobody says in the sample calls, and some that the demo model knows well.
var foreign = strings.Split("Zürich,Rechtsanwalt Hubermann,Kubernetes,FDCPA,Papadopoulos,Johnson,Garcia,Rodriguez,Hernandez,Gonzalez,Anderson,Thompson,"+
	"Green,Baker,Campbell,payment,list,bank,Thursday,nitroglycerin,spaghetti carbonara,locomotive", ",")

// A list makes no error more, whether its words are said in a call or not. As a plain prompt, whose answer is taken as it is, the first
// lists give 19 and 5 % errors here, and the last one 44 and 53 %.
func TestWordsDoNoHarm(t *testing.T) {
	e := loaded(t)
	for _, side := range []struct {
		name    string
		party   call.Party
		fitting []string
	}{
		{"telemarketer", call.Remote, []string{"Acme Solar", "Linda", "solar panels", "do not call list"}},
		{"debt_collector", call.Remote, []string{"Summit Credit", "Robert Carter", "Blue River Bank"}},
	} {
		pcm := transcribetest.Sound(t, "../../testdata/calls/"+side.name+".flac", slices.Index(call.Parties[:], side.party))
		reference := transcribetest.Reference(t, "../../testdata/calls/"+side.name+".json", side.party)
		var plain float64
		for _, words := range [][]string{nil, side.fitting, foreign} {
			e.words = e.model.prompt(words)
			got, _ := transcribetest.Hear(t, e, pcm)
			mark := transcribetest.Score(reference, got)
			t.Logf("%s, %d words: WER %.1f %%", side.name, len(words), 100*mark.WER)
			if words == nil {
				plain = mark.WER
			}
			if mark.WER > plain {
				t.Errorf("%s: %d words make it %.1f %% from %.1f %%", side.name, len(words), 100*mark.WER, 100*plain)
			}
			for _, x := range mark.Extra {
				if slices.Contains(words, strings.Trim(x.Text, ".,?!")) {
					t.Errorf("%s: %q was not said", side.name, x.Text)
				}
			}
		}
	}
}

func TestNoListedWordsWithoutSpeech(t *testing.T) {
	e := loaded(t)
	e.words = e.model.prompt(foreign)
	for _, name := range []string{"hold_music", "sb_noise1", "us_ringback", "rec_beep_1400"} {
		if got, h := transcribetest.Hear(t, e, transcribetest.Sound(t, "../../testdata/audio/"+name+".flac", 0)); len(got) != 0 {
			t.Errorf("%s: %q out of %.1f s taken for speech", name, got[0].Text, h.Speech)
		}
	}
}

func TestWordsThatHaveNoRoomAreLeftOut(t *testing.T) {
	e := loaded(t)
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprintf("Name%d", i))
	}
	long := strings.Repeat("Donaudampfschiff", 40)
	p := e.model.prompt(append([]string{"First", long, "Second"}, many...))
	if !slices.Equal(p.words[:3], []string{"First", "Second", "Name0"}) || len(p.words) < 40 || len(p.words) > 150 {
		t.Errorf("%d words, first %q", len(p.words), p.words[:3])
	}
	if len(p.tokens) > roomForWords || len(p.tokens) < roomForWords-5 {
		t.Errorf("%d tokens", len(p.tokens))
	}
	if none := e.model.prompt(nil); len(none.tokens) != 0 || len(none.words) != 0 {
		t.Errorf("%+v", none)
	}
}
