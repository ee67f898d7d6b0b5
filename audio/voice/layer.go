package voice

// layer is a matrix and what is added to its product.
type layer struct{ rows, bias []float32 }

// apply multiplies x with the layer's matrix, whose rows are a multiple of four.
func (l layer) apply(y, x []float32) {
	size := len(x)
	for i := 0; i+4 <= len(y); i += 4 {
		rows := l.rows[i*size:][:4*size]
		a, b, c, d := dots(x, rows, rows[size:], rows[2*size:], rows[3*size:])
		y[i] = a + l.bias[i]
		y[i+1] = b + l.bias[i+1]
		y[i+2] = c + l.bias[i+2]
		y[i+3] = d + l.bias[i+3]
	}
}

// dots multiplies x with four vectors at once: x is loaded once for all of them, and no sum waits for another. Steps of
// four leave the least to do besides; the lengths are multiples of four but for the spectra's.
// The race detector would slow it and the other inner loops down most, and find nothing: all they touch is their caller's.
//
//go:norace
func dots(x, a, b, c, d []float32) (float32, float32, float32, float32) {
	a, b, c, d = a[:len(x)], b[:len(x)], c[:len(x)], d[:len(x)]
	var sa, sb, sc, sd float32
	i := 0
	for ; i < len(x)-3; i += 4 {
		v, w, y, z := x[i], x[i+1], x[i+2], x[i+3]
		sa += v*a[i] + w*a[i+1] + (y*a[i+2] + z*a[i+3])
		sb += v*b[i] + w*b[i+1] + (y*b[i+2] + z*b[i+3])
		sc += v*c[i] + w*c[i+1] + (y*c[i+2] + z*c[i+3])
		sd += v*d[i] + w*d[i+1] + (y*d[i+2] + z*d[i+3])
	}
	for ; i < len(x); i++ {
		v := x[i]
		sa += v * a[i]
		sb += v * b[i]
		sc += v * c[i]
		sd += v * d[i]
	}
	return sa, sb, sc, sd
}

// rectify makes nothing of what is negative.
func rectify(x []float32) {
	for i, v := range x {
		x[i] = max(0, v)
	}
}
