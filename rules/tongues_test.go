package rules

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
)

// inTongue is a record of lines in a language.
func inTongue(language string, lines ...string) Record {
	return Record{Call: call.Call{ID: "20260301-120000-aaaa", Audio: call.Audio{Duration: 60}}, Said: talk(lines...), Language: language}
}

// outcome says in a word what is proposed.
func outcome(proposals []call.Consent) string {
	switch {
	case len(proposals) == 0:
		return "none"
	case len(proposals) > 1:
		return "several"
	case proposals[0].Method == call.TheirNotice:
		return "theirs"
	case proposals[0].Answer != "":
		return string(proposals[0].Answer)
	}
	return "told"
}

// Each language knows its own examples, as those of English do.
func TestEachLanguageKnowsItsOwnExamples(t *testing.T) {
	p := phrases(t)
	for _, tongue := range p.tongues {
		own := p.In(tongue.Language)
		for id, c := range tongue.Heard {
			if len(c.Positive) == 0 || len(c.Negative) == 0 {
				t.Errorf("%s: %s has no examples", tongue.Language, id)
			}
			for _, line := range c.Positive {
				if !slices.Contains(own.spotted(line), id) {
					t.Errorf("%s: %s is not found in %q", tongue.Language, id, line)
				}
			}
			for _, line := range c.Negative {
				if slices.Contains(own.spotted(line), id) {
					t.Errorf("%s: %s is found in %q", tongue.Language, id, line)
				}
			}
		}
	}
}

func TestConsentIsHeardInEveryLanguage(t *testing.T) {
	p := phrases(t)
	files, err := filepath.Glob("testdata/consent/*.txt")
	if err != nil || len(files) != len(p.tongues) {
		t.Fatalf("%d languages, and tables of %q: %v", len(p.tongues), files, err)
	}
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".txt")
		_, all := readLabelled(t, file)
		seen := map[string]int{}
		for _, one := range all {
			want := one.labels[0]
			seen[want]++
			if want == "unclear" { // nobody is taken to have agreed or refused
				want = "told"
			}
			for _, code := range []string{language, strings.ToUpper(language) + "-XX"} {
				if got := outcome(p.ProposeConsent(inTongue(code, one.turns...))); got != want {
					t.Errorf("%s: %q is %s, wants %s", code, one.turns, got, want)
				}
			}
		}
		for _, kind := range []string{"told", "agreed", "refused", "unclear", "theirs", "none"} {
			if seen[kind] < 2 {
				t.Errorf("%s: %d examples of %s", language, seen[kind], kind)
			}
		}
	}
}

// Whatever can be read aloud is heard when it is, and what is answered to it.
func TestEveryScriptIsHeard(t *testing.T) {
	p := phrases(t)
	scripts, err := ReadScripts(assets.Consent)
	if err != nil {
		t.Fatal(err)
	}
	yes := map[string]string{"en": "Yes, that's fine.", "de": "Ja, gerne.", "fr": "Oui, d'accord.", "es": "Sí, claro.", "it": "Sì, va bene."}
	no := map[string]string{"en": "No.", "de": "Nein.", "fr": "Non.", "es": "No.", "it": "No."}
	for _, s := range scripts {
		if s.Wording == AfterNo {
			continue
		}
		for answer, want := range map[string]string{"": "told", yes[s.Language]: "agreed", no[s.Language]: "refused"} {
			lines := []string{"me: " + s.Text}
			if answer != "" {
				lines = append(lines, "them: "+answer)
			}
			got := p.ProposeConsent(inTongue(s.Language, lines...))
			if outcome(got) != want {
				t.Errorf("%s, %s, answered %q: %s, %+v", s.Language, s.Wording, answer, outcome(got), got)
			}
		}
		if listens, _ := p.Listens(s.Language); !listens {
			t.Errorf("%s is read aloud, and not listened for", s.Language)
		}
	}
}

// In a language that nobody taught it the machine finds nothing of consent, and says so; where the language is not known it listens in English.
func TestALanguageThatIsNotKnownIsNotListenedFor(t *testing.T) {
	p, all := phrases(t), consentLaw(t).Requirement(At("US-NY"), At("US-CA"))
	lines := []string{"me: May I record this call?", "them: Yes, that's fine."}
	for language, c := range map[string]struct{ outcome, unheard string }{
		"pl": {"none", "pl"}, "de": {"none", ""}, "en-GB": {"agreed", ""}, "": {"agreed", ""}, "und": {"agreed", ""}, "auto": {"agreed", ""},
	} {
		r := inTongue(language, lines...)
		heard := p.Hear(r)
		if got := outcome(p.ProposeConsent(r)); got != c.outcome || heard.Unheard != c.unheard {
			t.Errorf("%q: %s, unheard %q", language, got, heard.Unheard)
		}
		flags := p.ConsentFlags(r, all)
		says := len(flags) > 0 && strings.Contains(strings.Join(flags[0].Why, " "), "listened for")
		if says != (c.unheard != "") {
			t.Errorf("%q: %+v", language, flags)
		}
	}
	if heard := p.Hear(inTongue("pl")); heard.Unheard != "" {
		t.Error("where nothing was written down there is nothing to listen for")
	}
}

func TestLanguagesThatCannotBeUsedAreRefused(t *testing.T) {
	good, err := fs.ReadFile(assets.Law, tonguesFile)
	if err != nil {
		t.Fatal(err)
	}
	english, err := fs.ReadFile(assets.Law, phrasesFile)
	if err != nil {
		t.Fatal(err)
	}
	one := func(code, heard string) string {
		return `{"language": "` + code + `", "language_name": "X", "heard": {` + heard + `}}`
	}
	file := func(languages string) string { return `{"schema_version": 1, "languages": [` + languages + `]}` }
	const x = `"consent_given": {"patterns": ["x"]}`
	for want, content := range map[string]string{
		"":                        string(good),
		"schema version 1 with 0": file(""),
		"invalid character":       file("{"),
		"code of its own":         file(one("en", x)),
		`"fr": wants a name`:      file(one("fr", x) + "," + one("fr", x)),
		"has 2 categories":        file(one("fr", x) + "," + one("it", x+`, "joined": {"patterns": ["y"]}`)),
		`not in "fr"`:             file(one("fr", x) + "," + one("it", `"joined": {"patterns": ["y"]}`)),
		`"nothing" is not`:        file(one("fr", `"nothing": {"patterns": ["x"]}`)),
		"no patterns":             file(one("fr", `"consent_given": {}`)),
		"matches nothing":         file(one("fr", `"consent_given": {"patterns": ["x*"]}`)),
		"missing closing":         file(one("fr", `"consent_given": {"patterns": ["(x"]}`)),
	} {
		_, err := ReadPhrases(fstest.MapFS{phrasesFile: {Data: english}, tonguesFile: {Data: []byte(content)}})
		if want == "" && err != nil || want != "" && (!errors.Is(err, ErrPhrases) || !strings.Contains(err.Error(), want)) {
			t.Errorf("wants %q: %v", want, err)
		}
	}
}
