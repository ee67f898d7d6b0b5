package device

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jfreymuth/pulse/proto"

	"github.com/onrecord/onrecord/audio"
)

// ownerProperty marks a module of the server with the mixer that made it, and the line of that mixer.
const ownerProperty = "onrecord.owner"

// The modules that a call microphone is made of, in the order in which they are taken away.
var mixModules = []string{"module-loopback", "module-remap-source", "module-null-sink"}

// mixScene is all that a mixer must know of a server at one moment.
type mixScene struct {
	server  proto.GetServerInfoReply
	modules proto.GetModuleInfoListReply
	sinks   proto.GetSinkInfoListReply
	sources proto.GetSourceInfoListReply
	plays   proto.GetSinkInputInfoListReply
	streams proto.GetSourceOutputInfoListReply
	clients proto.GetClientInfoListReply
}

// look asks for all of it. The server may change between two answers: it moves streams together with the default, and whoever was moved away must not be
// taken for somebody who never listened. So it is asked again until the default has stayed.
func (m *mixer) look() (mixScene, error) {
	for {
		var s mixScene
		var after proto.GetServerInfoReply
		err := m.line.ask([]pulseQuestion{
			{&proto.GetServerInfo{}, &s.server},
			{&proto.GetModuleInfoList{}, &s.modules},
			{&proto.GetSinkInfoList{}, &s.sinks},
			{&proto.GetSourceInfoList{}, &s.sources},
			{&proto.GetSinkInputInfoList{}, &s.plays},
			{&proto.GetSourceOutputInfoList{}, &s.streams},
			{&proto.GetClientInfoList{}, &s.clients},
			{&proto.GetServerInfo{}, &after},
		})
		if err != nil || after.DefaultSourceName == s.server.DefaultSourceName {
			return s, err
		}
	}
}

// madeDevices are what one mixer made; what is missing is nil.
type madeDevices struct {
	modules proto.GetModuleInfoListReply // in the order of mixModules
	sink    *proto.GetSinkInfoReply
	nowhere *proto.GetSinkInfoReply // takes what others play while there is no real output
	source  *proto.GetSourceInfoReply
	loops   proto.GetModuleInfoListReply // of modules
}

func (s mixScene) madeBy(owner string) (made madeDevices) {
	for _, name := range mixModules {
		for _, m := range s.modules {
			if m.ModuleName == name && ownerOf(m) == owner {
				made.modules = append(made.modules, m)
			}
		}
	}
	for _, m := range made.modules {
		if m.ModuleName == mixModules[0] {
			made.loops = append(made.loops, m)
		}
	}
	for _, k := range s.sinks {
		switch {
		case property(ownerProperty, k.Properties) != owner:
		case strings.HasPrefix(k.SinkName, nowhereName):
			made.nowhere = k
		default:
			made.sink = k
		}
	}
	for _, k := range s.sources {
		if property(ownerProperty, k.Properties) == owner && k.MonitorSourceIndex == none {
			made.source = k
		}
	}
	return made
}

// hasOutputs tells whether there is any output that OnRecord did not make.
func (s mixScene) hasOutputs() bool {
	return slices.ContainsFunc(s.sinks, func(k *proto.GetSinkInfoReply) bool { return !strings.HasPrefix(k.SinkName, madeHere) })
}

// owners gives everybody who made a module of a call microphone.
func (s mixScene) owners() map[string]bool {
	all := map[string]bool{}
	for _, m := range s.modules {
		if owner := ownerOf(m); owner != "" && slices.Contains(mixModules, m.ModuleName) {
			all[owner] = true
		}
	}
	return all
}

// ownerOf is who made a module, by its arguments; empty for those of everybody else.
func ownerOf(m *proto.GetModuleInfoReply) string { return argument(m, ownerProperty) }

// loopSource is the source that a loop comes from.
func loopSource(m *proto.GetModuleInfoReply) string { return argument(m, "source") }

// argument is a value without spaces among the arguments of a module, or among the properties in one of them.
func argument(m *proto.GetModuleInfoReply, name string) string {
	for _, field := range strings.Fields(m.ModuleArgs) {
		before, value, has := strings.Cut(field, name+"=")
		if has && (before == "" || strings.ContainsAny(before[len(before)-1:], `'"`)) {
			return strings.TrimRight(value, `'"`)
		}
	}
	return ""
}

// devices are those that can be chosen as the real microphone.
func (s mixScene) devices() []audio.Device { return pulseDevices(s.server, s.sinks, s.sources) }

// freeNumber is the first number that no call microphone has yet: the names must stay the same from one day to the next, for
// the programs that people make calls with remember them.
func (s mixScene) freeNumber() int {
	taken := map[string]bool{}
	for _, k := range s.sinks {
		taken[k.SinkName] = true
	}
	for _, k := range s.sources {
		taken[k.SourceName] = true
	}
	for n := 1; ; n++ {
		if !taken[outputName(n)] && !taken[microphoneName(n)] {
			return n
		}
	}
}

const nowhereName = madeHere + "nowhere"

