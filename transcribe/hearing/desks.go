package hearing

import "context"

// Desks are where an engine recognises windows: one at each at a time.
type Desks[D any] struct {
	all  []D
	free chan D // those of all at which nothing is done
}

// SetUp makes so many desks, or fewer if more cannot be made.
func (d *Desks[D]) SetUp(n int, create func() (D, bool)) {
	d.free = make(chan D, n)
	for range n {
		desk, ok := create()
		if !ok {
			return
		}
		d.all = append(d.all, desk)
		d.free <- desk
	}
}

// All gives the desks.
func (d *Desks[D]) All() []D { return d.all }

// Take waits for a free desk, and takes every one that is free if it is to.
func (d *Desks[D]) Take(ctx context.Context, every bool) (taken []D, err error) {
	select {
	case desk := <-d.free:
		taken = append(taken, desk)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for every {
		select {
		case desk := <-d.free:
			taken = append(taken, desk)
		default:
			return taken, nil
		}
	}
	return taken, nil
}

// Leave gives desks back that were taken.
func (d *Desks[D]) Leave(taken []D) {
	for _, desk := range taken {
		d.free <- desk
	}
}
