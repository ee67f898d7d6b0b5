//go:build unix && !darwin

package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/godbus/dbus/v5"
)

// busLimit is how long a bus may take to let us in, and a service on it to answer.
const busLimit = time.Second

// suspendFlag stands for "suspend" in the flags of GNOME's session manager and of the portal.
const suspendFlag = uint32(4)

// sessionServices may know of idle users and send the machine to sleep: the session's own first, the portal, which only
// asks one of them in turn, last. None of these wishes keeps the screen on.
var sessionServices = []struct {
	name   string
	path   dbus.ObjectPath
	method string
	flags  dbus.Flags
	args   []any
}{
	{
		"org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager.Inhibit",
		dbus.FlagNoAutoStart,
		[]any{awakeWho, uint32(0), awakeWhy, suspendFlag},
	},
	{ // KDE, Xfce, MATE
		"org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit",
		"org.freedesktop.PowerManagement.Inhibit.Inhibit", dbus.FlagNoAutoStart,
		[]any{awakeWho, awakeWhy},
	},
	{
		"org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Inhibit.Inhibit",
		0,
		[]any{"", suspendFlag, map[string]dbus.Variant{"reason": dbus.MakeVariant(awakeWhy)}},
	},
}

// inhibitSleep asks both the system and the session: the first refuses to sleep, the second does not even try. What it
// gives holds for as long as it is open, and so ends with the process, too.
func inhibitSleep(ctx context.Context) (held []io.Closer, err error) {
	lock, systemErr := lockSystem(ctx)
	if systemErr == nil {
		held = append(held, lock)
	}
	conn, sessionErr := lockSession(ctx)
	if sessionErr == nil {
		held = append(held, conn)
	}
	return held, errors.Join(systemErr, sessionErr)
}

// lockSystem takes a sleep lock of logind. An "idle" lock would also keep the screen on, on some desktops.
func lockSystem(ctx context.Context) (io.Closer, error) {
	conn, err := joinBus(ctx, dbus.SystemBusPrivate)
	if err != nil {
		return nil, fmt.Errorf("join system bus: %w", err)
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, busLimit)
	defer cancel()
	var lock dbus.UnixFD
	manager := conn.Object("org.freedesktop.login1", "/org/freedesktop/login1")
	err = manager.CallWithContext(ctx, "org.freedesktop.login1.Manager.Inhibit", 0, "sleep", awakeWho, awakeWhy, "block").Store(&lock)
	if err != nil {
		return nil, fmt.Errorf("lock sleep: %w", err)
	}
	return os.NewFile(uintptr(lock), "sleep lock"), nil
}

// lockSession asks the first of the session's services that grants it. The wish holds as long as the connection.
func lockSession(ctx context.Context) (*dbus.Conn, error) {
	conn, err := joinBus(ctx, dbus.SessionBusPrivateNoAutoStartup)
	if err != nil {
		return nil, fmt.Errorf("join session bus: %w", err)
	}
	var refused []error
	for _, service := range sessionServices {
		ctx, cancel := context.WithTimeout(ctx, busLimit)
		err := conn.Object(service.name, service.path).CallWithContext(ctx, service.method, service.flags, service.args...).Err
		cancel()
		if err == nil {
			return conn, nil
		}
		refused = append(refused, fmt.Errorf("ask %s: %w", service.name, err))
	}
	return nil, errors.Join(append(refused, conn.Close())...)
}

// joinBus gives a connection of our own that closes itself when ctx is done.
func joinBus(ctx context.Context, dial func(...dbus.ConnOption) (*dbus.Conn, error)) (*dbus.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	tooLong := time.AfterFunc(busLimit, cancel)
	conn, err := dial(dbus.WithContext(ctx))
	if err != nil {
		tooLong.Stop()
		cancel()
		return nil, err
	}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if !tooLong.Stop() {
		err = errors.Join(context.DeadlineExceeded, err)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}
