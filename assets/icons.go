package assets

import (
	"embed"
	"fmt"
)

//go:embed icons/*.svg icons/*.png
var icons embed.FS

// Icon gives the program's own icon as a PNG of 512 pixels.
func Icon() ([]byte, error) { return icon("onrecord-512.png") }

// Tray says what the icon in the system tray shows.
type Tray string

// The states of the tray.
const (
	TrayIdle      Tray = "tray"
	TrayRecording Tray = "tray-recording" // with a red dot
	TrayWarning   Tray = "tray-warning"   // with a warning sign beside the dot
)

// TrayIcon gives the icon for the system tray as a PNG.
func TrayIcon(state Tray) ([]byte, error) { return icon(string(state) + ".png") }

// LineIcon gives one of the line drawings as an SVG of 20 by 20 whose colour is written as currentColor.
func LineIcon(name string) ([]byte, error) { return icon(name + ".svg") }

func icon(file string) ([]byte, error) {
	content, err := icons.ReadFile("icons/" + file)
	if err != nil {
		return nil, fmt.Errorf("no such icon: %w", err)
	}
	return content, nil
}
