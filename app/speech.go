package app

import (
	"fmt"
	"math"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// Speech says when each party speaks, by the party's channel.
type Speech [2]call.Spans

const (
	wordGap = call.Seconds(0.5) // between two words of one breath

	// What is louder than the noise of its own side is taken for somebody who speaks, unless the words tell better.
	noiseShare = 0.1  // so many of the moments of a side are noise alone
	noiseTimes = 3    // louder than that noise
	leastSound = 65   // of 32768: -54 dBFS; what is below is never heard
	mostNoise  = 650  // -34 dBFS: what is above is always heard
	soundGap   = 0.25 // seconds between two syllables
)

// Written says when each party speaks, by the words that were written down. What the microphone heard again from the
// loudspeakers is not speech of its party, and what was struck out is none.
func Written(transcript call.Transcript) Speech {
	var all [2][]call.Span
	said, _ := transcript.Said()
	for _, turn := range said {
		lane := &all[turn.Party.Channel()]
		for _, word := range turn.Words {
			*lane = append(*lane, call.Span{From: word.Start, To: word.End})
		}
		if len(turn.Words) == 0 {
			*lane = append(*lane, call.Span{From: turn.Start, To: turn.End})
		}
	}
	return Speech{call.JoinSpans(all[0], wordGap), call.JoinSpans(all[1], wordGap)}
}

// Audible says when each side is louder than its own noise, by the outline of a recording of that length.
func Audible(outline Waveform, length call.Seconds) Speech {
	var heard Speech
	for lane, peaks := range outline {
		if len(peaks) == 0 {
			continue
		}
		var loud []call.Span
		step := length / call.Seconds(len(peaks))
		limit := min(max(leastSound, noiseTimes*noiseOf(peaks)), mostNoise)
		for i, peak := range peaks {
			if peak.Reach() > limit {
				loud = append(loud, call.Span{From: call.Seconds(i) * step, To: call.Seconds(i+1) * step})
			}
		}
		heard[lane] = call.JoinSpans(loud, soundGap)
	}
	return heard
}

// noiseOf is what the quietest moments of a side reach.
func noiseOf(peaks []audio.Peak) int {
	counts := make([]int, -math.MinInt16+1)
	for _, peak := range peaks {
		counts[peak.Reach()]++
	}
	quiet := int(noiseShare * float64(len(peaks)))
	for reach, count := range counts {
		if quiet -= count; quiet < 0 {
			return reach
		}
	}
	return len(counts) - 1
}

// Silences are the stretches of more than a second in which neither side is heard: no word is written there, nothing is
// louder than the noise of its own side, and no note, marker or pause of the user is near. They end a fifth of a second
// before and after what is around them.
func Silences(outline Waveform, doc Document) call.Spans {
	const (
		least = call.Seconds(1)
		kept  = call.Seconds(0.2) // at both ends
		near  = call.Seconds(2)   // to a remark
	)
	length := doc.Audio.Duration
	if len(outline[0])+len(outline[1]) == 0 {
		return nil
	}
	audible := Audible(outline, length)
	filled := append(append([]call.Span{}, audible[0]...), audible[1]...)
	if doc.Transcript != nil {
		for _, turn := range doc.Transcript.Segments {
			filled = append(filled, call.Span{From: turn.Start, To: turn.End})
		}
	}
	for _, remark := range Remarks(doc.Call) {
		filled = append(filled, call.Span{From: remark.At - near, To: remark.At + near})
	}
	var silences call.Spans
	for _, silence := range call.JoinSpans(filled, 0).Outside(length) {
		if silence.Length() > least {
			silences = append(silences, call.Span{From: silence.From + kept, To: silence.To - kept})
		}
	}
	return silences
}

// Shares say how much of a call is talk, each as a part of its length.
type Shares struct {
	Sides   [2]float64 // by the party's channel
	Both    float64    // both at once; 0 where that is not known
	Silence float64
	// Measured tells that the sound was measured while the call was recorded; else the shares are those of the words that
	// were written down. What was measured does not say when both spoke at once, so silence may be more then.
	Measured bool
}

// SharesOf gives the talk-time shares of a call, and whether anything is known of them. Where the microphone heard the other
// side from loudspeakers, what was measured would count that twice: then the words tell.
func SharesOf(doc Document) (Shares, bool) {
	length := float64(doc.Audio.Duration)
	echoes := 0
	if doc.Transcript != nil {
		_, echoes = doc.Transcript.Said()
	}
	switch {
	case length <= 0:
		return Shares{}, false
	case echoes == 0 && speechMeasured(doc.Call):
		shares := Shares{Measured: true}
		for i, party := range call.Parties {
			shares.Sides[i] = min(1, float64(doc.Capture.Sides[party].Speech)/length)
		}
		shares.Silence = max(0, 1-shares.Sides[0]-shares.Sides[1])
		return shares, true
	case doc.Transcript == nil:
		return Shares{}, false
	}
	written := Written(*doc.Transcript)
	all := call.JoinSpans(append(append([]call.Span{}, written[0]...), written[1]...), 0)
	shares := Shares{Silence: max(0, 1-float64(all.Length())/length)}
	for i := range written {
		shares.Sides[i] = min(1, float64(written[i].Length())/length)
	}
	shares.Both = max(0, shares.Sides[0]+shares.Sides[1]+shares.Silence-1)
	return shares, true
}

// speechMeasured tells whether the speech of both sides was measured while they were recorded.
func speechMeasured(doc call.Call) bool {
	for _, party := range call.Parties {
		side, known := doc.Capture.Sides[party]
		if !known || side.Speech == 0 && side.LongestSilence == 0 {
			return false
		}
	}
	return true
}

// Words says the shares in one line, with what they were taken from.
func (s Shares) Words() string {
	percent := func(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
	line := "You " + percent(s.Sides[0]) + "  ·  Them " + percent(s.Sides[1])
	if s.Both >= 0.01 {
		line += "  ·  both at once " + percent(s.Both)
	}
	silence := "  ·  silence " + percent(s.Silence)
	if !s.Measured {
		return line + silence + ", by the words"
	}
	const some = 0.005
	switch both := min(s.Sides[0], s.Sides[1]); {
	case both < some: // they cannot have spoken at once
		return line + silence + ", measured"
	case s.Silence < some:
		return line + " of the time, measured"
	}
	return line + "  ·  silence at least " + percent(s.Silence) + ", measured"
}
