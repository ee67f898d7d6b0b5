package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// sealed is an Ogg file whose pages have the sums that their content asks for: without, a decoder would look no further.
func sealed(content []byte) []byte {
	content = slices.Clone(content)
	for at := 0; at+27 <= len(content) && string(content[at:at+4]) == "OggS"; {
		size := 27 + int(content[at+26])
		for i := at + 27; i < min(at+27+int(content[at+26]), len(content)); i++ {
			size += int(content[i])
		}
		page := content[at:min(at+size, len(content))]
		copy(page[22:26], make([]byte, 4))
		binary.LittleEndian.PutUint32(page[22:], oggSum(page))
		at += size
	}
	return content
}

// oggSum is the sum of a page (RFC 3533, 6).
func oggSum(page []byte) (sum uint32) {
	for _, b := range page {
		sum ^= uint32(b) << 24
		for range 8 {
			if sum&(1<<31) != 0 {
				sum = sum<<1 ^ 0x04c11db7
			} else {
				sum <<= 1
			}
		}
	}
	return sum
}

// mustEnd reads a file without ffmpeg: whatever it is, that ends, takes no more memory than its sound is worth, and an error is one
// that people can be told of. It gives the frames.
func mustEnd(t *testing.T, content []byte) (total int64, err error) {
	t.Helper()
	hung := time.AfterFunc(time.Minute, func() { panic("reading a file does not end") })
	defer hung.Stop()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	total, samples, err := readAll(t, content)
	runtime.ReadMemStats(&after)
	if taken, most := after.TotalAlloc-before.TotalAlloc, uint64(96<<20+200*len(content)+64*samples); taken > most {
		t.Errorf("a file of %d bytes with %d samples took %d MB", len(content), samples, taken>>20)
	}
	if err != nil && !told(err) || err != nil && strings.ContainsAny(err.Error(), "\r\n") && !errors.Is(err, ErrNeedsFFmpeg) {
		t.Errorf("an error without words: %v", err)
	}
	return total, err
}

// mostRead is how many frames of a made-up file are read: a few bytes can stand for hours of silence.
const mostRead = 1 << 20

