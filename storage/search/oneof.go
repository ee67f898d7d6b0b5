package search

import (
	"container/heap"
	"slices"
)

// oneOf is a word that stands for several terms. Its walks are a heap, so that only those that lag behind are moved.
type oneOf struct {
	walks byCall
	begun bool
	found []stretch // of the call at hand
}

// byCall orders walks by the call where they stand.
type byCall []*walk

func (b byCall) Len() int           { return len(b) }
func (b byCall) Less(i, j int) bool { return b[i].number < b[j].number }
func (b byCall) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (b *byCall) Push(w any)        { *b = append(*b, w.(*walk)) }

func (b *byCall) Pop() any {
	last := len(*b) - 1
	w := (*b)[last]
	*b = (*b)[:last]
	return w
}

func (o *oneOf) next(number uint32) (least uint32, ok bool, err error) {
	if !o.begun {
		o.begun = true
		all := o.walks
		o.walks = o.walks[:0]
		for _, w := range all {
			there, err := w.seek(number)
			if err != nil {
				return 0, false, err
			}
			if there {
				o.walks = append(o.walks, w)
			}
		}
		heap.Init(&o.walks)
	}
	for len(o.walks) > 0 && o.walks[0].number < number {
		there, err := o.walks[0].seek(number)
		switch {
		case err != nil:
			return 0, false, err
		case there:
			heap.Fix(&o.walks, 0)
		default:
			heap.Pop(&o.walks)
		}
	}
	if len(o.walks) == 0 {
		return 0, false, nil
	}
	return o.walks[0].number, true, nil
}

// places gives them in a slice that is used again for the next call.
func (o *oneOf) places(number uint32) ([]stretch, error) {
	o.found = o.found[:0]
	terms := 0
	for w := range o.standing(number, 0) {
		var err error
		if o.found, err = readStretches(o.found, w.positions); err != nil {
			return nil, err
		}
		terms++
	}
	if terms > 1 {
		slices.SortFunc(o.found, order)
	}
	return o.found, nil
}

// count is how many places there are, without reading them.
func (o *oneOf) count(number uint32) (n int) {
	for w := range o.standing(number, 0) {
		n += countPositions(w.positions)
	}
	return n
}

// standing goes through the walks that stand on a call, from a place in the heap on. No walk stands on a lower one after next.
func (o *oneOf) standing(number uint32, from int) func(yield func(*walk) bool) {
	return func(yield func(*walk) bool) { o.visit(number, from, yield) }
}

func (o *oneOf) visit(number uint32, from int, yield func(*walk) bool) bool {
	if from >= len(o.walks) || o.walks[from].number != number {
		return true
	}
	return yield(o.walks[from]) && o.visit(number, 2*from+1, yield) && o.visit(number, 2*from+2, yield)
}
