package assets

import (
	"encoding/xml"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the outlines of the line drawings anew")

// The line drawings are drawn with a pen, in icons/pen. Fyne neither scales nor recolours strokes, so what travels
// in the program are their outlines.
func TestLineIconsAreTheOutlinesOfTheirDrawings(t *testing.T) {
	drawings, err := filepath.Glob("icons/pen/*.svg")
	if err != nil || len(drawings) == 0 {
		t.Fatal("no drawings", err)
	}
	for _, drawing := range drawings {
		content, err := os.ReadFile(drawing)
		if err != nil {
			t.Fatal(err)
		}
		want, err := outline(content)
		if err != nil {
			t.Fatalf("%s: %v", drawing, err)
		}
		name := strings.TrimSuffix(filepath.Base(drawing), ".svg")
		if *update {
			if err := os.WriteFile("icons/"+name+".svg", []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := LineIcon(name)
		if err != nil || string(got) != want {
			t.Errorf("%s is not the outline of its drawing: run the test with -update (%v)", name, err)
		}
	}
}

func TestProgramIconsArePictures(t *testing.T) {
	for name, open := range map[string]func() ([]byte, error){
		"icon": Icon, "tray": func() ([]byte, error) { return TrayIcon(TrayIdle) },
		"tray recording": func() ([]byte, error) { return TrayIcon(TrayRecording) },
		"tray warning":   func() ([]byte, error) { return TrayIcon(TrayWarning) },
	} {
		content, err := open()
		if err != nil || !strings.HasPrefix(string(content), "\x89PNG") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := LineIcon("no such drawing"); err == nil {
		t.Error("an icon that is not there gives no error")
	}
}

// shape is a path, circle or rectangle of a drawing.
type shape struct {
	XMLName xml.Name
	D       string  `xml:"d,attr"`
	CX      float64 `xml:"cx,attr"`
	CY      float64 `xml:"cy,attr"`
	R       float64 `xml:"r,attr"`
	X       float64 `xml:"x,attr"`
	Y       float64 `xml:"y,attr"`
	Width   float64 `xml:"width,attr"`
	Height  float64 `xml:"height,attr"`
	RX      float64 `xml:"rx,attr"`
	Fill    string  `xml:"fill,attr"`
	Pen     float64 `xml:"stroke-width,attr"`
}

// outline turns strokes into areas.
func outline(drawing []byte) (string, error) {
	var parsed struct {
		Shapes []shape `xml:",any"`
	}
	if err := xml.Unmarshal(drawing, &parsed); err != nil {
		return "", err
	}
	var d strings.Builder
	for _, s := range parsed.Shapes {
		if s.XMLName.Local == "circle" {
			s.D = fmt.Sprintf("M%g %ga%g %g 0 1 1 %g 0a%g %g 0 1 1 %g 0z", s.CX-s.R, s.CY, s.R, s.R, 2*s.R, s.R, s.R, -2*s.R)
		}
		if s.XMLName.Local == "rect" {
			s.D = fmt.Sprintf("M%g %gh%ga%g %g 0 0 1 %g %gv%ga%g %g 0 0 1 %g %gh%ga%g %g 0 0 1 %g %gv%ga%g %g 0 0 1 %g %gz",
				s.X+s.RX, s.Y, s.Width-2*s.RX, s.RX, s.RX, s.RX, s.RX, s.Height-2*s.RX, s.RX, s.RX, -s.RX, s.RX,
				2*s.RX-s.Width, s.RX, s.RX, -s.RX, -s.RX, 2*s.RX-s.Height, s.RX, s.RX, s.RX, -s.RX)
		}
		lines, err := flatten(s.D)
		if err != nil {
			return "", err
		}
		for _, line := range lines {
			if s.Fill == "none" {
				stroke(&d, line, s.Pen/2)
			} else {
				polygon(&d, line)
			}
		}
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20"><path fill="currentColor" d="` +
		d.String() + "\"/></svg>\n", nil
}

type point struct{ x, y float64 }

func polygon(d *strings.Builder, points []point) {
	for i, p := range points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(d, "%s%.2f %.2f", command, p.x, p.y)
	}
	d.WriteString("Z")
}

// stroke draws a line with a round pen: a box for each stretch and a disc for each corner, all turning the same way
// so that together they fill without holes.
func stroke(d *strings.Builder, line []point, half float64) {
	const corners = 16
	for i, p := range line {
		var disc []point
		for k := range corners {
			angle := -2 * math.Pi * float64(k) / corners
			disc = append(disc, point{p.x + half*math.Cos(angle), p.y + half*math.Sin(angle)})
		}
		polygon(d, disc)
		if i == 0 {
			continue
		}
		from := line[i-1]
		length := math.Hypot(p.x-from.x, p.y-from.y)
		if length == 0 {
			continue
		}
		n := point{-(p.y - from.y) / length * half, (p.x - from.x) / length * half}
		polygon(d, []point{{from.x + n.x, from.y + n.y}, {p.x + n.x, p.y + n.y}, {p.x - n.x, p.y - n.y}, {from.x - n.x, from.y - n.y}})
	}
}

var tokens = regexp.MustCompile(`[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)`)

// pen follows the commands of a path.
type pen struct {
	lines   [][]point
	at      point
	begin   point
	numbers []float64
}

// flatten turns a path into lines. It knows the commands that the drawings use.
func flatten(d string) ([][]point, error) {
	p := &pen{}
	command := ""
	run := func() error {
		for {
			used, err := p.step(command)
			if err != nil || used == 0 || len(p.numbers) == used {
				p.numbers = nil
				return err
			}
			p.numbers = p.numbers[used:]
			command = map[string]string{"M": "L", "m": "l"}[command] + map[bool]string{true: command}[command != "M" && command != "m"]
		}
	}
	for _, token := range tokens.FindAllString(d, -1) {
		number, err := strconv.ParseFloat(token, 64)
		if err == nil {
			p.numbers = append(p.numbers, number)
			continue
		}
		if command != "" {
			if err := run(); err != nil {
				return nil, err
			}
		}
		command = token
	}
	return p.lines, run()
}

// step carries one command out and says how many numbers it took.
func (p *pen) step(command string) (int, error) {
	from := point{}
	if strings.ToLower(command) == command {
		from = p.at
	}
	n := p.numbers
	switch strings.ToLower(command) {
	case "m":
		p.at = point{from.x + n[0], from.y + n[1]}
		p.begin = p.at
		p.lines = append(p.lines, []point{p.at})
		return 2, nil
	case "l":
		return 2, p.to(point{from.x + n[0], from.y + n[1]})
	case "h":
		return 1, p.to(point{from.x + n[0], p.at.y})
	case "v":
		return 1, p.to(point{p.at.x, from.y + n[0]})
	case "z":
		return 0, p.to(p.begin)
	case "c":
		p.curve(p.at, point{from.x + n[0], from.y + n[1]}, point{from.x + n[2], from.y + n[3]}, point{from.x + n[4], from.y + n[5]})
		return 6, nil
	case "a":
		p.arc(n[0], n[3] != 0, n[4] != 0, point{from.x + n[5], from.y + n[6]})
		return 7, nil
	}
	return 0, fmt.Errorf("command %q is not known here", command)
}

func (p *pen) to(end point) error {
	last := len(p.lines) - 1
	p.lines[last] = append(p.lines[last], end)
	p.at = end
	return nil
}

const smooth = 8 // stretches of a curve

func (p *pen) curve(a, b, c, d point) {
	for i := 1; i <= smooth; i++ {
		t := float64(i) / smooth
		u := 1 - t
		mix := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
		p.to(point{mix(a.x, b.x, c.x, d.x), mix(a.y, b.y, c.y, d.y)})
	}
}

// arc follows a circle of radius r to the end.
func (p *pen) arc(r float64, large, clockwise bool, end point) {
	dx, dy := end.x-p.at.x, end.y-p.at.y
	chord := math.Hypot(dx, dy)
	r = math.Max(r, chord/2)
	away := math.Sqrt(math.Max(0, r*r-chord*chord/4)) / chord
	if large == clockwise {
		away = -away
	}
	center := point{(p.at.x+end.x)/2 - away*dy, (p.at.y+end.y)/2 + away*dx}
	from, to := math.Atan2(p.at.y-center.y, p.at.x-center.x), math.Atan2(end.y-center.y, end.x-center.x)
	if clockwise && to < from {
		to += 2 * math.Pi
	}
	if !clockwise && to > from {
		to -= 2 * math.Pi
	}
	steps := max(2, int(math.Abs(to-from)*r*1.5))
	for i := 1; i <= steps; i++ {
		angle := from + (to-from)*float64(i)/float64(steps)
		p.to(point{center.x + r*math.Cos(angle), center.y + r*math.Sin(angle)})
	}
}
