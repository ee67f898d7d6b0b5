package device

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/windows/registry"

	"github.com/onrecord/onrecord/audio"
)

// consentStore is where Windows notes which program used a microphone from when to when, for its privacy settings.
// Packaged programs have a key under their family name, all others under NonPackaged, by their path with # for \.
const (
	consentStore = `Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone`
	nonPackaged  = "NonPackaged"
)

// recorders gives the programs whose use of a microphone has begun and not ended. Windows tells no process IDs, so
// this program is left out by its path.
func recorders() ([]audio.Recorder, error) {
	packaged, err := usersUnder(consentStore)
	if err != nil {
		return nil, err
	}
	others, err := usersUnder(consentStore + `\` + nonPackaged)
	if err != nil && !errors.Is(err, registry.ErrNotExist) {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find own path: %w", err)
	}
	var found []audio.Recorder
	for _, key := range packaged {
		family, _, _ := strings.Cut(key, "_") // the rest is the publisher's number
		found = append(found, audio.Recorder{Program: family})
	}
	for _, key := range others {
		path := strings.ReplaceAll(key, "#", `\`)
		if !strings.EqualFold(path, self) {
			file := path[strings.LastIndex(path, `\`)+1:]
			found = append(found, audio.Recorder{Program: strings.TrimSuffix(file, ".exe")})
		}
	}
	return found, nil
}

// usersUnder gives the keys of the programs under path that use a microphone now.
func usersUnder(path string) ([]string, error) {
	store, err := registry.OpenKey(registry.CURRENT_USER, path, registry.ENUMERATE_SUB_KEYS)
	if err != nil {
		return nil, fmt.Errorf("open the store of consents: %w", err)
	}
	defer store.Close()
	names, err := store.ReadSubKeyNames(-1)
	if err != nil {
		return nil, fmt.Errorf("read the store of consents: %w", err)
	}
	var users []string
	for _, name := range names {
		if name != nonPackaged && inUse(path+`\`+name) {
			users = append(users, name)
		}
	}
	return users, nil
}

// inUse tells whether the use that a key notes has begun and not ended.
func inUse(path string) bool {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer key.Close()
	start, _, startErr := key.GetIntegerValue("LastUsedTimeStart")
	stop, _, stopErr := key.GetIntegerValue("LastUsedTimeStop")
	return startErr == nil && stopErr == nil && start != 0 && stop == 0
}
