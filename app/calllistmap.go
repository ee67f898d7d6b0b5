package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ListMapping says what stands where in a table of calls, and how. Columns are meant by their names in the head line; an empty one is guessed by its name.
type ListMapping struct {
	Name      string     `json:"name,omitempty"` // under which it is saved
	Date      string     `json:"date,omitempty"`
	Time      string     `json:"time,omitempty"` // where it stands beside the date
	Number    string     `json:"number,omitempty"`
	Contact   string     `json:"contact,omitempty"`
	Direction string     `json:"direction,omitempty"`
	Length    string     `json:"length,omitempty"`
	From      string     `json:"from,omitempty"` // the number that called, where there is no column for the other side's
	To        string     `json:"to,omitempty"`
	Own       string     `json:"own,omitempty"`       // the user's number, which tells who called whom by From and To
	Dates     DateOrder  `json:"dates,omitempty"`     // empty: as they can only be meant
	LengthIn  LengthUnit `json:"length_in,omitempty"` // empty: as they can only be meant; else they are not known
	Zone      string     `json:"zone,omitempty"`      // of the times, as America/New_York; empty: that of this machine
}

// NoColumn in the place of a column says that the list has none for that, so that none is guessed.
const NoColumn = "-"

// DateOrder says in which order day, month and year are written.
type DateOrder string

// The orders.
const (
	DayFirst   DateOrder = "day-first"
	MonthFirst DateOrder = "month-first"
	YearFirst  DateOrder = "year-first"
)

// DateOrders lists them.
var DateOrders = []DateOrder{DayFirst, MonthFirst, YearFirst}

// LengthUnit says what a length without a unit means.
type LengthUnit string

// The units. Lengths like 4:31 have two of them.
const (
	InSeconds LengthUnit = "seconds"
	InMinutes LengthUnit = "minutes" // 5, and 4:31 are minutes, and minutes with seconds
	InHours   LengthUnit = "hours"   // 4:31 are hours and minutes
)

// LengthUnits lists them.
var LengthUnits = []LengthUnit{InSeconds, InMinutes, InHours}

// problem says in a sentence without a full stop what is wrong with a mapping; nothing when nothing is.
func (m ListMapping) problem() string {
	if m.Dates != "" && !slices.Contains(DateOrders, m.Dates) {
		return fmt.Sprintf("%q is no order of dates", m.Dates)
	}
	if m.LengthIn != "" && !slices.Contains(LengthUnits, m.LengthIn) {
		return fmt.Sprintf("%q is no unit of lengths", m.LengthIn)
	}
	if _, err := m.zone(); err != nil {
		return fmt.Sprintf("%q is no time zone, as America/New_York is", m.Zone)
	}
	return ""
}

func (m ListMapping) zone() (*time.Location, error) {
	if m.Zone == "" {
		return time.Local, nil
	}
	return time.LoadLocation(m.Zone)
}

// listColumn is something that a column can hold.
type listColumn struct {
	of    func(*ListMapping) *string
	words []string // by which it is known, the surest first
}

// The columns that are looked for. A word is found in a name as a whole word.
var listFields = []listColumn{
	{func(m *ListMapping) *string { return &m.Date }, []string{"date/time", "date & time", "date and time", "start time", "call date", "call time", "date", "datum", "fecha", "timestamp", "started", "when", "zeitpunkt"}},
	{func(m *ListMapping) *string { return &m.Time }, []string{"time", "uhrzeit", "zeit", "hora"}},
	{func(m *ListMapping) *string { return &m.Number }, []string{"phone number", "number", "rufnummer", "telefonnummer", "nummer", "phone", "telephone", "número", "numero", "caller id", "other party", "contact number"}},
	{func(m *ListMapping) *string { return &m.Direction }, []string{"direction", "call type", "richtung", "type", "typ", "tipo"}},
	{func(m *ListMapping) *string { return &m.Length }, []string{"duration", "length", "dauer", "minutes", "mins", "min", "seconds", "secs", "sec", "usage", "duración"}},
	{func(m *ListMapping) *string { return &m.Contact }, []string{"contact", "name", "contact name", "kontakt"}},
	{func(m *ListMapping) *string { return &m.From }, []string{"from", "von", "caller", "calling number", "origin"}},
	{func(m *ListMapping) *string { return &m.To }, []string{"to", "an", "called", "called number", "dialed number", "destination"}},
}

// guess fills in the columns that a head line names, as far as nobody has said which they are, or that there are none. No column is taken twice.
func (m ListMapping) guess(head []string) ListMapping {
	taken := []string{}
	for _, f := range listFields {
		taken = append(taken, *f.of(&m))
	}
	for _, f := range listFields {
		if column := f.of(&m); *column == "" {
			*column = f.find(head, taken)
			taken = append(taken, *column)
		}
	}
	for _, f := range listFields {
		if column := f.of(&m); *column == NoColumn {
			*column = ""
		}
	}
	if m.LengthIn == "" {
		m.LengthIn = unitIn(m.Length)
	}
	return m
}

// find gives the column whose name is a word of the field, else one whose name holds it.
func (f listColumn) find(head, taken []string) string {
	for _, whole := range []bool{true, false} {
		for _, word := range f.words {
			for _, name := range head {
				plain := plainName(name)
				if name != "" && !slices.Contains(taken, name) && (plain == word || !whole && strings.Contains(" "+plain+" ", " "+word+" ")) {
					return name
				}
			}
		}
	}
	return ""
}

// plainName is a column's name for comparing.
func plainName(name string) string {
	name = strings.NewReplacer("_", " ", "(", " ", ")", " ", ":", " ", ".", " ", "-", " ").Replace(strings.ToLower(name))
	return strings.Join(strings.Fields(name), " ")
}

// unitIn is the unit that a column's name says.
func unitIn(name string) LengthUnit {
	words := strings.Fields(plainName(name))
	for unit, names := range map[LengthUnit][]string{
		InSeconds: {"seconds", "second", "secs", "sec", "s", "sekunden"}, InMinutes: {"minutes", "minute", "mins", "min", "minuten", "mm"},
	} {
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(names, w) }) {
			return unit
		}
	}
	return ""
}

// Columns lists which columns a mapping names, for people.
func (m ListMapping) Columns() (all []string) {
	for i, name := range []string{"date", "time", "number", "direction", "length", "contact", "from", "to"} {
		if column := *listFields[i].of(&m); column != "" {
			all = append(all, name+": "+column)
		}
	}
	return all
}

// Over gives a mapping that says what this one says, and what another says where this one is silent.
func (m ListMapping) Over(other ListMapping) ListMapping {
	for _, f := range listFields {
		if at := f.of(&m); *at == "" {
			*at = *f.of(&other)
		}
	}
	m.Name, m.Own, m.Zone = cmp.Or(m.Name, other.Name), cmp.Or(m.Own, other.Own), cmp.Or(m.Zone, other.Zone)
	m.Dates, m.LengthIn = cmp.Or(m.Dates, other.Dates), cmp.Or(m.LengthIn, other.LengthIn)
	return m
}
