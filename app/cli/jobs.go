package cli

import (
	"context"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) jobsCommand() *cobra.Command {
	list := func(cmd *cobra.Command, _ []string) error { return f.briefly(cmd.Context(), f.listJobs) }
	jobs := &cobra.Command{
		Use: "jobs", Short: "Show and order what waits to be transcribed", Args: onlyCommands, RunE: list,
		Long: "Show what waits to be transcribed, in its order, and change it.\n\n" +
			"JOB is a number that \"jobs list\" shows, or its CALL.",
		Example: "  onrecord jobs\n  onrecord jobs move last top\n  onrecord jobs pause",
	}
	jobs.AddCommand(
		&cobra.Command{Use: "list", Short: "List what waits, what is being transcribed and what failed", Args: between(0, 0), RunE: list},
		f.moveCommand(),
		f.queueCommand("pause", "Let all transcription rest, captions too, until it is resumed", f.pauseQueue),
		f.queueCommand("resume", "Go on with the queue", f.resumeQueue),
		f.jobCommand("cancel", "Take out of the queue; what is being transcribed is stopped", (*app.App).CancelJob),
		f.jobCommand("retry", "Try again what failed", (*app.App).RetryJob),
		f.jobCommand("anyway", "Transcribe next, even while the queue waits", (*app.App).JobAnyway),
	)
	return jobs
}

func (f *face) queueCommand(name, short string, do work) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Args: between(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.briefly(cmd.Context(), do) },
	}
}

func (f *face) pauseQueue(_ context.Context, a *app.App) error {
	if err := a.PauseQueue(); err != nil {
		return err
	}
	f.hint("Paused. What is being transcribed goes on later where it was: onrecord jobs resume")
	return nil
}

func (f *face) resumeQueue(_ context.Context, a *app.App) error {
	if err := a.ResumeQueue(); err != nil {
		return err
	}
	if why := a.Hold().Why(); why != "" {
		f.hint("No longer paused. %s", why)
	}
	return nil
}

// jobCommand is one that does something to each of the jobs named.
func (f *face) jobCommand(name, short string, do func(*app.App, uint64) error) *cobra.Command {
	return &cobra.Command{
		Use: name + " JOB…", Short: short, Args: between(1, -1),
		RunE: f.inLibrary(func(a *app.App, args []string) error {
			ids, err := findJobs(a, args)
			if err != nil {
				return err
			}
			for i, id := range ids {
				if err := do(a, id); err != nil {
					return naming(args[i], err)
				}
			}
			return nil
		}),
	}
}

func (f *face) moveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "move JOB top|up|down|bottom", Short: "Change when a job is done", Args: between(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			to := app.Move(args[1])
			switch to {
			case app.MoveTop, app.MoveUp, app.MoveDown, app.MoveBottom:
			default:
				return wrongUse(cmd, "%q is no way to move: top, up, down or bottom", args[1])
			}
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
				ids, err := findJobs(a, args[:1])
				if err != nil {
					return err
				}
				if err := a.MoveJob(ids[0], to); err != nil {
					return naming(args[0], err)
				}
				return nil
			})
		},
	}
}

