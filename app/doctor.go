package app

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// Symptom is one thing that Doctor looked at.
type Symptom struct {
	Topic string `json:"topic"`
	OK    bool   `json:"ok"`
	Text  string `json:"text"`          // what was found
	Fix   string `json:"fix,omitempty"` // what to do if it is not well
}

// Version is the program's own version: that of its module, and the commit where it is known.
func Version() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := build.Main.Version
	for _, setting := range build.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			version += " " + setting.Value[:12]
		}
	}
	return version
}

// Doctor looks at what OnRecord needs on this machine. What it says holds nothing private. It needs no library.
func Doctor(config Config) ([]Symptom, error) {
	config, settings, err := config.withUsual()
	if err != nil {
		return nil, err
	}
	symptoms := []Symptom{{Topic: "program", OK: true, Text: fmt.Sprintf("OnRecord %s, %s, %s/%s",
		Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)}}
	symptoms = append(symptoms, examineSound(config.Devices)...)
	scribe := newScribe(config, settings)
	advice, err := scribe.Advise()
	if err != nil {
		return nil, err
	}
	symptoms = append(symptoms, examineModel(scribe, advice), examineMachine(advice))
	return append(symptoms, examineDisk(config)), nil
}

func examineSound(devices Devices) []Symptom {
	found, err := devices.List()
	if err != nil {
		problem := Explain(err)
		return []Symptom{{Topic: "sound", Text: problem.What, Fix: problem.Do}}
	}
	symptoms := []Symptom{{Topic: "sound", OK: true, Text: devices.Backend()}}
	for _, kind := range []audio.Kind{audio.Microphone, audio.FarSide} {
		symptom := Symptom{Topic: string(kind), Text: "none found", Fix: "Plug in a headset, or choose another device in the settings."}
		for _, device := range found {
			if device.Kind == kind && (!symptom.OK || device.Default) {
				symptom = Symptom{Topic: string(kind), OK: true, Text: device.Name}
			}
		}
		symptoms = append(symptoms, symptom)
	}
	return symptoms
}

// examineMachine tells what this machine can do for transcripts.
func examineMachine(advice Advice) Symptom {
	s := Symptom{Topic: "machine", OK: true, Text: fmt.Sprintf("%d threads, not measured yet", advice.Processors)}
	if advice.Processor != "" {
		s.Text = advice.Processor + ", " + s.Text
	}
	if advice.Measured.IsZero() {
		s.Fix = "To learn what each model would cost here: “onrecord models advise”."
		return s
	}
	s.Text = strings.Replace(s.Text, "not measured yet", "measured on "+advice.Measured.Local().Format("2 January 2006"), 1)
	s.Text += ". " + strings.TrimSuffix(advice.Sentence, ".")
	return s
}

func examineModel(scribe *Scribe, advice Advice) Symptom {
	name := scribe.Model()
	if _, _, err := scribe.Models.Open(name); err != nil {
		problem := Explain(err)
		return Symptom{Topic: "model", Text: name + ": " + problem.What, Fix: problem.Do}
	}
	if name == DemoModel {
		return Symptom{
			Topic: "model", OK: true, Text: "demo model: good for the sample calls only",
			Fix: "To transcribe real calls, get a real one: “onrecord models” lists them.",
		}
	}
	for _, m := range advice.Models {
		if m.Name == name && m.Forecast != nil {
			name += ": " + m.Forecast.String()
		}
	}
	return Symptom{Topic: "model", OK: true, Text: name}
}

func examineDisk(config Config) Symptom {
	const low = 10 << 30
	free, err := freeSpace(config.Data)
	switch {
	case err != nil:
		return Symptom{Topic: "disk", Text: "free space is unknown", Fix: "Check that the library's folder can be reached."}
	case free < low:
		return Symptom{Topic: "disk", Text: fmt.Sprintf("%.1f GB free", float64(free)/1e9), Fix: "Make room on the disk."}
	}
	hours := time.Duration(float64(free) / bytesPerHour * float64(time.Hour))
	return Symptom{Topic: "disk", OK: true, Text: fmt.Sprintf("%.0f GB free, room for about %.0f hours", float64(free)/1e9, hours.Hours())}
}
