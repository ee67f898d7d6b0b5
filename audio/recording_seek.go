package audio

import (
	"errors"
	"fmt"
	"io"

	"github.com/mewkiz/flac/frame"
)

// Seeking halves the file: every block says in its head which frame it begins with, so that a dozen looks find any
// frame, with or without a table. The table in the header is for other players.

// nearEnough is how many bytes are decoded in a row rather than halved once more.
const nearEnough = 24 << 10

// mostWasted is how many bytes may be decoded in vain in one search. A made-up file can put the head of a long block at every
// few bytes, and each of them is tried.
const mostWasted = 32 << 20

// SeekFrame makes Read go on at frame n, which may be the end.
func (r *Recording) SeekFrame(n int64) error {
	if n < 0 || n > r.frames {
		return fmt.Errorf("seek to frame %d of %d: out of the recording", n, r.frames)
	}
	if ahead := n - r.at; ahead >= 0 && ahead < int64(len(r.pending)/r.Channels()) {
		r.pending = r.pending[int(ahead)*r.Channels():]
		r.at = n
		return nil
	}
	r.pending, r.at = r.pending[:0], n
	if n == r.frames {
		return nil
	}
	return r.seekBlock(n)
}

// seekBlock makes the rest of the block that holds frame n pending.
func (r *Recording) seekBlock(n int64) error {
	r.wasted = 0
	low, high := r.blocks.start, r.size
	for high-low > nearEnough {
		middle := low + (high-low)/2
		block, place, err := r.find(middle, high)
		switch {
		case err != nil:
			return err
		case block == nil || r.blocks.first(block) > n:
			high = middle
		default:
			low = place
		}
	}
	if err := r.blocks.in.seek(low); err != nil {
		return err
	}
	for {
		block, err := r.blocks.next()
		if err != nil {
			return fmt.Errorf("seek to frame %d: %w: %w", n, ErrDamaged, err)
		}
		first := r.blocks.first(block)
		if first > n {
			return fmt.Errorf("seek to frame %d: its block is gone: %w", n, ErrDamaged)
		}
		if n < first+int64(block.BlockSize) {
			r.pending = interleave(r.pending[:0], block)[int(n-first)*r.Channels():]
			r.trim()
			return nil
		}
	}
}

// trim keeps what is pending inside the recording.
func (r *Recording) trim() {
	if most := (r.frames - r.at) * int64(r.Channels()); int64(len(r.pending)) > most {
		r.pending = r.pending[:most]
	}
}

// find gives the first valid block that begins between two places, or nil.
func (r *Recording) find(from, to int64) (*frame.Frame, int64, error) {
	in := r.blocks.in
	if err := in.seek(from); err != nil {
		return nil, 0, err
	}
	for {
		place, err := in.nextSync(to)
		if errors.Is(err, io.EOF) {
			return nil, 0, nil
		}
		if err != nil {
			return nil, 0, fmt.Errorf("read FLAC: %w", err)
		}
		block, err := r.blocks.next()
		if err == nil {
			return block, place, nil
		}
		if !errors.Is(err, errBlock) && !errors.Is(err, io.EOF) {
			return nil, 0, err
		}
		if r.wasted += in.at - place; r.wasted > mostWasted {
			return nil, 0, fmt.Errorf("read FLAC: nothing but heads of blocks: %w", ErrDamaged)
		}
		if err := in.seek(place + 1); err != nil {
			return nil, 0, err
		}
	}
}

// findEnd gives the number of frames of a file that does not say: it looks at the last blocks.
func (r *Recording) findEnd() (int64, error) {
	r.wasted = 0
	for back := int64(64 << 10); ; back *= 4 {
		from := max(r.blocks.start, r.size-back)
		if err := r.blocks.in.reseek(from); err != nil {
			return 0, err
		}
		var end int64
		for at := from; ; {
			block, place, err := r.find(at, r.size)
			if err != nil {
				return 0, err
			}
			if block == nil {
				break
			}
			end = r.blocks.first(block) + int64(block.BlockSize)
			at = place + 1
			if next := r.blocks.in.at; next > at {
				at = next
			}
		}
		if end > 0 || from == r.blocks.start {
			return end, nil
		}
	}
}

// nextSync goes to the next place before a limit where a block may begin.
func (f *feed) nextSync(limit int64) (int64, error) {
	for {
		f.allow(maxBlockBytes)
		if err := f.fill(); err != nil {
			return 0, err
		}
		for i, b := range f.rest {
			place := f.at + int64(i)
			if place >= limit {
				return 0, io.EOF
			}
			// The second byte may lie in the next piece: then only trying tells.
			if b == 0xff && (i+1 == len(f.rest) || f.rest[i+1]&0xfe == 0xf8) {
				f.rest = f.rest[i:]
				f.at = place
				return place, nil
			}
		}
		f.at += int64(len(f.rest))
		f.rest = nil
	}
}

// reseek goes to a place although the reader may have been moved by somebody else.
func (f *feed) reseek(at int64) error {
	f.rest, f.at = nil, -1
	return f.seek(at)
}
