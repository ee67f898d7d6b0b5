package rules

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
)

func TestScriptsInFiveLanguages(t *testing.T) {
	scripts, err := ReadScripts(assets.Consent)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "de", "fr", "es", "it"} {
		in := ScriptsIn(scripts, language)
		if len(in) != len(wordings) || in[0].Language != language {
			t.Errorf("%s: %d wordings", language, len(in))
		}
		for _, s := range in {
			if s.Asks != strings.Contains(s.Text, "?") && s.Wording != Firm {
				t.Errorf("%s asks: %v", s.Text, s.Asks)
			}
		}
	}
	if in := ScriptsIn(scripts, "xx"); len(in) == 0 || in[0].Language != "en" {
		t.Error("a language without wordings does not get the English ones")
	}
}

// Whoever reads a wording aloud must find it again in the transcript.
func TestEnglishNoticesAreHeard(t *testing.T) {
	scripts, err := ReadScripts(assets.Consent)
	if err != nil {
		t.Fatal(err)
	}
	p := phrases(t)
	for _, s := range ScriptsIn(scripts, "en") {
		if s.Wording == AfterNo || s.Wording == SomeoneJoin {
			continue
		}
		found := p.Find([]call.Segment{{Party: call.Local, Text: s.Text, Start: 1, End: 5}})
		heard := false
		for _, f := range found {
			heard = heard || f.Category == noticeOfUser
		}
		if !heard {
			t.Errorf("%q is not known as a notice: %+v", s.Text, found)
		}
	}
}

func TestBadScriptsAreRefusedWithOneSentence(t *testing.T) {
	good, err := fs.ReadFile(assets.Consent, scriptsFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"schema_version": 1`, `"schema_version": 3`},
		{`"wording": "polite"`, `"wording": "rude"`},
		{`"text": "Just`, `"txt": "Just`},
		{`"language": "it"`, `"language": "nl"`},
		{`{`, ``},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		_, err := ReadScripts(fstest.MapFS{scriptsFile: {Data: []byte(bad)}})
		if !errors.Is(err, ErrScripts) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", change[1], err)
		}
	}
}
