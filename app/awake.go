package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
)

// How the system's own lists of who keeps it awake show this program.
const (
	awakeWho = "OnRecord"
	awakeWhy = "A call is being recorded"
)

// stayAwake keeps the system, but not its screen, from falling asleep until enough is called. It returns at once.
func (a *App) stayAwake() (enough func()) {
	ctx, enough := context.WithCancel(a.ctx)
	a.work.Go(func() { keepAwake(ctx, a.config.Log) })
	return enough
}

// keepAwake does it until ctx is done. A system that cannot be kept awake is no reason not to record, so failing is
// only logged.
func keepAwake(ctx context.Context, log *slog.Logger) {
	held, err := inhibitSleep(ctx)
	if ctx.Err() == nil {
		switch {
		case len(held) == 0:
			log.Warn("the system may fall asleep during this recording", "err", err)
		case err != nil:
			log.Debug("the system stays awake, though not all could be told", "err", err)
		default:
			log.Debug("the system stays awake")
		}
		<-ctx.Done()
	}
	if err := letSleep(held); err != nil {
		log.Warn("the system was not told that it may fall asleep again", "err", err)
	}
}

func letSleep(held []io.Closer) (err error) {
	for _, hold := range held {
		err = errors.Join(err, hold.Close())
	}
	return err
}
