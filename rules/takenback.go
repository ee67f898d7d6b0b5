package rules

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
)

// addBack takes in what takes the words of a category back.
func (p *Phrases) addBack(c Category, named map[string]string) error {
	for i, text := range c.Not {
		expr, err := regexp.Compile(cmp.Or(named[text], text))
		if err != nil {
			return fmt.Errorf("not %d: %w", i+1, err)
		}
		p.back[c.ID] = append(p.back[c.ID], expr)
	}
	return nil
}

// backReach is how many bytes before and behind the words are looked at.
const backReach = 80

// takenBack reports whether what stands around the words of a category says that they are not meant: "this is not an attempt to collect a debt".
func (p *Phrases) takenBack(category string, text string, from, to int) bool {
	exprs := p.back[category]
	if len(exprs) == 0 {
		return false
	}
	before, after := text[max(0, from-backReach):from], text[to:min(len(text), to+backReach)]
	marked := rawly(before + "<" + text[from:to] + ">" + after).text
	return slices.ContainsFunc(exprs, func(expr *regexp.Regexp) bool { return expr.MatchString(marked) })
}
