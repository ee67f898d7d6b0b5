package app

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

const (
	// goneFor is how long a side's device may be away before the user is told: many come back at once.
	goneFor = time.Second
	// silentFor is how long nobody has to speak before the user is asked whether the call is over.
	silentFor = 5 * time.Minute
	// answerWithin is how long the user has to answer that.
	answerWithin = time.Minute
	// lowSpace is the time left on the disk at which the user is warned, and enoughSpace that at which all is well again.
	lowSpace    = 30 * time.Minute
	enoughSpace = 45 * time.Minute
)

// takeWatch tells from one look a second what the user must know of a running take. It asks no clock and no system.
type takeWatch struct {
	call    call.ID
	active  map[subject]Warning // what was warned of and is not over
	gone    [2]time.Duration    // since when a side's device has been away, by channel; zero: it is there
	lively  time.Duration       // when somebody spoke last, or the user did something
	asked   time.Duration       // when the user was asked, or the other side made a sound after that
	touches int64
}

// subject is what a warning is about; there is one of each at most.
type subject struct {
	kind  WarningKind
	party call.Party
}

// sight is one look at a take.
type sight struct {
	at      time.Duration // by a clock that stands still while the machine sleeps
	levels  Levels
	left    time.Duration // how much longer the disk will last; negative when unknown
	touches int64         // how often the user has shown to be there
}

func newTakeWatch(id call.ID) *takeWatch {
	return &takeWatch{call: id, active: map[subject]Warning{}}
}

// look gives what is new: each warning once, and once more when it is over. forgotten says that the take should end,
// because nobody has answered.
func (w *takeWatch) look(now sight) (news []Warning, forgotten bool) {
	news = w.lookAtDisk(now)
	if !now.levels.Paused { // nothing is captured then, so nothing can be missing
		for _, party := range call.Parties {
			news = append(news, w.lookAtSide(now, party)...)
		}
	}
	asked, forgotten := w.lookForPeople(now)
	return append(news, asked...), forgotten
}

// lookAtDisk does not wait for more room than is needed to be warned, but for somewhat more than that to be calm again.
func (w *takeWatch) lookAtDisk(now sight) []Warning {
	disk := subject{kind: WarnDisk}
	switch {
	case now.left < 0:
		return nil
	case now.left <= lowSpace:
		return w.warn(disk)
	case now.left >= enoughSpace:
		return w.over(disk)
	}
	return nil
}

// lookAtSide warns of a device that is gone, and of a side that is not heard while its device is there.
func (w *takeWatch) lookAtSide(now sight, party call.Party) []Warning {
	level := now.levels.Sides[party.Channel()]
	gone, unheard := subject{WarnGone, party}, subject{WarnUnheard, party}
	since := &w.gone[party.Channel()]
	if level.Lamp == audio.LampGone {
		if *since == 0 {
			*since = max(now.at, 1)
		}
		if now.at-*since < goneFor {
			return nil
		}
		return w.warn(gone)
	}
	*since = 0
	news := w.over(gone)
	switch {
	case level.Unheard:
		news = append(news, w.warn(unheard)...)
	case level.Lamp != audio.LampNothing:
		news = append(news, w.over(unheard)...)
	}
	return news
}

// lookForPeople asks when nobody has spoken or done anything for long, and gives up when nobody answers. A call is not
// ended while the other side makes any sound, since a person may be waiting through music for their turn.
func (w *takeWatch) lookForPeople(now sight) (news []Warning, forgotten bool) {
	question := subject{kind: WarnForgotten}
	if now.touches != w.touches || now.levels.Paused || anybodySpeaks(now.levels) || w.lively == 0 {
		w.touches, w.lively = now.touches, max(now.at, 1)
		return w.over(question), false
	}
	if now.at-w.lively < silentFor {
		return nil, false
	}
	news = w.warn(question)
	if len(news) > 0 || now.levels.Sides[call.Remote.Channel()].Lamp == audio.LampHeard {
		w.asked = now.at
	}
	return news, now.at-w.asked >= answerWithin
}

// anybodySpeaks counts a side that has not been judged yet.
func anybodySpeaks(levels Levels) bool {
	for _, side := range levels.Sides {
		if side.Speaking || side.Lamp == "" {
			return true
		}
	}
	return false
}

// warn gives the warning of a subject, unless it has been given.
func (w *takeWatch) warn(of subject) []Warning {
	if _, given := w.active[of]; given {
		return nil
	}
	warning := Warning{Kind: of.kind, Call: w.call, Party: of.party, Problem: warned[of]}
	w.active[of] = warning
	return []Warning{warning}
}

// over takes a warning back, if it had been given.
func (w *takeWatch) over(of subject) []Warning {
	if _, given := w.active[of]; !given {
		return nil
	}
	delete(w.active, of)
	return []Warning{{Kind: of.kind, Call: w.call, Party: of.party, Over: true, Problem: relieved[of]}}
}

// standing gives the warnings that are not over, in an order that does not change.
func (w *takeWatch) standing() []Warning {
	return slices.SortedFunc(maps.Values(w.active), func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Party, b.Party))
	})
}
