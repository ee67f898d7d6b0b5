// Command rivals measures the search index beside SQLite's FTS5 and bleve: the same texts, the same queries, one run. It is a
// module of its own, so that the program depends on neither.
//
//	go run . -words 1000000
//	go run . -words 90000000 -each 9000 -beside ""     ten thousand hours, ours alone
//
// A document is a call. Each index gives the best 20 of them with the words around a hit; ours names the second of it, too.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// index is one of those that are compared.
type index interface {
	// add puts a call in, durably.
	add(c conversation) error
	// bulk puts many in, in whatever way is fastest.
	bulk(all []conversation) error
	// settle finishes what is going on in the background.
	settle() error
	// search gives how many calls a query finds, having read the best 20 of them.
	search(q query) (int, error)
	// words gives how many bytes the index takes without the copy of the texts from which hits are shown; NaN when that is not known.
	words() (bytes float64, err error)
	close() error
}

// query is one question in the languages of all.
type query struct {
	name   string
	words  []string
	phrase bool
	prefix bool
	since  int // number of the first call that counts
}

// rivals are those that can be compared with.
var rivals = map[string]func(string) (index, error){"fts5": openFTS5, "bleve": openBleve}

func main() {
	words := flag.Int("words", 1_000_000, "words in all calls")
	each := flag.Int("each", 1500, "words of a call: 1500 are ten minutes, 9000 an hour")
	rounds := flag.Int("rounds", 30, "how often each query is asked")
	beside := flag.String("beside", "fts5,bleve", "what to compare with; may be empty")
	flag.Parse()
	if err := run(*words, *each, *rounds, strings.FieldsFunc(*beside, func(r rune) bool { return r == ',' })); err != nil {
		log.Fatal(err)
	}
}

func run(words, each, rounds int, beside []string) error {
	dir, err := os.MkdirTemp("", "rivals-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	calls := words / each
	fmt.Printf("%d calls of %d words: %.1f MB of text\n", calls, each, float64(textSize(calls, each))/1e6)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	heading := "\tOnRecord"
	all := []measured{}
	for _, name := range append([]string{""}, beside...) {
		open := openOurs
		if name != "" {
			if open = rivals[name]; open == nil {
				return fmt.Errorf("there is no %s to compare with", name)
			}
			heading += "\t" + name + "\t"
		}
		m, err := measure(dir, open, calls, each, rounds)
		if err != nil {
			return err
		}
		all = append(all, m)
	}
	fmt.Fprintln(table, heading)
	for i, row := range all[0].rows {
		fmt.Fprintf(table, "%s\t%s", row.name, row.text)
		for _, other := range all[1:] {
			fmt.Fprintf(table, "\t%s\t%.1f x", other.rows[i].text, other.rows[i].value/row.value)
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

// measured is what was measured of one index, row by row.
type measured struct{ rows []row }

type row struct {
	name, text string
	value      float64
}

func (m *measured) add(name, text string, value float64) {
	m.rows = append(m.rows, row{name, text, value})
}

func measure(dir string, open func(string) (index, error), calls, each, rounds int) (m measured, err error) {
	folder, err := os.MkdirTemp(dir, "")
	if err != nil {
		return m, err
	}
	x, err := open(folder)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, x.close()) }()
	began := time.Now()
	const batch = 256
	for n := 0; n < calls; n += batch {
		var some []conversation
		for i := n; i < min(n+batch, calls); i++ {
			some = append(some, talk(i, each))
		}
		if err := x.bulk(some); err != nil {
			return m, err
		}
	}
	if err := x.settle(); err != nil {
		return m, err
	}
	m.add("build", fmt.Sprintf("%.1f s", time.Since(began).Seconds()), time.Since(began).Seconds())
	if err := m.size(x, folder, float64(textSize(calls, each))); err != nil {
		return m, err
	}
	var adds []float64
	for i := range 20 {
		c := talk(calls+i, each)
		began := time.Now()
		if err := x.add(c); err != nil {
			return m, err
		}
		adds = append(adds, time.Since(began).Seconds()*1000)
	}
	m.spread("add a call", adds)
	if err := x.close(); err != nil {
		return m, err
	}
	began = time.Now()
	if x, err = open(folder); err != nil {
		return m, err
	}
	if _, err := x.search(queries(calls)[0]); err != nil {
		return m, err
	}
	m.add("open, first search", fmt.Sprintf("%.0f ms", time.Since(began).Seconds()*1000), time.Since(began).Seconds())
	for _, q := range queries(calls) {
		found := 0
		var took []float64
		for range rounds {
			began := time.Now()
			if found, err = x.search(q); err != nil {
				return m, fmt.Errorf("%s: %w", q.name, err)
			}
			took = append(took, time.Since(began).Seconds()*1000)
		}
		m.spread(fmt.Sprintf("%s (%d calls)", q.name, found), took)
	}
	return m, nil
}

// size adds what the index takes on disk, beside the size of the texts.
func (m *measured) size(x index, folder string, text float64) error {
	file, err := sizeOf(folder)
	if err != nil {
		return err
	}
	words, err := x.words()
	if err != nil {
		return err
	}
	m.add("file / text", fmt.Sprintf("%.0f %%", 100*file/text), file)
	m.add("words / text", fmt.Sprintf("%.0f %%", 100*words/text), words)
	return nil
}

// spread adds the median and the 95th of 100 of some times.
func (m *measured) spread(name string, ms []float64) {
	slices.Sort(ms)
	half, most := ms[len(ms)/2], ms[len(ms)*95/100]
	m.add(name, fmt.Sprintf("%.1f / %.1f ms", half, most), most)
}

func sizeOf(folder string) (total float64, err error) {
	err = filepath.Walk(folder, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			total += float64(info.Size())
		}
		return err
	})
	return total, err
}
