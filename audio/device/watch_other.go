//go:build !linux

package device

import (
	"context"

	"github.com/onrecord/onrecord/audio"
)

// watch looks at the scene every two seconds.
func (s *System) watch(ctx context.Context, tell func(audio.Scene)) {
	for tell(s.scene(ctx)); pause(ctx, pollEvery); {
		tell(s.scene(ctx))
	}
}
