// Package ui is the window: it shows what package app tells, and asks of it what the user wants.
//
// Run makes the window and blocks until it is closed; New makes it for any Fyne driver, as for tests. Each page has
// a file with its handlers, named onX. Three rules keep it calm. Everything in a page belongs to the window's thread.
// One goroutine, the pump, brings events there through one function, post. Whatever may block goes through
// background, which is joined when the window closes. Every colour and size stands in theme.go.
package ui

import (
	"context"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/assets"
)

// Name is what the program calls itself, and ID what desktops know it by.
const (
	Name = "OnRecord"
	ID   = "io.github.onrecord.OnRecord"
)

// Options are what Run may be told. The zero value is the usual window.
type Options struct {
	Version    string       // for the about box
	Appearance string       // "light" or "dark"; empty: as the desktop has it
	Sample     bool         // the open library is the sample library: the window says so
	OpenSample func() error // opens the sample library; nil: it is made in the open library, if that is empty
	Quiet      bool         // turns Fyne's check for calls from the wrong thread off, as in a release
}

// Run shows the window and blocks until it is closed or ctx ends. The caller closes a afterwards, which saves a
// running take. Without a display it returns app.ErrNoDisplay.
func Run(ctx context.Context, a *app.App, options Options) error {
	if !haveDisplay() {
		return app.ErrNoDisplay
	}
	icon, err := assets.Icon()
	if err != nil {
		return err
	}
	fyneapp.SetMetadata(fyne.AppMetadata{
		ID: ID, Name: Name, Version: options.Version, Icon: fyne.NewStaticResource("onrecord.png", icon),
		Migrations: map[string]bool{"fyneDo": options.Quiet},
	})
	program := fyneapp.NewWithID(ID)
	program.SetIcon(fyne.NewStaticResource("onrecord.png", icon))
	window := New(program, a, fyne.Do, options)
	window.makeTray()
	a.StartJobs()
	a.StartWatching()
	a.WatchCalls()
	a.StandBy()
	a.KeepCallMicrophone()
	defer context.AfterFunc(ctx, func() { fyne.Do(program.Quit) })()
	window.window.ShowAndRun()
	window.Close()
	return nil
}
