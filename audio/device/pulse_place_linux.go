package device

import (
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
)

// pulsePlace is where a PulseAudio server may listen.
type pulsePlace struct{ network, address string }

// pulsePlaces are the servers that PULSE_SERVER names, else the usual places of the user's and the system's own.
func pulsePlaces() []pulsePlace {
	if named := os.Getenv("PULSE_SERVER"); named != "" {
		return placesNamed(named)
	}
	var places []pulsePlace
	if folder := os.Getenv("PULSE_RUNTIME_PATH"); folder != "" {
		places = append(places, pulsePlace{"unix", filepath.Join(folder, "native")})
	}
	return append(places,
		pulsePlace{"unix", filepath.Join(xdg.RuntimeDir, "pulse", "native")},
		pulsePlace{"unix", "/var/run/pulse/native"})
}

// placesNamed reads the notation of PULSE_SERVER: several servers with spaces between, each perhaps for one machine
// alone, whose name in braces comes first.
func placesNamed(servers string) []pulsePlace {
	var places []pulsePlace
	for _, server := range strings.Fields(servers) {
		if strings.HasPrefix(server, "{") {
			_, server, _ = strings.Cut(server, "}")
		}
		kind, address, hasKind := strings.Cut(server, ":")
		switch {
		case strings.HasPrefix(server, "/"):
			places = append(places, pulsePlace{"unix", server})
		case hasKind && kind == "unix":
			places = append(places, pulsePlace{"unix", address})
		case hasKind && (kind == "tcp" || kind == "tcp4" || kind == "tcp6"):
			places = append(places, pulsePlace{kind, withPort(address)})
		case server != "":
			places = append(places, pulsePlace{"tcp", withPort(server)})
		}
	}
	return places
}

// withPort adds PulseAudio's usual port to an address without one.
func withPort(address string) string {
	if _, _, err := net.SplitHostPort(address); err == nil {
		return address
	}
	return net.JoinHostPort(strings.Trim(address, "[]"), "4713")
}

// pulseCookie shows the server that we belong to its user. A server that lets everybody in takes any.
func pulseCookie() []byte {
	const size = 256
	for _, path := range []string{os.Getenv("PULSE_COOKIE"), filepath.Join(xdg.ConfigHome, "pulse", "cookie"), filepath.Join(xdg.Home, ".pulse-cookie")} {
		if cookie, err := os.ReadFile(path); err == nil && len(cookie) == size {
			return cookie
		}
	}
	return make([]byte, size)
}
