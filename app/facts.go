package app

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// CallFacts is what a call seems to hold: found in its words, or said by a person.
type CallFacts struct {
	Facts     []rules.Fact    `json:"facts"`
	Mentioned []rules.Mention `json:"mentioned"`
	Private   []call.Flag     `json:"private"` // numbers that should not be handed on; none of them stands here
}

// lawPhrases reads the phrases that travel inside the program, once.
var lawPhrases = sync.OnceValues(func() (*rules.Phrases, error) { return rules.ReadPhrases(assets.Law) })

// Facts works out what a call seems to hold, by time. Nothing of it is kept.
func (a *App) Facts(id call.ID) (CallFacts, error) {
	phrases, err := lawPhrases()
	if err != nil {
		return CallFacts{}, err
	}
	doc, err := a.Document(id)
	if err != nil {
		return CallFacts{}, err
	}
	return factsOf(phrases, doc), nil
}

// factsOf works out what a document seems to hold.
func factsOf(phrases *rules.Phrases, doc Document) CallFacts {
	record := recordOf(doc)
	told := slices.DeleteFunc(phrases.Facts(record), func(f rules.Fact) bool {
		return !phrases.Telling(f) || f.Kind == privateTalk && strings.Contains(f.Place.Quote, "•") // that is among the private ones
	})
	return CallFacts{
		Facts: append([]rules.Fact{}, told...), Mentioned: append([]rules.Mention{}, rules.Mentions(record)...),
		Private: append([]call.Flag{}, rules.PrivateFlags(record)...),
	}
}

// privateTalk is the category of phrases about private numbers.
const privateTalk = "sensitive_data"

// FactLine is one line of what a call seems to hold.
type FactLine struct {
	At    call.Seconds
	Party call.Party // empty where a person said so
	What  string     // what it is, in a few words
	Read  string     // how the words were read; empty where there is nothing to read
	Words string     // the sentence
	Sure  bool       // a person said so; else it was found in the transcript
}

// Lines puts all of it in order of time, for people.
func (f CallFacts) Lines() (all []FactLine) {
	for _, fact := range f.Facts {
		all = append(all, FactLine{fact.Place.At, fact.Place.Party, FactLabel(fact.Kind), "", fact.Place.Quote, fact.Sure})
	}
	for _, m := range f.Mentioned {
		read := m.Read()
		if m.How != "" {
			read += " (" + m.How + ")"
		}
		all = append(all, FactLine{m.Place.At, m.Place.Party, mentionWords[m.Kind], read, m.Place.Quote, false})
	}
	for _, flag := range f.Private {
		at := flag.Places[0]
		all = append(all, FactLine{at.At, at.Party, flag.Says, "", at.Quote, false})
	}
	slices.SortStableFunc(all, func(a, b FactLine) int { return cmp.Compare(a.At, b.At) })
	return all
}

var mentionWords = map[rules.MentionKind]string{
	rules.AmountMentioned: "Amount", rules.DayMentioned: "Date", rules.PromiseMade: "Promise",
}

// FactLabel names a kind of fact for people.
func FactLabel(kind string) string {
	if label := sentLabels[kind]; label != "" {
		return label
	}
	if phrases, err := lawPhrases(); err == nil {
		if category, known := phrases.Category(kind); known {
			return category.Label
		}
	}
	return kind
}

var sentLabels = map[string]string{
	rules.CeaseSent: "Letter sent: stop contacting me", rules.DisputeSent: "Letter sent: debt disputed", rules.ValidationSent: "Letter sent: proof of the debt asked for",
	rules.ValidationReceived: "Proof of the debt received", rules.AttorneyNamed: "Attorney named", rules.NoticeReceived: "Written notice received",
	rules.OthersTold: "Debt spoken of to somebody else",
}

// SentKinds lists the kinds of facts that an entry of a case can be.
func SentKinds() []string { return slices.Sorted(maps.Keys(sentLabels)) }
