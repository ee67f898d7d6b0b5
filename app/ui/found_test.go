package ui

import (
	"slices"
	"testing"

	"github.com/onrecord/onrecord/app"
)

func TestFoundWordsHaveTheirPlaces(t *testing.T) {
	hit := app.Hit{Snippet: "… the pay was due, pay it", Marks: [][2]int{{8, 11}, {21, 24}}}
	for text, want := range map[string][][2]int{
		"Then the pay was due, pay it.": {{9, 12}, {22, 25}},
		"payment, prepay, pay":          {{17, 20}},
		"größte pay":                    {{9, 12}},
		"nothing of it":                 nil,
		"":                              nil,
	} {
		if got := foundIn(text, hit); !slices.Equal(got, want) {
			t.Errorf("%q: %v, wants %v", text, got, want)
		}
	}
}
