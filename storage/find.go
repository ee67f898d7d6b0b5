package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// Search looks for words in all transcripts as corrected, in notes, names, numbers, cases and tags, and gives the best hits, limit
// of them at most (0 for all). A query that cannot be understood is a *search.QueryError; see search.Query. When ctx ends, its
// error is returned.
func (l *Library) Search(ctx context.Context, query string, limit int) (search.Results, error) {
	return l.search(ctx, query, limit, search.Find)
}

// SearchMost finds the calls with most of the words of a query that no call matches; see search.FindMost.
func (l *Library) SearchMost(ctx context.Context, query string, limit int) (search.Results, error) {
	return l.search(ctx, query, limit, search.FindMost)
}

func (l *Library) search(ctx context.Context, query string, limit int, find func(context.Context, *bbolt.Bucket, search.Expr, int) (search.Results, error)) (search.Results, error) {
	expr, err := l.query(ctx, query)
	if err != nil {
		return search.Results{}, err
	}
	var results search.Results
	err = l.view(func(tx *bbolt.Tx) (err error) {
		results, err = find(ctx, tx.Bucket(searchBucket), expr, limit)
		return err
	})
	return results, err
}

// query reads a query, and asks for the flags that it names.
func (l *Library) query(ctx context.Context, query string) (search.Expr, error) {
	expr, err := search.QueryAmong(query, l.people)
	if err != nil {
		return expr, err
	}
	return expr, expr.Flags(func(wanted string) (map[call.ID]bool, error) { return l.flagged(ctx, wanted) })
}

// Matching gives the calls that match a query, without looking at what matches in them.
func (l *Library) Matching(ctx context.Context, query string) (ids []call.ID, err error) {
	expr, err := l.query(ctx, query)
	if err != nil {
		return nil, err
	}
	err = l.view(func(tx *bbolt.Tx) (err error) {
		ids, err = search.Matching(ctx, tx.Bucket(searchBucket), expr)
		return err
	})
	return ids, err
}

// Find gives the call that a person means: by its ID, by the beginning of one that no other has, or "last" for the
// newest. It fails with ErrNoCall or ErrAmbiguous, and with ErrTrashed too if the call is in the trash.
func (l *Library) Find(ref string) (id call.ID, err error) {
	err = l.view(func(tx *bbolt.Tx) (err error) {
		if ref == "last" {
			id, err = newestCall(tx)
		} else {
			id, err = callBy(tx, strings.ToLower(ref))
			err = hint(tx, strings.ToLower(ref), err)
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("find call %q: %w", ref, err)
	}
	return id, nil
}

func newestCall(tx *bbolt.Tx) (call.ID, error) {
	_, line := tx.Bucket(startsBucket).Cursor().Last()
	if line == nil {
		return "", ErrNoCall
	}
	s, err := readSummary(line)
	return s.ID, err
}

func callBy(tx *bbolt.Tx, prefix string) (call.ID, error) {
	if prefix == "" {
		return "", ErrNoCall
	}
	cursor := tx.Bucket(callsBucket).Cursor()
	first, _ := cursor.Seek([]byte(prefix))
	if !bytes.HasPrefix(first, []byte(prefix)) {
		return "", ErrNoCall
	}
	id := call.ID(first)
	if next, _ := cursor.Next(); bytes.HasPrefix(next, []byte(prefix)) {
		return "", ErrAmbiguous
	}
	return id, nil
}

// Summary gives what a list shows of one call. The error is ErrNoCall if it is not in the library.
func (l *Library) Summary(id call.ID) (s Summary, err error) {
	err = l.view(func(tx *bbolt.Tx) (err error) {
		start := tx.Bucket(callsBucket).Get([]byte(id))
		if start == nil {
			return ErrNoCall
		}
		s, err = readSummary(tx.Bucket(startsBucket).Get(start))
		return err
	})
	if err != nil {
		return Summary{}, fmt.Errorf("read summary of call %q: %w", id, err)
	}
	return s, nil
}

// Count says how many calls the library holds.
func (l *Library) Count() (count int, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		count = tx.Bucket(callsBucket).Inspect().KeyN
		return nil
	})
	return count, err
}

// List gives the calls that the filter chooses, the newest first, from the index alone.
func (l *Library) List(f Filter) (list []Summary, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		list = []Summary{}
		passed := 0
		cursor := tx.Bucket(startsBucket).Cursor()
		for key, line := lastBefore(cursor, f.Until); key != nil; key, line = cursor.Prev() {
			if !f.Since.IsZero() && bytes.Compare(key, startKey(f.Since, "")) < 0 {
				return nil
			}
			if f.Case == "" && !f.Untranscribed && passed < f.Offset {
				passed++
				continue
			}
			s, err := readSummary(line)
			if err != nil {
				return err
			}
			if !f.chooses(s) {
				continue
			}
			if passed++; passed <= f.Offset {
				continue
			}
			if list = append(list, s); len(list) == f.Limit {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list calls: %w", err)
	}
	return list, nil
}

// lastBefore goes to the newest call that began before the given time, or the newest at all when it is zero.
func lastBefore(cursor *bbolt.Cursor, until time.Time) (key, line []byte) {
	if until.IsZero() {
		return cursor.Last()
	}
	if key, _ := cursor.Seek(startKey(until, "")); key == nil {
		return cursor.Last()
	}
	return cursor.Prev()
}

// chooses looks at what is not in the order of the list.
func (f Filter) chooses(s Summary) bool {
	if f.Case != "" && s.Case != f.Case {
		return false
	}
	return !f.Untranscribed || s.Audio && !s.Transcribed && s.Damaged == "" && s.Outcome != call.Recording
}

func readSummary(line []byte) (Summary, error) {
	var s Summary
	if err := json.Unmarshal(line, &s); err != nil {
		return Summary{}, fmt.Errorf("read summary: %w: %w", errIndexDamaged, err)
	}
	return s, nil
}
