package ui

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/call"
)

const (
	wordEarly = call.Seconds(0.05) // a word is marked that long before it begins
	wordLate  = call.Seconds(0.25) // and stays marked that long, unless another one begins
)

// spokenWord is a word of a turn with its place in the text.
type spokenWord struct {
	call.Word
	from, to int // byte offsets
}

// place gives what to mark in the text; of nil that is nothing.
func (w *spokenWord) place() [2]int {
	if w == nil {
		return [2]int{}
	}
	return [2]int{w.from, w.to}
}

// spokenWords finds the words of a turn in its text. One that does not stand there is left out.
func spokenWords(text string, words []call.Word) []spokenWord {
	var all []spokenWord
	at := 0
	for _, word := range words {
		letters := strings.TrimSpace(word.Text)
		i := strings.Index(text[at:], letters)
		if i < 0 || letters == "" {
			continue
		}
		all = append(all, spokenWord{word, at + i, at + i + len(letters)})
		at += i + len(letters)
	}
	return all
}

// wordHeard gives the word that is heard at a second, or nil. After turns were merged words need not be in order of time.
func wordHeard(words []spokenWord, at call.Seconds) *spokenWord {
	var heard *spokenWord
	for i, word := range words {
		if word.Start <= at+wordEarly && at < word.End+wordLate && (heard == nil || word.Start >= heard.Start) {
			heard = &words[i]
		}
	}
	return heard
}

// spoken are the words of turn i.
func (c *conversation) spoken(i int) []spokenWord {
	if c.spokenTurn != i {
		c.spokenTurn, c.spokenOfTurn = i, spokenWords(c.turns[i].text, c.turns[i].words)
	}
	return c.spokenOfTurn
}

// hear marks the turn and the word that are heard at a second and keeps them in sight.
func (c *conversation) hear(at call.Seconds) {
	c.at = at
	heard := c.turnAt(at)
	if before := c.heard; heard != before {
		c.heard = heard
		if heard >= 0 && c.editor.turn == 0 { // what is being written stays in sight
			c.column.reveal(heard)
		}
		c.column.fill(before)
		c.column.fill(heard)
		return
	}
	c.light(heard)
}

// begin puts the keyboard where a call was opened at a second, unless somebody is writing elsewhere.
func (c *conversation) begin(at call.Seconds) {
	for i, t := range c.turns {
		if t.at <= at+wordEarly {
			c.column.cursor = i
		}
	}
	c.column.refill()
	c.column.reveal(c.column.cursor)
	c.page.w.focusIfFree(c.column)
}

// heardNow is the turn at which the sound stands, or -1 at its beginning.
func (c *conversation) heardNow() int {
	if at := c.page.playback.position(); at > 0 {
		return c.turnAt(at)
	}
	return -1
}

// turnAt gives the turn that is heard at a second, or -1.
func (c *conversation) turnAt(at call.Seconds) int {
	heard := -1
	for i, t := range c.turns {
		if t.party != "" && t.at <= at+wordEarly && at < t.end {
			heard = i
		}
	}
	return heard
}

// light marks the word being heard, and the one at the keyboard, in the row of a turn. Nothing else is drawn anew.
func (c *conversation) light(i int) {
	row := c.column.rows[i]
	if row == nil {
		return
	}
	r := row.content.(*turnRow)
	if heard := c.lightRow(i, r); heard != nil {
		c.revealWord(i, r, heard.place())
	}
}

// lightRow marks words in a row, and gives the one being heard if it is there and was not marked before.
func (c *conversation) lightRow(i int, r *turnRow) *spokenWord {
	var heard, cursor *spokenWord
	if i == c.heard {
		heard = wordHeard(c.spoken(i), c.at)
	}
	if i == c.caretTurn && i == c.column.cursor && c.column.focused && c.caret >= 0 {
		if words := c.spoken(i); c.caret < len(words) {
			cursor = &words[c.caret]
		}
	}
	if !r.text.lit(heard.place(), cursor.place(), wordColor(c.turns[i].party)) {
		return nil
	}
	return heard
}

func wordColor(party call.Party) fyne.ThemeColorName {
	if party == call.Remote {
		return colorWordRemote
	}
	return colorWord
}

// revealWord scrolls to a word of a turn that is too long to be in sight as a whole.
func (c *conversation) revealWord(i int, r *turnRow, word [2]int) {
	if c.editor.turn != 0 || c.column.tops[i+1]-c.column.tops[i] <= c.column.scroll.Size().Height-2*theme.Size(sizePage) {
		return
	}
	if at, size, found := r.text.box(word); found {
		top := c.column.tops[i] + r.text.Position().Y + at.Y
		c.column.revealSpan(top, top+size.Height)
	}
}

// wordUnder gives the word of a row at a place of it, or nil.
func (c *conversation) wordUnder(i int, r *turnRow, at fyne.Position) *spokenWord {
	if r.text.Hidden {
		return nil
	}
	offset := r.text.offsetAt(at.Subtract(r.text.Position()))
	words := c.spoken(i)
	n := sort.Search(len(words), func(n int) bool { return words[n].to > offset })
	if offset < 0 || n == len(words) || words[n].from > offset {
		return nil
	}
	return &words[n]
}

// onTapped plays from the word that was clicked; elsewhere a row is chosen as a whole.
func (c *conversation) onTapped(i int, row fyne.CanvasObject, at fyne.Position) bool {
	word := c.wordUnder(i, row.(*turnRow), at)
	if word == nil {
		return false
	}
	c.editor.keep()
	c.page.playback.from(word.Start)
	return true
}

// stepWord moves the keyboard to another word of the turn at the keyboard, if the words of that are known. The first step goes to
// the word being heard there, or else to the first or the last.
func (c *conversation) stepWord(i, by int) bool {
	words := c.spoken(i)
	if len(words) == 0 || c.editor.turn != 0 {
		return false
	}
	next := c.caret + by
	if c.caret < 0 || c.caretTurn != i {
		next = 0
		if heard := wordHeard(words, c.at); heard != nil && i == c.heard {
			next = sort.Search(len(words), func(n int) bool { return words[n].from >= heard.from })
		} else if by < 0 {
			next = len(words) - 1
		}
	}
	c.caret, c.caretTurn = max(0, min(next, len(words)-1)), i
	c.light(i)
	if row := c.column.rows[i]; row != nil {
		c.revealWord(i, row.content.(*turnRow), words[c.caret].place())
	}
	return true
}

// playWord plays from the word at the keyboard, if there is one in this turn.
func (c *conversation) playWord(i int) bool {
	words := c.spoken(i)
	if c.caretTurn != i || c.caret < 0 || c.caret >= len(words) {
		return false
	}
	c.editor.keep()
	c.page.playback.from(words[c.caret].Start)
	return true
}