func readAll(t *testing.T, content []byte) (total int64, samples int, err error) {
	t.Helper()
	src := bytes.NewReader(content)
	kind, err := Recognise(src)
	if err != nil {
		return 0, 0, err
	}
	sound, err := Open(t.Context(), src, kind, "")
	if err != nil {
		return 0, 0, err
	}
	if sound.Channels() < 1 || sound.Rate() < 0 {
		t.Errorf("%d channels at %d", sound.Channels(), sound.Rate())
		return 0, 0, nil
	}
	buf := make([]int16, 1000*sound.Channels())
	for nothing := 0; err == nil && total < mostRead && nothing < 10_000; {
		var n int
		if n, err = sound.Read(buf); n < 0 || n*sound.Channels() > len(buf) {
			t.Fatalf("%d frames in room for %d", n, len(buf)/sound.Channels())
		}
		if nothing++; n > 0 {
			nothing = 0
		}
		total += int64(n)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return total, int(total) * sound.Channels(), errors.Join(err, sound.Close())
}

// told says whether there are words for an error.
func told(err error) bool {
	return slices.ContainsFunc([]error{
		audio.ErrNotAudio, audio.ErrUnsupported, audio.ErrNoAudio, audio.ErrTruncated, audio.ErrDamaged, ErrNeedsFFmpeg,
	}, func(sentinel error) bool { return errors.Is(err, sentinel) })
}

// fuzzSound changes files of a kind. Those in Ogg get the right sums.
func fuzzSound(f *testing.F, names ...string) {
	for _, name := range names {
		content := fixture(f, name)
		f.Add(content)
		f.Add(content[:min(len(content), 5000)])
	}
	f.Fuzz(func(t *testing.T, content []byte) { _, _ = mustEnd(t, sealed(content)) })
}

func FuzzMP3(f *testing.F)    { fuzzSound(f, "dtmf_8k.mp3", "dtmf_tagged.mp3", "dtmf_stereo.mp3") }
func FuzzVorbis(f *testing.F) { fuzzSound(f, "dtmf.ogg", "dtmf_stereo.ogg") }
func FuzzOpus(f *testing.F)   { fuzzSound(f, "dtmf.opus", "dtmf_stereo.opus") }

// TestSealedIsWhatEncodersWrite makes sure that the fuzzers' sums are right.
func TestSealedIsWhatEncodersWrite(t *testing.T) {
	for _, name := range []string{"dtmf.ogg", "dtmf_stereo.opus"} {
		if content := fixture(t, name); !bytes.Equal(sealed(content), content) {
			t.Errorf("%s has other sums", name)
		}
	}
}

// TestFilesCutOffAnywhere cuts a file of each kind off at every byte of its head, and all along: it is refused in words, or gives
// no more than the whole file.
func TestFilesCutOffAnywhere(t *testing.T) {
	for name := range fixtures() {
		content := fixture(t, name)
		whole, _ := mustEnd(t, content)
		for at := 0; at < len(content); at += 1 + min(at, 400)/400*(len(content)/40) {
			if total, err := mustEnd(t, content[:at]); total > whole || at < 40 && err == nil {
				t.Errorf("%s cut off at %d gives %d of %d frames, %v", name, at, total, whole, err)
			}
		}
	}
}

// vorbisWith is a Vorbis file with a header in the place of its own.
func vorbisWith(t *testing.T, header int, change func([]byte) []byte) []byte {
	t.Helper()
	packets := oggPackets{in: bytes.NewReader(fixture(t, "dtmf.ogg"))}
	var file []byte
	for i := range 3 {
		packet, err := packets.next(1 << 20)
		if err != nil {
			t.Fatal(err)
		}
		if i == header {
			packet = change(slices.Clone(packet))
		}
		page := append([]byte("OggS\x00"), make([]byte, 22)...)
		for left := len(packet); left >= 0; left -= 255 {
			page = append(page, byte(min(left, 255)))
			page[26]++
		}
		file = append(append(file, page...), packet...)
	}
	return sealed(append(file, make([]byte, 100)...))
}

// packed puts numbers behind one another, each with its number of bits.
func packed(pairs ...int) (b []byte) {
	at := 0
	for i := 0; i < len(pairs); i += 2 {
		for bit := range pairs[i+1] {
			if at%8 == 0 {
				b = append(b, 0)
			}
			b[at/8] |= byte(pairs[i]>>bit&1) << (at % 8)
			at++
		}
	}
	return b
}

// TestVorbisThatAsksForTheWorld hands over headers that claim more than any machine has, and tables that have no end. The library
// that reads Vorbis would believe each of them.
func TestVorbisThatAsksForTheWorld(t *testing.T) {
	const book = 0x564342
	setup := func(pairs ...int) func([]byte) []byte {
		return func([]byte) []byte {
			return append(append([]byte("\x05vorbis"), packed(pairs...)...), make([]byte, 64)...)
		}
	}
	set := func(at int, values ...byte) func([]byte) []byte {
		return func(b []byte) []byte { copy(b[at:], values); return b }
	}
	plain := []int{0, 8, book, 24, 1, 16, 2, 24, 0, 1, 0, 1, 0, 5, 0, 5, 0, 4} // one codebook of two words
	plain = append(plain, 0, 6, 0, 16, 0, 6, 1, 16, 0, 5, 0, 3, 0, 2, 0, 8, 0, 2, 0, 4)
	residue := func(begin, end int) func([]byte) []byte {
		return setup(append(slices.Clone(plain), 0, 6, 2, 16, begin, 24, end, 24, 0, 24, 0, 6, 0, 8, 0, 3, 0, 1)...)
	}
	for name, c := range map[string]struct {
		header int
		change func([]byte) []byte
		want   error
	}{
		"255 channels":            {0, set(11, 255), audio.ErrUnsupported},
		"no channel":              {0, set(11, 0), audio.ErrUnsupported},
		"blocks of one frame":     {0, set(28, 0), audio.ErrNotAudio},
		"blocks of 32768 frames":  {0, set(28, 0xff), audio.ErrNotAudio},
		"four billion comments":   {1, func([]byte) []byte { return []byte("\x03vorbis\x00\x00\x00\x00\xff\xff\xff\xff\x01") }, audio.ErrNotAudio},
		"a vendor without end":    {1, func([]byte) []byte { return []byte("\x03vorbis\xff\xff\xff\xff\x00\x00\x00\x00\x01") }, audio.ErrNotAudio},
		"a book of no entries":    {2, setup(0, 8, book, 24, 1, 16, 0, 24, 0, 1, 0, 1, 0, 4), audio.ErrUnsupported},
		"a book of all entries":   {2, setup(0, 8, book, 24, 1, 16, 1<<24-1, 24, 1, 1, 0, 5), audio.ErrUnsupported},
		"a book of no dimensions": {2, setup(0, 8, book, 24, 0, 16, 4, 24), audio.ErrUnsupported},
		"terabytes of values":     {2, setup(0, 8, book, 24, 65535, 16, 32767, 24, 1, 1, 0, 5, 32767, 15, 1, 4), audio.ErrUnsupported},
		"words without end":       {2, setup(255, 8, book, 24, 1, 16, 1000, 24, 1, 1, 0, 5), audio.ErrNotAudio},
		"a residue backwards":     {2, residue(5, 1), audio.ErrNotAudio},
		"a book without words":    {2, setup(0, 8, book, 24, 1, 16, 4, 24, 0, 1, 1, 1, 0, 4, 0, 4), audio.ErrUnsupported},
	} {
		if total, err := mustEnd(t, vorbisWith(t, c.header, c.change)); !errors.Is(err, c.want) || total > 0 {
			t.Errorf("%s: %d frames, %v", name, total, err)
		}
	}
	for name, content := range map[string][]byte{"as they are": vorbisWith(t, -1, nil), "residue forwards": vorbisWith(t, 2, residue(1, 5))} {
		if err := checkVorbis(bytes.NewReader(content)); err != nil {
			t.Errorf("the headers %s: %v", name, err)
		}
	}
}

// oggPage is a page that says where it ends. Each packet has fewer than 255 bytes.
func oggPage(position uint64, packets ...string) []byte {
	page := binary.LittleEndian.AppendUint64([]byte("OggS\x00\x00"), position)
	page = append(append(page, make([]byte, 12)...), byte(len(packets)))
	for _, packet := range packets {
		page = append(page, byte(len(packet)))
	}
	return append(page, strings.Join(packets, "")...)
}

// TestOpusThatNeverMovesOn reads an hour of silence on pages that all say they end at the same place: it is not kept in memory until
// the last of them.
func TestOpusThatNeverMovesOn(t *testing.T) {
	file := oggPage(0, "OpusHead\x01\x02\x00\x00\x80\xbb\x00\x00\x00\x00\x00")
	file[5] = 2 // the first
	file = append(file, oggPage(0, "OpusTags\x00\x00\x00\x00\x00\x00\x00\x00")...)
	silence := slices.Repeat([]string{"\x1b\x02"}, 255) // 120 ms each
	for range 120 {
		file = append(file, oggPage(12345, silence...)...)
	}
	if total, err := mustEnd(t, sealed(file)); err != nil || total < mostRead {
		t.Errorf("%d frames, %v", total, err)
	}
}

// TestAbsurdHeadsForFFmpeg hands over heads that claim what no call is recorded in. What ffmpeg makes of them is refused in words.
func TestAbsurdHeadsForFFmpeg(t *testing.T) {
	tool := ffmpeg(t)
	au := func(length, rate, channels uint32) []byte {
		b := []byte(".snd\x00\x00\x00\x18")
		for _, v := range []uint32{length, 3, rate, channels} { // 3: samples of 16 bits
			b = binary.BigEndian.AppendUint32(b, v)
		}
		return append(b, make([]byte, 4096)...)
	}
	for name, c := range map[string]struct {
		content []byte
		want    error // nil: it is sound
	}{
		"an ordinary one": {au(4096, 8000, 1), nil},
		"without end":     {au(1<<32-1, 8000, 2), nil},
		"1 Hz":            {au(4096, 1, 1), audio.ErrUnsupported},
		"2 GHz":           {au(4096, 1<<31-1, 1), audio.ErrUnsupported},
		"4 GHz":           {au(4096, 1<<32-1, 1), audio.ErrNotAudio},
		"63 channels":     {au(4096, 8000, 63), audio.ErrUnsupported},
		"no channel":      {au(4096, 8000, 0), audio.ErrNotAudio},
		"four billion":    {au(4096, 8000, 1<<32-1), audio.ErrNotAudio},
		"nothing":         {au(0, 8000, 1)[:24], audio.ErrNoAudio},
	} {
		frames, _, err := read(t.Context(), c.content, tool)
		if !errors.Is(err, c.want) || err != nil && !told(err) {
			t.Errorf("%s: %d samples, %v, wants %v", name, len(frames), err, c.want)
		}
	}
}
