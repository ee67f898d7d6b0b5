package main

import (
	"errors"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/analyzer/simple" // the analyzer that is named below
	bleveindex "github.com/blevesearch/bleve/v2/search/query"
)

// bleves is a bleve index with the text and the places of words in it.
type bleves struct{ index bleve.Index }

func openBleve(folder string) (index, error) {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = "simple"
	text := bleve.NewTextFieldMapping()
	text.Store, text.IncludeTermVectors = true, true
	document := bleve.NewDocumentStaticMapping()
	document.AddFieldMappingsAt("text", text)
	document.AddFieldMappingsAt("number", bleve.NewNumericFieldMapping())
	mapping.DefaultMapping = document
	place := filepath.Join(folder, "bleve")
	x, err := bleve.Open(place)
	if errors.Is(err, bleve.ErrorIndexPathDoesNotExist) {
		x, err = bleve.New(place, mapping)
	}
	return &bleves{x}, err
}

func (b *bleves) add(c conversation) error {
	return b.index.Index(strconv.Itoa(c.number), fields(c))
}

func fields(c conversation) map[string]any {
	return map[string]any{"text": c.text(), "number": c.number}
}

func (b *bleves) bulk(all []conversation) error {
	batch := b.index.NewBatch()
	for _, c := range all {
		if err := batch.Index(strconv.Itoa(c.number), fields(c)); err != nil {
			return err
		}
	}
	return b.index.Batch(batch)
}

func (b *bleves) settle() error { return nil }

func (b *bleves) search(q query) (int, error) {
	var wanted bleveindex.Query
	switch {
	case q.phrase:
		wanted = bleve.NewMatchPhraseQuery(strings.Join(q.words, " "))
	case q.prefix:
		wanted = bleve.NewPrefixQuery(q.words[0])
	default:
		all := bleve.NewMatchQuery(strings.Join(q.words, " "))
		all.SetOperator(bleveindex.MatchQueryOperatorAnd)
		wanted = all
	}
	if since := float64(q.since); since > 0 {
		wanted = bleve.NewConjunctionQuery(wanted, bleve.NewNumericRangeQuery(&since, nil))
	}
	request := bleve.NewSearchRequestOptions(wanted, 20, 0, false)
	request.Highlight = bleve.NewHighlight()
	results, err := b.index.Search(request)
	if err != nil {
		return 0, err
	}
	return int(results.Total), nil
}

// words does not know, since bleve keeps both in the same files.
func (b *bleves) words() (bytes float64, err error) { return math.NaN(), nil }

func (b *bleves) close() error { return b.index.Close() }
