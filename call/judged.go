package call

// silentPeak is a level that no voice stays below: what never was louder is a device that hears nothing.
const silentPeak dBFS = -60

// Whole reports whether both sides are complete, as measured while they were recorded. A call that was recovered,
// imported or failed never is, whatever its capture says.
func (c Call) Whole() bool { return c.Outcome == Complete && c.Capture.Complete }

// Silent reports whether nothing was heard of a party from beginning to end. Of what was not measured nobody can say
// that.
func (c Call) Silent(party Party) bool {
	if c.Outcome != Complete || c.Capture.Samples == 0 {
		return false
	}
	side := c.Capture.Sides[party]
	return side.FirstSignal == nil || side.Peak < silentPeak
}
