package ui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// waitsFor says in a few words what the queue waits for.
func waitsFor(hold app.Hold) string {
	switch hold {
	case app.HoldPaused:
		return "the queue is paused"
	case app.HoldTake:
		return "until the recording is over"
	case app.HoldBattery:
		return "until the machine is plugged in"
	}
	return ""
}

// queueWords says how much is in the queue and how long it will take.
func queueWords(q app.Queue) string {
	words := countWords(q)
	if left := q.Left(); left > 0 {
		words = append(words, app.About(left)+" in all")
	}
	return upperFirst(strings.Join(words, " · "))
}

func countWords(q app.Queue) (words []string) {
	counts := map[app.JobState]int{}
	for _, j := range q.Jobs {
		counts[j.State]++
	}
	failed := counts[app.JobFailed]
	running := counts[app.JobRunning]
	if running > 0 {
		words = append(words, "writing down")
	}
	if waiting := len(q.Jobs) - running - failed; waiting > 0 {
		words = append(words, fmt.Sprintf("%d waiting", waiting))
	}
	if failed > 0 {
		words = append(words, fmt.Sprintf("%d failed", failed))
	}
	return words
}

// queueSign stands below the list of calls: how much waits, and what for. It leads to the queue.
type queueSign struct {
	page *callsPage
	*widget.Button
}

func newQueueSign(p *callsPage) *queueSign {
	s := &queueSign{p, widget.NewButton("", func() { p.w.show(p.w.queue) })}
	s.Importance = widget.LowImportance
	s.Hide()
	return s
}

func (s *queueSign) show(q app.Queue) {
	text := signWords(q)
	if s.Text == text {
		return
	}
	s.Hidden = text == ""
	s.SetText(text)
	s.page.root.Refresh()
}

// signWords are short, because the list is narrow: what holds the queue counts more than how long it takes, and what is to come
// more than what failed.
func signWords(q app.Queue) string {
	word := map[app.Hold]string{app.HoldPaused: "paused", app.HoldBattery: "on battery"}[q.Hold]
	failed := slices.IndexFunc(q.Jobs, func(j app.QueuedJob) bool { return j.State == app.JobFailed })
	coming := len(q.Jobs)
	if failed >= 0 {
		coming = failed
	}
	switch {
	case coming > 0 && word != "":
		return fmt.Sprintf("%d waiting · %s", coming, word)
	case coming > 0 && q.Left() > 0:
		return fmt.Sprintf("%d in the queue · %s", coming, app.About(q.Left()))
	case coming > 0:
		return fmt.Sprintf("%d in the queue", coming)
	case q.Hold == app.HoldPaused:
		return "Queue paused"
	}
	return upperFirst(strings.Join(countWords(q), " · "))
}
