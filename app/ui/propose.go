package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// mostOfHead is which part of the height what stands above results may take.
const mostOfHead = 0.5

// proposals are what may be tried when not everything was found: other words, and the search without one of its conditions.
func (p *callsPage) proposals(a answer, query string) (all []fyne.CanvasObject) {
	propose := func(label, query string) {
		all = append(all, widget.NewButton(shortened(label), func() { p.setQuery(query) }))
	}
	instead := a.found.Instead
	if len(instead) > 1 && !a.most {
		if mended := mendedAll(query, instead); mended != "" {
			propose(mended, mended)
		}
	}
	for _, word := range instead {
		for _, other := range word.Words {
			if mended := app.Mended(query, word.Word, other); mended != "" {
				propose(insteadOf(word.Word, other, len(instead) > 1), mended)
			}
		}
	}
	for _, field := range app.QueryFields(query) {
		if rest := app.WithoutField(query, field); (a.most || a.found.Total == 0) && rest != "" {
			propose("Without “"+p.facets.words(field)+"”", rest)
		}
	}
	return all
}

// insteadOf names a word that may have been meant, and in place of which one where that is in doubt.
func insteadOf(word, other string, doubt bool) string {
	if doubt {
		return other + " instead of “" + word + "”"
	}
	return other
}

// mendedAll gives the query with the likeliest word in place of each that occurs nowhere; empty if that cannot be.
func mendedAll(query string, instead []app.Instead) string {
	for _, word := range instead {
		if query = app.Mended(query, word.Word, word.Words[0]); query == "" {
			return ""
		}
	}
	return query
}

// mostOnProposal is how many characters of a proposal are shown.
const mostOnProposal = 36

// shortened cuts what is too long for a button.
func shortened(label string) string {
	if runes := []rune(label); len(runes) > mostOnProposal {
		return string(runes[:mostOnProposal-1]) + "…"
	}
	return label
}
