package app

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// Monitor listens to devices without recording them, for the meters in the settings.
type Monitor struct {
	sources []audio.Source
	peaks   [2]atomic.Int32 // loudest sample since the last look, by channel
	failed  [2]error
	closing sync.Once
	err     error
}

// Listen opens the two devices for their meters; empty IDs mean the defaults. A side that cannot be opened stays
// silent, and Failure says why. It can take seconds. The caller closes the monitor.
func (a *App) Listen(microphone, farSide string) *Monitor {
	m := &Monitor{}
	m.open(a.config.Devices, call.Local, audio.Microphone, microphone)
	m.open(a.config.Devices, call.Remote, audio.FarSide, farSide)
	return m
}

func (m *Monitor) open(devices Devices, party call.Party, kind audio.Kind, id string) {
	channel := party.Channel()
	source, err := devices.Open(kind, id, 16000)
	if err == nil {
		err = source.Start(func(frames []int16) { m.hear(channel, frames) })
	}
	if err != nil {
		m.failed[channel] = err
		return
	}
	m.sources = append(m.sources, source)
}

// hear runs on the device's thread.
func (m *Monitor) hear(channel int, frames []int16) {
	loudest := m.peaks[channel].Load()
	for _, sample := range frames {
		loudest = max(loudest, int32(sample), -int32(sample))
	}
	m.peaks[channel].Store(loudest)
}

// Peak gives a side's loudest level, in dBFS, since the last call.
func (m *Monitor) Peak(party call.Party) float64 {
	return audio.Decibels(float64(m.peaks[party.Channel()].Swap(0)))
}

// Failure says why a side cannot be heard; nil if it can.
func (m *Monitor) Failure(party call.Party) error { return m.failed[party.Channel()] }

// Close stops listening.
func (m *Monitor) Close() error {
	m.closing.Do(func() {
		for _, source := range m.sources {
			m.err = errors.Join(m.err, source.Stop())
		}
	})
	return m.err
}

var _ io.Closer = (*Monitor)(nil)
