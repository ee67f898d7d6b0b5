package decode

// bits reads numbers that are packed from the lowest bit on.
type bits struct {
	rest []byte
	at   int  // bits of the first byte that were taken
	cut  bool // more was asked for than there is
}

// take reads a number of at most 32 bits; it is 0 where nothing is left.
func (b *bits) take(n int) (value int) {
	for i := range n {
		if len(b.rest) == 0 {
			b.cut = true
			return 0
		}
		value |= int(b.rest[0]>>b.at&1) << i
		b.skip(1)
	}
	return value
}

// skip goes past n bits.
func (b *bits) skip(n int) {
	n += b.at
	if n/8 > len(b.rest) || n/8 == len(b.rest) && n%8 > 0 {
		b.rest, b.at, b.cut = nil, 0, true
		return
	}
	b.rest, b.at = b.rest[n/8:], n%8
}
