package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTextThatIsCutStaysWithinItsWidth(t *testing.T) {
	test.NewTempApp(t)
	text := "One turn corrected, the rest written down by a machine, perhaps with errors."
	for _, marks := range [][][2]int{nil, {{4, 8}, {20, 32}}} {
		for width := float32(90); width < 500; width += 7 {
			lines := wrap(text, marks, width, 14, 1)
			line, used := "", float32(0)
			for _, p := range lines[0] {
				line += p.text
				used += fyne.MeasureText(strings.TrimRight(p.text, " "), 14, p.style()).Width
			}
			if len(lines) != 1 || used > width || !strings.HasSuffix(line, "…") || !strings.HasPrefix(text, strings.TrimSuffix(line, "…")) {
				t.Errorf("at %v: %q in %d lines, %v wide", width, line, len(lines), used)
			}
		}
	}
}