// findJobs understands what a person types for jobs. Nothing is done unless all are found.
func findJobs(a *app.App, refs []string) ([]uint64, error) {
	queue, err := a.Jobs()
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, ref := range refs {
		id, err := findJob(a, queue, ref)
		if err != nil {
			return nil, naming(ref, err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func findJob(a *app.App, queue []app.JobStatus, ref string) (uint64, error) {
	number, err := strconv.ParseUint(ref, 10, 64)
	for _, job := range queue {
		if err == nil && job.ID == number {
			return number, nil
		}
	}
	wanted, callErr := findCall(a, ref)
	for _, job := range queue {
		if callErr == nil && job.Call == wanted {
			return job.ID, nil
		}
	}
	if err != nil && callErr != nil {
		return 0, callErr
	}
	return 0, app.ErrNoJob
}

// queueAnswer is the JSON answer of jobs list.
type queueAnswer struct {
	Waits     *app.Hold     `json:"waits"` // why; null when the queue does not wait
	Why       string        `json:"why,omitempty"`
	Remaining *call.Seconds `json:"remaining_s"` // of all that is not failed; null while unknown
	Jobs      []job         `json:"jobs"`
}

// job is a job in the JSON answer.
type job struct {
	ID        uint64        `json:"id"`
	Call      call.ID       `json:"call"`
	Title     string        `json:"title"`
	Model     string        `json:"model"`
	Language  string        `json:"language"`
	State     string        `json:"state"` // queued, running or failed
	Held      bool          `json:"held"`  // it waits for what "waits" names, or is about to
	Anyway    bool          `json:"anyway"`
	Fraction  float64       `json:"fraction"`
	Remaining *call.Seconds `json:"remaining_s"` // null while unknown
	Length    call.Seconds  `json:"length_s"`    // of the recording; 0 while the call goes on
	Attempts  int           `json:"attempts"`
	Added     time.Time     `json:"added"`
	Error     string        `json:"error,omitempty"`
}

func (f *face) listJobs(_ context.Context, a *app.App) error {
	queue, err := a.Queue()
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(answerOf(queue))
	}
	if why := queue.Hold.Why(); why != "" {
		if err := f.say("%s", why); err != nil {
			return err
		}
	}
	if len(queue.Jobs) == 0 {
		f.hint("Nothing waits to be transcribed.")
		return nil
	}
	list := f.table("JOB", "CALL", "STARTED", "WHO", "LENGTH", "MODEL", "TIME LEFT", "STATE")
	for _, j := range queue.Jobs {
		list.row(strconv.FormatUint(j.ID, 10), string(j.Call), localTime(j.Started), orDash(j.Title), orDash(lengthOf(j)), j.Model, orDash(app.About(j.Remaining)), stateOf(j))
	}
	if err := list.print(); err != nil {
		return err
	}
	if about := app.About(queue.Left()); queue.Left() > 0 && len(queue.Jobs) > 1 {
		return f.say("In all %s.", about)
	}
	return nil
}

func lengthOf(j app.QueuedJob) string {
	if j.Length == 0 {
		return ""
	}
	return j.Length.Short()
}

// stateOf says in a few words where a job stands.
func stateOf(j app.QueuedJob) string {
	switch {
	case j.State == app.JobFailed:
		return "failed: " + j.Error
	case j.State == app.JobRunning && j.Held:
		return "stops after this passage" + percent(j.Fraction)
	case j.State == app.JobRunning:
		return "running" + percent(j.Fraction)
	case j.Held:
		return "waits" + percent(j.Fraction)
	case j.Anyway:
		return "next"
	}
	return "queued" + percent(j.Fraction)
}

func percent(fraction float64) string {
	if fraction <= 0 {
		return ""
	}
	return ", " + strconv.Itoa(int(fraction*100)) + " %"
}

func answerOf(queue app.Queue) queueAnswer {
	answer := queueAnswer{Why: queue.Hold.Why(), Remaining: known(queue.Left()), Jobs: []job{}}
	if queue.Hold != app.HoldNothing {
		answer.Waits = &queue.Hold
	}
	for _, j := range queue.Jobs {
		answer.Jobs = append(answer.Jobs, job{
			ID: j.ID, Call: j.Call, Title: j.Title, Model: j.Model, Language: j.Language, State: string(j.State), Held: j.Held,
			Anyway: j.Anyway, Fraction: j.Fraction, Remaining: known(j.Remaining), Length: j.Length, Attempts: j.Attempts, Added: j.Added,
			Error: j.Error,
		})
	}
	return answer
}

// known is a time that is left, or null.
func known(remaining time.Duration) *call.Seconds {
	if remaining < 0 {
		return nil
	}
	left := call.Since(remaining)
	return &left
}
