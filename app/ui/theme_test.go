package ui

import (
	"image/color"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/assets"
)

// Text must be easy to read on every ground it stands on, also on the washes of chosen and marked rows.
func TestTextStandsOutFromItsGround(t *testing.T) {
	for look, colors := range map[string]palette{"light": light, "dark": dark} {
		for _, text := range []fyne.ThemeColorName{colorInk, colorInk2, colorLocal, colorRemote, colorRecording, colorWarning, colorOK} {
			for _, ground := range []fyne.ThemeColorName{colorPaper, colorSurface} {
				if c := contrast(colors[text], colors[ground]); c < 5.4 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", look, text, ground, c)
				}
			}
		}
		for _, wash := range []fyne.ThemeColorName{theme.ColorNameSelection, theme.ColorNameHover, colorHeard, colorHeardRemote, colorWord, colorWordRemote, colorNotice, colorFound} {
			if c := contrast(colors[colorInk], over(colors[wash], colors[colorPaper])); c < 5.4 {
				t.Errorf("%s: ink on %s has a contrast of %.2f", look, wash, c)
			}
		}
		for text, ground := range map[fyne.ThemeColorName]fyne.ThemeColorName{
			theme.ColorNameForegroundOnError: colorRecording, theme.ColorNameForegroundOnPrimary: theme.ColorNamePrimary,
		} {
			if c := contrast(colors[text], colors[ground]); c < 5.4 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", look, text, ground, c)
			}
		}
	}
}

// Where the keyboard is must be seen on paper, on plain buttons, and on filled ones, and what stands there still be read.
func TestKeyboardIsSeenOnEveryButton(t *testing.T) {
	for look, colors := range map[string]palette{"light": light, "dark": dark} {
		for text, ground := range map[fyne.ThemeColorName]color.NRGBA{
			colorInk: over(colors[theme.ColorNameButton], colors[colorPaper]), colorInk2: colors[colorPaper], theme.ColorNameForegroundOnPrimary: colors[theme.ColorNamePrimary],
		} {
			there := over(colors[theme.ColorNameFocus], ground)
			if c := contrast(there, ground); c < 1.3 {
				t.Errorf("%s: the keyboard at %s has a contrast of %.2f", look, text, c)
			}
			if c := contrast(colors[text], there); c < 4.0 {
				t.Errorf("%s: %s where the keyboard is has a contrast of %.2f", look, text, c)
			}
		}
	}
}

// contrast is the ratio of the Web Content Accessibility Guidelines.
func contrast(a, b color.NRGBA) float64 {
	light, dark := math.Max(luminance(a), luminance(b)), math.Min(luminance(a), luminance(b))
	return (light + 0.05) / (dark + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func over(top, under color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 {
		return uint8((float64(a)*float64(top.A) + float64(b)*(255-float64(top.A))) / 255)
	}
	return color.NRGBA{mix(top.R, under.R), mix(top.G, under.G), mix(top.B, under.B), 255}
}

func TestEveryColourIsInBothPalettes(t *testing.T) {
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("%s is missing in the dark", name)
		}
	}
	if len(light) != len(dark) {
		t.Error("the dark has more colours")
	}
}

// Colours and sizes stand in theme.go and nowhere else.
func TestNoColourOrSizeElsewhere(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	written := regexp.MustCompile(`color\.(NRGBA|RGBA)\{.*\d|#[0-9a-fA-F]{6}|TextSize = \d|NewSize\(\d{2,}|NewSquareSize\(\d`)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if file == "theme.go" || regexp.MustCompile(`_test\.go$`).MatchString(file) {
			continue
		}
		if found := written.FindString(string(content)); found != "" {
			t.Errorf("%s holds %q", file, found)
		}
	}
}

// Every drawing that the code names is there.
func TestEveryIconIsDrawn(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?:lineIcon\(|icon\{)"([a-z]+)"`)
	seen := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range named.FindAllStringSubmatch(string(content), -1) {
			seen++
			if _, err := assets.LineIcon(match[1]); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if seen == 0 {
		t.Error("no icons are named at all")
	}
}
