package rules

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/assets"
)

func consentLaw(t testing.TB) *ConsentLaw {
	t.Helper()
	law, err := ReadConsentLaw(assets.Law)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

func TestEveryJurisdictionLoads(t *testing.T) {
	law := consentLaw(t)
	content, err := fs.ReadFile(assets.Law, "law/jurisdictions.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Jurisdictions []struct {
			ID      string      `json:"id"`
			TreatAs ConsentRule `json:"treat_as"`
		} `json:"jurisdictions"`
	}
	if err := json.Unmarshal(content, &file); err != nil || len(file.Jurisdictions) != len(law.Jurisdictions) || len(law.Jurisdictions) < 83 {
		t.Fatalf("%d of %d places: %v", len(law.Jurisdictions), len(file.Jurisdictions), err)
	}
	for _, want := range file.Jurisdictions {
		got, ok := law.Jurisdiction(want.ID)
		if !ok || got.TreatAs != want.TreatAs || got.CitationWords() == "" || got.Checked.IsZero() {
			t.Errorf("%s: %+v", want.ID, got)
		}
		side := law.Requirement(At(want.ID), At(want.ID)).Mine
		if side.Law == nil || side.Law.ID != want.ID || side.Why == "" {
			t.Errorf("%s: %+v", want.ID, side)
		}
		if level := got.Level; level != "federal" && side.Rule != want.TreatAs {
			t.Errorf("%s counts as %s, wants %s", want.ID, side.Rule, want.TreatAs)
		}
	}
	for code, place := range law.areas {
		if hint := law.Hint("+1" + code + "5550142"); hint != (Location{place, ByArea}) {
			t.Errorf("%s: %+v", code, hint)
		}
	}
	for code, place := range callingCodes {
		if _, ok := law.Jurisdiction(place); !ok || law.Hint("+"+code+"12345678") != (Location{place, ByCountry}) {
			t.Errorf("+%s: %s", code, place)
		}
	}
}

func TestRequirementByPlaces(t *testing.T) {
	law := consentLaw(t)
	hint := law.Hint
	for _, tt := range []struct {
		name         string
		mine, theirs Location
		want         Light
		rule         ConsentRule
	}{
		{"one-party states", At("US-NY"), At("US-TX"), NoneNeeded, OnePartyRule},
		{"mine wants all", At("US-CA"), At("US-TX"), MustAsk, AllParties},
		{"theirs wants all", At("US-TX"), At("US-WA"), MustAsk, AllParties},
		{"mixed, counts as all", At("US-NY"), At("US-CT"), MustAsk, AllParties},
		{"mixed, Nevada", At("US-NV"), At("US-NY"), MustAsk, AllParties},
		{"contested, Delaware", At("US-NY"), At("US-DE"), MustAsk, AllParties},
		{"contested, Michigan", At("US-NY"), At("US-MI"), MustAsk, AllParties},
		{"mixed, by phone one-party", At("US-NY"), At("US-OR"), BetterAsk, OnePartyRule},
		{"no statute", At("US-VT"), At("US-NY"), BetterAsk, OnePartyRule},
		{"not established", At("US-PR"), At("US-NY"), MustAsk, AllParties},
		{"a state not known", At("US"), At("US-NY"), MustAsk, AllParties},
		{"country, all", At("DE"), At("NL"), MustAsk, AllParties},
		{"country, one, sure", At("CA"), At("NL"), NoneNeeded, OnePartyRule},
		{"country, one, not sure", At("GB"), At("NL"), BetterAsk, OnePartyRule},
		{"country, its state not known", At("AU"), At("AU-VIC"), MustAsk, AllParties},
		{"states of Australia", At("AU-QLD"), At("AU-VIC"), NoneNeeded, OnePartyRule},
		{"theirs unknown", At("US-NY"), Location{}, MustAsk, AllParties},
		{"mine unknown", Location{}, At("US-NY"), MustAsk, AllParties},
		{"a place that there is not", At("US-XX"), At("US-NY"), MustAsk, AllParties},
		{"a hint at a one-party state does not lower", At("US-NY"), hint("+1 214 555 0142"), MustAsk, AllParties},
		{"a hint at an all-party state", At("US-NY"), hint("+12065550142"), MustAsk, AllParties},
		{"a hint at a country", At("NL"), hint("+31201234567"), MustAsk, AllParties},
		{"toll-free", At("US-NY"), hint("+18005550142"), MustAsk, AllParties},
		{"no country code", At("US-NY"), hint("2145550142"), MustAsk, AllParties},
	} {
		got := law.Requirement(tt.mine, tt.theirs)
		if got.Light != tt.want || got.Rule != tt.rule {
			t.Errorf("%s: %s, %s: wants %s, %s", tt.name, got.Light, got.Rule, tt.want, tt.rule)
		}
	}
}

