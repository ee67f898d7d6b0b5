package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/transcribe"
)

// calibration is what a machine of so many times the speed of the one where models were first measured may give.
func calibration(speed float64) transcribe.Calibration {
	cost := func(encode, step float64) transcribe.Cost {
		return transcribe.Cost{Encode: encode / speed, Step: step / speed, Voice: 0.0022 / speed, Slowed: 1}
	}
	return transcribe.Calibration{
		Engine: "test 1", Plan: transcribe.Plan{Share: 1, Windows: 2}, Small: cost(0.55, 0.0038),
		Large: map[string]transcribe.Cost{"f16": cost(1.3, 0.0074), "q8_0": cost(0.98, 0.0056), "q5_1": cost(1.06, 0.006)},
	}
}

func advised(t *testing.T, speed float64, settings Settings) Advice {
	t.Helper()
	scribe, err := NewScribe(Config{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	scribe.use(settings)
	scribe.bench.processors, scribe.bench.memory = 2, 16e9
	if speed > 0 {
		if err := scribe.bench.keep(calibration(speed)); err != nil {
			t.Fatal(err)
		}
	}
	advice, err := scribe.Advise()
	if err != nil {
		t.Fatal(err)
	}
	return advice
}

func (a Advice) of(name string) *Forecast {
	i := slices.IndexFunc(a.Models, func(m ModelAdvice) bool { return m.Name == name })
	return a.Models[i].Forecast
}

func TestAdviceFollowsTheMachine(t *testing.T) {
	for _, c := range []struct {
		speed    float64
		language string
		best     string
	}{
		{0.01, "en", ""}, {1, "en", "small.en-q8_0"}, {1, "auto", "small-q8_0"}, {1, "de", "small-q8_0"}, {100, "en", "large-v3"}, {0.25, "en", "base.en-q8_0"},
	} {
		advice := advised(t, c.speed, Settings{Language: c.language})
		if advice.Best != c.best || !strings.Contains(advice.Sentence, c.best) || !strings.HasSuffix(advice.Sentence, ".") {
			t.Errorf("speed %v, %s: %q: %s", c.speed, c.language, advice.Best, advice.Sentence)
		}
		last := time.Duration(0)
		for _, name := range []string{"tiny", "base", "small", "medium", "large-v3"} {
			f := advice.of(name)
			if f == nil || f.Hour <= last || f.Least >= f.Hour || f.Most <= f.Hour {
				t.Fatalf("%s costs %+v, the one before %v", name, f, last)
			}
			last = f.Hour
		}
		if base := advice.of("base"); advice.of("base-q8_0").Hour >= base.Hour || base.Hour != advice.of("base.en").Hour {
			t.Errorf("base costs %v, in 8 bits %v", base.Hour, advice.of("base-q8_0").Hour)
		}
		if f := advice.of("parakeet-v3-q8_0"); f == nil || f.Hour <= advice.of("base").Hour || f.Hour >= advice.of("parakeet-v3").Hour {
			t.Errorf("Parakeet costs %+v", f)
		}
		if advice.of(DemoModel) != nil {
			t.Error("a cost is told of the demo model")
		}
	}
	if advice := advised(t, 0, Settings{}); advice.Best != "" || advice.of("base") != nil || !strings.Contains(advice.Sentence, "measured") {
		t.Errorf("without measuring: %+v", advice)
	}
}

// What calls have shown counts more than what was reckoned.
func TestWhatCallsShowedCounts(t *testing.T) {
	dir := t.TempDir()
	paces, err := readPaces(dir)
	if err == nil {
		err = paces.add("base", 1000, 500)
	}
	if err == nil {
		err = paces.add("parakeet-v3", 1000, 100)
	}
	if err != nil {
		t.Fatal(err)
	}
	scribe, err := NewScribe(Config{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	advice, err := scribe.Advise()
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(advice.Best, "parakeet") {
		t.Errorf("%q is advised: nobody has tried how exact Parakeet is", advice.Best)
	}
	if f := advice.of("base"); f == nil || !f.Known || f.Hour != 30*time.Minute || f.String() != "1 hour of call ≈ 30 min" {
		t.Errorf("%+v", f)
	}
}

// The queue's time left is known before a model has done anything here.
func TestTimeLeftIsReckoned(t *testing.T) {
	a := open(t, t.TempDir(), both())
	if left := a.estimate("base", 3600, 0); left >= 0 {
		t.Errorf("%v are left by a machine that was not measured", left)
	}
	if err := a.scribe.bench.keep(calibration(1)); err != nil {
		t.Fatal(err)
	}
	advice, err := a.scribe.Advise()
	if err != nil {
		t.Fatal(err)
	}
	if left, hour := a.estimate("base", 3600, 0.5), advice.of("base").Hour; left <= 0 || (2*left-hour).Abs() > 2*time.Second {
		t.Errorf("half an hour of call takes %v, an hour %v", left, hour)
	}
	if left := a.estimate(DemoModel, 3600, 0); left >= 0 {
		t.Errorf("%v are left for the demo model, of which nothing is known", left)
	}
}

func TestAmountsAreHonest(t *testing.T) {
	for _, c := range []struct {
		pace, doubt float64
		want        string
	}{
		{0.005, 0.2, "1 min"},
		{0.15, 0.2, "9 min"},
		{0.2, 0.2, "12 min"},
		{0.38, 0.2, "25 min"},
		{1, 0.35, "40–80 min"},
		{2, 0.35, "80 min–2.5 h"},
		{4, 0.2, "4 h"},
		{20, 0.35, "13–27 h"},
	} {
		if got := forecastOf(c.pace, c.doubt, 1, false).Amount(); got != c.want {
			t.Errorf("%v ± %v: %q, want %q", c.pace, c.doubt, got, c.want)
		}
	}
}

func TestPlanLeavesRoomForARecording(t *testing.T) {
	for processors := 1; processors <= 40; processors++ {
		scribe, err := NewScribe(Config{Data: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		scribe.bench.processors = processors
		for _, windows := range []int{0, 1, 2, 4} { // 0: not measured
			if found := calibration(1); windows > 0 {
				found.Plan = transcribe.Plan{Share: max(1, (processors-1)/windows), Windows: windows}
				if err := scribe.bench.keep(found); err != nil {
					t.Fatal(err)
				}
			}
			all, some := scribe.bench.plan(false), scribe.bench.plan(true)
			if some.Share != all.Share || some.Windows < 1 || processors > 1 && some.Threads() >= processors {
				t.Errorf("of %d, measured %d: all %+v, while recording %+v", processors, windows, all, some)
			}
		}
	}
}

// What was measured on another machine, or makes no sense, is as good as nothing.
func TestMeasuredElsewhereDoesNotCount(t *testing.T) {
	dir := t.TempDir()
	scribe, err := NewScribe(Config{Data: dir})
	if err == nil {
		err = scribe.bench.keep(calibration(1))
	}
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, machineFile))
	if err != nil {
		t.Fatal(err)
	}
	if _, here, err := readMachine(dir); !here || err != nil {
		t.Fatalf("what was kept is not there: %v, %v", here, err)
	}
	for name, spoil := range map[string]func(map[string]any){
		"another processor": func(m map[string]any) { m["processor"] = "Z80" },
		"more threads":      func(m map[string]any) { m["processors"] = 999 },
		"another format":    func(m map[string]any) { m["format"] = 2 },
		"no plan":           func(m map[string]any) { m["plan"] = map[string]int{"share": 0, "windows": 1} },
		"no cost":           func(m map[string]any) { m["small"] = map[string]int{} },
		"less than nothing": func(m map[string]any) { m["large"].(map[string]any)["f16"].(map[string]any)["step_s"] = -1 },
	} {
		var m map[string]any
		if err := json.Unmarshal(content, &m); err != nil {
			t.Fatal(err)
		}
		spoil(m)
		if err := writeJSON(dir, machineFile, m); err != nil {
			t.Fatal(err)
		}
		if _, here, err := readMachine(dir); here || err != nil {
			t.Errorf("%s: %v, %v", name, here, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, machineFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, here, err := readMachine(dir); here || err == nil {
		t.Errorf("damaged: %v, %v", here, err)
	}
}
