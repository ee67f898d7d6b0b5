package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/onrecord/onrecord/app"
)

// progress draws over one line of the terminal. On anything else it draws nothing.
type progress struct {
	face  *face
	drawn bool
}

func (f *face) progress() *progress { return &progress{face: f} }

// show puts text on the line, in place of what stood there.
func (p *progress) show(text string) {
	if !p.face.env.Terminal || p.face.quiet {
		return
	}
	fmt.Fprintf(p.face.env.Err, "\r%s\x1b[K", clean(text))
	p.drawn = true
}

// clear empties the line, so that other text can be written.
func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.face.env.Err, "\r\x1b[K")
		p.drawn = false
	}
}

// bar draws how far a piece of work is. remaining is negative while unknown.
func (p *progress) bar(label string, fraction float64, remaining time.Duration) {
	const width = 24
	fraction = min(max(fraction, 0), 1)
	filled := int(fraction * width)
	left := ""
	if about := app.About(remaining); about != "" {
		left = "  " + about + " left"
	}
	p.show(fmt.Sprintf("%s  %s%s %3.0f %%%s", label, strings.Repeat("█", filled), strings.Repeat("░", width-filled), fraction*100, left))
}
