package echo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// way is how the far side gets from the loudspeaker to the microphone.
type way struct {
	name    string
	through func([]int16) []int16
}

func ways(random *rand.Rand) []way {
	return []way{
		{"straight", nil},
		{"small speaker", fromSmallSpeaker},
		{"furnished room", func(s []int16) []int16 { return inRoom(s, 0.3, -4, random) }},
		{"bare room", func(s []int16) []int16 { return inRoom(s, 0.6, 0, random) }},
	}
}

const (
	plain  = 2 // of the ways: what changes sound the same at all times
	strict = 3 // of the ways: not so much reverberation
)

func TestLeaksAreFoundAndMeasured(t *testing.T) {
	cast, random := newCast(t), rand.New(rand.NewPCG(1, 2))
	for _, attenuation := range []float64{3, 10, 20} {
		for _, lag := range []float64{2, 20, 80} {
			for _, way := range ways(random)[:strict] {
				said, _ := cast.two(random)
				found := Judge(newScene(random, said).leak(attenuation, lag, way.through).noise(-60).Passage)
				// A speaker and a room change the level, and a room comes late; that is theirs.
				gain, late := 0.5, 3.0
				if way.through != nil {
					gain, late = 6, 8
				}
				if !found.Leaked || math.Abs(found.Gain+attenuation) > gain || math.Abs(found.Lag-lag) > late {
					t.Errorf("%s, -%g dB, %g ms: %+v", way.name, attenuation, lag, found)
				}
			}
		}
	}
}

func TestWhatTheUserSaysIsNoLeak(t *testing.T) {
	cast := newCast(t)
	for _, c := range []struct {
		name  string
		scene func(random *rand.Rand, far, own sentence) *scene
	}{
		{"nothing leaks, nobody speaks", func(r *rand.Rand, far, _ sentence) *scene { return newScene(r, far) }},
		{"both at the same time, no leak", func(r *rand.Rand, far, own sentence) *scene { return newScene(r, far).says(own, 0, loud) }},
		{"over a leak, as loud", func(r *rand.Rand, far, own sentence) *scene {
			return newScene(r, far).leak(10, 20, nil).says(own, 0.1, loud-10)
		}},
		{"over a leak, louder", func(r *rand.Rand, far, own sentence) *scene {
			return newScene(r, far).leak(10, 20, nil).says(own, 0.1, loud)
		}},
		{"over a leak, softer", func(r *rand.Rand, far, own sentence) *scene {
			return newScene(r, far).leak(3, 50, nil).says(own, 0.1, loud-9)
		}},
		{"one word over a leak", func(r *rand.Rand, far, own sentence) *scene {
			return newScene(r, far).leak(10, 20, nil).says(loudest(own, 0.3), 0.2, loud-8)
		}},
		{"one word over a leak in a room", func(r *rand.Rand, far, own sentence) *scene {
			return newScene(r, far).leak(10, 20, ways(r)[2].through).says(loudest(own, 0.4), 0.2, loud-6)
		}},
		{"an answer at once", func(r *rand.Rand, far, own sentence) *scene {
			s := newScene(r, far).leak(10, 20, nil).says(own, float64(len(far))/rate+0.1, loud)
			s.To += rate
			return s
		}},
		{"the very same sound, played again later", func(r *rand.Rand, far, _ sentence) *scene {
			s, after := newScene(r, far), 0.25+1.5*r.Float64()
			s.says(far, after, loud-10*r.Float64())
			s.From, s.To = s.From+int(after*rate), s.To+int(after*rate)
			return s
		}},
		{"the very same sound over its own leak", func(r *rand.Rand, far, _ sentence) *scene {
			return newScene(r, far).leak(10, 20, nil).says(far, 0.3, loud)
		}},
		{"the same sound on both sides", func(r *rand.Rand, far, _ sentence) *scene { return newScene(r, far).leak(0, 0, nil) }},
		{"the far side hears the user", func(r *rand.Rand, far, _ sentence) *scene {
			s := newScene(r, far).leak(10, 20, nil)
			s.Local, s.Far = s.Far, s.Local
			return s
		}},
	} {
		random := rand.New(rand.NewPCG(3, 4))
		for range 5 {
			far, own := cast.two(random)
			if found := Judge(c.scene(random, far, own).noise(-65).Passage); found.Leaked {
				t.Errorf("%s: %+v", c.name, found)
			}
		}
	}
}

// TestAnyLeakIsFoundUntilTheUserSpeaks draws the whole of what the tests above do in steps.
func TestAnyLeakIsFoundUntilTheUserSpeaks(t *testing.T) {
	cast := newCast(t)
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		far, own := cast.two(random)
		attenuation := rapid.Float64Range(3, 20).Draw(t, "dB")
		lag := rapid.Float64Range(2, 80).Draw(t, "ms")
		way := rapid.IntRange(0, 3).Draw(t, "way")
		s := newScene(random, far).leak(attenuation, lag, ways(random)[way].through)
		s.From += rapid.IntRange(-1600, 1600).Draw(t, "early")
		s.To += rapid.IntRange(-1600, 1600).Draw(t, "late")
		if rapid.Bool().Draw(t, "the user is silent") {
			if found := Judge(slightly(s, -65)); !found.Leaked && way < plain {
				t.Errorf("a leak was missed: %+v", found)
			}
			return
		}
		louder := rapid.Float64Range(0, 20).Draw(t, "louder")
		s.says(own, 0.2*random.Float64(), loud-attenuation+louder)
		s.To = max(s.To, s.From+len(own)) // a passage holds the words it is about
		if found := Judge(slightly(s, -65)); found.Leaked {
			t.Errorf("words were taken for a leak: %+v", found)
		}
	})
}

