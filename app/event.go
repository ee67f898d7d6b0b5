package app

import (
	"context"
	"sync"

	"github.com/onrecord/onrecord/call"
)

// Event is something that happened to the library, the take or the work in hand. Faces read again by ID.
type Event interface{ event() }

// The events. Each is sent after what it tells has been written.
type (
	// CallSaved tells of a new call in the library.
	CallSaved struct{ ID call.ID }
	// CallChanged tells that a call's document or transcript changed.
	CallChanged struct{ ID call.ID }
	// CallRecovered tells of a call that was salvaged after a crash.
	CallRecovered struct{ ID call.ID }
	// CallTrashed tells of a call that went into the trash; one that is restored is told of as CallSaved.
	CallTrashed struct{ ID call.ID }
	// Discarding tells that a contact or a case went into the trash.
	Discarding struct{}
	// TrashChanged tells that calls, contacts or cases came out of the trash, or were removed for good.
	TrashChanged struct{}
	// TakeChanged tells that a take began, paused, went on or ended.
	TakeChanged struct{ Status TakeStatus }
	// JobChanged tells of a job's state or progress.
	JobChanged struct{ Job JobStatus }
	// JobEnded tells that a job is over: done when Err is nil, cancelled or failed otherwise.
	JobEnded struct {
		Job JobStatus
		Err error
	}
	// QueueChanged tells that jobs came, went or were moved, or that the queue waits for another reason or for none.
	QueueChanged struct{}
	// TicksProposed tells that other points of the playbook of the running take seem to be done.
	TicksProposed struct{ Call call.ID }
	// FollowUpsChanged tells that something is to be done now, or another day, or no more.
	FollowUpsChanged struct{}
	// DayChanged tells that another day has begun by the clock of this machine, perhaps while it slept.
	DayChanged struct{}
	// ModelsChanged tells that a model came or went.
	ModelsChanged struct{}
	// WordsChanged tells that the list of words to expect of a case ("": of the library) changed.
	WordsChanged struct{ Case string }
	// CasesChanged tells that what is known of a case changed.
	CasesChanged struct{}
	// ContactsChanged tells that contacts came, went or changed, and with them what calls are called.
	ContactsChanged struct{}
	// WatchChanged tells that something came out of the watched folder, could not, or that the folder came or went.
	WatchChanged struct{}
	// Measuring tells how far the measuring of this machine is, from 0 to 1.
	Measuring struct{ Fraction float64 }
	// MachineMeasured tells that the measuring is over: what models cost here is known when Err is nil.
	MachineMeasured struct{ Err error }
	// SettingsChanged tells the settings now in force.
	SettingsChanged struct{ Settings Settings }
	// SearchesChanged tells that the recent or the saved searches changed.
	SearchesChanged struct{}
	// WindowWanted asks the window to come to the front.
	WindowWanted struct{}
	// TakeWarned tells of something that the user must know while a take runs, or that it is over.
	TakeWarned struct{ Warning Warning }
	// MixingChanged tells that the call microphone came or went, that other programs began or ceased to hear it, or
	// that something is played into it or no longer.
	MixingChanged struct{}
	// CallBegan tells that another program began to use the microphone, so that recording can be offered; if the take
	// that runs is about it already, an offer to stop is void.
	CallBegan struct {
		Program  string
		Recorded bool
	}
	// CallEnded tells that the program no longer uses it: if the take that runs is about it, stopping can be offered;
	// else an offer to record is void.
	CallEnded struct {
		Program  string
		Recorded bool
	}
	// Trouble tells of something that went wrong without anybody having asked for it.
	Trouble struct{ Problem Problem }
)

func (CallSaved) event()        {}
func (CallChanged) event()      {}
func (CallRecovered) event()    {}
func (CallTrashed) event()      {}
func (Discarding) event()       {}
func (TrashChanged) event()     {}
func (TakeChanged) event()      {}
func (JobChanged) event()       {}
func (JobEnded) event()         {}
func (QueueChanged) event()     {}
func (TicksProposed) event()    {}
func (FollowUpsChanged) event() {}
func (DayChanged) event()       {}
func (ModelsChanged) event()    {}
func (CasesChanged) event()     {}
func (ContactsChanged) event()  {}
func (WordsChanged) event()     {}
func (WatchChanged) event()     {}
func (Measuring) event()        {}
func (MachineMeasured) event()  {}
func (SettingsChanged) event()  {}
func (SearchesChanged) event()  {}
func (WindowWanted) event()     {}
func (TakeWarned) event()       {}
func (MixingChanged) event()    {}
func (CallBegan) event()        {}
func (CallEnded) event()        {}
func (Trouble) event()          {}

// Feed gives one listener every event since it subscribed, in order. It keeps what has not been read yet, so a slow
// listener never holds up the application.
type Feed struct {
	hub   *hub
	mu    sync.Mutex
	queue []Event
	wake  chan struct{}
}

// Next waits for the next event; it returns false when ctx is done.
func (f *Feed) Next(ctx context.Context) (Event, bool) {
	for {
		if event, ok := f.Poll(); ok {
			return event, true
		}
		select {
		case <-f.wake:
		case <-ctx.Done():
			return nil, false
		}
	}
}

// Close ends the subscription.
func (f *Feed) Close() { f.hub.drop(f) }

// Poll gives the next event if it is there already.
func (f *Feed) Poll() (Event, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.queue) == 0 {
		return nil, false
	}
	event := f.queue[0]
	f.queue = f.queue[1:]
	return event, true
}

func (f *Feed) put(event Event) {
	f.mu.Lock()
	f.queue = append(f.queue, event)
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default: // it is already awake
	}
}

// hub hands each event to every feed.
type hub struct {
	mu    sync.Mutex
	feeds map[*Feed]bool
}

func (h *hub) subscribe() *Feed {
	feed := &Feed{hub: h, wake: make(chan struct{}, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.feeds == nil {
		h.feeds = map[*Feed]bool{}
	}
	h.feeds[feed] = true
	return feed
}

func (h *hub) drop(feed *Feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.feeds, feed)
}

func (h *hub) send(event Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for feed := range h.feeds {
		feed.put(event)
	}
}
