package app

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/transcribe/written"
)

// decodeFixtures are sound files by other programs.
const decodeFixtures = "../audio/decode/testdata/"

// waveFile writes a 16-bit WAV file at 8 kHz, with the sound of each channel given.
func waveFile(t testing.TB, path string, channels ...[]int16) string {
	t.Helper()
	var data []byte
	for i := range channels[0] {
		for _, c := range channels {
			data = binary.LittleEndian.AppendUint16(data, uint16(c[i]))
		}
	}
	head := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00")
	head = binary.LittleEndian.AppendUint16(head, uint16(len(channels)))
	head = binary.LittleEndian.AppendUint32(head, 8000)
	head = binary.LittleEndian.AppendUint32(head, uint32(16000*len(channels)))
	head = binary.LittleEndian.AppendUint16(head, uint16(2*len(channels)))
	head = append(head, "\x10\x00data"...)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(data)))
	write(t, path, string(append(head, data...)))
	return path
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// steps is half a second of sound that no other pitch gives.
func steps(pitch int) []int16 {
	frames := make([]int16, 4000)
	for i := range frames {
		frames[i] = int16(i * pitch % 16000)
	}
	return frames
}

// treeOf lists everything in a folder but the index, with contents.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	tree := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || strings.HasPrefix(entry.Name(), "index.db") {
			return err
		}
		tree[path] = ""
		if !entry.IsDir() {
			content, err := os.ReadFile(path)
			tree[path] = string(content)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func sameTree(t *testing.T, what string, before, after map[string]string) {
	t.Helper()
	for path, content := range after {
		if old, ok := before[path]; !ok || old != content {
			t.Errorf("%s changed %s", what, path)
		}
	}
	if len(after) != len(before) {
		t.Errorf("%s: %d files and folders instead of %d", what, len(after), len(before))
	}
}

// importOf imports a file and gives the call's document and its two sides.
func importOf(t *testing.T, a *App, path string, request ImportRequest) (call.Call, [2][]int16) {
	t.Helper()
	request.NoTranscript = true
	id, err := a.Import(t.Context(), path, request)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := a.Call(id)
	if err != nil {
		t.Fatal(err)
	}
	file, err := a.library.OpenAudio(id)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, 2*recording.Frames())
	if _, err := recording.Read(frames); err != nil {
		t.Fatal(err)
	}
	var sides [2][]int16
	for i, v := range frames {
		sides[i%2] = append(sides[i%2], v)
	}
	return doc, sides
}

func TestImportKeepsTheOriginal(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	path := waveFile(t, filepath.Join(dir, "20230414_215701.000+0000_in_+12125550142_Linda.wav"), steps(7))
	before := treeOf(t, filepath.Join(dir))
	doc, _ := importOf(t, a, path, ImportRequest{})
	o := doc.Origin
	if o == nil || doc.Outcome != call.Imported || o.Kind != "WAV" || o.Decoder != decode.Own || o.Kept != "original.wav" || o.Channels != 1 {
		t.Fatalf("%+v", o)
	}
	folder := filepath.Join(a.Library(), "calls", filepath.FromSlash(doc.ID.Month()), string(doc.ID))
	kept, err := os.ReadFile(filepath.Join(folder, o.Kept))
	if err != nil || string(kept) != before[path] || int64(len(kept)) != o.Size {
		t.Errorf("the copy is not the file: %v", err)
	}
	if doc.Title() != "Linda" || doc.Parties[call.Remote].Number != "+12125550142" || doc.Direction != call.Incoming ||
		!doc.Started.Equal(time.Date(2023, 4, 14, 21, 57, 1, 0, time.UTC)) || o.Reckoned != call.FromFileName {
		t.Errorf("what the name tells: %+v, %s", doc, o.Reckoned)
	}
	if !doc.Ended.Equal(doc.Started.Add(500 * time.Millisecond)) {
		t.Errorf("it ended %v", doc.Ended)
	}
	if certificate := CertificateOf(doc); certificate.Whole || !slices.ContainsFunc(certificate.Facts, func(f Fact) bool { return f.Value == o.SHA256 }) {
		t.Errorf("certificate: %+v", certificate)
	}
}

