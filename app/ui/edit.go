package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// labelled puts a small name above a field.
func labelled(name string, field fyne.CanvasObject) fyne.CanvasObject {
	return container.New(stack{gap: sizeStep}, newLine(name, sizeSmall, colorInk2), field)
}

// directions are what one can say about who called.
func directions() ([]call.Direction, []string) {
	return []call.Direction{call.Incoming, call.Outgoing, call.Conference}, []string{"Incoming", "Outgoing", "Conference"}
}

func directionIndex(d call.Direction) int {
	known, _ := directions()
	for i, k := range known {
		if k == d {
			return i
		}
	}
	return -1
}

// onWho asks who is at the other end of the call that is in sight. While one is recorded that is the take, and never the call that was open before.
func (w *Window) onWho() {
	switch {
	case w.page == w.take:
		w.window.Canvas().Focus(w.take.name)
	case !w.take.starting: // else it is about to be in sight
		w.inCalls(w.calls.doc.onEdit)()
	}
}

// onEdit asks who was at the other end.
func (p *callPage) onEdit() {
	if p.id == "" {
		return
	}
	id, remote, direction := p.id, p.doc.Parties[call.Remote], p.doc.Direction
	name := newField("A person, a firm, whatever you call them", nil)
	number := newField("+1 212 555 0142", nil)
	name.SetText(remote.Name)
	number.SetText(remote.Number)
	known, words := directions()
	way := newChoice(words, directionIndex(direction), func(i int) { direction = known[i] })
	who := newContactPick(p.w.app.Contacts(), func(c app.Contact, _ bool) { remote.Contact = c.ID })
	before := remote.Contact
	who.SetText(remote.Known)
	who.SetPlaceHolder("Whoever has the number")
	remote.Contact = before
	form := container.New(stack{gap: sizeInside}, labelled("Name", name), labelled("Number", number), labelled("Contact", who), labelled("Direction", way))
	written := p.doc.Transcript != nil
	save := func() {
		p.w.edit(id, func(doc *call.Call) error {
			named := name.Text
			if written { // the name of a speaker is a correction, which can be taken back
				named = doc.Parties[call.Remote].Name
			}
			setRemote(doc, named, number.Text, direction)
			if remote.Contact != before {
				doc.EditPerson(call.Remote, func(far *call.Person) { far.Contact = remote.Contact })
			}
			return nil
		})
		if written {
			p.conversation.correct(func() (call.Correction, error) { return p.w.app.CorrectName(id, call.Remote, name.Text) })
		}
	}
	asked := p.w.ask("Who was it?", form, action{label: "Save", do: save}, action{label: "Leave as it is", low: true})
	for _, f := range []*field{name, number} {
		f.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
		f.escape = asked.onEscape
	}
	p.w.window.Canvas().Focus(name)
}

func setRemote(doc *call.Call, name, number string, direction call.Direction) {
	doc.Direction = direction
	doc.EditPerson(call.Remote, func(remote *call.Person) {
		remote.Name, remote.Number = strings.TrimSpace(name), strings.TrimSpace(number)
	})
}

// edit changes a call's document in the background; an event brings it back.
func (w *Window) edit(id call.ID, change func(*call.Call) error) {
	w.work.do(func(context.Context) error {
		_, err := w.app.Edit(id, change)
		return err
	}, nil)
}
