package storage

import (
	"context"
	"log/slog"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// Options say how to open a library. The zero value will do.
type Options struct {
	Now  func() time.Time // the clock; nil for the real one
	Log  *slog.Logger     // nil for none
	Wait time.Duration    // how long to wait for another process to let go of the library; 0 for a quarter second
	// Fail may be nil. It is called before every file operation and makes it fail with the error it returns: for
	// tests of what happens then. The last part of the name is the file's.
	Fail func(op, name string) error
}

// Library is an open library.
type Library struct{}

// Open opens the library in dir.
func Open(dir string, opt Options) (*Library, error) { return nil, nil }
func (l *Library) Close() error                      { return nil }
func (l *Library) Dir() string                       { return "" }
func (l *Library) Begin(c call.Call) (File, error)   { return nil, nil }
func (l *Library) Commit(c call.Call) error          { return nil }
func (l *Library) Discard(id call.ID) error          { return nil }
func (l *Library) Save(c call.Call) error            { return nil }
func (l *Library) Edit(id call.ID, change func(*call.Call) error) (call.Call, error) {
	return call.Call{}, nil
}
func (l *Library) Call(id call.ID) (call.Call, error)                 { return call.Call{}, nil }
func (l *Library) Find(ref string) (call.ID, error)                   { return "", nil }
func (l *Library) List(f Filter) ([]Summary, error)                   { return nil, nil }
func (l *Library) Count() (int, error)                                { return 0, nil }
func (l *Library) Transcript(id call.ID) (call.Transcript, error)     { return call.Transcript{}, nil }
func (l *Library) SaveTranscript(id call.ID, t call.Transcript) error { return nil }
func (l *Library) OpenAudio(id call.ID) (File, error)                 { return nil, nil }
func (l *Library) OpenPartial(id call.ID) (File, error)               { return nil, nil }
func (l *Library) Unfinished() ([]call.ID, error)                     { return nil, nil }
func (l *Library) KeepLog(id call.ID, text []byte) error              { return nil }
func (l *Library) Search(query string, limit int) (search.Results, error) {
	return search.Results{}, nil
}
func (l *Library) Enqueue(j Job) (Job, error)                    { return Job{}, nil }
func (l *Library) Jobs() ([]Job, error)                          { return nil, nil }
func (l *Library) NextJob() (Job, bool, error)                   { return Job{}, false, nil }
func (l *Library) UpdateJob(j Job) error                         { return nil }
func (l *Library) RemoveJob(id uint64) error                     { return nil }
func (l *Library) Check(ctx context.Context) ([]Finding, error)  { return nil, nil }
func (l *Library) Repair(ctx context.Context) ([]Finding, error) { return nil, nil }
func (l *Library) RebuildIndex(ctx context.Context) error        { return nil }
