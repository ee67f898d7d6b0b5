package app

import (
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// What is listened for follows the language of the transcript, and where it is none that is known, that is said.
func TestConsentIsListenedForInTheLanguageOfTheTranscript(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id, err := a.Import(t.Context(), "../assets/calls/telemarketer.flac", ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	if says, err := a.ConsentUnheard(Document{}); err != nil || says != "" {
		t.Errorf("without a transcript: %q, %v", says, err)
	}
	for _, c := range []struct {
		language string
		answer   call.Answer
		says     string
	}{
		{"de", call.Agreed, ""},
		{"pl", "", "not listened for: the transcript is in another language (pl) than English, Deutsch, Français, Español and Italiano"},
		{"und", "", "does not say its language: notice and answer were listened for in English"},
	} {
		err := a.library.SaveTranscript(id, call.Transcript{Engine: "x", Language: c.language, Segments: []call.Segment{
			turnOf(call.Local, 1, 4, "Darf ich dieses Gespräch aufzeichnen?"), turnOf(call.Remote, 5, 8, "Ja, gerne."),
		}})
		if err != nil {
			t.Fatal(err)
		}
		doc, err := a.Document(id)
		if err != nil {
			t.Fatal(err)
		}
		proposals, err := a.ProposedConsent(doc)
		if err != nil || len(proposals) != len(c.answer)/len(call.Agreed) || len(proposals) > 0 && proposals[0].Answer != c.answer {
			t.Errorf("%s: %+v, %v", c.language, proposals, err)
		}
		if says, err := a.ConsentUnheard(doc); err != nil || (says == "") != (c.says == "") || !strings.Contains(says, c.says) {
			t.Errorf("%s: %q, %v", c.language, says, err)
		}
	}
}
