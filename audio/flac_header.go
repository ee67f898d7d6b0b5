package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A FLAC file begins with a signature and metadata blocks. Ours has two: STREAMINFO, and a SEEKTABLE of a fixed number
// of points, empty until the take is finished. Both lie at fixed places, so the header is mended by one write.

const (
	flacSignature   = "fLaC"
	infoSize        = 34
	pointSize       = 18
	seekPoints      = 1024
	blockFrames     = 4096 // 256 ms at 16 kHz: a block is the least that can reach the disk
	emptyPoint      = ^uint64(0)
	blockInfo       = 0
	blockSeekTable  = 3
	lastBlock       = 0x80
	flacHeaderSize  = 4 + 4 + infoSize + 4 + seekPoints*pointSize
	maxMetadataSize = 64 << 20
	mostMetadata    = 1 << 14 // blocks of it; each costs a look into the file
)

// streamInfo is the STREAMINFO block. Zero in frames, frame sizes or checksum means unknown.
type streamInfo struct {
	blockMin, blockMax int
	sizeMin, sizeMax   int // bytes of a frame
	rate               int
	channels           int
	bits               int
	frames             int64
	md5                [16]byte
}

func (s streamInfo) marshal() []byte {
	b := make([]byte, infoSize)
	binary.BigEndian.PutUint16(b, uint16(s.blockMin))
	binary.BigEndian.PutUint16(b[2:], uint16(s.blockMax))
	put24(b[4:], s.sizeMin)
	put24(b[7:], s.sizeMax)
	packed := uint64(s.rate)<<44 | uint64(s.channels-1)<<41 | uint64(s.bits-1)<<36 | uint64(s.frames)&(1<<36-1)
	binary.BigEndian.PutUint64(b[10:], packed)
	copy(b[18:], s.md5[:])
	return b
}

func put24(b []byte, v int) { b[0], b[1], b[2] = byte(v>>16), byte(v>>8), byte(v) }

func parseStreamInfo(b []byte) (streamInfo, error) {
	packed := binary.BigEndian.Uint64(b[10:])
	s := streamInfo{
		blockMin: int(binary.BigEndian.Uint16(b)),
		blockMax: int(binary.BigEndian.Uint16(b[2:])),
		rate:     int(packed >> 44),
		channels: int(packed>>41&7) + 1,
		bits:     int(packed>>36&31) + 1,
		frames:   int64(packed & (1<<36 - 1)),
		md5:      [16]byte(b[18:34]),
	}
	if s.rate == 0 || s.bits < 4 || s.blockMax < 16 || s.blockMin > s.blockMax {
		return s, fmt.Errorf("read FLAC header: impossible values: %w", ErrNotAudio)
	}
	return s, nil
}

// seekPoint says where the block that begins with a frame lies, counted from the first block.
type seekPoint struct {
	frame, offset int64
}

// flacHeader gives the whole header of one of our files: signature, STREAMINFO, SEEKTABLE. At most seekPoints of the
// points are kept, evenly spread.
func flacHeader(info streamInfo, points []seekPoint) []byte {
	b := make([]byte, 0, flacHeaderSize)
	b = append(b, flacSignature...)
	b = append(b, blockInfo, 0, 0, infoSize)
	b = append(b, info.marshal()...)
	size := seekPoints * pointSize
	b = append(b, lastBlock|blockSeekTable, byte(size>>16), byte(size>>8), byte(size&0xff))
	kept := min(len(points), seekPoints)
	for i := range kept {
		p := points[i*len(points)/kept]
		b = binary.BigEndian.AppendUint64(b, uint64(p.frame))
		b = binary.BigEndian.AppendUint64(b, uint64(p.offset))
		b = binary.BigEndian.AppendUint16(b, uint16(min(int64(info.blockMax), info.frames-p.frame)))
	}
	for range seekPoints - kept {
		b = binary.BigEndian.AppendUint64(b, emptyPoint)
		b = append(b, make([]byte, pointSize-8)...)
	}
	return b
}

// readFLACHeader reads the header of any FLAC file and gives the place of its first block of sound.
func readFLACHeader(r io.ReadSeeker) (info streamInfo, start int64, err error) {
	if start, err = skipTags(r); err != nil {
		return info, 0, err
	}
	var head [4 + 4 + infoSize]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return info, 0, shortHeader(err)
	}
	if string(head[:4]) != flacSignature || head[4]&^lastBlock != blockInfo {
		return info, 0, fmt.Errorf("read FLAC header: no signature: %w", ErrNotAudio)
	}
	if info, err = parseStreamInfo(head[8:]); err != nil {
		return info, 0, err
	}
	start += int64(len(head))
	last := head[4]&lastBlock != 0
	for range mostMetadata {
		if last {
			return info, start, nil
		}
		var b [4]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return info, 0, shortHeader(err)
		}
		last = b[0]&lastBlock != 0
		start += 4 + (int64(b[1])<<16 | int64(b[2])<<8 | int64(b[3]))
		if start > maxMetadataSize {
			return info, 0, fmt.Errorf("read FLAC header: too long: %w", ErrNotAudio)
		}
		if _, err := r.Seek(start, io.SeekStart); err != nil {
			return info, 0, fmt.Errorf("read FLAC header: %w", err)
		}
	}
	return info, 0, fmt.Errorf("read FLAC header: nothing but notes: %w", ErrNotAudio)
}

// skipTags goes past ID3 tags, which some programs put in front of the signature, and some one before the other.
func skipTags(r io.ReadSeeker) (start int64, err error) {
	const mostTags = 8
	for range mostTags {
		if _, err := r.Seek(start, io.SeekStart); err != nil {
			return 0, fmt.Errorf("read FLAC header: %w", err)
		}
		var b [10]byte
		n, err := io.ReadFull(r, b[:])
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, shortHeader(err)
		}
		if !bytes.HasPrefix(b[:n], []byte("ID3")) {
			break
		}
		start += 10 + (int64(b[6]&0x7f)<<21 | int64(b[7]&0x7f)<<14 | int64(b[8]&0x7f)<<7 | int64(b[9]&0x7f))
		if footer := b[5]&0x10 != 0; footer {
			start += 10
		}
	}
	if _, err := r.Seek(start, io.SeekStart); err != nil {
		return 0, fmt.Errorf("read FLAC header: %w", err)
	}
	return start, nil
}

// shortHeader tells a file that is too short from one that cannot be read.
func shortHeader(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read FLAC header: the file is too short: %w", ErrNotAudio)
	}
	return fmt.Errorf("read FLAC header: %w", err)
}
