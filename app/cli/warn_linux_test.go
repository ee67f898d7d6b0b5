package cli_test

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/app/cli"
)

const fullSoon = "onrecord: The disk will be full in less than half an hour. Everything recorded up to now is kept, and the " +
	"recording will be saved before the disk is full. Make room on the disk.\n"

// smallDisk gives a folder on a disk of its own that is nearly full, if the test may mount one.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=50m"); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return dir
}

// A warning comes while the recording runs, once, and does not make it a failure.
func TestRecordTellsWarnings(t *testing.T) {
	dir := smallDisk(t)
	t.Setenv("ONRECORD_LIBRARY", "")
	var out, errOut bytes.Buffer
	exit := cli.Run(t.Context(), cli.Env{
		Config: app.Config{Library: dir + "/library", Data: dir, Devices: scripted{}}, Dir: dir, Out: &out, Err: &errOut,
	}, []string{"record", "--for", "3s", "--no-transcribe"})
	if exit != 0 || errOut.String() != fullSoon {
		t.Errorf("exit code %d, stderr %q", exit, &errOut)
	}
}

func TestStatusTellsWarnings(t *testing.T) {
	dir := smallDisk(t)
	config := app.Config{Library: dir + "/library", Data: dir, Devices: scripted{}}
	a, err := app.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.StartTake(t.Context(), app.TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); len(a.Warnings()) == 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no warning came")
		}
	}
	for args, want := range map[string]string{"status": "Recording ", "status --json": `"kind": "disk"`} {
		var out, errOut bytes.Buffer
		exit := cli.Run(t.Context(), cli.Env{Config: config, Running: a, Dir: dir, Out: &out, Err: &errOut}, strings.Fields(args))
		if exit != 0 || errOut.String() != fullSoon || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit code %d, stderr %q, stdout %q", args, exit, &errOut, &out)
		}
	}
}