func TestWhoSpeaksWhere(t *testing.T) {
	one, two, three := steps(7), steps(11), steps(13)
	mean := make([]int16, len(two))
	for i := range mean {
		mean[i] = int16((int(two[i]) + int(three[i])) / 2)
	}
	still := make([]int16, len(one))
	for name, c := range map[string]struct {
		channels [][]int16
		request  ImportRequest
		want     [2][]int16
		sides    string
	}{
		"mono":                   {[][]int16{one}, ImportRequest{}, [2][]int16{one, one}, "one channel, in which both sides speak"},
		"mono, you":              {[][]int16{one}, ImportRequest{MonoIs: call.Local}, [2][]int16{one, still}, "one channel: you"},
		"stereo":                 {[][]int16{one, two}, ImportRequest{}, [2][]int16{one, two}, "left: you; right: the other side"},
		"stereo, left is them":   {[][]int16{one, two}, ImportRequest{LeftIs: call.Remote}, [2][]int16{two, one}, "left: the other side; right: you"},
		"the same twice":         {[][]int16{one, one}, ImportRequest{}, [2][]int16{one, one}, "2 channels with the same sound, taken as one channel, in which both sides speak"},
		"the same twice, them":   {[][]int16{one, one}, ImportRequest{MonoIs: call.Remote}, [2][]int16{still, one}, "2 channels with the same sound, taken as one channel: the other side"},
		"three":                  {[][]int16{one, two, three}, ImportRequest{}, [2][]int16{one, mean}, "3 channels; the first: you; the mean of the others: the other side"},
		"stereo, mono is no use": {[][]int16{one, two}, ImportRequest{MonoIs: call.Local}, [2][]int16{one, two}, "left: you; right: the other side"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a := open(t, dir, both())
			doc, sides := importOf(t, a, waveFile(t, filepath.Join(dir, "x.wav"), c.channels...), c.request)
			if doc.Origin.Sides != c.sides || doc.Origin.Channels != len(c.channels) {
				t.Errorf("%q, %d channels", doc.Origin.Sides, doc.Origin.Channels)
			}
			if !slices.Equal(sides[0], c.want[0]) || !slices.Equal(sides[1], c.want[1]) {
				t.Error("the sides hold something else")
			}
		})
	}
}

func TestDuplicatesAreKnownByTheirContent(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	path := waveFile(t, filepath.Join(dir, "a.wav"), steps(7))
	first, _ := importOf(t, a, path, ImportRequest{Name: "Acme", MonoIs: call.Local})
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "same.mp3"), string(content))
	exported, err := os.Create(filepath.Join(dir, "exported.flac"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.Export(t.Context(), first.ID, Form{As: "flac"}, exported), exported.Close()); err != nil {
		t.Fatal(err)
	}
	// The same samples in another file: with one more chunk, at its end.
	write(t, filepath.Join(dir, "tagged.wav"), string(content)+"LIST\x04\x00\x00\x00INFO")
	before := treeOf(t, a.Library())
	for name, sound := range map[string]bool{"a.wav": false, "same.mp3": false, "tagged.wav": true, "exported.flac": true} {
		_, err := a.Import(t.Context(), filepath.Join(dir, name), ImportRequest{NoTranscript: true})
		duplicate, known := IsDuplicate(err)
		if !known || duplicate.Of != first.ID || duplicate.Sound != sound || !strings.Contains(Explain(err).What, string(first.ID)+" (Acme)") {
			t.Errorf("%s: %v, %+v", name, err, duplicate)
		}
	}
	sameTree(t, "a duplicate", before, treeOf(t, a.Library()))
	importOf(t, a, path, ImportRequest{Again: true})
	if count, err := a.CountCalls(); count != 2 || err != nil {
		t.Errorf("%d calls, %v", count, err)
	}
}

