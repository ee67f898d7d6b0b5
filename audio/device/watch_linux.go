package device

import (
	"context"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// retryEvery is how often a sound server that is away is looked for. That costs one attempt to open a socket.
const retryEvery = 250 * time.Millisecond

// watch follows the sound server whenever there is one. Until there has been one the devices are those of List: bare
// ALSA's, or those of a server that only miniaudio finds. Afterwards its absence means that there are none, for ALSA
// must not take hold of the hardware that the server wants when it comes back.
func (s *System) watch(ctx context.Context, tell func(audio.Scene)) {
	var polled time.Time
	seen := false
	for {
		if line, err := dialPulse(ctx, pulseGuest{interest: interest}); err == nil {
			seen = true
			err = line.follow(ctx, tell)
			s.log.Debug("the sound server is lost", "err", err)
			tell(audio.Scene{})
		} else if ctx.Err() == nil && !seen && time.Since(polled) >= pollEvery {
			tell(s.scene(ctx))
			polled = time.Now()
		}
		if !pause(ctx, retryEvery) {
			return
		}
	}
}
