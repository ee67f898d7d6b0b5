package decode

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	mathbits "math/bits"

	"github.com/onrecord/onrecord/audio"
)

// What the headers of a Vorbis file may ask for. The library takes whatever memory they claim to need, which no program
// survives, and looks for the end of tables that have none; so they are gone through first. What encoders write stays far
// below.
const (
	vorbisMostChannels = 8
	vorbisMostHeader   = 1 << 20  // bytes of a header
	vorbisMostComments = 32 << 20 // bytes of that with the comments, which may hold a picture
	vorbisMostBook     = 1 << 15  // entries of one codebook
	vorbisMostEntries  = 1 << 17  // of all codebooks
	vorbisMostValues   = 1 << 22  // of all codebooks
)

// checkVorbis goes through the three headers of a Vorbis file (Vorbis I, 4.2). The error wraps audio.ErrNotAudio, or
// audio.ErrUnsupported for what may be sound, but none that the library should be given.
func checkVorbis(r io.Reader) error {
	packets := oggPackets{in: r}
	for _, header := range []struct {
		signature string
		most      int
		check     func([]byte) error
	}{
		{"\x01vorbis", vorbisMostHeader, checkVorbisForm},
		{"\x03vorbis", vorbisMostComments, checkVorbisComments},
		{"\x05vorbis", vorbisMostHeader, checkVorbisSetup},
	} {
		packet, err := packets.next(header.most)
		if err != nil {
			return err
		}
		if !begins(header.signature)(packet) {
			return noVorbis("a header is missing")
		}
		if err := header.check(packet[len(header.signature):]); err != nil {
			return err
		}
	}
	return nil
}

func noVorbis(why string) error { return fmt.Errorf("%s: %w", why, audio.ErrNotAudio) }

// checkVorbisForm looks at the number of channels and the sizes of blocks.
func checkVorbisForm(b []byte) error {
	const size = 23
	if len(b) < size {
		return noVorbis("the header is cut off")
	}
	if channels := b[4]; channels < 1 || channels > vorbisMostChannels {
		return fmt.Errorf("%d channels: %w", channels, audio.ErrUnsupported)
	}
	const least, most = 6, 13 // powers of two
	if short, long := b[21]&15, b[21]>>4; short < least || short > long || long > most {
		return noVorbis("impossible blocks")
	}
	return nil
}

// checkVorbisComments makes sure that there is room for as many as are said to be there.
func checkVorbisComments(b []byte) error {
	if len(b) >= 4 {
		vendor := int64(binary.LittleEndian.Uint32(b))
		if b = b[4:]; vendor+4 <= int64(len(b)) && int64(binary.LittleEndian.Uint32(b[vendor:]))*4 <= int64(len(b)) {
			return nil
		}
	}
	return noVorbis("impossible comments")
}

// checkVorbisSetup goes through the setup header as far as the residues. Behind them stands nothing that can ask for much.
func checkVorbisSetup(b []byte) error {
	in := &bits{rest: b}
	if err := checkVorbisBooks(in); err != nil {
		return err
	}
	in.skip((in.take(6) + 1) * 16) // of no use since Vorbis was made
	for range in.take(6) + 1 {
		skipVorbisFloor(in)
	}
	for range in.take(6) + 1 {
		if !possibleVorbisResidue(in) {
			return noVorbis("an impossible residue")
		}
	}
	if in.cut {
		return noVorbis("the setup is cut off")
	}
	return nil
}

// checkVorbisBooks goes through the codebooks (Vorbis I, 3.2.1).
func checkVorbisBooks(in *bits) error {
	var all vorbisBook
	for range in.take(8) + 1 {
		book, err := readVorbisBook(in)
		if err != nil {
			return err
		}
		all.entries += book.entries
		all.values += book.values
		if all.entries > vorbisMostEntries || all.values > vorbisMostValues {
			return fmt.Errorf("too large codebooks: %w", audio.ErrUnsupported)
		}
	}
	return nil
}

// vorbisBook is what a codebook takes.
type vorbisBook struct{ entries, values int }

func readVorbisBook(in *bits) (book vorbisBook, err error) {
	const signature = 0x564342
	if in.take(24) != signature {
		return book, noVorbis("a codebook is missing")
	}
	dimensions, entries := in.take(16), in.take(24)
	if dimensions == 0 || entries < 2 || entries > vorbisMostBook {
		return book, fmt.Errorf("a codebook of %d entries in %d dimensions: %w", entries, dimensions, audio.ErrUnsupported)
	}
	used := readVorbisWords(in, entries)
	book = vorbisBook{entries, entries * dimensions}
	switch lookup := in.take(4); lookup {
	case 0:
		book.values = 0
	case 1, 2:
		in.skip(32 + 32)
		width, count := in.take(4)+1, book.values
		if in.skip(1); lookup == 1 {
			count = int(math.Floor(math.Pow(float64(entries), 1/float64(dimensions))))
		}
		in.skip(count * width)
	default:
		return book, noVorbis("an impossible codebook")
	}
	switch {
	case in.cut:
		return book, noVorbis("a codebook is cut off")
	case used == 0:
		return book, fmt.Errorf("a codebook without words: %w", audio.ErrUnsupported)
	}
	return book, nil
}

// readVorbisWords reads how long the words of a codebook are, and gives how many there are.
func readVorbisWords(in *bits, entries int) (used int) {
	if ordered := in.take(1) == 1; ordered {
		in.skip(5)
		for used < entries && !in.cut {
			used += in.take(bitsOf(entries - used))
		}
		return used
	}
	sparse := in.take(1) == 1
	for range entries {
		if !sparse || in.take(1) == 1 {
			in.skip(5)
			used++
		}
	}
	return used
}

// skipVorbisFloor goes past a floor (Vorbis I, 6.2.1 and 7.2.2). The library refuses kinds that there are not.
func skipVorbisFloor(in *bits) {
	if kind := in.take(16); kind == 0 {
		in.skip(8 + 16 + 16 + 6 + 8)
		in.skip((in.take(4) + 1) * 8)
		return
	}
	list := make([]int, in.take(5))
	classes := 0
	for i := range list {
		list[i] = in.take(4)
		classes = max(classes, list[i])
	}
	dimensions := make([]int, classes+1)
	for i := range dimensions {
		dimensions[i] = in.take(3) + 1
		subclass := in.take(2)
		if subclass > 0 {
			in.skip(8)
		}
		in.skip(8 << subclass)
	}
	in.skip(2)
	width := in.take(4)
	for _, class := range list {
		in.skip(dimensions[class] * width)
	}
}

// possibleVorbisResidue goes past a residue (Vorbis I, 8.6.1). One that ends before it begins is impossible: the library takes
// it for one of four billion values.
func possibleVorbisResidue(in *bits) bool {
	in.skip(16)
	begin, end := in.take(24), in.take(24)
	in.skip(24)
	classes := in.take(6) + 1
	in.skip(8)
	books := 0
	for range classes {
		books += mathbits.OnesCount(uint(in.take(3)))
		if in.take(1) == 1 {
			books += mathbits.OnesCount(uint(in.take(5)))
		}
	}
	in.skip(8 * books)
	return begin <= end
}

// bitsOf gives how many bits a number takes.
func bitsOf(n int) int { return mathbits.Len(uint(n)) }
