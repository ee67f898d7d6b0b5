package audio

import (
	"crypto/md5"
	"errors"
	"fmt"
	"io"

	"github.com/mewkiz/flac/frame"

	"github.com/onrecord/onrecord/call"
)

// Salvage makes the file of a cut-off take whole: it keeps every complete block of frames, cuts off what follows, and
// mends the header (length, checksum, seek points). It leaves the file open. On a whole file it changes nothing that
// matters, so it may be repeated. ErrNoAudio: not one frame is left.
func Salvage(f File) (call.Audio, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return call.Audio{}, fmt.Errorf("salvage audio: %w", err)
	}
	if size < flacHeaderSize {
		return call.Audio{}, fmt.Errorf("salvage audio: %w", ErrNoAudio)
	}
	blocks, err := newFLACReader(f)
	if err != nil {
		return call.Audio{}, fmt.Errorf("salvage audio: %w", err)
	}
	if blocks.start != flacHeaderSize || blocks.info.bits != 16 || blocks.info.channels != 2 {
		return call.Audio{}, fmt.Errorf("salvage audio: not a file of ours: %w", ErrUnsupported)
	}
	info, points, end, err := survey(blocks)
	if err != nil {
		return call.Audio{}, fmt.Errorf("salvage audio: %w", err)
	}
	if info.frames == 0 {
		return call.Audio{}, fmt.Errorf("salvage audio: %w", ErrNoAudio)
	}
	if err := f.Truncate(end); err != nil {
		return call.Audio{}, fmt.Errorf("salvage audio: %w", err)
	}
	if err := writeFLACHeader(f, info, points); err != nil {
		return call.Audio{}, fmt.Errorf("salvage audio: %w", err)
	}
	return info.audio(), nil
}

// survey decodes all blocks that follow one another without a flaw and gives the header they deserve, the place of
// each, and where they end.
func survey(blocks *flacReader) (info streamInfo, points []seekPoint, end int64, err error) {
	info = blocks.info
	info.frames, info.sizeMin, info.sizeMax = 0, 0, 0
	end = blocks.start
	sum := md5.New()
	var scratch []byte
	for {
		block, err := blocks.next()
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errBlock) {
			return info, nil, 0, err
		}
		if err != nil || blocks.first(block) != info.frames {
			break
		}
		points = append(points, seekPoint{frame: info.frames, offset: end - blocks.start})
		scratch = sampleBytes(scratch[:0], block)
		sum.Write(scratch)
		info.frames += int64(block.BlockSize)
		info.noteSize(int(blocks.in.at - end))
		end = blocks.in.at
		if int(block.BlockSize) < info.blockMax {
			break // only the last block is shorter
		}
	}
	sum.Sum(info.md5[:0])
	return info, points, end, nil
}

// sampleBytes appends the samples of a block in the form the FLAC checksum is made of.
func sampleBytes(dst []byte, block *frame.Frame) []byte {
	width := (int(block.BitsPerSample) + 7) / 8
	for i := range int(block.BlockSize) {
		for _, sub := range block.Subframes {
			v := uint32(sub.Samples[i])
			for b := range width {
				dst = append(dst, byte(v>>(8*b)))
			}
		}
	}
	return dst
}
