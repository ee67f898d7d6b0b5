package rules

import (
	"regexp"
	"strings"
)

// promise matches what people say when they undertake something: who, and what is done. A negation between them is no promise.
var promise = regexp.MustCompile(`(?i)\b(?:(?:i|we)(?:['’]ll| will| promise to| promise (?:that )?(?:i|we)(?:['’]ll| will))|(?:i['’]m|i am|we['’]re|we are) (?:going to|gonna))` +
	`((?: \w+){0,3}?) (?:send|mail|email|e-mail|fax|call|phone|pay|transfer|wire|remove|take|put|add|file|draft|prepare|review|refund|credit|cancel|return|forward|fix|check|` +
	`confirm|update|look into|get back|set up|close|waive|reverse|stop|ship|deliver|replace|schedule|submit|write|provide|reach out|follow up|bring|sign)\b`)

var receiving = regexp.MustCompile(`(?i)\byou(?:['’]ll| will) (?:receive|get|hear|be (?:refunded|credited|called|contacted))\b`)

var refusing = regexp.MustCompile(`(?i)\b(?:not|never|if)\b`)

// promises finds the sentences of a text in which somebody undertakes something.
func promises(text string) (spots []spot) {
	for _, s := range sentences(text) {
		part := text[s.from:s.to]
		if at := promise.FindStringSubmatchIndex(part); at != nil && !refusing.MatchString(part[at[2]:at[3]]) {
			spots = append(spots, s)
		} else if receiving.MatchString(part) {
			spots = append(spots, s)
		}
	}
	return spots
}

// sentences takes a text apart at the signs that end one and are followed by a space.
func sentences(text string) (all []spot) {
	from := 0
	for from < len(text) {
		to := from
		for to < len(text) && !(strings.IndexByte(".!?", text[to]) >= 0 && (to+1 == len(text) || text[to+1] == ' ')) {
			to++
		}
		to = min(to+1, len(text))
		if strings.TrimSpace(text[from:to]) != "" {
			lead := len(text[from:to]) - len(strings.TrimLeft(text[from:to], " "))
			all = append(all, spot{from: from + lead, to: to})
		}
		from = to
	}
	return all
}
