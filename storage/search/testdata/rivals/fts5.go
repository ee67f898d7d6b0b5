package main

import (
	"database/sql"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite"
)

// fts5 is SQLite's full-text index with the text in it.
type fts5 struct{ db *sql.DB }

func openFTS5(folder string) (index, error) {
	db, err := sql.Open("sqlite", filepath.Join(folder, "fts5.db"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
		"CREATE VIRTUAL TABLE IF NOT EXISTS calls USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')",
	} {
		if _, err := db.Exec(statement); err != nil {
			return nil, err
		}
	}
	return &fts5{db}, nil
}

const insert = "INSERT INTO calls(rowid, text) VALUES (?, ?)"

func (f *fts5) add(c conversation) error {
	_, err := f.db.Exec(insert, c.number+1, c.text())
	return err
}

func (f *fts5) bulk(all []conversation) error {
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	for _, c := range all {
		if _, err := tx.Exec(insert, c.number+1, c.text()); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (f *fts5) settle() error {
	_, err := f.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

func (f *fts5) words() (bytes float64, err error) {
	err = f.db.QueryRow("SELECT sum(pgsize) FROM dbstat WHERE name <> 'calls_content'").Scan(&bytes)
	return bytes, err
}

func (f *fts5) search(q query) (found int, err error) {
	text := strings.Join(q.words, " ")
	if q.phrase {
		text = `"` + text + `"`
	} else if q.prefix {
		text += "*"
	}
	if err := f.db.QueryRow("SELECT count(*) FROM calls WHERE calls MATCH ? AND rowid > ?", text, q.since).Scan(&found); err != nil {
		return 0, err
	}
	rows, err := f.db.Query("SELECT rowid, snippet(calls, 0, '[', ']', '…', 24) FROM calls WHERE calls MATCH ? AND rowid > ? ORDER BY rank LIMIT 20", text, q.since)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		var snippet string
		if err := rows.Scan(&id, &snippet); err != nil {
			return 0, err
		}
	}
	return found, rows.Err()
}

func (f *fts5) close() error { return f.db.Close() }
