package cli

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) transcriptsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "transcripts CALL [use N | compare [N M]]", Short: "List a call's transcripts, choose the one that is read, compare two",
		Long: "List a call's transcripts. A call that is transcribed again keeps the earlier transcript with its corrections; the new\n" +
			"one is read and searched from then on. \"use\" has another one read; \"compare\" lays two side by side, without numbers the\n" +
			"newest two. Words that the other one does not have stand between asterisks.",
		Example: "  onrecord transcripts last\n  onrecord transcripts last use 1\n  onrecord transcripts last compare 1 2",
		Args:    between(1, 4),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		do, err := f.transcriptsDo(cmd, args[1:])
		if err != nil {
			return err
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			id, err := findCall(a, args[0])
			if err != nil {
				return err
			}
			return do(a, id)
		})
	}
	return cmd
}

// transcriptsDo understands what stands after the call.
func (f *face) transcriptsDo(cmd *cobra.Command, words []string) (func(*app.App, call.ID) error, error) {
	if len(words) == 0 {
		return f.listTranscripts, nil
	}
	var numbers []int
	for _, word := range words[1:] {
		number, err := strconv.Atoi(word)
		if err != nil || number < 1 {
			return nil, wrongUse(cmd, "%q is not the number of a transcript", word)
		}
		numbers = append(numbers, number)
	}
	switch {
	case words[0] == "use" && len(numbers) == 1:
		return func(a *app.App, id call.ID) error {
			if err := a.UseTranscript(id, numbers[0]); err != nil {
				return err
			}
			return f.listTranscripts(a, id)
		}, nil
	case words[0] == "compare" && len(numbers) != 1:
		return func(a *app.App, id call.ID) error { return f.compareTranscripts(a, id, numbers) }, nil
	}
	return nil, wrongUse(cmd, "After the call comes nothing, \"use N\" or \"compare N M\"")
}

func (f *face) listTranscripts(a *app.App, id call.ID) error {
	all, err := a.Transcripts(id)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"call": id, "transcripts": orEmpty(all)})
	}
	if len(all) == 0 {
		f.hint("Not transcribed yet. Transcribe it with: onrecord transcribe %s", id)
		return nil
	}
	list := f.table("NO", "READ", "MADE", "MODEL", "ENGINE", "LANGUAGE", "TURNS", "CORRECTIONS")
	for _, t := range all {
		read := "-"
		if t.Current {
			read = "yes"
		}
		corrections := strconv.Itoa(t.Corrections)
		if t.Problem != "" {
			corrections = t.Problem
		}
		list.row(strconv.Itoa(t.Number), read, orDash(localTime(t.Made)), orDash(t.Model.Name), orDash(t.Engine), orDash(t.Language),
			strconv.Itoa(t.Turns), corrections)
	}
	return list.print()
}

func (f *face) compareTranscripts(a *app.App, id call.ID, numbers []int) error {
	if len(numbers) == 0 {
		all, err := a.Transcripts(id)
		if err != nil {
			return err
		}
		if len(all) < 2 {
			return failed("The call has only one transcript, or none", "Transcribe it with another model: onrecord transcribe "+string(id)+" --model NAME")
		}
		numbers = []int{all[len(all)-2].Number, all[len(all)-1].Number}
	}
	compared, err := a.Compare(id, numbers[0], numbers[1])
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(compared)
	}
	doc, err := a.Call(id)
	if err != nil {
		return err
	}
	list := f.table()
	for _, p := range compared.Passages {
		who := app.Speaker(doc, p.Party)
		if p.Same() && p.Left.Text == p.Right.Text {
			list.row(p.Start.Clock(), who, "", p.Left.Text)
			continue
		}
		list.row(p.Start.Clock(), who, strconv.Itoa(numbers[0]), starred(p.Left))
		list.row("", "", strconv.Itoa(numbers[1]), starred(p.Right))
	}
	if err := list.print(); err != nil {
		return err
	}
	return f.say("\n%s", differing(compared))
}

// differing says how much differs.
func differing(c app.Comparison) string {
	return fmt.Sprintf("Of %s, %d in transcript %d (%s) and %d in transcript %d (%s) are not in the other.",
		count(c.Differ.Of, "word", "words"), c.Differ.Left, c.Left, c.Sources[0].Model.Name, c.Differ.Right, c.Right, c.Sources[1].Model.Name)
}

// starred puts the words that the other side does not have between asterisks.
func starred(w call.Wording) string {
	if w.Text == "" {
		return "-"
	}
	text, end := "", 0
	for _, mark := range w.Differs {
		text += w.Text[end:mark[0]] + "*" + w.Text[mark[0]:mark[1]] + "*"
		end = mark[1]
	}
	return text + w.Text[end:]
}
