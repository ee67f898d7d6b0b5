package ui

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// haveDisplay tells whether a Wayland or X11 server answers. Fyne's driver panics without one.
func haveDisplay() bool {
	return answers("unix", waylandSocket()) || answers(x11Address())
}

func waylandSocket() string {
	name := os.Getenv("WAYLAND_DISPLAY")
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), name)
}

// x11Address reads DISPLAY, which is [host]:display[.screen].
func x11Address() (network, address string) {
	display := os.Getenv("DISPLAY")
	colon := strings.LastIndexByte(display, ':')
	if colon < 0 {
		return "", ""
	}
	host := display[:colon]
	number, _, _ := strings.Cut(display[colon+1:], ".")
	n, err := strconv.Atoi(number)
	if err != nil {
		return "", ""
	}
	if host == "" || host == "unix" {
		return "unix", "/tmp/.X11-unix/X" + number
	}
	return "tcp", net.JoinHostPort(host, strconv.Itoa(6000+n))
}

func answers(network, address string) bool {
	if address == "" {
		return false
	}
	conn, err := net.Dial(network, address)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}
