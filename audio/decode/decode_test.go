package decode

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/audio"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a file that another program made. See testdata/README.md.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// ffmpeg is its path; without it the test is left out.
func ffmpeg(t testing.TB) string {
	t.Helper()
	tool := FindFFmpeg()
	if tool == "" {
		t.Skip("needs ffmpeg")
	}
	return tool
}

// read gives all frames of a file, as far as it can be read.
func read(ctx context.Context, content []byte, tool string) (frames []int16, sound *Sound, err error) {
	src := bytes.NewReader(content)
	kind, err := Recognise(src)
	if err != nil {
		return nil, nil, err
	}
	if sound, err = Open(ctx, src, kind, tool); err != nil {
		return nil, nil, err
	}
	buf := make([]int16, 4096*sound.Channels())
	for err == nil {
		var n int
		n, err = sound.Read(buf)
		frames = append(frames, buf[:n*sound.Channels()]...)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err == nil && len(frames) == 0 {
		err = audio.ErrNoAudio // as an import says
	}
	return frames, sound, errors.Join(err, sound.Close())
}

// The files hold the same two seconds of a telephone keyboard's tones; dtmf.* in stereo only on the left.
func fixtures() map[string]struct {
	kind     string
	rate     int
	channels int
	own      bool
} {
	type f = struct {
		kind     string
		rate     int
		channels int
		own      bool
	}
	return map[string]f{
		"dtmf.mp3":         {"MP3", 44100, 1, true},
		"dtmf_stereo.mp3":  {"MP3", 44100, 2, true},
		"dtmf_tagged.mp3":  {"MP3", 16000, 1, true},
		"dtmf_8k.mp3":      {"MP3", 8000, 1, false},
		"dtmf.ogg":         {"Ogg Vorbis", 16000, 1, true},
		"dtmf_stereo.ogg":  {"Ogg Vorbis", 44100, 2, true},
		"dtmf.opus":        {"Ogg Opus", 48000, 1, true},
		"dtmf_stereo.opus": {"Ogg Opus", 48000, 2, true},
		"dtmf.m4a":         {"M4A", 44100, 1, false},
		"dtmf_late.m4a":    {"M4A", 44100, 1, false},
		"dtmf.aac":         {"AAC", 16000, 1, false},
		"dtmf.3gp":         {"3GP", 8000, 1, false},
		"dtmf.webm":        {"WebM", 48000, 1, false},
		"dtmf.mp4":         {"MP4", 44100, 1, false},
		"dtmf.mkv":         {"Matroska", 44100, 1, false},
		"dtmf.wma":         {"Windows Media", 44100, 1, false},
		"dtmf.aiff":        {"AIFF", 8000, 1, false},
		"dtmf_adpcm.wav":   {"WAV", 8000, 1, false},
		"dtmf.amr":         {"AMR", 8000, 1, false},
	}
}

func TestEveryKindIsRecognised(t *testing.T) {
	for name, want := range fixtures() {
		kind, err := Recognise(bytes.NewReader(fixture(t, name)))
		if err != nil || kind.Name != want.kind {
			t.Errorf("%s: %q, %v", name, kind.Name, err)
		}
	}
}

func TestWithoutFFmpeg(t *testing.T) {
	for name, want := range fixtures() {
		frames, sound, err := read(t.Context(), fixture(t, name), "")
		if !want.own {
			var needs *NeedsFFmpeg
			if !errors.As(err, &needs) || needs.Kind.Name != want.kind {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		mustBeTones(t, name, frames, sound, want.rate, want.channels)
	}
}

func TestWithFFmpeg(t *testing.T) {
	tool := ffmpeg(t)
	for name, want := range fixtures() {
		frames, sound, err := read(t.Context(), fixture(t, name), tool)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.HasPrefix(sound.Decoder, "ffmpeg ") || sound.Complaints() != "" {
			t.Errorf("%s: by %q, which said %q", name, sound.Decoder, sound.Complaints())
		}
		mustBeTones(t, name, frames, sound, want.rate, want.channels)
	}
}

// Telephones write the header behind the sound, minutes of it.
func TestAHeaderMayStandFarBack(t *testing.T) {
	file := fixture(t, "dtmf_late.m4a")
	at := 0
	for string(file[at+4:at+8]) != "moov" {
		at += int(binary.BigEndian.Uint32(file[at:]))
	}
	room := make([]byte, 1<<20)
	binary.BigEndian.PutUint32(room, uint32(len(room)))
	copy(room[4:], "free")
	frames, sound, err := read(t.Context(), slices.Concat(file[:at], room, file[at:]), ffmpeg(t))
	if err != nil {
		t.Fatal(err)
	}
	mustBeTones(t, "a header far back", frames, sound, 44100, 1)
}

// mustBeTones makes sure that the first key's two tones are in the first 0.15 s, on the left.
func mustBeTones(t *testing.T, name string, frames []int16, sound *Sound, rate, channels int) {
	t.Helper()
	if sound.Rate() != rate || sound.Channels() != channels {
		t.Errorf("%s: %d channels at %d, wants %d at %d", name, sound.Channels(), sound.Rate(), channels, rate)
		return
	}
	if seconds := float64(len(frames)) / float64(rate*channels); math.Abs(seconds-2) > 0.15 {
		t.Errorf("%s: %.3f s, wants 2", name, seconds)
	}
	left := channel(frames, 0, channels)
	one, other := strength(left, rate, 697), strength(left, rate, 1000)
	if one < 300 || other > one/5 {
		t.Errorf("%s: %.0f at 697 Hz, %.0f at 1000 Hz", name, one, other)
	}
	if channels == 2 {
		if right := strength(channel(frames, 1, 2), rate, 697); right > one/20 {
			t.Errorf("%s: %.0f of the tone on the right, %.0f on the left", name, right, one)
		}
	}
}

func channel(frames []int16, which, channels int) (one []int16) {
	for i := which; i < len(frames); i += channels {
		one = append(one, frames[i])
	}
	return one
}

// strength is the amplitude of a frequency in the first 0.15 s.
func strength(frames []int16, rate int, hz float64) float64 {
	n := min(len(frames), rate*15/100)
	var re, im float64
	for i, v := range frames[:n] {
		sin, cos := math.Sincos(2 * math.Pi * hz * float64(i) / float64(rate))
		re, im = re+float64(v)*cos, im+float64(v)*sin
	}
	return 2 * math.Hypot(re, im) / float64(n)
}

// TestOwnDecodersAgreeWithFFmpeg holds what is read in plain Go against what ffmpeg reads, at the best shift. For Opus it is
// asked to use libopus: its own decoder is itself 34 dB and two frames away from that.
func TestOwnDecodersAgreeWithFFmpeg(t *testing.T) {
	tool := ffmpeg(t)
	for name, want := range fixtures() {
		if !want.own {
			continue
		}
		own, _, err := read(t.Context(), fixture(t, name), "")
		if err != nil {
			t.Fatal(err)
		}
		theirs := readWith(t, tool, fixture(t, name))
		a, b := channel(own, 0, want.channels), channel(theirs, 0, want.channels)
		best, shift := -math.MaxFloat64, 0
		for s := -20; s <= 20; s++ {
			if r := ratio(a, b, s); r > best {
				best, shift = r, s
			}
		}
		t.Logf("%s: %.1f dB at %d frames", name, best, shift)
		more := len(theirs) - len(own) // ffmpeg leaves what fills the last frame of an MP3 file
		if best < 40 || shift != 0 || more < 0 || more > 600*want.channels || more > 0 && want.kind != "MP3" {
			t.Errorf("%s: %.1f dB, shifted by %d, %d and %d samples", name, best, shift, len(own), len(theirs))
		}
	}
}

// readWith has ffmpeg read a file, by the best decoder that it has.
func readWith(t *testing.T, tool string, content []byte) []int16 {
	t.Helper()
	kind, err := Recognise(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	arguments := ffmpegArguments(kind)
	if kind.Name == "Ogg Opus" {
		arguments = slices.Insert(arguments, slices.Index(arguments, "-i"), "-c:a", "libopus")
	}
	p, err := startFFmpeg(t.Context(), bytes.NewReader(content), tool, arguments)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(p.out)
	if err := errors.Join(err, p.end()); err != nil {
		t.Fatal(err, p.said())
	}
	const head = 44
	var frames []int16
	for i := head; i+1 < len(answer); i += 2 {
		frames = append(frames, int16(binary.LittleEndian.Uint16(answer[i:])))
	}
	return frames
}

// ratio is how much stronger b is than its difference from a shifted, in dB.
func ratio(a, b []int16, shift int) float64 {
	var signal, noise float64
	for i := 2000; i < min(len(a), len(b))-2000; i += 3 {
		v, d := float64(b[i]), float64(b[i])-float64(a[i+shift])
		signal, noise = signal+v*v, noise+d*d
	}
	return 10 * math.Log10((signal+1)/(noise+1))
}

func TestNoSoundIsRefused(t *testing.T) {
	for name, content := range map[string]string{
		"nothing": "", "a letter": "Dear bank,\nplease stop calling.", "a page": "<html><body>x</body></html>",
		"a playlist":       "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n",
		"a concat list":    "ffconcat version 1.0\nfile '/etc/passwd'\n",
		"a session":        "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 1 RTP/AVP 0\n",
		"a manifest":       `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>`,
		"a picture":        "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 100),
		"one MPEG header":  "\xff\xfb\x90\x00" + strings.Repeat("x", 1000),
		"a tag alone":      "ID3\x03\x00\x00\x00\x00\x00\x02xy",
		"an endless tag":   "ID3\x03\x00\x00\x7f\x7f\x7f\x7fxy",
		"an Ogg head only": "OggS",
	} {
		for _, tool := range []string{"", FindFFmpeg()} {
			if frames, _, err := read(t.Context(), []byte(content), tool); err == nil || len(frames) > 0 {
				t.Errorf("%s: %d frames, %v", name, len(frames), err)
			}
		}
	}
}

// TestPlaylistsInDisguiseReachNothing hands ffmpeg what begins like a sound file and is a playlist behind that, and files
// that refer to others.
func TestPlaylistsInDisguiseReachNothing(t *testing.T) {
	tool := ffmpeg(t)
	secret := filepath.Join(t.TempDir(), "secret.wav")
	if err := os.WriteFile(secret, fixture(t, "dtmf_adpcm.wav"), 0o600); err != nil {
		t.Fatal(err)
	}
	lists := []string{
		"#EXTM3U\n#EXTINF:2,\nfile:" + secret + "\n", "ffconcat version 1.0\nfile 'file:" + secret + "'\n",
	}
	for _, k := range kinds() {
		for _, list := range lists {
			src := bytes.NewReader([]byte(list))
			if k.own {
				continue
			}
			sound, err := openFFmpeg(t.Context(), src, k.Kind, tool)
			if err == nil {
				t.Errorf("%s: ffmpeg took a playlist for sound", k.Name)
				_ = sound.Close()
			}
		}
	}
	for _, input := range []string{"file:" + secret, secret, "concat:" + secret, "subfile,,start,0,end,0,,:" + secret} {
		for _, kind := range []Kind{{Name: "WAV", demuxer: "wav"}, {Name: "WAV", demuxer: "wav", seeks: true}} {
			arguments := ffmpegArguments(kind)
			arguments[slices.Index(arguments, "-i")+1] = input
			p, err := startFFmpeg(t.Context(), strings.NewReader(""), tool, arguments)
			if err != nil {
				t.Fatal(err)
			}
			if answer, _ := io.ReadAll(p.out); len(answer) > 0 || p.end() == nil {
				t.Errorf("ffmpeg opened %s", input)
			}
			if !strings.Contains(p.said(), "whitelist") {
				t.Errorf("%s: ffmpeg said %q", input, p.said())
			}
		}
	}
}

func TestCancelEndsFFmpeg(t *testing.T) {
	tool := ffmpeg(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	src := bytes.NewReader(fixture(t, "dtmf.mp3"))
	kind, err := Recognise(src)
	if err != nil {
		t.Fatal(err)
	}
	sound, err := openFFmpeg(ctx, &endless{Source: src}, kind, tool)
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]int16, 1024)
	for range 10 {
		if _, err := sound.Read(buf); err != nil {
			t.Fatal(err)
		}
	}
	time.AfterFunc(50*time.Millisecond, cancel)
	for err == nil {
		_, err = sound.Read(buf)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if err := sound.Close(); err != nil || sound.process.command.ProcessState == nil {
		t.Errorf("ffmpeg is left behind: %v", err)
	}
}

// endless is a file that begins again at its end.
type endless struct{ Source }

func (e *endless) Read(b []byte) (int, error) {
	n, err := e.Source.Read(b)
	if errors.Is(err, io.EOF) {
		_, err = e.Source.Seek(0, io.SeekStart)
	}
	return n, err
}

func TestClosingEarlyEndsFFmpeg(t *testing.T) {
	tool := ffmpeg(t)
	src := bytes.NewReader(fixture(t, "dtmf.mp3"))
	kind, err := Recognise(src)
	if err != nil {
		t.Fatal(err)
	}
	sound, err := openFFmpeg(t.Context(), &endless{Source: src}, kind, tool)
	if err != nil {
		t.Fatal(err)
	}
	if err := sound.Close(); err != nil {
		t.Error(err)
	}
}

func TestBrokenFiles(t *testing.T) {
	tool := FindFFmpeg()
	for name := range fixtures() {
		whole := fixture(t, name)
		for _, content := range [][]byte{whole[:len(whole)/2], whole[:60], spoiled(whole)} {
			for _, tool := range []string{"", tool} {
				_, _, err := read(t.Context(), content, tool)
				known := false
				for _, sentinel := range []error{audio.ErrNotAudio, audio.ErrUnsupported, audio.ErrNoAudio, audio.ErrTruncated, audio.ErrDamaged, ErrNeedsFFmpeg} {
					known = known || errors.Is(err, sentinel)
				}
				if err != nil && !known {
					t.Errorf("%s, %d bytes, %q: an error without words: %v", name, len(content), tool, err)
				}
			}
		}
	}
}

// spoiled has every 97th byte of the second half changed.
func spoiled(whole []byte) []byte {
	b := slices.Clone(whole)
	for i := len(b) / 2; i < len(b); i += 97 {
		b[i] ^= 0x55
	}
	return b
}

// TestOpusLeavesOutWhatWasAdded: the lead-in and the end that fills the last packet are not sound.
func TestOpusLeavesOutWhatWasAdded(t *testing.T) {
	frames, _, err := read(t.Context(), fixture(t, "dtmf.opus"), "")
	if err != nil || len(frames) != 2*opusRate {
		t.Errorf("%d frames, %v, wants exactly 2 s", len(frames), err)
	}
}

func TestOpusPacketLengths(t *testing.T) {
	for packet, want := range map[string]int{
		"\x00": 480, "\x08": 960, "\x18": 2880, "\x60": 480, "\x68": 960, "\x80": 120, "\x98": 960, "\xf8": 960, "\xfc": 960,
		"\xf9": 1920, "\xfb\x03": 2880, "\xfb": 0,
	} {
		if got := packetFrames([]byte(packet)); got != want {
			t.Errorf("%x: %d, wants %d", packet, got, want)
		}
	}
}

func TestRound16(t *testing.T) {
	for v, want := range map[float32]int16{0: 0, 0.5: 16384, -1: -32768, 1: 32767, 7: 32767, -7: -32768, 1.6 / 32768: 2, -1.6 / 32768: -2} {
		if got := round16(v); got != want {
			t.Errorf("%v: %d, wants %d", v, got, want)
		}
	}
	if got := round16(float32(math.NaN())); got != 0 {
		t.Errorf("no number: %d", got)
	}
}

func FuzzOpen(f *testing.F) {
	for name := range fixtures() {
		content := fixture(f, name)
		f.Add(content[:min(len(content), 4000)])
	}
	tag := append([]byte("ID3\x03\x00\x10\x00\x00\x00\x02xy"), binary.BigEndian.AppendUint32(nil, 0xfffb9000)...)
	f.Add(tag)
	f.Fuzz(func(t *testing.T, content []byte) {
		src := bytes.NewReader(content)
		kind, err := Recognise(src)
		if err != nil {
			if !errors.Is(err, audio.ErrNotAudio) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		sound, err := Open(t.Context(), src, kind, "")
		if err != nil {
			return
		}
		if sound.Channels() < 1 || sound.Rate() < 1 {
			t.Fatalf("%d channels at %d", sound.Channels(), sound.Rate())
		}
		buf := make([]int16, 1000*sound.Channels())
		for range 10000 {
			n, err := sound.Read(buf)
			if n < 0 || n*sound.Channels() > len(buf) {
				t.Fatalf("%d frames", n)
			}
			if err != nil {
				return
			}
		}
	})
}
