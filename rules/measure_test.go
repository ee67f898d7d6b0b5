package rules

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// measured counts how often a category was found where it stands (hit), where it does not (wrong), and not found where it stands (missed).
type measured struct{ hit, wrong, missed int }

func (m measured) precision() float64 { return share(m.hit, m.hit+m.wrong) }
func (m measured) recall() float64    { return share(m.hit, m.hit+m.missed) }

func share(part, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(part) / float64(of)
}

// labelled is an exchange of one or a few turns, and the categories that a person sees in it.
type labelled struct {
	labels, turns []string
}

// readLabelled reads a file of testdata/said, and which categories it is about.
func readLabelled(t *testing.T, name string) (about []string, all []labelled) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	seen := map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		labels, turns, ok := strings.Cut(lines.Text(), "\t")
		if !ok || strings.HasPrefix(labels, "#") {
			continue
		}
		one := labelled{turns: strings.Split(turns, " | ")}
		if labels != "-" {
			one.labels = strings.Split(labels, ",")
		}
		for _, label := range one.labels {
			if !seen[label] {
				seen[label] = true
				about = append(about, label)
			}
		}
		all = append(all, one)
	}
	return about, all
}

// measure looks for the categories in each exchange.
func measure(p *Phrases, about []string, all []labelled, say func(string, ...any)) map[string]measured {
	table := map[string]measured{}
	for _, one := range all {
		found := map[string]bool{}
		for _, f := range p.Find(talk(one.turns...)) {
			found[f.Category] = true
		}
		for _, category := range about {
			m := table[category]
			switch there := slices.Contains(one.labels, category); {
			case there && found[category]:
				m.hit++
			case there:
				m.missed++
				say("missed %s: %s", category, strings.Join(one.turns, " | "))
			case found[category]:
				m.wrong++
				say("wrong  %s: %s", category, strings.Join(one.turns, " | "))
			}
			table[category] = m
		}
	}
	return table
}

func TestMeasurePhrases(t *testing.T) {
	p := phrases(t)
	files, err := filepath.Glob("testdata/said/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v: nothing to measure", err)
	}
	for _, file := range files {
		about, all := readLabelled(t, file)
		table := measure(p, about, all, t.Logf)
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		for _, category := range about {
			m := table[category]
			t.Log(fmt.Sprintf("%-12s %-24s %3d lines, precision %3.0f %%, recall %3.0f %%", name, category, m.hit+m.missed, 100*m.precision(), 100*m.recall()))
		}
	}
}
