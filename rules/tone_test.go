package rules

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onrecord/onrecord/assets"
)

func TestToneOfTheData(t *testing.T) {
	tone, err := ReadTone(assets.Law)
	if err != nil {
		t.Fatal(err)
	}
	if tone.Hertz != 1400 || tone.Every != 15 || len(tone.Lengths) != 2 || tone.Lengths[0].Seconds != 0.2 || tone.Lengths[1].Seconds != 0.5 {
		t.Errorf("%+v", tone)
	}
	if !strings.Contains(tone.Status, "1037C") || !strings.Contains(strings.Join(tone.Cites, " "), "52-570d") || tone.Checked.String() == "" || tone.Sure != "high" {
		t.Errorf("it does not say what it rests on: %+v", tone)
	}
}

func TestToneRefusesNonsense(t *testing.T) {
	content, err := assets.Law.ReadFile(notificationFile)
	if err != nil {
		t.Fatal(err)
	}
	for old, changed := range map[string]string{
		`"frequency_hz": 1400`: `"frequency_hz": 9`, `"interval_s": 15`: `"interval_s": 0`, `"duration_s": 0.5`: `"duration_s": -1`,
		`"schema_version": 1`: `"schema_version": 2`, `"periodic_tone"`: `"another"`, `"beep_tone"`: `"beep_tones"`,
		`"last_checked": "2026-11-23"`: `"last_checked": 7`,
	} {
		broken := strings.Replace(string(content), old, changed, 1)
		if broken == string(content) {
			t.Fatalf("%s is not in the file", old)
		}
		if _, err := ReadTone(fstest.MapFS{notificationFile: {Data: []byte(broken)}}); !errors.Is(err, ErrTone) {
			t.Errorf("with %s: %v", changed, err)
		}
	}
	if _, err := ReadTone(fstest.MapFS{}); !errors.Is(err, ErrTone) {
		t.Errorf("without the file: %v", err)
	}
}
