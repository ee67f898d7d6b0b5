package call

import (
	"log/slog"
	"regexp"
	"time"
)

// Origin says which file an imported call was made from, and how.
type Origin struct {
	File     string    `json:"file"`              // its own name
	Kept     string    `json:"kept,omitempty"`    // the name of its copy in the call's folder, bit for bit
	SHA256   string    `json:"sha256"`            // of its bytes
	Size     int64     `json:"size"`              // in bytes
	Modified time.Time `json:"modified,omitzero"` // its own date
	Imported time.Time `json:"imported"`          // when it was brought in
	Kind     string    `json:"kind"`              // what it is, by its content: "MP3"
	Decoder  string    `json:"decoder"`           // what read it, with its version
	Channels int       `json:"channels"`          // of the file
	Sides    string    `json:"sides"`             // who speaks in which of them, in words
	// Complaints are what the decoder said of a file that it read all the same: parts of the sound may be missing.
	Complaints string     `json:"complaints,omitempty"`
	SoundMD5   string     `json:"sound_md5"`         // of its samples as they were decoded: 16 bits, channels interleaved
	Reckoned   Reckoning  `json:"started_from"`      // how the start of the call is known
	Details    *Sidecar   `json:"details,omitempty"` // the call recorder's own notes beside it
	VCon       *VConPlace `json:"vcon,omitempty"`    // where it stood, when it came out of another program's vCon
}

// VConPlace says where a recording stood in a vCon. Calls with the same UUID came together.
type VConPlace struct {
	UUID       string `json:"uuid"`
	Dialog     int    `json:"dialog"`     // its place among the pieces of dialog, from 0
	Recordings int    `json:"recordings"` // how many the vCon holds
}

// Sidecar is a file that lay beside an imported one.
type Sidecar struct {
	File   string `json:"file"`   // its own name
	Kept   string `json:"kept"`   // the name of its copy in the call's folder
	SHA256 string `json:"sha256"` // of its bytes
}

// Reckoning says how the start of an imported call is known.
type Reckoning string

// The ways to know when a call began, the surest first.
const (
	Told         Reckoning = "told"      // by who imported it
	FromDetails  Reckoning = "details"   // from the call recorder's notes beside the file
	FromFileName Reckoning = "file name" // a date and a time stand in it
	FromFileDay  Reckoning = "file name, day only"
	FromFileDate Reckoning = "file date" // when the file was last changed, which may be long after the call
)

// Words says the same to people.
func (r Reckoning) Words() string {
	switch r {
	case Told:
		return "as whoever imported it said"
	case FromDetails:
		return "from the call recorder's notes"
	case FromFileName:
		return "from the file's name"
	case FromFileDay:
		return "from the file's name, which tells the day only"
	case FromFileDate:
		return "from the file's date, which may be later than the call"
	}
	return string(r)
}

// Imprints are what the sound of a call, and the file it was made from, can be known again by. No two kinds can be the same.
func (c Call) Imprints() []string {
	var all []string
	add := func(kind, sum string) {
		if sumForm.MatchString(sum) {
			all = append(all, kind+sum)
		}
	}
	add(soundImprint, c.Audio.MD5)
	if c.Origin != nil {
		add(fileImprint, c.Origin.SHA256)
		if c.Origin.SoundMD5 != c.Audio.MD5 {
			add(soundImprint, c.Origin.SoundMD5)
		}
	}
	return all
}

var sumForm = regexp.MustCompile(`^[0-9a-f]{32,64}$`)

const (
	soundImprint = "sound "
	fileImprint  = "file "
)

// SoundImprint is the imprint of sound whose samples have this MD5.
func SoundImprint(md5 string) string { return soundImprint + md5 }

// FileImprint is the imprint of a file whose bytes have this SHA-256.
func FileImprint(sha256 string) string { return fileImprint + sha256 }

// LogValue keeps the name of the file out of logs: it may hold a name and a number.
func (o Origin) LogValue() slog.Value { return slog.StringValue("[" + o.Kind + " file]") }
