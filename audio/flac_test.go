package audio_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

// imported makes a recording of interleaved stereo frames.
func imported(t testing.TB, rate int, interleaved []int16) *audiotest.File {
	t.Helper()
	file := audiotest.NewFile(nil)
	got, err := audio.Import(file, bytes.NewReader(wav(rate, 2, interleaved)), audio.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Frames != int64(len(interleaved)/2) || got.Rate != rate || got.Channels != 2 {
		t.Fatalf("imported %+v", got)
	}
	return file
}

// speechlike makes sound that swells and fades, differently on both sides.
func speechlike(frames int) []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]int16, 2*frames)
	slow := 0.0
	for i := range frames {
		slow += 0.1 * (random.NormFloat64() - slow)
		swell := math.Sin(float64(i)/9000) * 20000
		out[2*i] = int16(slow*swell/2 + swell/4*math.Sin(float64(i)/20))
		out[2*i+1] = int16(random.NormFloat64() * max(0, swell/8))
	}
	return out
}

func readAll(t testing.TB, content []byte) []int16 {
	t.Helper()
	rec, err := audio.OpenRecording(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	out := make([]int16, rec.Frames()*int64(rec.Channels()))
	if len(out) == 0 {
		return nil
	}
	if n, err := rec.Read(out); err != nil || int64(n) != rec.Frames() {
		t.Fatalf("read %d of %d frames: %v", n, rec.Frames(), err)
	}
	return out
}

// drawSound makes frames of every kind the encoder treats apart: constant, small, full-scale, noise.
func drawSound(t *rapid.T) []int16 {
	var out []int16
	for range rapid.IntRange(1, 3).Draw(t, "stretches") {
		n := rapid.IntRange(1, 5000).Draw(t, "frames")
		size := rapid.SampledFrom([]int{0, 1, 3, 200, 32767}).Draw(t, "size")
		square := rapid.Bool().Draw(t, "square")
		random := rand.New(rand.NewPCG(uint64(n), uint64(size)))
		for range 2 * n {
			v := random.IntN(2*size+1) - size
			if square && v < 0 {
				v = -size - size/32767
			}
			out = append(out, int16(v))
		}
	}
	return out
}

func TestRoundTripIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		frames := drawSound(rt)
		rate := rapid.SampledFrom([]int{8000, 11025, 16000, 24000, 44100, 48000, 96000, 100001}).Draw(rt, "rate")
		file := imported(t, rate, frames)
		if got := readAll(t, file.Bytes()); !slices.Equal(got, frames) {
			rt.Fatal("what was read is not what was written")
		}
		if err := audio.Verify(file); err != nil {
			rt.Fatal(err)
		}
	})
}

// flacTool runs the reference decoder's own test, where it is installed.
func flacTool(t testing.TB, content []byte) {
	t.Helper()
	tool, err := exec.LookPath("flac")
	if err != nil {
		return
	}
	name := filepath.Join(t.TempDir(), "test.flac")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool, "-t", "-s", name).CombinedOutput(); err != nil {
		t.Errorf("flac -t: %v: %s", err, out)
	}
}

func TestReferenceDecoderAcceptsOurs(t *testing.T) {
	for _, rate := range []int{8000, 16000, 24000, 44100, 48000, 100001} {
		flacTool(t, imported(t, rate, speechlike(10000)).Bytes())
	}
	silence := make([]int16, 20001*2)
	flacTool(t, imported(t, 16000, silence).Bytes())
	flacTool(t, imported(t, 16000, []int16{1, 2}).Bytes())
}

