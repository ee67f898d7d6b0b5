package app

import (
	"slices"
	"strings"
	"sync"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// directory is the contacts as they were at one moment, by their IDs and numbers. It is never changed.
type directory struct {
	numbers  *numbering
	contacts map[call.ID]call.Contact
	holders  map[string][]call.ID // what a number is compared by → whose it is
}

// directories hands out the directory in force, which is made again after contacts have changed, or the country of numbers has.
type directories struct {
	mu  sync.Mutex
	now *directory // nil: to be made
}

func newDirectory(region string, contacts []call.Contact) *directory {
	d := &directory{&numbering{region: region}, map[call.ID]call.Contact{}, map[string][]call.ID{}}
	for _, c := range contacts {
		d.contacts[c.ID] = c
		for _, number := range c.Numbers {
			if key := d.numbers.read(number).key; key != "" && !slices.Contains(d.holders[key], c.ID) {
				d.holders[key] = append(d.holders[key], c.ID)
			}
		}
	}
	return d
}

// directory gives the one in force. Contacts that cannot be read are missing in it, and reported once.
func (a *App) directory() *directory {
	region := regionOf(a.Settings().Place)
	a.people.mu.Lock()
	defer a.people.mu.Unlock()
	if a.people.now == nil || a.people.now.numbers.region != region {
		contacts, err := a.library.Contacts()
		if err != nil {
			a.trouble(err, "read the contacts")
		}
		a.people.now = newDirectory(region, contacts)
	}
	return a.people.now
}

// contactsChanged makes the directory again when it is next needed, and tells the faces.
func (a *App) contactsChanged() {
	a.people.mu.Lock()
	a.people.now = nil
	a.people.mu.Unlock()
	a.hub.send(ContactsChanged{})
}

// who gives the contact that a person in a call is: the one that somebody said, else the only one that has the number.
func (d *directory) who(person call.Person) (call.Contact, bool) {
	if c, known := d.contacts[person.Contact]; known {
		return c, true
	}
	var found []call.ID
	for _, key := range d.numbers.keys(person.Number) {
		for _, id := range d.holders[key] {
			if !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
	}
	if len(found) != 1 {
		return call.Contact{}, false
	}
	return d.contacts[found[0]], true
}

// known gives a person with what the contacts say of them.
func (d *directory) known(person call.Person) call.Person {
	person.E164 = d.numbers.read(person.Number).e164
	c, known := d.who(person)
	if !known {
		person.Contact = ""
		return person
	}
	person.Contact, person.Known = c.ID, c.Title()
	return person
}

// introduce says in a call's document who is at the far side, as the contacts know them now. The document on disk stays as it is.
func (d *directory) introduce(doc call.Call) call.Call {
	parties := make(map[call.Party]call.Person, len(doc.Parties))
	for party, person := range doc.Parties {
		if party == call.Remote {
			person = d.known(person)
		}
		parties[party] = person
	}
	doc.Parties = parties
	return doc
}

// far is the person at the far side of a call in a list.
func (d *directory) far(s Summary) call.Person {
	return d.known(call.Person{Name: unless(s.Title == s.Number, s.Title), Number: s.Number, Contact: s.Contact})
}

// entity says to the rules who is at the far side of a call in a list.
func (d *directory) entity(s Summary) string {
	return rules.Entity(call.Call{Parties: map[call.Party]call.Person{call.Remote: d.far(s)}})
}

// entitle says in a list who is at the far side of its calls.
func (d *directory) entitle(calls []Summary) {
	for i, s := range calls {
		person := d.far(s)
		calls[i].Contact = person.Contact
		calls[i].Title = call.Call{Parties: map[call.Party]call.Person{call.Remote: person}}.Title()
	}
}

// sameText compares what people typed: capitals and spaces around do not count.
func sameText(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }
