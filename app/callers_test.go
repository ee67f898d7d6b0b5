package app

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
)

// However programs come and go: a call begins once a program has been there for three seconds without a break, ends
// once it has been away for as long, and neither is told twice.
func TestCallersBeginAndEndOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const tick = 100 * time.Millisecond
		settle := int(callSettles / tick)
		programs := []string{"Browser", "Softphone", "Zoom"}
		callers, here := callers{}, map[string]bool{}
		since, onCall := map[string]int{}, map[string]bool{}
		next, now := 0, time.Now()
		for i := range rapid.IntRange(1, 400).Draw(t, "ticks") {
			if i == next {
				next += rapid.IntRange(1, 2*settle).Draw(t, "wait")
				var scene audio.Scene
				for _, p := range programs {
					is := rapid.Bool().Draw(t, p)
					if is != here[p] {
						since[p] = i
					}
					if here[p] = is; is {
						scene.Recorders = append(scene.Recorders, audio.Recorder{Program: p})
					}
				}
				callers.see(scene, now)
			}
			began, ended := callers.judge(now)
			for _, p := range programs {
				changes := here[p] != onCall[p] && i-since[p] >= settle
				if got := slices.Contains(append(began, ended...), p); got != changes {
					t.Fatalf("tick %d: %s here=%v for %d ticks, on a call=%v: told %v", i, p, here[p], i-since[p], onCall[p], got)
				}
				if changes && slices.Contains(began, p) != here[p] {
					t.Fatalf("tick %d: %s began and ended are mixed up", i, p)
				}
				if changes {
					onCall[p] = here[p]
				}
			}
			now = now.Add(tick)
		}
	})
}
