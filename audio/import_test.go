package audio_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

// chunk makes one chunk of a WAV file.
func chunk(name string, content []byte) []byte {
	b := append([]byte(name), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(content)))
	b = append(b, content...)
	if len(content)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

func format(form, channels, rate, bits int) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(form))
	b = binary.LittleEndian.AppendUint16(b, uint16(channels))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate*channels*bits/8))
	b = binary.LittleEndian.AppendUint16(b, uint16(channels*bits/8))
	return binary.LittleEndian.AppendUint16(b, uint16(bits))
}

func riff(signature string, chunks ...[]byte) []byte {
	body := append([]byte("WAVE"), bytes.Join(chunks, nil)...)
	b := append([]byte(signature), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(body)))
	return append(b, body...)
}

// wav makes a plain 16-bit file.
func wav(rate, channels int, interleaved []int16) []byte {
	return riff("RIFF", chunk("fmt ", format(1, channels, rate, 16)), chunk("data", littleEndian(interleaved)))
}

func bring(t *testing.T, content []byte, mono call.Party) ([]int16, error) {
	t.Helper()
	file := audiotest.NewFile(nil)
	if _, err := audio.Import(file, bytes.NewReader(content), audio.ImportOptions{MonoIs: mono}); err != nil {
		return nil, err
	}
	if err := audio.Verify(file); err != nil {
		t.Fatal(err)
	}
	return readAll(t, file.Bytes()), nil
}

func TestImportOfEveryForm(t *testing.T) {
	fmt16 := chunk("fmt ", format(1, 2, 8000, 16))
	samples := littleEndian([]int16{1, -2, 300, -400})
	want := []int16{1, -2, 300, -400}
	short := chunk("data", samples)
	extensible := append(format(0xfffe, 2, 8000, 16), 22, 0, 16, 0, 3, 0, 0, 0, 1, 0)
	extensible = append(extensible, make([]byte, 14)...)
	sized := func(size uint32) []byte {
		b := slices.Clone(short)
		binary.LittleEndian.PutUint32(b[4:], size)
		return b
	}
	ds64 := make([]byte, 28)
	binary.LittleEndian.PutUint64(ds64[8:], uint64(len(samples)))
	floats := func(bits int, values ...float64) []byte {
		var b []byte
		for _, v := range values {
			if bits == 32 {
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v)))
			} else {
				b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
			}
		}
		return b
	}
	for _, c := range []struct {
		name    string
		content []byte
		want    []int16
	}{
		{"plain", riff("RIFF", fmt16, short), want},
		{"unknown chunks", riff("RIFF", chunk("JUNK", make([]byte, 31)), fmt16, chunk("LIST", []byte("abc")), short, chunk("id3 ", []byte("x"))), want},
		{"no size", riff("RIFF", fmt16, sized(0)), want},
		{"size too large", riff("RIFF", fmt16, sized(99999)), want},
		{"size unknown", riff("RIFF", fmt16, sized(0xffffffff)), want},
		{"cut in a frame", riff("RIFF", fmt16, short)[:44+7], want[:2]},
		{"RF64", riff("RF64", chunk("ds64", ds64), fmt16, sized(0xffffffff), chunk("junk", samples)), want},
		{"extensible", riff("RIFF", chunk("fmt ", extensible), short), want},
		{"8 bit", riff("RIFF", chunk("fmt ", format(1, 2, 8000, 8)), chunk("data", []byte{128, 0, 255, 129})), []int16{0, -32768, 32512, 256}},
		{"24 bit", riff("RIFF", chunk("fmt ", format(1, 2, 8000, 24)), chunk("data", []byte{0, 1, 0, 0x80, 0, 0, 0xff, 0xff, 0x7f, 0, 0, 0x80})), []int16{1, 1, 32767, -32768}},
		{"32 bit", riff("RIFF", chunk("fmt ", format(1, 2, 8000, 32)), chunk("data", []byte{0, 0, 1, 0, 0, 0, 0, 0x80})), []int16{1, -32768}},
		{"float", riff("RIFF", chunk("fmt ", format(3, 2, 8000, 32)), chunk("data", floats(32, 0.5, -1, 2, math.NaN()))), []int16{16384, -32768, 32767, 0}},
		{"double", riff("RIFF", chunk("fmt ", format(3, 2, 8000, 64)), chunk("data", floats(64, 0.5, math.Inf(-1)))), []int16{16384, -32768}},
		{"mu-law", riff("RIFF", chunk("fmt ", format(7, 2, 8000, 8)), chunk("data", []byte{0x00, 0x80, 0xff, 0x7f})), []int16{-32124, 32124, 0, 0}},
		{"A-law", riff("RIFF", chunk("fmt ", format(6, 2, 8000, 8)), chunk("data", []byte{0x2a, 0xaa, 0xd5, 0x55})), []int16{-32256, 32256, 8, -8}},
		{"four channels", riff("RIFF", chunk("fmt ", format(1, 4, 8000, 16)), short), []int16{1, (-2 + 300 - 400) / 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := bring(t, c.content, "")
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %v, %v, wants %v", got, err, c.want)
			}
		})
	}
}

