package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

// announcements are the values of --announce.
var announcements = map[string]app.Announce{
	"": {}, "notice": {Notice: true}, "tone": {Tone: true}, "both": {Notice: true, Tone: true},
}

// parseAnnounce reads a value of --announce.
func parseAnnounce(text string) (app.Announce, error) {
	wanted, known := announcements[text]
	if !known {
		return app.Announce{}, fmt.Errorf("%q is not notice, tone or both", text)
	}
	return wanted, nil
}

func (f *face) consentPlayCommand() *cobra.Command {
	cmd := f.takeCommand("play", "Play your recorded notice into the call that is being recorded", nil)
	cmd.Long = "Play your recorded notice into the call that is being recorded. It is put on record only if the program that you make the\n" +
		"call with listened to the OnRecord microphone from its beginning to its end."
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		return f.inTake(ctx, func(a *app.App, status app.TakeStatus) error {
			doc, err := a.PlayNotice(ctx)
			if err != nil {
				return err
			}
			entry := doc.Consent[len(doc.Consent)-1]
			if f.json {
				return f.printJSON(entry)
			}
			return f.say("%s", app.ConsentWords(doc, entry))
		})
	}
	return cmd
}

func (f *face) consentNoticeCommand() *cobra.Command {
	var words string
	var remove bool
	cmd := &cobra.Command{
		Use: "notice [FILE [--words TEXT] | --remove]", Short: "Show or choose the recorded notice that can be played into a call",
		Long: "Show or choose the recorded notice that can be played into a call: a sound file of yours, in which you say that the call is\n" +
			"recorded. OnRecord cannot speak by itself. “onrecord consent scripts” has wordings.",
		Example: "  onrecord consent notice notice.wav --words \"Just so you know, I am recording this call.\"",
		Args:    between(0, 1),
	}
	cmd.Flags().StringVar(&words, "words", "", "what is said in it, for the record")
	cmd.Flags().BoolVar(&remove, "remove", false, "forget the notice")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if remove && len(args) > 0 || words != "" && len(args) == 0 {
			return wrongUse(cmd, "Say a file, with its words, or --remove")
		}
		return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error {
			switch {
			case remove:
				if err := a.RemoveNotice(); err != nil {
					return err
				}
			case len(args) == 1:
				if _, err := a.SetNotice(ctx, f.path(args[0]), words); err != nil {
					return err
				}
			}
			return f.showNotice(a.Settings().Notice)
		})
	}
	return cmd
}

func (f *face) showNotice(notice app.Notice) error {
	if f.json {
		return f.printJSON(notice)
	}
	if notice.Seconds == 0 {
		if err := f.say("There is no recorded notice."); err != nil {
			return err
		}
		f.hint("OnRecord cannot speak by itself: choose a sound file of yours with: onrecord consent notice FILE --words TEXT")
		return nil
	}
	rows := f.table()
	rows.row("Notice", fmt.Sprintf("%s, %.1f s", notice.Name, notice.Seconds))
	if notice.Words != "" {
		rows.row("Words", "“"+notice.Words+"”")
	}
	return rows.print()
}

func (f *face) consentMicrophoneCommand() *cobra.Command {
	return &cobra.Command{
		Use: "microphone [on|off]", Short: "Show or switch the microphone by which calls hear your notice",
		Long: "Show or switch the OnRecord microphone: your own one, with what OnRecord plays mixed in. Choose it in the program that you\n" +
			"make calls with, and the other side hears your notice. It is there while the window is open, or a recording runs with\n" +
			"--announce; Linux only (PulseAudio; PipeWire is untested).",
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] != "on" && args[0] != "off" {
				return wrongUse(cmd, "Say on or off")
			}
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
				if len(args) == 1 {
					if err := a.ChangeSettings(func(s *app.Settings) { s.CallMicrophone = args[0] == "on" }); err != nil {
						return err
					}
				}
				return f.showMicrophone(a)
			})
		},
	}
}

// microphoneAnswer is how the call microphone stands, in JSON.
type microphoneAnswer struct {
	On       bool     `json:"on"` // in the settings
	Name     string   `json:"name,omitempty"`
	Mixed    string   `json:"mixed,omitempty"`
	Programs []string `json:"programs"`
	Muted    bool     `json:"muted"`
	Tone     bool     `json:"tone"`
	Heard    int      `json:"tones_heard"`
	Missed   int      `json:"tones_missed"`
}

