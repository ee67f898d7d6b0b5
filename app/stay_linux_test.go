package app

import (
	"log/slog"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio/audiotest/pulse"
	"github.com/onrecord/onrecord/audio/device"
	"github.com/onrecord/onrecord/call"
)

// Who would rather stay with a device stays, although another one becomes the default, until it is gone.
func TestTakeStaysWithItsDevices(t *testing.T) {
	server := pulse.Start(t)
	server.AddOutput("usb", "USB headset")
	server.AddOutput("hdmi", "Monitor")
	server.AddMicrophoneAt("headset", "hdmi")
	server.AddMicrophoneAt("camera", "hdmi")
	server.SetDefaultOutput("usb")
	server.SetDefaultMicrophone("headset")
	server.Use()
	a := open(t, t.TempDir(), device.New(slog.New(slog.DiscardHandler)))
	settings := a.Settings()
	settings.Stay = true
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	for _, happens := range []func(){
		func() { server.SetDefaultMicrophone("camera"); server.SetDefaultOutput("hdmi") },
		func() { server.Remove("headset") },
	} {
		time.Sleep(2 * time.Second)
		happens()
	}
	time.Sleep(2 * time.Second)
	doc, err := a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	local, remote := doc.Capture.Sides[call.Local], doc.Capture.Sides[call.Remote]
	if len(local.Devices) != 2 || local.Devices[1].DeviceID != "camera" || local.Devices[1].From < 3.5 {
		t.Errorf("microphone: %+v", local.Devices)
	}
	if len(remote.Devices) != 1 || remote.DeviceID != "usb.monitor" || len(remote.Gaps) > 0 {
		t.Errorf("far side: %+v, gaps %+v", remote.Devices, remote.Gaps)
	}
}
