package device

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/jfreymuth/pulse/proto"

	"github.com/onrecord/onrecord/audio"
)

// none stands where PulseAudio would give the index of something and there is nothing.
const none = 0xFFFFFFFF

// pulseRecorders gives the programs that hear a microphone now. Who listens to a monitor makes no call, and who holds
// a paused stream hears nothing.
func pulseRecorders(sources proto.GetSourceInfoListReply, streams proto.GetSourceOutputInfoListReply, clients proto.GetClientInfoListReply) []audio.Recorder {
	microphones := map[uint32]bool{}
	for _, s := range sources {
		microphones[s.SourceIndex] = s.MonitorSourceIndex == none
	}
	return recordersOf(streams, clients, func(s *proto.GetSourceOutputInfoReply) bool { return microphones[s.SourceIndex] })
}

// recordersOf gives the programs that hear something now through those streams that fit.
func recordersOf(streams proto.GetSourceOutputInfoListReply, clients proto.GetClientInfoListReply, fits func(*proto.GetSourceOutputInfoReply) bool) []audio.Recorder {
	programs := map[uint32]proto.PropList{}
	for _, c := range clients {
		programs[c.ClientIndex] = c.Properties
	}
	var found []audio.Recorder
	for _, s := range streams {
		if !fits(s) || s.ClientIndex == none || s.Corked || isMeter(s) {
			continue
		}
		if r, ok := recorderOf(s.Properties, programs[s.ClientIndex]); ok {
			found = append(found, r)
		}
	}
	return tidied(found)
}

// isMeter tells a stream that only moves the needle of a mixer, as in the system's sound settings.
func isMeter(s *proto.GetSourceOutputInfoReply) bool {
	return s.ResampleMethod == "peaks" || property("resample.peaks", s.Properties) == "true" || s.MediaName == "Peak detect"
}

// recorderOf names the program behind a stream; it is none if that is this program or the sound server itself, which
// listens to microphones for its own virtual devices.
func recorderOf(stream, client proto.PropList) (audio.Recorder, bool) {
	name := property("application.name", stream, client)
	binary := filepath.Base(property("application.process.binary", stream, client))
	pid, _ := strconv.Atoi(property("application.process.id", stream, client)) // 0: it is not told
	servers := []string{"pulseaudio", "pipewire", "pipewire-pulse", "wireplumber"}
	if pid == os.Getpid() || name == applicationName || slices.Contains(servers, binary) {
		return audio.Recorder{}, false
	}
	r := audio.Recorder{Program: programName(name, binary), PID: pid}
	return r, r.Program != ""
}

// programName is how people know a program. Some call themselves after the library they are made with; then the name
// of their file says more.
func programName(name, binary string) string {
	if inside, ok := strings.CutPrefix(name, "ALSA plug-in ["); ok {
		return strings.TrimSuffix(inside, "]")
	}
	name = strings.TrimSuffix(name, " input") // Chromium and its kin name their two directions
	isChromium := name == "Chromium" && !strings.HasPrefix(strings.ToLower(binary), "chrom")
	if (isChromium || name == "WEBRTC VoiceEngine") && binary != "." {
		return binary
	}
	if binary == "." {
		binary = ""
	}
	return cmp.Or(name, binary)
}

// property is the first of several that is set.
func property(key string, lists ...proto.PropList) string {
	for _, list := range lists {
		if value, ok := list[key]; ok && value.String() != "" {
			return value.String()
		}
	}
	return ""
}
