package audio

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
)

// reachSteps is how many steps an octave of loudness has in a packed waveform: what comes out is at most a sixteenth quieter.
const reachSteps = 16

// mostPacked is how many stretches a packed waveform has at most in each lane, so that a damaged one takes no memory.
const mostPacked = 1 << 22

// Pack makes a waveform small, to be kept. Of each peak only how far it reaches is left, in steps that the ear hardly tells apart.
func (w Waveform) Pack() ([]byte, error) {
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	for _, peaks := range w {
		codes := binary.AppendUvarint(nil, uint64(len(peaks)))
		for _, peak := range peaks {
			codes = append(codes, packReach(peak.Reach()))
		}
		if _, err := out.Write(codes); err != nil {
			return nil, fmt.Errorf("pack waveform: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return nil, fmt.Errorf("pack waveform: %w", err)
	}
	return packed.Bytes(), nil
}

// UnpackWaveform gives back what Pack made small; its peaks reach as far down as up. It carries a sum: the error is
// ErrDamaged where anything in it is not as it was packed.
func UnpackWaveform(packed []byte) (Waveform, error) {
	w, err := unpack(packed)
	if err != nil {
		return Waveform{}, fmt.Errorf("unpack waveform: %w: %w", ErrDamaged, err)
	}
	return w, nil
}

func unpack(packed []byte) (w Waveform, err error) {
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return w, err
	}
	const most = len(w) * (mostPacked + binary.MaxVarintLen32)
	codes, err := io.ReadAll(io.LimitReader(in, int64(most)+1))
	if err != nil {
		return w, err
	}
	for lane := range w {
		count, n := binary.Uvarint(codes)
		if n <= 0 || count > mostPacked || count > uint64(len(codes)-n) {
			return w, io.ErrUnexpectedEOF
		}
		for _, code := range codes[n:][:count] {
			reach := int16(unpackReach(code))
			w[lane] = append(w[lane], Peak{-reach, reach})
		}
		w[lane] = slices.Clip(w[lane])
		codes = codes[uint64(n)+count:]
	}
	if len(codes) > 0 {
		return w, errors.New("there is more than two lanes")
	}
	return w, nil
}

// Reach is how far a peak reaches from the middle, up to 32768.
func (p Peak) Reach() int { return max(int(p.Max), -int(p.Min)) }

// packReach gives the number of a step: the lowest ones are exact, then there are sixteen to an octave.
func packReach(reach int) byte {
	octave := max(0, bits.Len(uint(min(reach, 32767)))-bits.Len(uint(reachSteps)))
	return byte(octave*reachSteps + min(reach, 32767)>>octave)
}

// unpackReach gives where a step begins.
func unpackReach(code byte) int {
	octave := max(0, int(code)/reachSteps-1)
	return min(int(code)-octave*reachSteps, 2*reachSteps-1) << octave & 32767
}