func TestImportOfMono(t *testing.T) {
	content := wav(8000, 1, []int16{5, -6})
	for party, want := range map[call.Party][]int16{
		call.Local:        {5, 0, -6, 0},
		call.Remote:       {0, 5, 0, -6},
		audio.BothParties: {5, 5, -6, -6},
		"":                {5, 5, -6, -6},
	} {
		if got, err := bring(t, content, party); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", party, got, err)
		}
	}
}

func TestImportRefuses(t *testing.T) {
	fmt16 := chunk("fmt ", format(1, 2, 8000, 16))
	short := chunk("data", littleEndian([]int16{1, 2}))
	for _, c := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"empty", nil, audio.ErrNotAudio},
		{"text", []byte("this is a letter to the bank"), audio.ErrNotAudio},
		{"header only", []byte("RIFF\x00\x00\x00\x00WAVE"), audio.ErrNotAudio},
		{"no samples", riff("RIFF", fmt16, chunk("data", nil)), audio.ErrNoAudio},
		{"no format", riff("RIFF", short), audio.ErrNotAudio},
		{"format too short", riff("RIFF", chunk("fmt ", []byte{1, 0}), short), audio.ErrNotAudio},
		{"no channels", riff("RIFF", chunk("fmt ", format(1, 0, 8000, 16)), short), audio.ErrUnsupported},
		{"1000 channels", riff("RIFF", chunk("fmt ", format(1, 1000, 8000, 16)), short), audio.ErrUnsupported},
		{"no rate", riff("RIFF", chunk("fmt ", format(1, 2, 0, 16)), short), audio.ErrUnsupported},
		{"no bits", riff("RIFF", chunk("fmt ", format(1, 2, 8000, 0)), short), audio.ErrUnsupported},
		{"MP3 inside", riff("RIFF", chunk("fmt ", format(0x55, 2, 8000, 16)), short), audio.ErrUnsupported},
		{"cut FLAC", fixture(t, "jfk_44100_stereo.flac")[:50000], audio.ErrTruncated},
		{"FLAC signature only", []byte("fLaC"), audio.ErrNotAudio},
	} {
		if _, err := bring(t, c.content, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, wants %v", c.name, err, c.want)
		}
	}
}

// TestImportOfFixtures holds files by other programs against what the reference tools make of them.
func TestImportOfFixtures(t *testing.T) {
	for name, want := range map[string]call.Audio{
		"jfk.wav":                 {Rate: 16000, Channels: 2, Frames: 176000, Duration: 11},
		"azure_weather_mulaw.wav": {Rate: 16000, Channels: 2},
		"dtmf_1234567890.wav":     {Rate: 8000, Channels: 2, Frames: 16000, Duration: 2},
		"jfk_44100_stereo.flac":   {Rate: 44100, Channels: 2, Frames: 88200, Duration: 2},
		"jfk_24bit.flac":          {Rate: 44100, Channels: 2, Frames: 44100, Duration: 1},
	} {
		file := audiotest.NewFile(nil)
		got, err := audio.Import(file, bytes.NewReader(fixture(t, name)), audio.ImportOptions{})
		want.MD5 = got.MD5 // which the reference tool checks
		if err != nil || want.Frames > 0 && got != want || got.Rate != want.Rate {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		flacTool(t, file.Bytes())
	}
}

func TestImportOfForeignFLACIsExact(t *testing.T) {
	tool, err := exec.LookPath("flac")
	if err != nil {
		t.Skip("needs the flac tool")
	}
	name := filepath.Join(t.TempDir(), "raw")
	if err := os.WriteFile(name, fixture(t, "jfk_44100_stereo.flac"), 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command(tool, "-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := bring(t, fixture(t, "jfk_44100_stereo.flac"), "")
	if err != nil || !bytes.Equal(littleEndian(got), want) {
		t.Errorf("the frames differ: %v", err)
	}
}

// stuck is a decoder that neither gives anything nor ends.
type stuck struct{}

func (stuck) Rate() int                 { return 8000 }
func (stuck) Channels() int             { return 1 }
func (stuck) Read([]int16) (int, error) { return 0, nil }

func TestADecoderThatNeverEndsIsGivenUp(t *testing.T) {
	if _, err := audio.ImportFrames(audiotest.NewFile(nil), stuck{}, audio.ImportOptions{}); !errors.Is(err, audio.ErrDamaged) {
		t.Errorf("%v", err)
	}
}