func TestHintsOfStrangeNumbers(t *testing.T) {
	law := consentLaw(t)
	for _, number := range []string{"", "+", "+1", "+1212", "+1212555014", "+121255501422", "+18005550142", "+999123456", "anonymous", "+1212555O142", "+49"} {
		if hint := law.Hint(number); hint != (Location{}) {
			t.Errorf("%q hints at %+v", number, hint)
		}
	}
}

// locations draws any place: stated, hinted at, unknown, and one that there is not.
func locations(law *ConsentLaw) *rapid.Generator[Location] {
	return rapid.Custom(func(t *rapid.T) Location {
		ids := []string{"", "XX"}
		for _, j := range law.Jurisdictions {
			ids = append(ids, j.ID)
		}
		return Location{rapid.SampledFrom(ids).Draw(t, "id"), rapid.SampledFrom([]LocationBy{"", Stated, ByContact, ByArea, ByCountry}).Draw(t, "by")}
	})
}

func TestRequirementIsTheStricter(t *testing.T) {
	law := consentLaw(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := locations(law).Draw(t, "mine"), locations(law).Draw(t, "theirs")
		both, other := law.Requirement(a, b), law.Requirement(b, a)
		if both.Light != other.Light || both.Rule != other.Rule {
			t.Fatal("it matters who asks")
		}
		for _, one := range []Location{a, b} {
			if alone := law.Requirement(one, one); both.Light < alone.Light || both.Light != max(both.Mine.Light, both.Theirs.Light) {
				t.Fatalf("%+v is less strict than %+v alone", both, alone)
			}
			if one.By != Stated && one.By != ByContact && (both.Light != MustAsk || both.Rule != AllParties) {
				t.Fatalf("%+v, which nobody stated, gives %s", one, both.Light)
			}
		}
		if (both.Rule == AllParties) != (both.Light == MustAsk) {
			t.Fatalf("%s with %s", both.Light, both.Rule)
		}
		// To learn where somebody is may only lower what is asked for, and a hint lowers nothing.
		if unknown := law.Requirement(a, Location{}); both.Light > unknown.Light {
			t.Fatal("stricter than with an unknown place")
		}
		if hinted := law.Requirement(a, Location{b.ID, ByArea}); hinted.Light != law.Requirement(a, Location{}).Light {
			t.Fatal("a hint changed what is asked for")
		}
	})
}

func TestBadLawIsRefusedWithOneSentence(t *testing.T) {
	files := func() fstest.MapFS {
		all := fstest.MapFS{}
		for _, name := range []string{"jurisdictions", "nanp_area_codes", "notification"} {
			content, err := fs.ReadFile(assets.Law, "law/"+name+".json")
			if err != nil {
				t.Fatal(err)
			}
			all["law/"+name+".json"] = &fstest.MapFile{Data: content}
		}
		return all
	}
	for _, tt := range []struct{ file, old, new, want string }{
		{"jurisdictions", `"schema_version": 1`, `"schema_version": 2`, "schema version 2"},
		{"jurisdictions", `"id": "US-AL"`, `"id": "US"`, "ID of its own"},
		{"jurisdictions", `"treat_as": "all_party"`, `"treat_as": "one_party"`, "counts as all_party"},
		{"jurisdictions", `"treat_as": "one_party"`, `"treat_as": "perhaps"`, `treated as "perhaps"`},
		{"jurisdictions", `"phone_rule": "one_party"`, `"phone_rule": "two"`, `no rule "two"`},
		{"jurisdictions", `"confidence": "high"`, `"confidence": "very"`, `no confidence "very"`},
		{"jurisdictions", `"citation_check": "secondary_source_seen"`, `"citation_check": "x"`, `citation check "x"`},
		{"jurisdictions", `"statutes": [`, `"laws": [`, "wants statutes"},
		{"jurisdictions", `"level": "federal"`, `"level": "moon"`, `no level "moon"`},
		{"jurisdictions", `{`, `[`, "law/jurisdictions.json"},
		{"nanp_area_codes", `"last_checked"`, `"lately"`, "when it was checked"},
		{"nanp_area_codes", `"US-NJ"`, `"US-ZZ"`, "US-ZZ"},
		{"nanp_area_codes", `"201"`, `"2011"`, "2011"},
		{"notification", `"label":`, `"lable":`, "wants a label"},
		{"notification", `"methods"`, `"metods"`, "no methods"},
	} {
		broken := files()
		file := broken["law/"+tt.file+".json"]
		changed := strings.Replace(string(file.Data), tt.old, tt.new, 1)
		if changed == string(file.Data) {
			t.Fatalf("%q is not in %s", tt.old, tt.file)
		}
		file.Data = []byte(changed)
		_, err := ReadConsentLaw(broken)
		if !errors.Is(err, ErrConsentLaw) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", tt.new, err)
		}
	}
	missing := files()
	delete(missing, "law/notification.json")
	if _, err := ReadConsentLaw(missing); !errors.Is(err, ErrConsentLaw) {
		t.Error(err)
	}
}
