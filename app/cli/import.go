package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// importWords are the flags of import as they were typed.
type importWords struct{ started, direction, mono, left, said string }

func (f *face) importCommand() *cobra.Command {
	var request app.ImportRequest
	var words importWords
	cmd := &cobra.Command{
		Use: "import FILE|FOLDER… [--started TIME] [--number N] [--name S] [--direction in|out|conference] [--case S] " +
			"[--mono-is local|remote|both] [--left-is local|remote] [--transcript FILE] [--you-are NAME] [--words-are local|remote] [--again]",
		Short: "Bring recordings made elsewhere into the library",
		Long: "Bring recordings made elsewhere into the library: files, or all that are in a folder and below it, in order of time.\n" +
			"WAV, FLAC, MP3, Ogg Opus and Ogg Vorbis can always be read; M4A, AAC, AMR, 3GP, WebM, video and others need ffmpeg. vCon files are read, too.\n" +
			"What a file is, its content tells. A copy is kept with the call, bit for bit; a file that is there already is passed over.\n\n" +
			"In a file with two channels the left one is you and the right one the other side, unless --left-is says otherwise;\n" +
			"--mono-is says who speaks in a file with one. When a call began, and with whom it was, is taken from a call\n" +
			"recorder's notes beside the file (BCR), else from the file's name, else from its date.\n" +
			"An SRT, WebVTT or JSON file of the same name becomes the transcript; --you-are says which of its names is yours, --words-are\n" +
			"whose words they are in one that names nobody.",
		Example: "  onrecord import voicemail.wav --mono-is remote --name \"Acme Solar\" --started \"2026-03-12 14:02\"\n" +
			"  onrecord import ~/Recordings",
		Args: between(1, -1),
	}
	flags := cmd.Flags()
	flags.StringVar(&words.started, "started", "", "when the call began (of one file only)")
	flags.StringVar(&request.Name, "name", "", "name of the other party")
	flags.StringVar(&request.Number, "number", "", "number of the other party")
	flags.StringVar(&words.direction, "direction", "", "in, out or conference")
	flags.StringVar(&request.Case, "case", "", "the case that the call belongs to")
	flags.StringVar(&words.mono, "mono-is", "", "who speaks in a file with one channel: local, remote or both")
	flags.StringVar(&words.left, "left-is", "", "who speaks in the left one of two channels: local or remote")
	flags.StringVar(&request.Transcript, "transcript", "", "what was said, written elsewhere: SRT, WebVTT or JSON (of one file only)")
	flags.StringVar(&request.YouAre, "you-are", "", "the name by which such a transcript calls you")
	flags.StringVar(&words.said, "words-are", "", "whose words a transcript holds that names nobody: local or remote")
	flags.BoolVar(&request.Again, "again", false, "also what is in the library already")
	flags.BoolVar(&request.NoTranscript, "no-transcribe", false, "do not queue the transcript")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if err := f.understandImport(cmd, words, &request); err != nil {
			return err
		}
		return f.atLength(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.importAll(ctx, cmd, a, paths, request) })
	}
	return cmd
}

func (f *face) understandImport(cmd *cobra.Command, words importWords, request *app.ImportRequest) (err error) {
	moment := func(text string) (time.Time, error) { return parseMoment(text, f.now()) }
	if request.Started, err = understand(cmd, words.started, moment); err != nil {
		return err
	}
	if request.Direction, err = understand(cmd, words.direction, parseDirection); err != nil {
		return err
	}
	if request.MonoIs, err = understand(cmd, words.mono, parseMono); err != nil {
		return err
	}
	if request.LeftIs, err = understand(cmd, words.left, parseSide); err != nil {
		return err
	}
	if request.WordsBy, err = understand(cmd, words.said, parseSide); err != nil {
		return err
	}
	if request.Transcript != "" {
		request.Transcript = f.path(request.Transcript)
	}
	return nil
}

// brought is one file in the JSON answer.
type brought struct {
	File      string    `json:"file"`
	Call      call.ID   `json:"call,omitempty"`
	Calls     []call.ID `json:"calls,omitempty"` // of a vCon with several recordings
	Duplicate call.ID   `json:"duplicate_of,omitempty"`
	Notices   []string  `json:"notices,omitempty"`
	Error     string    `json:"error,omitempty"`
}

