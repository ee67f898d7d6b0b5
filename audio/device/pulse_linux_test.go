package device

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/jfreymuth/pulse/proto"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
)

func TestProgramName(t *testing.T) {
	for _, c := range []struct{ name, binary, want string }{
		{"Firefox", "firefox", "Firefox"},
		{"Google Chrome input", "chrome", "Google Chrome"},
		{"Chromium input", "teams-for-linux", "teams-for-linux"},
		{"Chromium input", "chromium", "Chromium"},
		{"WEBRTC VoiceEngine", "Discord", "Discord"},
		{"WEBRTC VoiceEngine", ".", "WEBRTC VoiceEngine"},
		{"ALSA plug-in [linphone]", "linphone", "linphone"},
		{"", "baresip", "baresip"},
		{"", ".", ""},
	} {
		if got := programName(c.name, c.binary); got != c.want {
			t.Errorf("%q in %q is %q, want %q", c.name, c.binary, got, c.want)
		}
	}
}

// Only another program that hears a microphone is a recorder.
func TestPulseRecorders(t *testing.T) {
	const microphone, monitor, client = 1, 2, 10
	sources := proto.GetSourceInfoListReply{
		{SourceIndex: microphone, MonitorSourceIndex: none},
		{SourceIndex: monitor, MonitorSourceIndex: 0},
	}
	properties := func(pairs ...string) proto.PropList {
		list := proto.PropList{}
		for i := 0; i < len(pairs); i += 2 {
			list[pairs[i]] = proto.PropListString(pairs[i+1])
		}
		return list
	}
	clients := proto.GetClientInfoListReply{
		{ClientIndex: client, Properties: properties("application.name", "Zoom", "application.process.id", "4711", "application.process.binary", "zoom")},
		{ClientIndex: 11, Properties: properties("application.name", "Anything", "application.process.id", strconv.Itoa(os.Getpid()))},
		{ClientIndex: 12, Properties: properties("application.name", applicationName, "application.process.id", "1")},
		{ClientIndex: 13, Properties: properties("application.name", "Noise filter", "application.process.binary", "pipewire")},
	}
	type stream = proto.GetSourceOutputInfoReply
	for name, c := range map[string]struct {
		stream stream
		want   bool
	}{
		"a call":                 {stream{SourceIndex: microphone, ClientIndex: client}, true},
		"a monitor":              {stream{SourceIndex: monitor, ClientIndex: client}, false},
		"a source that is gone":  {stream{SourceIndex: 9, ClientIndex: client}, false},
		"a module of the server": {stream{SourceIndex: microphone, ClientIndex: none}, false},
		"paused":                 {stream{SourceIndex: microphone, ClientIndex: client, Corked: true}, false},
		"a meter":                {stream{SourceIndex: microphone, ClientIndex: client, ResampleMethod: "peaks"}, false},
		"PipeWire's meter":       {stream{SourceIndex: microphone, ClientIndex: client, Properties: properties("resample.peaks", "true")}, false},
		"a mixer":                {stream{SourceIndex: microphone, ClientIndex: client, MediaName: "Peak detect"}, false},
		"this process":           {stream{SourceIndex: microphone, ClientIndex: 11}, false},
		"another OnRecord":       {stream{SourceIndex: microphone, ClientIndex: 12}, false},
		"the server's filter":    {stream{SourceIndex: microphone, ClientIndex: 13}, false},
	} {
		found := pulseRecorders(sources, proto.GetSourceOutputInfoListReply{&c.stream, &c.stream}, clients)
		if c.want && (len(found) != 1 || found[0] != audio.Recorder{Program: "Zoom", PID: 4711}) || !c.want && len(found) > 0 {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

func TestPlacesNamed(t *testing.T) {
	got := placesNamed("{3f2a}unix:/run/a /run/b tcp:host tcp6:[::1]:99 other:4714 lonely {x}")
	want := []pulsePlace{
		{"unix", "/run/a"}, {"unix", "/run/b"}, {"tcp", "host:4713"}, {"tcp6", "[::1]:99"}, {"tcp", "other:4714"}, {"tcp", "lonely:4713"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("place %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// message is an answer as the server would send it.
func message(values ...byte) []byte {
	body := append([]byte{'L', 0, 0, 0, proto.OpReply, 'L', 0, 0, 0, 1}, values...)
	header := make([]byte, wireHeader)
	binary.BigEndian.PutUint32(header, uint32(len(body)))
	binary.BigEndian.PutUint32(header[4:], wireControl)
	return append(header, body...)
}

// through sends bytes through a wire and gives what comes out at the other end.
func through(t *testing.T, sent []byte) ([]byte, error) {
	t.Helper()
	far, near := net.Pipe()
	go func() {
		far.Write(sent)
		far.Close()
	}()
	wire := newPulseWire(near)
	defer wire.hangUp()
	got, err := io.ReadAll(wire)
	<-wire.lost
	return got, err
}

// A long title is cut, everything else arrives as it was sent, and what nobody waits for is left out.
func TestWireHandsOverWholeMessages(t *testing.T) {
	long := append(append([]byte{'t'}, strings.Repeat("x", 5000)...), 0)
	cut := append(append([]byte{'t'}, strings.Repeat("x", wireString-2)...), 0)
	plain := []byte{'N', '1', 'L', 0, 0, 0, 7, 't', 'a', 0, 'm', 2, 1, 2, 'v', 1, 0, 0, 0, 9, 'P', 't', 'k', 0, 'L', 0, 0, 0, 1, 'x', 0, 0, 0, 1, 'v', 'N'}
	sound := message(1, 2, 3)
	binary.BigEndian.PutUint32(sound[4:], 5)
	unknown := message('N')
	unknown[wireHeader+4] = 99
	got, err := through(t, bytes.Join([][]byte{message(plain...), sound, unknown, message(long...)}, nil))
	if want := append(message(plain...), message(cut...)...); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

// Whatever a server sends, and wherever it breaks off: what comes out is a row of whole messages.
func TestWireGivesNoPieces(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sent := message(rapid.SliceOf(rapid.SampledFrom([]byte("NtLxmvP\x00\x01\x05a"))).Draw(r, "values")...)
		sent = append(message('t', 'a', 0), sent...)
		sent = sent[:rapid.IntRange(0, len(sent)).Draw(r, "cut")]
		got, _ := through(t, sent)
		for len(got) > 0 {
			if len(got) < wireHeader {
				r.Fatalf("a piece of a header: %q", got)
			}
			end := wireHeader + int(binary.BigEndian.Uint32(got))
			if end > len(got) {
				r.Fatalf("a piece of a message: %q", got)
			}
			got = got[end:]
		}
	})
}