func (f *face) showMicrophone(a *app.App) error {
	now, on, tone := a.CallMicrophone(), a.Settings().CallMicrophone, a.ToneStatus()
	if f.json {
		return f.printJSON(microphoneAnswer{on, now.Name, now.Mixed, orEmpty(now.Programs), now.Muted, tone.On, tone.Heard, tone.Missed})
	}
	if now.Err != nil {
		return now.Err
	}
	state := map[bool]string{true: "on", false: "off"}[on]
	if now.Name == "" && on {
		state += "; it is there while the window is open, or a recording runs with --announce"
	}
	rows := f.table()
	rows.row("Settings", state)
	if now.Name != "" {
		rows.row("Microphone", now.Name)
		rows.row("Heard by", orNobody(now))
		rows.row("Mixed in", cmp.Or(now.Mixed, "nothing, while nobody listens"))
	}
	if tone.On || tone.Heard > 0 {
		rows.row("Tone", fmt.Sprintf("%s; %d heard, %d not", map[bool]string{true: "on", false: "off"}[tone.On], tone.Heard, tone.Missed))
	}
	return rows.print()
}

func orNobody(now app.CallMicrophone) string {
	if now.Muted {
		return "nobody: it is muted in the system's sound settings"
	}
	return cmp.Or(strings.Join(now.Programs, ", "), "nobody: choose it in the program that you make calls with")
}

func (f *face) consentToneCommand() *cobra.Command {
	var length float64
	var level, always string
	cmd := &cobra.Command{
		Use: "tone [on|off] [--length S] [--level soft|average|loud] [--always yes|no]", Short: "Play a tone into the call time and again, and choose how it sounds",
		Long: "With on or off: play a tone into the call that is being recorded time and again, or no longer. Each tone is played only while\n" +
			"another program listens to the OnRecord microphone; the first that was heard is put on record. Without: what is known of the tone.",
		Args: between(0, 1),
	}
	cmd.Flags().Float64Var(&length, "length", 0, "of one tone, in seconds")
	cmd.Flags().StringVar(&level, "level", "", "soft, average or loud")
	cmd.Flags().StringVar(&always, "always", "", "in every call, once the other side was heard: yes or no")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		change, err := toneChange(cmd, length, level, always)
		if err != nil {
			return err
		}
		if len(args) == 1 {
			if args[0] != "on" && args[0] != "off" {
				return wrongUse(cmd, "Say on or off")
			}
			if change != nil {
				return wrongUse(cmd, "Choose how it sounds before, or after")
			}
			return f.inTake(cmd.Context(), func(a *app.App, _ app.TakeStatus) error { return f.switchTone(a, args[0] == "on") })
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			if change != nil {
				if err := a.ChangeSettings(change); err != nil {
					return err
				}
			}
			return f.showTone(a)
		})
	}
	return cmd
}

// toneLevels are the values of --level.
var toneLevels = map[string]float64{"soft": app.ToneSoft, "average": app.ToneAverage, "loud": app.ToneLoud}

// toneChange gives what is to be changed of the settings; nil: nothing.
func toneChange(cmd *cobra.Command, length float64, level, always string) (func(*app.Settings), error) {
	dbfs, known := toneLevels[level]
	given := cmd.Flags().Changed
	switch {
	case level != "" && !known:
		return nil, wrongUse(cmd, "Say soft, average or loud")
	case always != "" && always != "yes" && always != "no":
		return nil, wrongUse(cmd, "Say yes or no")
	case given("length") && !(length >= 0.1 && length <= 2):
		return nil, wrongUse(cmd, "A tone lasts from 0.1 to 2 s")
	case !given("length") && level == "" && always == "":
		return nil, nil
	}
	return func(s *app.Settings) {
		if given("length") {
			s.Tone.Seconds = length
		}
		if known {
			s.Tone.Level = dbfs
		}
		if always != "" {
			s.Tone.Always = always == "yes"
		}
	}, nil
}

func (f *face) switchTone(a *app.App, on bool) error {
	if err := a.SetTone(on); err != nil {
		return err
	}
	if on && len(a.CallMicrophone().Programs) == 0 {
		f.hint("Nobody listens to the OnRecord microphone yet; the tone begins when a program does.")
	}
	return f.showMicrophone(a)
}

// toneAnswer is what is known of the tone, and what was chosen, in JSON.
type toneAnswer struct {
	Tone   app.Tone       `json:"tone"`
	Chosen app.ToneChoice `json:"chosen"`
}

func (f *face) showTone(a *app.App) error {
	tone, err := a.Tone()
	if err != nil {
		return err
	}
	chosen := a.Settings().Tone
	if f.json {
		return f.printJSON(toneAnswer{tone, chosen})
	}
	rows := f.table()
	rows.row("Tone", app.ToneWords(tone, chosen))
	for _, fact := range app.ToneFacts(tone) {
		rows.row(fact.Name, fact.Value)
	}
	return rows.print()
}
