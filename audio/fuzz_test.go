package audio_test

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

func FuzzWAV(f *testing.F) {
	f.Add(wav(8000, 2, []int16{1, 2, 3, 4}))
	f.Add(fixture(f, "azure_weather_mulaw.wav")[:400])
	f.Add(riff("RF64", chunk("ds64", make([]byte, 28)), chunk("fmt ", format(3, 1, 48000, 32)), chunk("data", make([]byte, 64))))
	f.Add(riff("RIFF", chunk("fmt ", format(1, 0, 0, 0))))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := audiotest.NewFile(nil)
		if _, err := audio.Import(file, bytes.NewReader(content), audio.ImportOptions{MonoIs: call.Remote}); err != nil {
			return
		}
		if err := audio.Verify(file); err != nil {
			t.Error(err)
		}
	})
}

func FuzzFLAC(f *testing.F) {
	f.Add(imported(f, 16000, speechlike(500)).Bytes())
	f.Add(fixture(f, "jfk_24bit.flac")[:3000])
	f.Add(fixture(f, "jfk_44100_stereo.flac")[:20000])
	f.Add(slices.Concat([]byte("ID3\x03\x00\x00\x00\x00\x00\x02xy"), imported(f, 8000, speechlike(50)).Bytes()))
	f.Fuzz(func(t *testing.T, content []byte) {
		whole := audio.Verify(bytes.NewReader(content)) == nil
		rec, err := audio.OpenRecording(bytes.NewReader(content))
		if err != nil {
			return
		}
		buf := make([]int16, 4096*rec.Channels())
		total := int64(0)
		for err == nil {
			var n int
			n, err = rec.Read(buf)
			total += int64(n)
		}
		if whole && (err != io.EOF || total != rec.Frames()) {
			t.Errorf("a valid file gave %d of %d frames: %v", total, rec.Frames(), err)
		}
		if err := rec.SeekFrame(rec.Frames() / 2); err != nil && whole {
			t.Errorf("seek in a valid file: %v", err)
		}
	})
}

func FuzzSalvage(f *testing.F) {
	whole := unfinished(imported(f, 16000, speechlike(6000)).Bytes())
	f.Add(whole)
	f.Add(whole[:len(whole)-100])
	f.Add(append(slices.Clone(whole), make([]byte, 100)...))
	f.Add(whole[:headerSize])
	f.Fuzz(func(t *testing.T, content []byte) {
		file := audiotest.NewFile(content)
		got, err := audio.Salvage(file)
		if err != nil {
			if !bytes.Equal(file.Bytes(), content) {
				t.Error("a file that could not be salvaged was changed")
			}
			return
		}
		if err := audio.Verify(file); err != nil {
			t.Errorf("salvaged %+v: %v", got, err)
		}
	})
}
