package app

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/onrecord/onrecord/transcribe"
)

// Forecast is what a model costs on this machine, for a call in which somebody speaks about half of the time.
type Forecast struct {
	Hour        time.Duration // that an hour of call takes to be written down, when it is over
	Least, Most time.Duration // between which that is likely to lie
	Known       bool          // by calls that were written down here, rather than reckoned
	KeepsUp     bool          // while a call goes on, with a processor left for the recording
}

// ModelAdvice is a model with what it costs here.
type ModelAdvice struct {
	ModelState
	Forecast *Forecast // nil where that cannot be told
}

// Advice is what can be said of the models on this machine.
type Advice struct {
	Measured   time.Time // when the machine was measured; zero while it was not
	Processor  string
	Processors int
	Models     []ModelAdvice
	Best       string // name of the most exact model that keeps up with a call; "" if none does or nothing is known
	Sentence   string // what to take, and why; or what to do to learn it
}

// Advise tells what each model would cost on this machine, also those that are not here, and which one to take.
func (s *Scribe) Advise() (Advice, error) {
	states, err := s.Models.List()
	if err != nil {
		return Advice{}, err
	}
	m, here := s.bench.measured()
	advice := Advice{Processor: processor(), Processors: s.bench.processors}
	if here {
		advice.Measured = m.Measured
	}
	paces, err := readPaces(s.bench.dir)
	if err != nil {
		s.log.Warn("how long transcripts took cannot be read", "err", err)
	}
	for _, state := range states {
		advice.Models = append(advice.Models, ModelAdvice{state, s.forecast(state, paces)})
	}
	s.mu.Lock()
	english := s.settings.Language == "en"
	s.mu.Unlock()
	advice.recommend(english, s.bench.memory)
	return advice, nil
}

// forecast tells what a model costs: by what it did here, else by its size.
func (s *Scribe) forecast(state ModelState, paces *paces) *Forecast {
	m, here := s.bench.measured()
	plan := s.bench.plan(false)
	slower := float64(plan.Threads()) / float64(plan.Leaving(s.bench.processors).Threads()) // while a call is recorded
	if pace, known := paces.of(state.Name); known {
		return forecastOf(pace, 0.1, slower, true)
	}
	size, ok := s.Models.SizeOf(state)
	if !here || !ok || state.Demo {
		return nil
	}
	return forecastOf(float64(m.Hour(size, plan))/3600, size.Doubt(), slower, false)
}

// reckoned tells by its size how many seconds of work a model should need for a second of recording.
func (s *Scribe) reckoned(model string) (pace float64, known bool) {
	states, err := s.Models.List()
	if err != nil {
		return 0, false
	}
	for _, state := range states {
		if state.Name != model {
			continue
		}
		if f := s.forecast(state, &paces{}); f != nil {
			return f.Hour.Hours(), true
		}
	}
	return 0, false
}

// forecastOf makes a forecast of the seconds of work for a second of call, and by which part of them they may be wrong.
func forecastOf(pace, doubt, slower float64, known bool) *Forecast {
	const room = 0.8 // of a call's length: calls are not all alike
	hours := func(x float64) time.Duration { return time.Duration(x * float64(time.Hour)) }
	return &Forecast{
		Hour: hours(pace), Least: hours(pace * (1 - doubt)), Most: hours(pace * (1 + doubt)),
		Known: known, KeepsUp: pace*slower <= room,
	}
}

// String says it in a few words: "1 hour of call ≈ 9 min".
func (f Forecast) String() string { return "1 hour of call ≈ " + f.Amount() }

// Amount is the time alone: "9 min".
func (f Forecast) Amount() string {
	const vague = 1.6 // times as much as the least is the most: one number would pretend too much
	if float64(f.Most) <= vague*float64(f.Least) {
		return about(f.Hour)
	}
	least, most := about(f.Least), about(f.Most)
	if number, unit, _ := strings.Cut(least, " "); strings.HasSuffix(most, " "+unit) {
		least = number
	}
	return least + "–" + most
}

// about is a length that is not known exactly.
func about(d time.Duration) string {
	minutes := d.Minutes()
	switch {
	case minutes < 1:
		return "1 min"
	case minutes < 15:
		return fmt.Sprintf("%.0f min", minutes)
	case minutes < 87.5:
		return fmt.Sprintf("%.0f min", math.Round(minutes/5)*5)
	case minutes < 600:
		return fmt.Sprintf("%g h", math.Round(minutes/30)/2)
	}
	return fmt.Sprintf("%.0f h", minutes/60)
}

// recommend chooses the most exact model that keeps up.
func (a *Advice) recommend(english bool, memory int64) {
	var best *ModelAdvice
	for i := range a.Models {
		if m := &a.Models[i]; m.recommendable(english, memory) && m.Forecast.KeepsUp && (best == nil || m.exactness() > best.exactness()) {
			best = m
		}
	}
	switch {
	case best != nil:
		a.Best = best.Name
		a.Sentence = fmt.Sprintf("%s is the most exact model that keeps up with a call on this machine: %s.", best.Name, best.Forecast)
	case a.Measured.IsZero():
		a.Sentence = "What a model would cost here is known once this machine has been measured, which takes some seconds."
	default:
		a.Sentence = "No model keeps up with a call on this machine. Calls are written down after they are over, soonest with tiny-q8_0."
	}
}

// recommendable tells whether a model can be advised to somebody who speaks English, or anything, on a machine with so many bytes.
// How exact Parakeet is, nobody has tried with this program.
func (m ModelAdvice) recommendable(english bool, memory int64) bool {
	fits := memory == 0 || m.Memory <= memory*3/4
	return m.Kind == transcribe.Whisper && m.Forecast != nil && !m.Demo && !m.Custom && fits && (m.Languages == "English") == (english && m.inEnglish())
}

// inEnglish tells whether the model comes in a variant for English only.
func (m ModelAdvice) inEnglish() bool { return !strings.HasPrefix(m.Name, "large") }

// exactness orders models: by their size, and of one size first in 8 bits, which is as exact as 16 and less to fetch.
func (m ModelAdvice) exactness() int {
	order := []string{"tiny", "base", "small", "medium", "large-v3-turbo", "large-v3"}
	rank := 0
	for i, family := range order {
		if transcribe.FamilyOf(m.Name) == family {
			rank = i + 1
		}
	}
	format := 0
	switch {
	case strings.HasSuffix(m.Name, "q8_0"):
		format = 2
	case !strings.Contains(m.Name, "-q"):
		format = 1
	}
	return cmp.Or(10*rank, -10) + format
}
