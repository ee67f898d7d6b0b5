package selftest

import "math"

const (
	crossings = 12 // of the sinc on each side
	phases    = 64 // places between two frames
)

// AtRate gives frames of another rate at Rate. What it leaves of frequencies that Rate cannot hold is 50 dB down,
// which is plenty for judging and too little for keeping.
func AtRate(frames []int16, rate int) []int16 {
	if rate == Rate {
		return frames
	}
	scale := min(1, Rate/float64(rate))
	half := int(math.Ceil(crossings / scale))
	rows := make([][]float64, phases)
	for i := range rows {
		rows[i] = weights(half, scale, float64(i)/phases)
	}
	out := make([]int16, int(int64(len(frames))*Rate/int64(rate)))
	for i := range out {
		place := float64(i) * float64(rate) / Rate
		whole := int(place)
		row := rows[int((place-float64(whole))*phases)]
		sum := 0.0
		for k := max(0, half-1-whole); k < len(row) && whole-half+1+k < len(frames); k++ {
			sum += row[k] * float64(frames[whole-half+1+k])
		}
		out[i] = int16(math.Round(max(-32768, min(32767, sum))))
	}
	return out
}

// weights is a windowed sinc around a fraction between two frames.
func weights(half int, scale, fraction float64) []float64 {
	row := make([]float64, 2*half)
	cutoff, sum := scale*0.9, 0.0
	for i := range row {
		x := float64(i-half+1) - fraction
		row[i] = (1 + math.Cos(math.Pi*x/float64(half))) / 2
		if x != 0 {
			row[i] *= math.Sin(math.Pi*x*cutoff) / (math.Pi * x * cutoff)
		}
		sum += row[i]
	}
	for i := range row {
		row[i] /= sum
	}
	return row
}
