package ui

// afresh sees to it that what a page reads in the background is read once at a time, and once more when it changed meanwhile.
type afresh struct{ loading, stale bool }

// begin reports whether to read now; otherwise it is read again after the reading under way.
func (a *afresh) begin() bool {
	if a.loading {
		a.stale = true
		return false
	}
	a.loading = true
	return true
}

// ended notes that it was read, and has it read again if need be.
func (a *afresh) ended(again func()) {
	a.loading = false
	if a.stale {
		a.stale = false
		again()
	}
}
