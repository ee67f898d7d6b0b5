package app

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/onrecord/onrecord/audio/selftest"
	"github.com/onrecord/onrecord/call"
)

const (
	soundPeak  = -30.0 // dBFS, of the sound as it is played
	faintGain  = -30.0 // dB: a far side that is weaker loses words
	faintPeak  = -60.0 // dBFS: a far side below that hears next to nothing
	deadPeak   = -84.0 // dBFS: a microphone below that hears nothing; two steps of 16 bits
	softWord   = -40.0 // dBFS, peak
	manyAtFull = 20    // frames at full scale that distort a word
	stallTime  = time.Second
)

// judge puts what was heard into words. The microphone's judgement needs the far side's.
func (s *selfTest) judge() SelfTestResult {
	result := SelfTestResult{Sides: map[call.Party]SelfTestSide{
		call.Local: s.side(&s.local, s.judgeMicrophone), call.Remote: s.side(&s.remote, s.judgeFarSide),
	}, Echo: s.judgeEcho()}
	local, remote := result.Sides[call.Local], result.Sides[call.Remote]
	result.Complete = local.OK && remote.OK
	switch {
	case result.Complete && !s.word:
		result.Verdict = "both sides will be recorded, but no word of yours was heard"
	case result.Complete:
		result.Verdict = "both sides will be recorded"
	case local.OK:
		result.Verdict = "the other side will be missing: " + inSentence(remote.What)
	case remote.OK:
		result.Verdict = "your side will be missing: " + inSentence(local.What)
	case local.What == remote.What:
		result.Verdict = "neither side will be recorded: " + inSentence(local.What)
	default:
		result.Verdict = "neither side will be recorded: " + inSentence(local.What) + "; " + inSentence(remote.What)
	}
	return result
}

// inSentence takes a sentence into the middle of another.
func inSentence(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// side judges what concerns either side alike, and leaves the rest to its own judge.
func (s *selfTest) side(e *ear, judge func(SelfTestSide) SelfTestSide) (side SelfTestSide) {
	defer func() { side.Level = tenths(side.Level) }()
	side = SelfTestSide{Level: call.Silence}
	if e.source != nil {
		side.Device, side.DeviceID = e.source.Device().Name, e.source.Device().ID
	}
	if e.err != nil {
		problem := Explain(e.err)
		side.What, side.Do = problem.What, problem.Do
		return side
	}
	if time.Since(e.tape.last()) > stallTime {
		side.What = fmt.Sprintf("%s is open, but nothing arrives from it", quoted(side.Device))
		side.Do = "Unplug the device and plug it in again, or choose another one in the settings."
		return side
	}
	side = judge(side)
	if e.lost != nil {
		side.What = fmt.Sprintf("The chosen device is not there, so %s is used; %s", quoted(side.Device), inSentence(side.What))
		if side.Do == "" {
			side.Do = "Plug the chosen device in, or choose another one in the settings."
		}
	}
	return side
}

func quoted(name string) string { return "“" + name + "”" }

// judgeFarSide says whether the sound arrived, and if not, why as far as can be seen.
func (s *selfTest) judgeFarSide(side SelfTestSide) SelfTestSide {
	level := selftest.Measure(s.remote.frames())
	side.Level = level.Peak
	switch {
	case s.silent != nil:
		problem := Explain(s.silent)
		side.What, side.Do = "The test sound could not be played: "+inSentence(problem.What), problem.Do
	case s.sound.heard && s.sound.Gain < faintGain:
		side.OK, side.Level = true, soundPeak+s.sound.Gain
		side.What = "What is played arrives, but so softly that words will be lost"
		side.Do = "Turn the volume of this machine up; turn the headset or loudspeakers down instead."
	case s.sound.heard:
		side.OK, side.Level = true, soundPeak+s.sound.Gain
		side.What = "What is played arrives"
	case s.playedOn.ID != "" && s.playedOn.ID != side.DeviceID:
		side.What = fmt.Sprintf("The other side is recorded from %s, but this machine plays its sound elsewhere", quoted(side.Device))
		side.Do = fmt.Sprintf("Choose %s for the other side, or play through the output that is recorded.", quoted(s.playedOn.Name))
	case level.Peak == call.Silence:
		side.What = "The test sound was played, but only digital silence arrived: the output is muted or turned down to nothing"
		side.Do = "Turn the volume of this machine up, and unmute it; then test again."
	case level.Peak < faintPeak:
		side.What = "The test sound was played, but next to nothing arrived: the output is muted or turned very low"
		side.Do = "Turn the volume of this machine up, and unmute it; then test again."
	default:
		side.What = "Other sound arrives, but the test sound did not: it was played elsewhere, or is drowned"
		side.Do = "Stop other sound, see on which output this machine plays, and choose that one in the settings."
	}
	return side
}

// judgeMicrophone says whether a word was heard. A microphone that hears noise would be recorded, whether or not
// anybody spoke; one that gives digital silence would not.
func (s *selfTest) judgeMicrophone(side SelfTestSide) SelfTestSide {
	asked := selftest.Measure(s.local.without(s.echo, s.asked))
	side.Level = asked.Peak
	switch {
	case !s.word && selftest.Measure(s.local.frames()).Peak < deadPeak:
		side.What = "The microphone gives only digital silence: it is muted, perhaps by a switch of its own"
		side.Do = "Unmute it, at the device and in the system's settings; or choose another microphone."
		return side
	case !s.word:
		side.What = "The microphone works, but no word was heard"
		side.Do = "Test again and say a word when you are asked; if you did, move closer or choose another microphone."
	case asked.Clipped >= manyAtFull:
		side.What = "You are heard, but too loudly: the loudest words are distorted"
		side.Do = "Turn the microphone down in the system's settings, or move away from it."
	case asked.Peak < softWord:
		side.What = "You are heard, but very softly"
		side.Do = "Move closer to the microphone, or turn it up in the system's settings."
	default:
		side.What = "You are heard"
	}
	side.OK = true
	return side
}

// judgeEcho says whether the far side comes back through the microphone.
func (s *selfTest) judgeEcho() SelfTestEcho {
	if !s.echo.heard {
		return SelfTestEcho{}
	}
	echo := SelfTestEcho{
		Heard: true, Gain: s.echo.Gain,
		What: "You are on loudspeakers: the microphone hears the other side again",
		Do:   "A headset avoids that.",
	}
	if s.sound.heard {
		echo.Gain -= s.sound.Gain
		lag := s.local.heardAt(s.echo.At).Sub(s.remote.heardAt(s.sound.At))
		echo.Lag = math.Round(lag.Seconds() * 1000)
	}
	echo.Gain = tenths(echo.Gain)
	return echo
}

func tenths(x float64) float64 { return math.Round(x*10) / 10 }

// heardAt tells when a frame at selftest.Rate was heard.
func (e *ear) heardAt(frame int) time.Time {
	return e.tape.began(e.source.Rate()).Add(time.Duration(frame) * time.Second / selftest.Rate)
}