// TestSeekTableIsTrue holds the points for other players against the file, by the reference tool.
func TestSeekTableIsTrue(t *testing.T) {
	tool, err := exec.LookPath("flac")
	if err != nil {
		t.Skip("needs the flac tool")
	}
	frames := speechlike(40 * 16000)
	name := filepath.Join(t.TempDir(), "test.flac")
	if err := os.WriteFile(name, imported(t, 16000, frames).Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	const from = 31*16000 + 77
	cmd := exec.Command(tool, "-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", "--skip=496077", name)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := littleEndian(frames[2*from:]); !bytes.Equal(out, want) {
		t.Errorf("the reference tool found %d bytes after seeking, wants %d, or others", len(out), len(want))
	}
}

func littleEndian(samples []int16) []byte {
	var b []byte
	for _, s := range samples {
		b = append(b, byte(s), byte(s>>8))
	}
	return b
}

func TestSeekIsExact(t *testing.T) {
	frames := speechlike(4*16000 + 123)
	for name, content := range map[string][]byte{
		"ours":           imported(t, 16000, frames).Bytes(),
		"another's":      fixture(t, "jfk_44100_stereo.flac"),
		"without header": unfinished(imported(t, 16000, frames).Bytes()),
	} {
		t.Run(name, func(t *testing.T) {
			all := readAll(t, content)
			rec, err := audio.OpenRecording(bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(9, 10))
			for range 30 {
				n := random.Int64N(rec.Frames() + 1)
				if err := rec.SeekFrame(n); err != nil {
					t.Fatal(err)
				}
				got := make([]int16, 2*(1+random.IntN(9000)))
				count, _ := rec.Read(got) // at the very end there is nothing to read
				want := all[2*n : min(2*int(n)+len(got), len(all))]
				if !slices.Equal(got[:2*count], want) {
					t.Fatalf("frame %d: read something else", n)
				}
			}
			if err := rec.SeekFrame(rec.Frames() + 1); err == nil {
				t.Error("a seek beyond the end succeeded")
			}
		})
	}
}

// unfinished takes from a file what only the end of a take puts there.
func unfinished(content []byte) []byte {
	out := slices.Clone(content)
	clear(out[8+14 : 8+34])
	out[8+13] &= 0xf0
	return out
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// blockEnds gives where each block of one of our finished files ends, by its seek table.
func blockEnds(content []byte) []int {
	var ends []int
	table := content[headerSize-1024*18 : headerSize]
	for at := 18; binary.BigEndian.Uint64(table[at:]) != math.MaxUint64; at += 18 {
		ends = append(ends, headerSize+int(binary.BigEndian.Uint64(table[at+8:])))
	}
	return append(ends, len(content))
}

const headerSize = 4 + 4 + 34 + 4 + 1024*18

// TestSalvageOfEveryCut cuts a file as a crash does, at every byte of its last blocks and at random ones before.
func TestSalvageOfEveryCut(t *testing.T) {
	frames := speechlike(3*4096 + 500)
	whole := unfinished(imported(t, 16000, frames).Bytes())
	var cuts []int
	for cut := range 25 {
		cuts = append(cuts, len(whole)-cut, headerSize+cut, cut*headerSize/25)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		cuts = append(cuts, random.IntN(len(whole)+1))
	}
	kept := map[int64]int{}
	for _, cut := range cuts {
		file := audiotest.NewFile(whole[:cut])
		got, err := audio.Salvage(file)
		if errors.Is(err, audio.ErrNoAudio) {
			if cut > headerSize+17000 {
				t.Fatalf("cut at %d: nothing left", cut)
			}
			continue
		}
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		kept[got.Frames]++
		if err := audio.Verify(file); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if back := readAll(t, file.Bytes()); int64(len(back)) != 2*got.Frames || !slices.Equal(back, frames[:len(back)]) {
			t.Fatalf("cut at %d: other frames", cut)
		}
		if lost := int64(len(file.Bytes())) - int64(cut); lost > 0 {
			t.Fatalf("cut at %d: the file grew", cut)
		}
		if kept[got.Frames] == 1 {
			flacTool(t, file.Bytes())
		}
	}
	for n := int64(4096); n <= 3*4096; n += 4096 {
		if kept[n] == 0 {
			t.Errorf("no cut gave back exactly %d frames", n)
		}
	}
	if kept[3*4096+500] == 0 {
		t.Error("the whole file was not kept whole")
	}
}

// TestSalvageKeepsEveryCompleteBlock cuts exactly between blocks, and one byte before.
func TestSalvageKeepsEveryCompleteBlock(t *testing.T) {
	finished := imported(t, 16000, speechlike(5*4096)).Bytes()
	whole := unfinished(finished)
	for i, end := range blockEnds(finished) {
		for _, missing := range []int{0, 1} {
			got, err := audio.Salvage(audiotest.NewFile(whole[:end-missing]))
			want := int64(i+1-missing) * 4096
			if want == 0 && errors.Is(err, audio.ErrNoAudio) {
				continue
			}
			if err != nil || got.Frames != want {
				t.Errorf("block %d less %d bytes: %d frames, wants %d: %v", i, missing, got.Frames, want, err)
			}
		}
	}
}

func TestSalvageOfGarbageAtTheEnd(t *testing.T) {
	whole := unfinished(imported(t, 16000, speechlike(3*4096)).Bytes())
	for name, tail := range map[string][]byte{
		"zeros": make([]byte, 9000),
		"noise": littleEndian(speechlike(4000)),
		"ones":  bytes.Repeat([]byte{0xff}, 5000),
		"again": whole[headerSize:],
	} {
		file := audiotest.NewFile(append(slices.Clone(whole), tail...))
		got, err := audio.Salvage(file)
		if err != nil || got.Frames != 3*4096 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if err := audio.Verify(file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVerifySeesEveryFlaw(t *testing.T) {
	whole := imported(t, 16000, speechlike(4*4096)).Bytes()
	change := func(f func(b []byte) []byte) []byte { return f(slices.Clone(whole)) }
	for _, c := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"empty", nil, audio.ErrNotAudio},
		{"text", []byte(strings.Repeat("not audio ", 100)), audio.ErrNotAudio},
		{"cut in a block", whole[:len(whole)-10], audio.ErrTruncated},
		{"block missing", whole[:blockEnds(whole)[2]], audio.ErrTruncated},
		{"bit flipped", change(func(b []byte) []byte { b[len(b)/2] ^= 4; return b }), audio.ErrDamaged},
		{"other checksum", change(func(b []byte) []byte { b[30] ^= 1; return b }), audio.ErrDamaged},
		{"only a header", whole[:headerSize], audio.ErrNoAudio},
	} {
		if err := audio.Verify(bytes.NewReader(c.content)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, wants %v", c.name, err, c.want)
		}
	}
	if err := audio.Verify(bytes.NewReader(whole)); err != nil {
		t.Error(err)
	}
	if err := audio.Verify(bytes.NewReader(unfinished(whole))); err != nil {
		t.Errorf("an unfinished file: %v", err)
	}
}

func TestWriteWAVGivesTheSameFrames(t *testing.T) {
	frames := speechlike(9999)
	rec, err := audio.OpenRecording(imported(t, 16000, frames))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := audio.ClipWAV(&out, rec, 0, rec.Frames()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), wav(16000, 2, frames)) {
		t.Error("the WAV file is not what it should be")
	}
}

func TestWaveform(t *testing.T) {
	frames := make([]int16, 2*1000)
	frames[2*150], frames[2*155+1], frames[2*999] = 500, -300, -7
	rec, err := audio.OpenRecording(imported(t, 16000, frames))
	if err != nil {
		t.Fatal(err)
	}
	got, err := audio.DrawWaveform(t.Context(), rec, 10, nil)
	if err != nil {
		t.Fatal(err)
	}
	for lane := range got {
		want := make([]audio.Peak, 10)
		if lane == 0 {
			want[1].Max, want[9].Min = 500, -7
		} else {
			want[1].Min = -300
		}
		if !slices.Equal(got[lane], want) {
			t.Errorf("lane %d: %v", lane, got[lane])
		}
	}
	if got, err := audio.DrawWaveform(t.Context(), rec, 5000, nil); err != nil || len(got[call.Remote.Channel()]) != 1000 {
		t.Errorf("more stretches than frames: %d, %v", len(got[1]), err)
	}
}

func TestWaveformIsShownAsItIsReadAndBrokenOff(t *testing.T) {
	rec, err := audio.OpenRecording(imported(t, 16000, speechlike(50000)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []audio.Waveform
	whole, err := audio.DrawWaveform(t.Context(), rec, 1000, func(w audio.Waveform) { parts = append(parts, w) })
	if err != nil || len(parts) < 8 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	for i, part := range parts {
		read := (i+1)*1000/16 - 1
		if !slices.Equal(part[1][:read], whole[1][:read]) || i < len(parts)-1 && part[0][read+10] != (audio.Peak{}) {
			t.Errorf("part %d is not what was read by then", i)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err = audio.DrawWaveform(ctx, rec, 1000, func(audio.Waveform) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
}
