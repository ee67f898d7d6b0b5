package call

// Capture is what was measured while a take ran: the ground for every statement about its completeness.
type Capture struct {
	Verdict  string         `json:"verdict"`
	Complete bool           `json:"complete"`
	Wall     Seconds        `json:"wall_s"`    // by the clock, pauses left out
	Samples  Seconds        `json:"samples_s"` // in the file
	Pauses   []Pause        `json:"pauses,omitempty"`
	Sides    map[Party]Side `json:"sides,omitempty"`
}

// Lasted is how long the take ran by the clock, pauses included.
func (c Capture) Lasted() Seconds {
	total := c.Wall
	for _, pause := range c.Pauses {
		total += pause.Length
	}
	return total
}

// Side is what one party's device delivered.
type Side struct {
	Device   string `json:"device"` // its name as the system shows it; of the last one when it changed
	DeviceID string `json:"device_id"`
	// Devices are those the side was heard through, in order; a side that never had one has none.
	Devices []DeviceSpan `json:"devices,omitempty"`
	Gaps    []Gap        `json:"gaps"`
	// Mute are stretches of a minute or more in which the device delivered nothing but digital silence. Their cause is
	// not known: the other end may have sent nothing, or the wrong device was recorded.
	Mute     []Gap `json:"mute,omitempty"`
	Overruns int64 `json:"overruns"` // frames lost because the ring was full
	Clipped  int64 `json:"clipped"`  // samples at full scale
	Peak     dBFS  `json:"peak_dbfs"`
	// FirstSignal and LastSignal bound what was louder than digital silence; both are nil when nothing ever was.
	FirstSignal *Seconds `json:"first_signal"`
	LastSignal  *Seconds `json:"last_signal"`
	Offset      float64  `json:"offset_ms"` // how much later than the take this side began
	// Drift is how much faster than this machine's clock the device ran, in parts per million. It was corrected in the
	// recording. nil: no device ran for long enough to tell.
	Drift          *float64 `json:"drift_ppm"`
	Speech         Seconds  `json:"speech_s"`          // time in which somebody spoke
	LongestSilence Seconds  `json:"longest_silence_s"` // longest time without speech
}

// DeviceSpan says from when on a side was heard through a device, and in what form the sound came.
type DeviceSpan struct {
	From     Seconds `json:"from"` // position in the recording
	Device   string  `json:"device"`
	DeviceID string  `json:"device_id"`
	Rate     int     `json:"rate"` // frames per second, before they were brought to the recording's rate
}

// dBFS is a level in decibels relative to full scale: 0 is the loudest, Silence the quietest.
type dBFS = float64

// Silence is the level given to digital silence, which has none.
const Silence dBFS = -120

// Gap is a stretch without frames from a device. Silence of that length stands in the recording.
type Gap struct {
	Start    Seconds `json:"start"`
	Duration Seconds `json:"duration"`
	Cause    string  `json:"cause,omitempty"`
}

// Pause is a stretch the user kept off the record. Nothing of it is in the recording.
type Pause struct {
	At     Seconds `json:"at"`     // position in the recording
	Length Seconds `json:"length"` // by the clock
}
