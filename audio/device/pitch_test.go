//go:build linux

package device_test

import "math"

func sine(waves float64) float64 { return math.Sin(2 * math.Pi * waves) }

// goertzel is how loud a pitch is in frames at 48 kHz, in parts of full scale.
func goertzel(frames []int16, hertz float64) float64 {
	var re, im float64
	for i, v := range frames {
		re += float64(v) * math.Cos(2*math.Pi*hertz*float64(i)/48000)
		im += float64(v) * math.Sin(2*math.Pi*hertz*float64(i)/48000)
	}
	return 2 * math.Hypot(re, im) / float64(max(1, len(frames))) / 32768
}

// loudest is the half second in which the least loud of some pitches is loudest.
func loudest(frames []int16, pitches ...float64) (best []int16) {
	const piece = 24000
	most := -1.0
	for at := 0; at+piece <= len(frames); at += piece / 4 {
		least := 1.0
		for _, hertz := range pitches {
			least = min(least, goertzel(frames[at:at+piece], hertz))
		}
		if least > most {
			most, best = least, frames[at:at+piece]
		}
	}
	return best
}