// importing is the command under way.
type importing struct {
	*face
	line     *progress
	named    map[string]string // paths that were typed, as they were
	single   bool
	answer   []brought
	calls    int
	failures int
	err      error // of writing the answer
}

// importAll brings in what it can; a file that fails does not hold up the others.
func (f *face) importAll(ctx context.Context, cmd *cobra.Command, a *app.App, typed []string, request app.ImportRequest) error {
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	im := &importing{face: f, line: f.progress(), named: map[string]string{}, answer: []brought{}}
	defer im.line.clear()
	var paths []string
	for _, name := range typed {
		path := f.path(name)
		im.named[path], paths = name, append(paths, path)
	}
	im.line.show("Looking at the files")
	gathered, err := a.Gather(ctx, paths)
	if err != nil {
		return err
	}
	if len(gathered.Files) > 1 && (!request.Started.IsZero() || request.Transcript != "") {
		return wrongUse(cmd, "--started and --transcript are of one file, and these are %d", len(gathered.Files))
	}
	im.single = len(gathered.Files)+len(gathered.Left) == 1
	im.line.clear()
	for _, left := range gathered.Left {
		im.leave(left)
	}
	if err := a.ImportAll(ctx, gathered.Files, request, im.step); err != nil {
		return err
	}
	return im.conclude(request)
}

// leave tells of a file that cannot be read. One that was typed is a failure; a folder may hold anything.
func (im *importing) leave(left app.LeftOut) {
	what, _ := explain(left.Err)
	name, typed := im.named[left.Path]
	if typed {
		im.failures++
		im.complain(naming(name, left.Err))
	} else {
		name = left.Path
		im.hint("Not read: %s: %s", clean(name), clean(what))
	}
	im.answer = append(im.answer, brought{File: name, Error: what})
}

func (im *importing) step(step app.ImportStep) {
	if !step.Ended {
		im.line.bar("Importing "+im.name(step.File.Path), (float64(step.Number-1)+step.Fraction)/float64(step.Of), -1)
		return
	}
	im.line.clear()
	entry := newBrought(im.name(step.File.Path), step.Call)
	duplicate, known := app.IsDuplicate(step.Call.Err)
	switch {
	case known:
		entry.Duplicate = duplicate.Of
		entry.Error, _ = explain(duplicate)
		im.warn("%s: %s", clean(entry.File), clean(entry.Error))
	case step.Call.Err != nil:
		im.failures++
		entry.Error, _ = explain(step.Call.Err)
		im.complain(naming(entry.File, step.Call.Err))
	default:
		im.calls += len(step.Call.IDs)
		im.report(entry, step.Call.IDs)
	}
	im.answer = append(im.answer, entry)
}

// newBrought says what became of a file.
func newBrought(file string, what app.Brought) brought {
	entry := brought{File: file, Notices: what.Notices}
	if len(what.IDs) > 0 {
		entry.Call = what.IDs[0]
	}
	if len(what.IDs) > 1 {
		entry.Calls = what.IDs
	}
	return entry
}

// report prints the new calls.
func (im *importing) report(entry brought, ids []call.ID) {
	for _, notice := range entry.Notices {
		im.warn("%s: %s", clean(entry.File), clean(notice))
	}
	for _, id := range ids {
		switch {
		case im.json || im.err != nil:
		case im.single:
			im.err = im.say("%s", id)
		default:
			im.err = im.say("%s  %s", id, clean(entry.File))
		}
	}
}

// name is how a file is called in the answer.
func (im *importing) name(path string) string {
	if typed, ok := im.named[path]; ok {
		return typed
	}
	return path
}

func (im *importing) conclude(request app.ImportRequest) error {
	if im.err != nil {
		return im.err
	}
	if im.calls > 0 && !request.NoTranscript && !im.json {
		im.hint("To have what was said written down: onrecord transcribe --pending")
	}
	if im.json {
		if err := im.printJSON(map[string]any{"imported": im.answer}); err != nil {
			return err
		}
	}
	switch {
	case im.failures > 0:
		return finished(exitFailed)
	case len(im.answer) == 0:
		return failed("There is nothing to import in it", "Name sound files, or a folder with some.")
	}
	return nil
}

// naming puts the thing that an error is about in front of its words.
func naming(thing string, err error) error {
	what, do := explain(err)
	return &setback{what: thing + ": " + what, do: do, exit: exitFailed}
}
