package device

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/jfreymuth/pulse/proto"

	"github.com/gen2brain/malgo"

	"github.com/onrecord/onrecord/audio"
)

// interest is what the server tells a watcher of: devices, who records, and which devices are the defaults.
const interest = proto.SubscriptionMaskSink | proto.SubscriptionMaskSource | proto.SubscriptionMaskSourceInput | proto.SubscriptionMaskServer

// pulseGuest is how a line introduces itself, and what it wants to hear of.
type pulseGuest struct {
	interest proto.SubscriptionMask
	owner    string // of devices that were made; empty: of none
}

// pulseLine is a conversation with a PulseAudio server, or PipeWire as one, about what is there. Sound goes over
// miniaudio's own connections.
type pulseLine struct {
	client proto.Client
	wire   *pulseWire
	news   chan struct{} // something changed since the last look
}

// dialPulse connects to the server that the environment means and asks it to tell of changes. It starts nothing.
func dialPulse(ctx context.Context, guest pulseGuest) (*pulseLine, error) {
	errs := []error{ErrNoServer}
	for _, place := range pulsePlaces() {
		line, err := dialPulseAt(ctx, place, guest)
		if err == nil {
			return line, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func dialPulseAt(ctx context.Context, place pulsePlace, guest pulseGuest) (*pulseLine, error) {
	dialer := net.Dialer{Timeout: patience}
	conn, err := dialer.DialContext(ctx, place.network, place.address)
	if err != nil {
		return nil, err
	}
	line := &pulseLine{wire: newPulseWire(conn), news: make(chan struct{}, 1)}
	line.client.Callback = line.hear
	line.client.SetTimeout(patience)
	line.client.Open(line.wire)
	release := context.AfterFunc(ctx, line.wire.hangUp) // also ends a request under way
	defer release()
	if err := line.introduce(guest); err != nil {
		line.close()
		return nil, err
	}
	return line, nil
}

// introduce says who we are and what we want to hear of.
func (l *pulseLine) introduce(guest pulseGuest) error {
	var welcome proto.AuthReply
	if err := l.client.Request(&proto.Auth{Version: l.client.Version(), Cookie: pulseCookie()}, &welcome); err != nil {
		return fmt.Errorf("log in to PulseAudio: %w", err)
	}
	l.client.SetVersion(welcome.Version)
	name := proto.PropList{"application.name": proto.PropListString(applicationName)}
	if guest.owner != "" {
		name[ownerProperty] = proto.PropListString(guest.owner)
	}
	if err := l.client.Request(&proto.SetClientName{Props: name}, &proto.SetClientNameReply{}); err != nil {
		return fmt.Errorf("introduce to PulseAudio: %w", err)
	}
	if err := l.client.Request(&proto.Subscribe{Mask: guest.interest}, nil); err != nil {
		return fmt.Errorf("subscribe to PulseAudio: %w", err)
	}
	return nil
}

// hear runs on the reading goroutine and must not wait.
func (l *pulseLine) hear(message any) {
	if _, ok := message.(*proto.SubscribeEvent); !ok {
		return
	}
	select {
	case l.news <- struct{}{}:
	default: // already noted
	}
}

// follow tells the scene now and after each change, until the server is lost or ctx is done. It closes the line.
func (l *pulseLine) follow(ctx context.Context, tell func(audio.Scene)) error {
	defer l.close()
	release := context.AfterFunc(ctx, l.wire.hangUp)
	defer release()
	for {
		scene, err := l.look()
		if err != nil {
			return err
		}
		tell(scene)
		select {
		case <-l.news:
		case <-l.wire.lost:
			return errors.New("the connection to PulseAudio is broken")
		}
		pause(ctx, settle)
		select {
		case <-l.news: // part of the same burst
		default:
		}
	}
}

// close hangs up and waits until nothing is read any more.
func (l *pulseLine) close() {
	l.wire.hangUp()
	<-l.wire.lost
}

// look asks for all that makes up a scene. A change between two answers is followed by another look.
func (l *pulseLine) look() (audio.Scene, error) {
	var (
		server  proto.GetServerInfoReply
		sinks   proto.GetSinkInfoListReply
		sources proto.GetSourceInfoListReply
		streams proto.GetSourceOutputInfoListReply
		clients proto.GetClientInfoListReply
	)
	err := l.ask([]pulseQuestion{
		{&proto.GetServerInfo{}, &server},
		{&proto.GetSinkInfoList{}, &sinks},
		{&proto.GetSourceInfoList{}, &sources},
		{&proto.GetSourceOutputInfoList{}, &streams},
		{&proto.GetClientInfoList{}, &clients},
	})
	if err != nil {
		return audio.Scene{}, err
	}
	return audio.Scene{
		Devices:   pulseDevices(server, sinks, sources),
		Recorders: pulseRecorders(sources, streams, clients),
	}, nil
}

// pulseQuestion is a question to the server, and where its answer goes.
type pulseQuestion struct {
	request proto.RequestArgs
	reply   proto.Reply
}

// ask puts questions one after the other, until one gets no answer.
func (l *pulseLine) ask(questions []pulseQuestion) error {
	for _, question := range questions {
		if err := l.client.Request(question.request, question.reply); err != nil {
			return fmt.Errorf("ask PulseAudio: %w", err)
		}
	}
	return nil
}

// pulseDevices arranges devices in the same way as List does.
func pulseDevices(server proto.GetServerInfoReply, sinks proto.GetSinkInfoListReply, sources proto.GetSourceInfoListReply) []audio.Device {
	var outputs, inputs []endpoint
	for _, s := range sinks {
		device := audio.Device{ID: s.SinkName, Name: s.Device, Default: s.SinkName == server.DefaultSinkName}
		outputs = append(outputs, endpoint{device: device})
	}
	for _, s := range sources {
		device := audio.Device{ID: s.SourceName, Name: s.Device, Default: s.SourceName == server.DefaultSourceName}
		inputs = append(inputs, endpoint{device: device})
	}
	return endpointsFrom(backend{id: malgo.BackendPulseaudio}, outputs, inputs).devices()
}