// TestBadInputChangesNothing imports what cannot be, in every way, and compares the library before and after.
func TestBadInputChangesNothing(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	a.config.FFmpeg = func() string { return "" }
	importOf(t, a, waveFile(t, filepath.Join(dir, "good.wav"), steps(7)), ImportRequest{})
	wav := waveFile(t, filepath.Join(dir, "other.wav"), steps(9))
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		write(t, path, content)
		return path
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	before := treeOf(t, a.Library())
	for _, c := range []struct {
		name, path string
		request    ImportRequest
		ctx        context.Context
		want       error
	}{
		{"nothing", file("empty.wav", ""), ImportRequest{}, t.Context(), audio.ErrNotAudio},
		{"a letter", file("letter.mp3", "Dear bank"), ImportRequest{}, t.Context(), audio.ErrNotAudio},
		{"a playlist", file("list.m4a", "#EXTM3U\nfile:///etc/passwd\n"), ImportRequest{}, t.Context(), audio.ErrNotAudio},
		{"a folder", dir, ImportRequest{}, t.Context(), ErrIsFolder},
		{"no file", filepath.Join(dir, "missing"), ImportRequest{}, t.Context(), fs.ErrNotExist},
		{"without ffmpeg", decodeFixtures + "dtmf.m4a", ImportRequest{}, t.Context(), decode.ErrNeedsFFmpeg},
		{"cancelled", wav, ImportRequest{}, cancelled, context.Canceled},
		{"no transcript", wav, ImportRequest{Transcript: file("x.srt", "words without times")}, t.Context(), written.ErrNotTranscript},
		{"no transcript file", wav, ImportRequest{Transcript: filepath.Join(dir, "none.srt")}, t.Context(), fs.ErrNotExist},
		{"another call's transcript", wav, ImportRequest{Transcript: file("long.srt", "1\n00:10:00,000 --> 00:10:01,000\nx\n")}, t.Context(), ErrOtherCall},
		{"strangers", wav, ImportRequest{Transcript: file("strangers.srt", "1\n00:00:00,000 --> 00:00:01,000\nAnna: x\n\n2\n00:00:00,000 --> 00:00:01,000\nBen: y\n")}, t.Context(), ErrSpeakers},
	} {
		_, err := a.Import(c.ctx, c.path, c.request)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, wants %v", c.name, err, c.want)
		}
		if p := Explain(err); p.What == "" || strings.ContainsAny(p.What, "\n") {
			t.Errorf("%s is explained as %q", c.name, p.What)
		}
		sameTree(t, c.name, before, treeOf(t, a.Library()))
	}
}

func TestImportThatFindsTheDiskFullLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	wav := waveFile(t, filepath.Join(dir, "x.wav"), steps(9))
	for n := 1; ; n++ {
		left := 0
		library, err := storage.Open(filepath.Join(dir, "library"), storage.Options{Fail: func(op, _ string) error {
			if op == "read" || op == "remove" {
				return nil
			}
			if left--; left == 0 {
				return storage.ErrFull
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		left = n
		a := &App{config: Config{Now: time.Now, FFmpeg: func() string { return "" }}, library: library}
		_, err = a.Import(t.Context(), wav, ImportRequest{NoTranscript: true})
		failed := err
		count, err := a.CountCalls()
		if err != nil || failed != nil && count != 0 && !errors.Is(failed, storage.ErrFull) || failed == nil && count != 1 {
			t.Fatalf("when operation %d failed: %v, %d calls, %v", n, failed, count, err)
		}
		if err := library.Close(); err != nil {
			t.Error(err)
		}
		if failed == nil && left > 0 {
			return
		}
		if err := os.RemoveAll(filepath.Join(dir, "library")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRecorderNotesGoWithTheSound(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	waveFile(t, filepath.Join(dir, "call.oga"), steps(7))
	write(t, filepath.Join(dir, "call.json"), bcrNotes)
	doc, _ := importOf(t, a, filepath.Join(dir, "call.oga"), ImportRequest{Number: "+1 typed"})
	if doc.Title() != "Linda Berg" || doc.Parties[call.Remote].Number != "+1 typed" || doc.Origin.Reckoned != call.FromDetails || doc.Started.UnixMilli() != 1681523821088 {
		t.Errorf("%+v", doc)
	}
	folder := filepath.Join(a.Library(), "calls", filepath.FromSlash(doc.ID.Month()), string(doc.ID))
	if kept, err := os.ReadFile(filepath.Join(folder, "details.json")); err != nil || string(kept) != bcrNotes || doc.Origin.Details.File != "call.json" {
		t.Errorf("the notes were not kept: %v", err)
	}
}

func TestImportedTranscriptIsNeverTheMachines(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	waveFile(t, filepath.Join(dir, "call.wav"), steps(7))
	write(t, filepath.Join(dir, "call.vtt"), "WEBVTT\n\n00:00.100 --> 00:00.200\n<v Me>put me on the list\n\n00:00.200 --> 00:00.300\n<v Acme>one moment\n")
	id, err := a.Import(t.Context(), filepath.Join(dir, "call.wav"), ImportRequest{Name: "Acme Solar"})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := a.Document(id)
	if err != nil || doc.Transcript == nil {
		t.Fatal(err)
	}
	said := doc.Transcript
	if said.Engine != call.ImportedEngine || said.Model.Name != "call.vtt" || len(said.Model.SHA256) != 64 || said.Imported.Form != "WebVTT" {
		t.Errorf("%+v", said)
	}
	if len(said.Segments) != 2 || said.Segments[0].Party != call.Local || said.Segments[1].Party != call.Remote {
		t.Errorf("%+v", said.Segments)
	}
	var out strings.Builder
	if err := a.Export(t.Context(), id, Form{As: "txt"}, &out); err != nil || strings.Contains(out.String(), "by machine") || !strings.Contains(out.String(), "call.vtt") {
		t.Errorf("%v\n%s", err, out.String())
	}
	if found, err := a.Search(t.Context(), `from:me "put me"`, 10); err != nil || found.Total != 1 {
		t.Errorf("search: %+v, %v", found, err)
	}
	if jobs, err := a.library.Jobs(); err != nil || len(jobs) != 0 {
		t.Errorf("it is to be written down again: %v, %v", jobs, err)
	}
}

func TestTranscriptBesideThatCannotBeUsedIsToldOf(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	waveFile(t, filepath.Join(dir, "call.wav"), steps(7))
	write(t, filepath.Join(dir, "call.srt"), "1\n00:00:00,000 --> 00:00:01,000\nAnna: x\n")
	var notices []string
	_, err := a.Import(t.Context(), filepath.Join(dir, "call.wav"), ImportRequest{NoTranscript: true, Notice: func(s string) { notices = append(notices, s) }})
	if err != nil || len(notices) != 1 || !strings.Contains(notices[0], "“Anna”") || !strings.Contains(notices[0], "--you-are") {
		t.Errorf("%v, %q", err, notices)
	}
}

// Where nobody is named it is told which side all of it stands under.
func TestTranscriptWithoutNamesIsToldOf(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	waveFile(t, filepath.Join(dir, "call.wav"), steps(7))
	write(t, filepath.Join(dir, "call.srt"), "1\n00:00:00,000 --> 00:00:01,000\nx\n")
	var notices []string
	id, err := a.Import(t.Context(), filepath.Join(dir, "call.wav"), ImportRequest{Notice: func(s string) { notices = append(notices, s) }})
	if err != nil || len(notices) != 1 || !strings.Contains(notices[0], "under the other side") {
		t.Fatalf("%v, %q", err, notices)
	}
	if said, err := a.library.Transcript(id); err != nil || said.Segments[0].Party != call.Remote {
		t.Errorf("%+v, %v", said.Segments, err)
	}
}

// Who imports it can say whose words they are; names in the file and a side that was said of the sound keep their meaning.
func TestTranscriptWithoutNamesGoesToWhoeverIsSaid(t *testing.T) {
	const nobody, alice = "1\n00:00:00,000 --> 00:00:01,000\nx\n", "1\n00:00:00,000 --> 00:00:01,000\nThem: x\n"
	for _, c := range []struct {
		words    string
		request  ImportRequest
		nameless bool
		want     call.Party
		told     int
	}{
		{nobody, ImportRequest{WordsBy: call.Local}, true, call.Local, 0},
		{nobody, ImportRequest{WordsBy: call.Remote}, true, call.Remote, 0},
		{nobody, ImportRequest{WordsBy: call.Remote, MonoIs: call.Local}, true, call.Remote, 0},
		{nobody, ImportRequest{MonoIs: call.Local}, true, call.Local, 0},
		{nobody, ImportRequest{}, true, call.Remote, 1},
		{alice, ImportRequest{WordsBy: call.Local}, false, call.Remote, 0},
	} {
		dir := t.TempDir()
		a := open(t, dir, both())
		path := waveFile(t, filepath.Join(dir, "2026-03-12 1402.wav"), steps(7))
		write(t, filepath.Join(dir, "2026-03-12 1402.srt"), c.words)
		if found, err := a.look(path); err != nil || found.Nameless != c.nameless || found.Unclear() != c.nameless || found.Undated() {
			t.Errorf("it looks like %+v, %v", found, err)
		}
		var notices []string
		c.request.Notice = func(s string) { notices = append(notices, s) }
		doc, _ := importOf(t, a, path, c.request)
		said, err := a.library.Transcript(doc.ID)
		if err != nil || said.Segments[0].Party != c.want || len(notices) != c.told {
			t.Errorf("%+v: %+v, %q, %v", c.request.WordsBy, said.Segments, notices, err)
		}
	}
}

func TestGatherGoesThroughFolders(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	calls := filepath.Join(dir, "calls")
	for _, sub := range []string{"b/deep", ".hidden"} {
		if err := os.MkdirAll(filepath.Join(calls, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	waveFile(t, filepath.Join(calls, "20240101_120000.wav"), steps(3))
	waveFile(t, filepath.Join(calls, "b/20230101_120000.wav"), steps(5))
	waveFile(t, filepath.Join(calls, "b/deep/20250101_120000.wav"), steps(7))
	waveFile(t, filepath.Join(calls, ".hidden/x.wav"), steps(9))
	write(t, filepath.Join(calls, "20240101_120000.json"), bcrNotes)
	write(t, filepath.Join(calls, "b/20230101_120000.srt"), "1\n00:00:00,000 --> 00:00:01,000\nx\n")
	write(t, filepath.Join(calls, "readme.txt"), "not sound")
	gathered, err := a.Gather(t.Context(), []string{dir, calls})
	if err != nil {
		t.Fatal(err)
	}
	var names, left []string
	for _, f := range gathered.Files {
		names = append(names, filepath.Base(f.Path))
	}
	for _, l := range gathered.Left {
		left = append(left, filepath.Base(l.Path))
	}
	if !slices.Equal(names, []string{"20230101_120000.wav", "20240101_120000.wav", "20250101_120000.wav"}) {
		t.Errorf("found %v", names) // the second one's notes say 2023-04-14
	}
	if !slices.Contains(left, "readme.txt") || slices.Contains(left, "20240101_120000.json") || slices.Contains(left, "20230101_120000.srt") || slices.Contains(left, "call.json") {
		t.Errorf("left %v", left)
	}
	var steps []ImportStep
	if err := a.ImportAll(t.Context(), gathered.Files, ImportRequest{NoTranscript: true}, func(s ImportStep) { steps = append(steps, s) }); err != nil {
		t.Fatal(err)
	}
	ended := 0
	for _, s := range steps {
		if s.Ended {
			ended++
			if s.Call.Err != nil {
				t.Errorf("%s: %v", s.File.Path, s.Call.Err)
			}
		}
	}
	if count, err := a.CountCalls(); ended != 3 || count != 3 || err != nil {
		t.Errorf("%d ended, %d calls, %v", ended, count, err)
	}
}
