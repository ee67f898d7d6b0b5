// Package audiotest plays scripted sound into a take and holds the conformance suite for sources.
package audiotest

import (
	"testing"

	"github.com/onrecord/onrecord/audio"
)

// TestSource checks that sources made by open keep the promises of audio.Source. Each call of open gives a fresh
// source that can deliver.
func TestSource(t *testing.T, open func() audio.Source) {}
