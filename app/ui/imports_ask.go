package ui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// momentForm is how a time is typed.
const momentForm = "2006-01-02 15:04"

// importSheet asks what files do not tell: with whom and when, if it is one; whose voice is in which channel.
type importSheet struct {
	page     *importPage
	gathered app.Gathered
	started  *field // these three are nil when it asks about several files
	name     *field
	number   *field
	mono     call.Party
	left     call.Party
	said     call.Party // whose words stand in transcripts that name nobody
	wrong    *prose
}

// askAbout asks once about everything that was found.
func (p *importPage) askAbout(gathered app.Gathered, undated int) {
	s := &importSheet{page: p, gathered: gathered, wrong: newProse("", sizeSmall, colorWarning)}
	s.wrong.width = space(sizeDialog)
	if len(gathered.Files) == 1 {
		s.started = newField("2026-03-12 14:02", nil)
		s.name = newField("A person, a firm, whatever you call them", nil)
		s.number = newField("+1 212 555 0142", nil)
		details := gathered.Files[0].Details
		s.started.SetText(details.Started.Local().Format(momentForm))
		s.name.SetText(details.Name)
		s.number.SetText(details.Number)
	}
	s.ask(undated)
}

// ask shows the sheet.
func (s *importSheet) ask(undated int) {
	form := container.New(stack{gap: sizeInside})
	title := shortFile(s.gathered.Files[0].Path[strings.LastIndexAny(s.gathered.Files[0].Path, `/\`)+1:])
	if s.started != nil && undated > 0 {
		form.Add(paragraph("The only date that it has is the file's own, which may be later than the call.", sizeSmall, colorInk2))
	}
	if s.started != nil {
		form.Add(labelled("When the call began", s.started))
		form.Add(labelled("Name", s.name))
		form.Add(labelled("Number", s.number))
	} else {
		title = fmt.Sprintf("%d recordings", len(s.gathered.Files))
		if undated > 0 {
			form.Add(paragraph(fmt.Sprintf("For %d of them the only date is the file's own, which may be later than the call. You can say later with whom each was.", undated), sizeSmall, colorInk2))
		}
	}
	form.Add(container.New(row{gap: sizeGroup},
		labelled("One channel holds", newChoice([]string{"Both sides", "You", "Them"}, partyIndex(s.mono), func(i int) { s.mono = partyAt(i) })),
		labelled("Of two, the left one is", newChoice([]string{"You", "Them"}, index(s.left == call.Remote), func(i int) { s.left = call.Parties[i] }))))
	if label := namelessWords(s.gathered.Files); label != "" {
		form.Add(labelled(label, newChoice([]string{"Them", "You"}, index(s.said == call.Local), func(i int) { s.said = call.Parties[1-i] })))
	}
	form.Add(s.wrong)
	asked := s.page.w.ask("Import "+title, form, action{label: "Import", do: func() { s.onImport(undated) }}, action{label: "Cancel", low: true})
	for _, f := range []*field{s.started, s.name, s.number} {
		if f != nil {
			f.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
			f.escape = asked.onEscape
		}
	}
	if s.name != nil {
		s.page.w.window.Canvas().Focus(s.name)
	}
}

// shortFile leaves out the middle of a file's name that is too long for a title.
func shortFile(name string) string {
	const front, back = 16, 12
	runes := []rune(name)
	if len(runes) <= front+back+1 {
		return name
	}
	return string(runes[:front]) + "…" + string(runes[len(runes)-back:])
}

// namelessWords asks whose words stand in transcripts beside the files that name nobody, if there are any.
func namelessWords(files []app.Found) string {
	count := 0
	for _, file := range files {
		if file.Nameless {
			count++
		}
	}
	switch {
	case count == 0:
		return ""
	case len(files) == 1:
		return "Its transcript names nobody; it was said by"
	case count == 1:
		return "One transcript names nobody; it was said by"
	}
	return fmt.Sprintf("%d transcripts name nobody; they were said by", count)
}

// partyAt is the choice of who speaks: empty for both.
func partyAt(i int) call.Party { return [3]call.Party{"", call.Local, call.Remote}[i] }

func partyIndex(p call.Party) int {
	return map[call.Party]int{call.Local: 1, call.Remote: 2}[p]
}

// onImport begins, or asks again when the time is none.
func (s *importSheet) onImport(undated int) {
	request := app.ImportRequest{MonoIs: s.mono, LeftIs: s.left, WordsBy: s.said}
	if namelessWords(s.gathered.Files) != "" && s.mono == "" { // it stood there chosen
		request.WordsBy = cmp.Or(s.said, call.Remote)
	}
	if s.started != nil {
		started, err := s.moment()
		if err != nil {
			s.wrong.set("“"+s.started.Text+"” is not a time like 2026-03-12 14:02.", nil)
			s.ask(undated)
			s.page.w.window.Canvas().Focus(s.started)
			return
		}
		request.Started, request.Name, request.Number = started, strings.TrimSpace(s.name.Text), strings.TrimSpace(s.number.Text)
	}
	s.page.accept(s.gathered, request)
}

// moment is the time that was typed; the zero time when it is the file's own, which nobody has changed.
func (s *importSheet) moment() (time.Time, error) {
	text := strings.TrimSpace(s.started.Text)
	if text == s.gathered.Files[0].Details.Started.Local().Format(momentForm) {
		return time.Time{}, nil
	}
	return time.ParseInLocation(momentForm, text, time.Local)
}
