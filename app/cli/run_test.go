package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/app/cli"
)

// TestRunJoinsWhatItStarts runs commands inside this process: the ones that answer others, and the ones that stop at
// Ctrl-C, must leave no goroutine behind.
func TestRunJoinsWhatItStarts(t *testing.T) {
	defer goleak.VerifyNone(t)
	dir := t.TempDir()
	t.Setenv("ONRECORD_LIBRARY", "")
	interrupt := make(chan struct{})
	close(interrupt)
	for _, c := range []struct {
		args      []string
		interrupt chan struct{}
		exit      int
	}{
		{[]string{"check"}, nil, 0},
		{[]string{"record", "--for", "300ms", "--no-transcribe"}, nil, 0},
		{[]string{"record", "--no-transcribe"}, interrupt, 0},
		{[]string{"transcribe", "last"}, interrupt, 1},
		{[]string{"selftest"}, interrupt, 1},
		{[]string{}, interrupt, 0},
		{[]string{"show", "nonsense"}, nil, 1},
		{[]string{"nonsense"}, nil, 2},
	} {
		var out, errOut bytes.Buffer
		exit := cli.Run(context.Background(), cli.Env{
			Config: app.Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: scripted{}, Worker: []string{"/no/worker"}},
			Dir:    dir, Out: &out, Err: &errOut, Interrupt: c.interrupt,
			Window: func(context.Context, *app.App) error { return nil },
		}, c.args)
		if exit != c.exit {
			t.Errorf("onrecord %q: exit code %d, want %d\n%s%s", c.args, exit, c.exit, &out, &errOut)
		}
	}
}

// TestRunSaysMoreWhenAskedTo looks at what --verbose shows: the log, and nothing private.
func TestRunSaysMoreWhenAskedTo(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("ONRECORD_LIBRARY", "")
	var out, errOut bytes.Buffer
	exit := cli.Run(context.Background(), cli.Env{
		Config: app.Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: scripted{deaf: true}},
		Dir:    dir, Out: &out, Err: &errOut,
	}, []string{"record", "--for", "300ms", "--no-transcribe", "--name", "Private Person", "--number", "5550142", "-v"})
	if exit != 0 {
		t.Errorf("exit code %d\n%s", exit, &errOut)
	}
	if !bytes.Contains(errOut.Bytes(), []byte("level=")) {
		t.Errorf("the log is not shown: %s", &errOut)
	}
	for _, private := range []string{"Private Person", "5550142"} {
		if bytes.Contains(errOut.Bytes(), []byte(private)) {
			t.Errorf("the log shows %q", private)
		}
	}
}

// TestExportSaysWhatItLeavesOut exports a call whose original is too large for a vCon.
func TestExportSaysWhatItLeavesOut(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("ONRECORD_LIBRARY", "")
	run := func(args ...string) (string, string) {
		var out, errOut bytes.Buffer
		if exit := cli.Run(context.Background(), cli.Env{
			Config: app.Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: scripted{}}, Dir: dir, Out: &out, Err: &errOut,
		}, args); exit != 0 {
			t.Fatalf("onrecord %q: exit code %d\n%s", args, exit, &errOut)
		}
		return out.String(), errOut.String()
	}
	sound, err := filepath.Abs("../../assets/calls/accountant.flac")
	if err != nil {
		t.Fatal(err)
	}
	run("import", sound, "--no-transcribe")
	if _, said := run("export", "last", "--as", "vcon", "-o", "small.vcon"); said != "" {
		t.Errorf("of a small one it says %q", said)
	}
	originals, err := filepath.Glob(filepath.Join(dir, "library", "calls", "*", "*", "*", "original.flac"))
	if err != nil || len(originals) != 1 {
		t.Fatal(originals, err)
	}
	if err := os.Truncate(originals[0], 300<<20); err != nil { // a hole: it takes no space
		t.Fatal(err)
	}
	const what = "The vCon does not hold the file that the call was imported from (original.flac, 300 MB)"
	if out, said := run("export", "last", "--as", "vcon", "-o", "large.vcon"); !strings.Contains(said, what) || !strings.HasSuffix(out, "large.vcon\n") {
		t.Errorf("it says %q, %q", said, out)
	}
	if out, said := run("export", "last", "--as", "vcon", "-o", "other.vcon", "--json"); !strings.Contains(said, what) || !strings.Contains(out, `"omits": "`+what) {
		t.Errorf("it says %q, %q", said, out)
	}
}
