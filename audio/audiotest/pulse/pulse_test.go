//go:build linux

package pulse_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio/audiotest/pulse"
)

// Two servers live side by side, each with its own devices, and leave nothing behind.
func TestServersAreApart(t *testing.T) {
	var folders []string
	t.Run("alive", func(t *testing.T) {
		one, two := pulse.Start(t), pulse.Start(t)
		one.AddOutput("speakers", "Speakers of One")
		two.AddMicrophone("headset", "Headset of Two")
		if got := sources(t, one); !strings.Contains(got, "speakers.monitor") || strings.Contains(got, "headset") {
			t.Errorf("server one has the sources:\n%s", got)
		}
		if got := sources(t, two); !strings.Contains(got, "headset") || strings.Contains(got, "speakers") {
			t.Errorf("server two has the sources:\n%s", got)
		}
		one.Play("speakers", pulse.Tone(t, 440, 100*time.Millisecond))
		for _, s := range []*pulse.Server{one, two} {
			folders = append(folders, strings.TrimSuffix(strings.TrimPrefix(s.Address(), "unix:"), "/native"))
		}
	})
	for _, folder := range folders {
		if _, err := os.Stat(folder); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", folder, err)
		}
	}
}

// sources asks as a child of a test would: with nothing but Env.
func sources(t *testing.T, s *pulse.Server) string {
	t.Helper()
	cmd := exec.Command("pactl", "list", "short", "sources")
	cmd.Env = append(os.Environ(), s.Env()...)
	list, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(list)
}
