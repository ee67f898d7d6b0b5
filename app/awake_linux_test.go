package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// patience is less than both buses together may take, so that waiting for them shows, even on a busy machine.
const patience = busLimit * 3 / 2

// busFolder makes a folder whose path is short enough for a socket; t.TempDir often is not.
func busFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// useBus makes this process take the socket for both buses.
func useBus(t *testing.T, socket string) {
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+socket)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+socket)
}

// startBus runs a private bus, without any services, until the end of the test, and makes this process use it.
func startBus(t *testing.T) {
	t.Helper()
	program, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Fatal("this test needs dbus-daemon (Debian: dbus-daemon)")
	}
	dir := busFolder(t)
	config := `<busconfig><type>session</type><listen>unix:path=` + dir + `/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(dir+"/config", []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command(program, "--config-file="+dir+"/config", "--nofork", "--nopidfile", "--nosyslog", "--print-address")
	ready, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		daemon.Process.Kill()
		daemon.Wait()
	})
	if _, err := ready.Read(make([]byte, 200)); err != nil { // it prints its address when it listens
		t.Fatal(err)
	}
	useBus(t, dir+"/bus")
}

// desktop plays the services that are asked to keep a machine awake. It is one client of the bus.
type desktop struct {
	t    *testing.T
	conn *dbus.Conn
	deny bool

	mu     sync.Mutex
	asked  []string
	ours   []*os.File // our own ends of the locks that were given
	theirs []*os.File // what is left to read when they are closed
	guest  string     // who asked last
}

func newDesktop(t *testing.T, names ...string) *desktop {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	d := &desktop{t: t, conn: conn}
	t.Cleanup(func() {
		conn.Close()
		for _, file := range append(d.ours, d.theirs...) {
			file.Close()
		}
	})
	for _, export := range []struct {
		object any
		path   dbus.ObjectPath
		face   string
	}{
		{logind{d}, "/org/freedesktop/login1", "org.freedesktop.login1.Manager"},
		{gnome{d}, "/org/gnome/SessionManager", "org.gnome.SessionManager"},
		{power{d}, "/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit"},
		{portal{d}, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Inhibit"},
	} {
		if err := conn.Export(export.object, export.path, export.face); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		if _, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

const (
	logindName = "org.freedesktop.login1"
	gnomeName  = "org.gnome.SessionManager"
	powerName  = "org.freedesktop.PowerManagement"
	portalName = "org.freedesktop.portal.Desktop"
)

// note keeps what was asked, and gives the error of a desktop that denies everything.
func (d *desktop) note(sender dbus.Sender, asked string) *dbus.Error {
	d.mu.Lock()
	d.asked, d.guest = append(d.asked, asked), string(sender)
	d.mu.Unlock()
	if d.deny {
		return dbus.MakeFailedError(errors.New("not allowed"))
	}
	return nil
}

type (
	logind struct{ d *desktop }
	gnome  struct{ d *desktop }
	power  struct{ d *desktop }
	portal struct{ d *desktop }
)

func (l logind) Inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	if err := l.d.note("", fmt.Sprintf("logind %s %s %s", what, who, mode)); err != nil {
		return -1, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return -1, dbus.MakeFailedError(err)
	}
	l.d.mu.Lock()
	l.d.ours, l.d.theirs = append(l.d.ours, write), append(l.d.theirs, read)
	l.d.mu.Unlock()
	return dbus.UnixFD(write.Fd()), nil
}

func (g gnome) Inhibit(sender dbus.Sender, who string, window uint32, why string, flags uint32) (uint32, *dbus.Error) {
	return 7, g.d.note(sender, fmt.Sprintf("gnome %s %d", who, flags))
}

func (p power) Inhibit(sender dbus.Sender, who, why string) (uint32, *dbus.Error) {
	return 7, p.d.note(sender, "power "+who)
}

func (p portal) Inhibit(sender dbus.Sender, window string, flags uint32, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return "/request", p.d.note(sender, fmt.Sprintf("portal %d", flags))
}

// wasAsked lists what it was asked.
func (d *desktop) wasAsked() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.asked, ", ")
}

// guestIsThere tells whether the connection that asked a session service is still on the bus.
func (d *desktop) guestIsThere() bool {
	d.mu.Lock()
	guest := d.guest
	d.mu.Unlock()
	var there bool
	if err := d.conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, guest).Store(&there); err != nil {
		d.t.Error(err)
	}
	return there
}

// lockIsHeld tells whether anybody still holds the lock that logind gave. Our own end is closed first; the reply that
// carried it must have arrived.
func (d *desktop) lockIsHeld() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, file := range d.ours {
		file.Close()
	}
	d.ours = nil
	read := d.theirs[len(d.theirs)-1]
	if err := read.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		d.t.Fatal(err)
	}
	_, err := read.Read(make([]byte, 1))
	return !errors.Is(err, io.EOF)
}

// logbook is a log that can be read while it is written.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// openLogged opens an App that writes its log into a book.
func openLogged(t *testing.T, devices Devices) (*App, *logbook) {
	t.Helper()
	book := &logbook{}
	dir := t.TempDir()
	a, err := Open(Config{
		Library: filepath.Join(dir, "library"), Data: dir, Devices: devices, Worker: []string{"/no/worker"},
		Log: slog.New(slog.NewTextHandler(book, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, book
}

func startTake(t *testing.T, a *App) {
	t.Helper()
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
}

func TestSystemStaysAwakeWhileATakeRuns(t *testing.T) {
	for name, end := range map[string]func(a *App) error{
		"stop":  func(a *App) error { _, err := a.StopTake(); return err },
		"close": (*App).Close,
	} {
		t.Run(name, func(t *testing.T) {
			startBus(t)
			desktop := newDesktop(t, logindName, gnomeName, portalName)
			a, book := openLogged(t, both())
			startTake(t, a)
			eventually(t, "the system stays awake", func() bool { return strings.Contains(book.String(), `msg="the system stays awake"`) })
			if got := desktop.wasAsked(); got != "logind sleep OnRecord block, gnome OnRecord 4" {
				t.Errorf("asked: %s", got)
			}
			if !desktop.lockIsHeld() || !desktop.guestIsThere() {
				t.Error("the system may sleep while the take runs")
			}
			if err := end(a); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the lock is given back", func() bool { return !desktop.lockIsHeld() })
			eventually(t, "the session is told", func() bool { return !desktop.guestIsThere() })
		})
	}
}

func TestWhoIsAskedToStayAwake(t *testing.T) {
	for _, c := range []struct {
		services []string
		asked    string
	}{
		{[]string{gnomeName, powerName, portalName}, "gnome OnRecord 4"},
		{[]string{powerName, portalName}, "power OnRecord"},
		{[]string{portalName}, "portal 4"},
		{[]string{logindName}, "logind sleep OnRecord block"},
	} {
		startBus(t)
		desktop := newDesktop(t, c.services...)
		a, book := openLogged(t, both())
		startTake(t, a)
		eventually(t, c.asked, func() bool { return strings.Contains(book.String(), "the system stays awake, though") })
		if got := desktop.wasAsked(); got != c.asked {
			t.Errorf("%v: asked %q, wants %q", c.services, got, c.asked)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestTakeThatCannotStartKeepsNothingAwake(t *testing.T) {
	startBus(t)
	desktop := newDesktop(t, logindName, gnomeName)
	a, _ := openLogged(t, devices{})
	if _, err := a.StartTake(t.Context(), TakeRequest{}); !errors.Is(err, ErrNoSound) {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil { // waits for whatever was begun
		t.Fatal(err)
	}
	if asked := desktop.wasAsked(); asked != "" {
		t.Errorf("asked: %s", asked)
	}
}

// What keeps the system awake ends with the process, however that ends.
func TestDeadProcessKeepsNothingAwake(t *testing.T) {
	if os.Getenv(sleeplessEnv) != "" {
		keepAwake(t.Context(), slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})))
		return // never: this process is killed
	}
	startBus(t)
	desktop := newDesktop(t, logindName, gnomeName)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	book := &logbook{}
	child := exec.Command(program, "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), sleeplessEnv+"=yes")
	child.Stderr = book
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	kill := sync.OnceFunc(func() {
		child.Process.Kill()
		child.Wait()
	})
	t.Cleanup(kill)
	eventually(t, "the system stays awake", func() bool { return strings.Contains(book.String(), `msg="the system stays awake"`) })
	if !desktop.lockIsHeld() || !desktop.guestIsThere() {
		t.Error("the system may sleep while the process lives")
	}
	kill()
	eventually(t, "the lock is gone", func() bool { return !desktop.lockIsHeld() })
	eventually(t, "the session knows", func() bool { return !desktop.guestIsThere() })
}

// No bus, one that refuses, or one that never answers: the take begins and ends as if nothing were.
func TestTakeRunsWithoutTheBus(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T){
		"no bus": func(t *testing.T) { useBus(t, "/no/bus") },
		"refuses": func(t *testing.T) {
			startBus(t)
			newDesktop(t, logindName, gnomeName, powerName, portalName).deny = true
		},
		"nobody there": startBus,
		"hangs":        hangingBus,
	} {
		t.Run(name, func(t *testing.T) {
			prepare(t)
			a, book := openLogged(t, both())
			began := time.Now()
			startTake(t, a)
			if took := time.Since(began); took > patience {
				t.Errorf("starting took %v", took)
			}
			eventually(t, "it is logged", func() bool { return strings.Contains(book.String(), "the system may fall asleep") })
			began = time.Now()
			doc, err := a.StopTake()
			if err != nil || doc.Audio.Frames == 0 || time.Since(began) > patience {
				t.Errorf("stopping took %v: %v, %d frames", time.Since(began), err, doc.Audio.Frames)
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A bus that hangs does not hold up a program that wants to end.
func TestClosingDoesNotWaitForTheBus(t *testing.T) {
	hangingBus(t)
	a, _ := openLogged(t, both())
	startTake(t, a)
	began := time.Now()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > patience {
		t.Errorf("closing took %v", took)
	}
}

// hangingBus is a bus that lets everybody in and never says a word.
func hangingBus(t *testing.T) {
	socket := busFolder(t) + "/bus"
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	useBus(t, socket)
}
