package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) showCommand() *cobra.Command {
	var machine, facts bool
	cmd := &cobra.Command{
		Use: "show CALL [--machine | --facts]", Short: "Show a call: what is known of it, its notes and what was said",
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if machine && facts {
				return wrongUse(cmd, "--machine and --facts do not go together")
			}
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
				if facts {
					return f.showHeld(a, args[0])
				}
				return f.show(a, args[0], machine)
			})
		},
	}
	cmd.Flags().BoolVar(&machine, "machine", false, "what the machine wrote, without the corrections")
	cmd.Flags().BoolVar(&facts, "facts", false, "amounts, dates, promises and what else was said that may matter, by second")
	return cmd
}

// showHeld prints what a call seems to hold.
func (f *face) showHeld(a *app.App, ref string) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	facts, err := a.Facts(id)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(facts)
	}
	doc, err := a.Call(id)
	if err != nil {
		return err
	}
	lines := f.table()
	for _, line := range facts.Lines() {
		who := "[you]"
		if line.Party.Valid() {
			who = app.Speaker(doc, line.Party)
		}
		what := line.What
		if line.Read != "" {
			what += ": " + line.Read
		}
		lines.row(line.At.Clock(), who, what, line.Words)
	}
	if len(facts.Lines()) == 0 {
		f.hint("Nothing was found. Only a call that was written down can be looked through.")
	}
	f.hint("Found by machine in the transcript: it may be wrong, and miss things.")
	return lines.print()
}

func (f *face) show(a *app.App, ref string, machine bool) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	read := a.Document
	if machine {
		read = a.MachineDocument
	}
	doc, err := read(id)
	if err != nil {
		return err
	}
	if f.json {
		if doc, err = a.WithFlags(doc); err != nil {
			return err
		}
		return f.printJSON(doc)
	}
	if err := f.showFacts(doc.Call); err != nil {
		return err
	}
	return f.showWords(doc)
}

// showFacts prints what is known of a call, as far as anything is.
func (f *face) showFacts(doc call.Call) error {
	facts := f.table()
	fact := func(name, value string) {
		if value != "" {
			facts.row(name, value)
		}
	}
	fact("Call", string(doc.ID))
	fact("Started", started(doc))
	fact("With", person(doc.Parties[call.Remote]))
	fact("Direction", string(doc.Direction))
	fact("Case", doc.Case)
	fact("Tags", strings.Join(doc.Tags, ", "))
	fact("Playbook", doc.Playbook)
	for _, consent := range app.ConsentFacts(doc) {
		fact(consent.Name, consent.Value)
	}
	if doc.Outcome != call.Complete { // what is complete, the verdict says
		fact("Outcome", string(doc.Outcome))
	}
	fact("Problem", doc.Failure)
	if doc.Origin == nil {
		fact("From file", doc.Source)
	}
	certificate := app.CertificateOf(doc)
	captureFacts(certificate, fact)
	return errors.Join(facts.print(), f.showCapture(certificate))
}

// started says when a call was and how long.
func started(doc call.Call) string {
	if doc.Outcome == call.Noted {
		return localTime(doc.Started) + ", " + app.LengthOf(doc)
	}
	return localTime(doc.Started) + ", " + doc.Audio.Duration.Short() + " long"
}

func person(p call.Person) string {
	if p.Called() != "" && p.Number != "" {
		return p.Called() + ", " + p.Number
	}
	return p.Called() + p.Number
}

// showWords prints what was said and noted, in order of time.
func (f *face) showWords(doc app.Document) error {
	var transcript call.Transcript
	if doc.Transcripts > 1 {
		f.hint("This is one of %d transcripts: onrecord transcripts %s", doc.Transcripts, doc.ID)
	}
	if doc.Unread != "" {
		f.warn("%s. What the machine wrote is shown as it is.", doc.Unread)
	}
	if doc.Transcript != nil {
		transcript = *doc.Transcript
	} else if doc.Audio.File != "" {
		f.hint("Not transcribed yet. Transcribe it with: onrecord transcribe %s", doc.ID)
	}
	if len(transcript.Segments)+len(app.Remarks(doc.Call)) > 0 {
		if err := f.say(""); err != nil {
			return err
		}
	}
	return f.printTurns(doc.Call, transcript)
}

// turn is a line of the conversation.
type turn struct {
	at               call.Seconds
	clock, who, text string
}

// printTurns prints a conversation with the notes made in it, and says how much it leaves out. It begins with the banner
// of the demo model, if that wrote it.
func (f *face) printTurns(doc call.Call, transcript call.Transcript) error {
	if transcript.Model.Demo {
		if err := f.say("%s\n", app.DemoBanner); err != nil {
			return err
		}
	}
	var turns []turn
	said, echoes := transcript.Said()
	for _, segment := range said {
		turns = append(turns, turn{segment.Start, segment.Start.Clock(), app.Speaker(doc, segment.Party), segment.Text + app.TurnMarks(segment)})
	}
	for _, remark := range app.Remarks(doc) {
		turns = append(turns, turn{remark.At, remark.Clock(), "[" + string(remark.Kind) + "]", remark.Text})
	}
	slices.SortStableFunc(turns, func(a, b turn) int { return int(1000 * (a.at - b.at)) })
	lines := f.table()
	for _, t := range turns {
		lines.row(t.clock, t.who, t.text)
	}
	if transcript.Imported != nil {
		f.hint("The transcript was %s.", app.WrittenBy(transcript))
	}
	if transcript.Engine != "" && len(transcript.Segments) == 0 {
		f.hint("No speech was found in it.")
	}
	if err := lines.print(); err != nil {
		return err
	}
	return f.sayLeftOut(echoes, len(transcript.Segments)-len(said)-echoes)
}

// sayLeftOut says how many passages were not said, as the sound shows or a person knew.
func (f *face) sayLeftOut(echoes, struck int) error {
	if echoes > 0 {
		if err := f.say("\nLeft out: %s. --json shows them.", app.EchoWords(echoes)); err != nil {
			return err
		}
	}
	if struck > 0 {
		return f.say("\nStruck out: %s. --machine shows them.", count(struck, "turn", "turns"))
	}
	return nil
}
