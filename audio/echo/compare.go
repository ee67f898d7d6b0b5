package echo

// worst is how many frames a surplus must last to count: 60 ms, a short syllable.
const worst = 6

// compare measures how far a stretch is from what a fit lets expect.
func (s stretch) compare(f fit) Finding {
	var found Finding
	var sum float64
	compared := 0
	surplus := make([]float64, s.to-s.from)
	for t, expected := range f.expected {
		near := s.near[s.from+t]
		if s.audible(near) {
			found.Heard += 1.0 / perSecond
		}
		if off, any := s.off(near, expected); any {
			sum += off
			compared++
		}
		surplus[t] = over(near, f.expected[max(0, t-1):min(t+2, len(f.expected))])
	}
	found.Residual = sum / float64(max(1, compared))
	found.Surplus = highest(surplus)
	return found
}

// clear is how far above the noise a band must be to be heard at all, in dB.
const clear = 6

// audible tells whether anything but noise is heard.
func (s stretch) audible(near levels) bool {
	loud := 0
	for b, l := range near {
		if l > s.noise[b]+clear {
			loud++
		}
	}
	return loud >= 2
}

// off is the mean difference in the bands in which there is, or should be, anything but noise.
func (s stretch) off(near, expected levels) (mean float64, any bool) {
	sum, n := 0.0, 0
	for b := range bands {
		if max(near[b], expected[b]) > s.noise[b]+clear {
			sum += max(near[b]-expected[b], expected[b]-near[b])
			n++
		}
	}
	return sum / float64(max(1, n)), n >= 2
}

// over is by how much the bands are above all that is expected about that time, with some room for how sound waves
// add up.
func over(near levels, expected []levels) float64 {
	sum := 0.0
	for b := range bands {
		most := expected[0][b]
		for _, e := range expected[1:] {
			most = max(most, e[b])
		}
		sum += max(0, near[b]-most-3)
	}
	return sum / float64(bands)
}

// highest is the highest mean of worst neighbours.
func highest(values []float64) float64 {
	sum, most := 0.0, 0.0
	for t, v := range values {
		sum += v
		if t >= worst {
			sum -= values[t-worst]
		}
		most = max(most, sum/worst)
	}
	return most
}
