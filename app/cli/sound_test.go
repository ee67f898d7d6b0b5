package cli_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"time"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/call"
)

// scripted is a sound system whose two devices play noise. If deaf, what the machine plays cannot be heard.
type scripted struct{ deaf bool }

var errDeaf = errors.New("nothing can be heard there")

// devices gives the sound system that a script asks for; by default the real one.
func devices(name string) app.Devices {
	switch name {
	case "scripted":
		return scripted{}
	case "deaf":
		return scripted{deaf: true}
	case "room", "speakers", "muted":
		return room(name)
	}
	return device.New(slog.New(slog.DiscardHandler))
}

func (s scripted) List() ([]audio.Device, error) {
	return []audio.Device{
		{ID: "mic", Name: "Desk microphone", Kind: audio.Microphone, Default: true},
		{ID: "speakers.monitor", Name: "Monitor of Speakers", Kind: audio.FarSide, Default: true},
		{ID: "headset.monitor", Name: "Monitor of Headset", Kind: audio.FarSide},
	}, nil
}

func (s scripted) Open(kind audio.Kind, id string, rate int) (audio.Source, error) {
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		if d.Kind == kind && (d.ID == id || id == "" && d.Default) {
			script := audiotest.Script{Device: d, Rate: rate, Frames: noise(30 * rate)}
			if s.deaf && kind == audio.FarSide {
				script.Refuse = errDeaf
			}
			return audiotest.New(script), nil
		}
	}
	return nil, audio.ErrNoDevice
}

func (scripted) Output() (audio.Output, error) { return nil, audio.ErrNoDevice }

// Watch tells of the devices, which never change.
func (s scripted) Watch(ctx context.Context, changed func(audio.Scene)) error {
	list, err := s.List()
	if err != nil {
		return err
	}
	changed(audio.Scene{Devices: list})
	<-ctx.Done()
	return ctx.Err()
}

func (scripted) Backend() string { return "scripted" }

// room is a sound system in which what is played is heard at the far side, unless muted; on speakers the microphone
// hears it too. Somebody speaks in front of the microphone.
func room(name string) *audiotest.Room {
	list, _ := scripted{}.List() // its error is always nil
	words := append(noise(16000*3/2), talk()...)
	for i := range 16000 * 3 / 2 {
		words[i] /= 200 // quiet, before somebody speaks
	}
	return &audiotest.Room{Things: []audiotest.Thing{
		{Script: audiotest.Script{Device: list[0], Frames: words}, Hears: name == "speakers", Gain: -12, After: 30 * time.Millisecond},
		{Script: audiotest.Script{Device: list[1]}, Hears: name != "muted"},
		{Script: audiotest.Script{Device: list[2]}},
	}}
}

// talk is what the local party says in the first seconds of a sample call.
func talk() []int16 {
	return audiotest.Sound(assets.Calls, "calls/telemarketer.flac", 16000)[0][:8*16000]
}

// noise is loud enough to count as sound, and always the same.
func noise(frames int) []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	sound := make([]int16, frames)
	for i := range sound {
		sound[i] = int16(random.IntN(8000) - 4000)
	}
	return sound
}

// writeWAV writes a sound file of two channels at 16 kHz.
func writeWAV(path string, samples []int16) error {
	size := uint32(2 * len(samples))
	var file bytes.Buffer
	for _, part := range []any{
		[]byte("RIFF"), 36 + size, []byte("WAVEfmt "), uint32(16), uint16(1), uint16(2), uint32(16000), uint32(64000), uint16(4), uint16(16),
		[]byte("data"), size, samples,
	} {
		if err := binary.Write(&file, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	return os.WriteFile(path, file.Bytes(), 0o600)
}

// cutCall writes a part of a recording, from one second to another, as a sound file.
func cutCall(recording string, from, to call.Seconds, path string) error {
	file, err := os.Open(recording)
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := audio.OpenRecording(file)
	if err != nil {
		return err
	}
	if err := in.SeekFrame(from.Frames(in.Rate())); err != nil {
		return err
	}
	samples := make([]int16, 2*(to-from).Frames(in.Rate()))
	for done := 0; done < len(samples); {
		n, err := in.Read(samples[done:])
		if err != nil {
			return err
		}
		done += 2 * n
	}
	return writeWAV(path, samples)
}
