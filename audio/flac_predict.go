package audio

import (
	"math/bits"

	"github.com/mewkiz/flac/frame"
)

// The encoder's own analysis tries every Rice parameter on every order. Estimating both from the mean magnitude of the
// residuals costs a fraction of that, and a parameter per partition packs speech better.

const (
	maxOrder     = 4
	maxPartition = 5  // 2^5 partitions of 128 samples
	maxRice      = 14 // 15 is the escape code
)

// predict describes how to encode the samples of one channel: constant, fixed linear prediction, or as they are.
func predict(samples []int32) *frame.Subframe {
	sub := &frame.Subframe{Samples: samples, NSamples: len(samples)}
	if constant(samples) {
		sub.Pred = frame.PredConstant
		return sub
	}
	sub.Pred = frame.PredVerbatim
	if len(samples) <= 2*maxOrder {
		return sub
	}
	order := bestOrder(samples)
	parts, cost := partition(residuals(samples, order), len(samples), order)
	if cost+order*16 >= len(samples)*16 {
		return sub
	}
	sub.Pred = frame.PredFixed
	sub.Order = order
	sub.RiceSubframe = parts
	return sub
}

func constant(samples []int32) bool {
	for _, s := range samples[1:] {
		if s != samples[0] {
			return false
		}
	}
	return true
}

// bestOrder gives the order whose residuals are smallest in sum.
func bestOrder(samples []int32) int {
	var sums [maxOrder + 1]int64
	var last [maxOrder]int32
	for i, s := range samples {
		d := s
		for order := range sums {
			if i >= maxOrder {
				sums[order] += int64(max(d, -d))
			}
			if order < maxOrder {
				d, last[order] = d-last[order], d
			}
		}
	}
	best := 0
	for order, sum := range sums {
		if sum < sums[best] {
			best = order
		}
	}
	return best
}

// residuals gives what prediction of the order leaves over, zigzag-folded to be positive. The first order entries stand
// for the samples kept as they are.
func residuals(samples []int32, order int) []uint32 {
	d := make([]int32, len(samples))
	copy(d, samples)
	for range order {
		for i := len(d) - 1; i > 0; i-- {
			d[i] -= d[i-1]
		}
	}
	folded := make([]uint32, len(d))
	for i, v := range d {
		folded[i] = uint32(v<<1) ^ uint32(v>>31)
	}
	return folded
}

// partition chooses the number of partitions and the Rice parameter of each, and estimates the bits needed.
func partition(folded []uint32, n, order int) (*frame.RiceSubframe, int) {
	var best *frame.RiceSubframe
	bestCost := 0
	for p := 0; p <= maxPartition && n%(1<<p) == 0 && n>>p > order; p++ {
		parts := make([]frame.RicePartition, 1<<p)
		size, cost := n>>p, 0
		for i := range parts {
			from := i * size
			if i == 0 {
				from = order
			}
			k, bits := rice(folded[from : (i+1)*size])
			parts[i].Param = k
			cost += bits + 4
		}
		if best == nil || cost < bestCost {
			best, bestCost = &frame.RiceSubframe{PartOrder: p, Partitions: parts}, cost
		}
	}
	return best, bestCost
}

// rice estimates the best Rice parameter for the values and gives the bits they take with it.
func rice(folded []uint32) (k uint, cost int) {
	var sum uint64
	for _, v := range folded {
		sum += uint64(v)
	}
	if mean := sum / uint64(len(folded)); mean > 0 {
		k = min(uint(bits.Len64(mean)-1), maxRice)
	}
	cost = len(folded) * (int(k) + 1)
	for _, v := range folded {
		cost += int(v >> k)
	}
	return k, cost
}
