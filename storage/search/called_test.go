package search

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// A part of a case, a tag or a name finds it, in whatever capitals; between quotation marks a case and a tag are meant whole. What the
// index gives is held against a plain look at the texts.
func TestNamesOfThingsAreFoundByAPart(t *testing.T) {
	word := rapid.SampledFrom([]string{"Tax", "2026", "taxes", "Solar", "panels", "urgent", "UR"})
	text := rapid.Map(rapid.SliceOfN(word, 0, 3), func(words []string) string { return strings.Join(words, " ") })
	rapid.Check(t, func(r *rapid.T) {
		var docs []Document
		for n := range 4 {
			doc := document(n + 1)
			doc.Case, doc.Name, doc.Tags = text.Draw(r, "case"), text.Draw(r, "name"), rapid.SliceOfN(text, 0, 2).Draw(r, "tags")
			docs = append(docs, doc)
		}
		want := rapid.OneOf(text, rapid.StringMatching(`[a-z]{1,3}`)).Draw(r, "want")
		if strings.TrimSpace(want) == "" {
			want = "tax"
		}
		whole := rapid.Bool().Draw(r, "whole") || strings.Contains(want, " ")
		typed := want
		if whole {
			typed = `"` + want + `"`
		}
		holds := func(text string, whole bool) bool {
			text, want := strings.ToLower(text), strings.ToLower(want)
			return whole && text == want || !whole && strings.Contains(text, want)
		}
		db := newIndex(t)
		put(t, db, docs...)
		for field, is := range map[string]func(Document) bool{
			"case": func(d Document) bool { return holds(d.Case, whole) },
			"name": func(d Document) bool { return holds(d.Name, false) },
			"tag": func(d Document) bool {
				return slices.ContainsFunc(d.Tags, func(tag string) bool { return holds(tag, whole) })
			},
		} {
			for _, not := range []bool{false, true} {
				expr, err := query(sign(not)+field+":"+typed+" after:2000", time.Now())
				if err != nil {
					r.Fatal(err)
				}
				var found, wanted []call.ID
				err = db.View(func(tx *bbolt.Tx) (err error) {
					found, err = Matching(context.Background(), tx.Bucket(bucketName), expr)
					return err
				})
				for _, doc := range docs {
					if is(doc) != not {
						wanted = append(wanted, doc.Call)
					}
				}
				slices.Sort(found)
				slices.Sort(wanted)
				if err != nil || !slices.Equal(found, wanted) {
					r.Errorf("%s finds %v, wants %v, %v", expr, found, wanted, err)
				}
			}
		}
	})
}

// Whatever field there is, its name alone is refused with what must follow.
func TestEveryFieldSaysWhatFollows(t *testing.T) {
	for name := range fields {
		_, err := Query("pay " + name + ":")
		if wrong, is := err.(*QueryError); !is || wrong.Position != len("pay "+name+":") || follows[name] == "" || !strings.Contains(wrong.Sentence, follows[name]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, query := range []string{"http: //x", "note:", ":", "a:b", "from: me", `name:"x"`} {
		if _, err := Query("pay " + query); err != nil {
			t.Errorf("%q: %v", query, err)
		}
	}
}