func outputName(n int) string     { return numbered(madeHere+"call", "_", n) }
func microphoneName(n int) string { return numbered(madeHere+"microphone", "_", n) }

// numbered adds a number, except to the first.
func numbered(name, between string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprint(name, between, n)
}

// hears tells whether a stream of another program, or of a take, comes from what was made. The server's own streams,
// among which is that of the source on its output, have no client.
func (made madeDevices) hears(s *proto.GetSourceOutputInfoReply) bool {
	return s.ClientIndex != none && (s.SourceIndex == made.source.SourceIndex || s.SourceIndex == made.sink.MonitorSourceIndex)
}

// isHeard tells whether anybody listens at all, a take among them.
func (s mixScene) isHeard(made madeDevices) bool {
	return slices.ContainsFunc(s.streams, func(o *proto.GetSourceOutputInfoReply) bool { return made.hears(o) && !o.Corked && !isMeter(o) })
}

// listeners are the streams that come from what was made; there may be none of it left.
func (s mixScene) listeners(made madeDevices) (streams []uint32) {
	if made.source == nil || made.sink == nil {
		return nil
	}
	for _, o := range s.streams {
		if made.hears(o) {
			streams = append(streams, o.SourceOutpuIndex)
		}
	}
	return streams
}

// state is how a call microphone stands.
func (s mixScene) state(made madeDevices) audio.CallMicrophone {
	return audio.CallMicrophone{
		Device: audio.Device{ID: made.source.SourceName, Name: made.source.Device, Kind: audio.ForCalls},
		Output: made.sink.SinkName,
		Heard: recordersOf(s.streams, s.clients, func(o *proto.GetSourceOutputInfoReply) bool {
			return made.hears(o) && !o.Muted && !silent(o.ChannelVolumes)
		}),
		Muted: made.sink.Mute || silent(made.sink.ChannelVolumes) || made.source.Mute || silent(made.source.ChannelVolumes) || s.playsMuted(made),
	}
}

// playsMuted tells whether what is played into the call was switched off.
func (s mixScene) playsMuted(made madeDevices) bool {
	return slices.ContainsFunc(s.plays, func(p *proto.GetSinkInputInfoReply) bool {
		return p.SinkIndex == made.sink.SinkIndex && p.ClientIndex != none && (p.Muted || silent(p.ChannelVolumes))
	})
}

// silent tells whether a volume lets nothing through; below a hundredth of the server's scale, -120 dB, nothing is heard.
func silent(volumes proto.ChannelVolumes) bool {
	const audible = uint32(proto.VolumeNorm) / 100
	return len(volumes) > 0 && !slices.ContainsFunc(volumes, func(v uint32) bool { return v >= audible })
}

// sinkModule makes the output. Its class keeps it from ever being the default while there is any other. A prompt one does not
// render two seconds ahead while nobody plays, of which the first to listen would hear nothing; PulseAudio before 14 cannot do that.
func sinkModule(n int, owner string, prompt bool) proto.LoadModule {
	how := ""
	if prompt {
		how = "norewinds=1 "
	}
	return proto.LoadModule{Name: "module-null-sink", Args: how + fmt.Sprintf(
		`sink_name=%s rate=%d channels=1 channel_map=mono sink_properties='%s=%s device.class=modem device.icon_name=call-start device.description="%s"'`,
		outputName(n), playRate, ownerProperty, owner, numbered("OnRecord: heard in the call", " ", n))}
}

// nowhereModule makes an output that nobody hears. Without any real output the one that is heard in the call would be the default: the other
// side's own voice would go back to it. This one's class comes before that one's.
func nowhereModule(owner string) proto.LoadModule {
	return proto.LoadModule{Name: "module-null-sink", Args: fmt.Sprintf(
		`sink_name=%s sink_properties='%s=%s device.description="No output"'`, nowhereName, ownerProperty, owner)}
}

// sourceModule makes the microphone that hears an output. Some programs show no monitors, so the monitor alone is not enough.
func sourceModule(output, owner string) proto.LoadModule {
	suffix := strings.TrimPrefix(output, outputName(1))
	return proto.LoadModule{Name: "module-remap-source", Args: fmt.Sprintf(
		`source_name=%s master=%s%s channels=1 channel_map=mono source_properties='%s=%s device.class=modem device.icon_name=audio-input-microphone device.description="%s"'`,
		microphoneName(1)+suffix, output, monitorSuffix, ownerProperty, owner, "OnRecord microphone"+strings.ReplaceAll(suffix, "_", " "))}
}

// loopModule lets a source be heard on an output. It ends when either goes away, and neither end is ever moved: the server
// would move it to the call microphone itself if no other were left, and what is heard would go round and round. Once a second, not every ten, what a
// stutter of the machine has put between them is taken away again.
func loopModule(source, output, owner string) proto.LoadModule {
	return proto.LoadModule{Name: "module-loopback", Args: fmt.Sprintf(
		`source=%s sink=%s latency_msec=%d adjust_time=1 source_dont_move=true sink_dont_move=true sink_input_properties='%s=%s media.name="Microphone into the call"'`,
		source, output, loopLatency.Milliseconds(), ownerProperty, owner)}
}
