package assets

import (
	"embed"
	"fmt"
)

//go:embed icons/*.svg icons/*.png
var icons embed.FS

// Icon gives the program's own icon as a PNG of 512 pixels.
func Icon() ([]byte, error) { return icon("onrecord-512.png") }

// TrayIcon gives the icon for the system tray as a PNG: with a red dot while a take runs.
func TrayIcon(recording bool) ([]byte, error) {
	if recording {
		return icon("tray-recording.png")
	}
	return icon("tray.png")
}

// LineIcon gives one of the line drawings as an SVG of 20 by 20 whose colour is written as currentColor.
func LineIcon(name string) ([]byte, error) { return icon(name + ".svg") }

func icon(file string) ([]byte, error) {
	content, err := icons.ReadFile("icons/" + file)
	if err != nil {
		return nil, fmt.Errorf("no such icon: %w", err)
	}
	return content, nil
}