// slightly gives the scene with noise, and leaves it without.
func slightly(s *scene, dbfs float64) Passage {
	noisy := *s
	noisy.Local = slices.Clone(s.Local)
	return noisy.noise(dbfs).Passage
}

// TestPrecisionAndRecall counts over many scenes, also hard ones: bare rooms, a street, short words.
func TestPrecisionAndRecall(t *testing.T) {
	cast, random := newCast(t), rand.New(rand.NewPCG(5, 6))
	street := load("testdata/audio/sb_noise1.flac")[0]
	var right, missed, wrong, kept int
	count := func(leaked bool, found Finding) {
		switch {
		case leaked && found.Leaked:
			right++
		case leaked:
			missed++
		case found.Leaked:
			wrong++
		default:
			kept++
		}
	}
	for i := range 40 {
		far, own := cast.two(random)
		if i%3 == 0 {
			far = loudest(far, 0.4+0.6*random.Float64())
		}
		s := newScene(random, far)
		attenuation := 3 + 17*random.Float64()
		s.leak(attenuation, 2+78*random.Float64(), ways(random)[i%4].through)
		from := random.IntN(len(street) - len(s.Local))
		add(s.Local, 0, street[from:from+len(s.Local)], times(loud-attenuation-14)/level(street))
		count(true, Judge(slightly(s, -65)))
		words := own
		if i%2 == 0 {
			words = loudest(own, 0.4)
		}
		s.says(words, random.Float64()*0.2, loud-attenuation+10*random.Float64())
		s.To = max(s.To, s.From+len(words)) // a passage holds the words it is about
		count(false, Judge(slightly(s, -65)))
		alone := newScene(random, far).says(own, 0, loud)
		count(false, Judge(slightly(alone, -65)))
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("precision %.3f (%d of the user's passages hidden, %d kept), recall %.3f (%d found, %d missed)",
		precision, wrong, kept, recall, right, missed)
	if precision < 0.97 || recall < 0.85 {
		t.Errorf("precision %.3f, recall %.3f", precision, recall)
	}
}

func TestEveryRate(t *testing.T) {
	said := newCast(t)[0][0]
	for _, other := range []int{8000, 11025, 22050, 44100, 48000, 96000} {
		random := rand.New(rand.NewPCG(7, 8))
		s := newScene(random, said).leak(8, 40, nil).noise(-65)
		p := Passage{
			Local: stretched(s.Local, other), Far: stretched(s.Far, other), Rate: other,
			From: s.From * other / rate, To: s.To * other / rate,
		}
		if found := Judge(p); !found.Leaked || math.Abs(found.Gain+8) > 1 || math.Abs(found.Lag-40) > 4 {
			t.Errorf("%d Hz: %+v", other, found)
		}
	}
}

// stretched changes the rate, roughly.
func stretched(src []int16, to int) []int16 {
	out := make([]int16, len(src)*to/rate)
	for i := range out {
		at := float64(i) * rate / float64(to)
		k := min(int(at), len(src)-2)
		out[i] = whole(float64(src[k]) + (at-float64(k))*float64(int(src[k+1])-int(src[k])))
	}
	return out
}

func TestNothingToJudge(t *testing.T) {
	for _, p := range []Passage{
		{Rate: 16000},
		{Rate: 16000, From: 100, To: 50000},
		{Rate: 16000, Local: make([]int16, 48000), Far: make([]int16, 48000), From: 16000, To: 32000},
		{Rate: 16000, Local: make([]int16, 48000), Far: make([]int16, 100), From: -16000, To: 320000},
		{Rate: 16000, Local: make([]int16, 48000), Far: make([]int16, 48000), From: 40000, To: 8000},
	} {
		if found := Judge(p); found.Leaked || math.IsNaN(found.Gain+found.Lag+found.Match+found.Residual+found.Surplus) {
			t.Errorf("%d to %d of %d: %+v", p.From, p.To, len(p.Local), found)
		}
	}
}

func TestShortPassagesNeedCompany(t *testing.T) {
	long := Finding{Leaked: true, Heard: 3, Gain: -10, Lag: 20}
	alike, other, off := Finding{Leaked: true, Heard: 0.4, Gain: -13, Lag: 28}, Finding{Leaked: true, Heard: 0.4, Gain: -11, Lag: 90}, Finding{Heard: 2}
	for name, c := range map[string]struct{ found, want []Finding }{
		"alone":      {[]Finding{alike, off, alike}, []Finding{}},
		"in company": {[]Finding{alike, long, off, other}, []Finding{alike, long}},
	} {
		Settle(c.found)
		var got []Finding
		for _, f := range c.found {
			if f.Leaked {
				got = append(got, f)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// BenchmarkHour judges half an hour of leaked sentences: an hour's call on loudspeakers.
func BenchmarkHour(b *testing.B) {
	cast, random := newCast(b), rand.New(rand.NewPCG(9, 10))
	said, _ := cast.two(random)
	s := newScene(random, said).leak(10, 20, nil).noise(-60)
	s.Local, s.Far = s.Local[:s.To+Margin*rate], s.Far[:s.To+Margin*rate]
	passages := 1800 * rate / len(said)
	for b.Loop() {
		for range passages {
			Judge(s.Passage)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/hour")
}
