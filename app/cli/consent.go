package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// consentOrder is what a command line wants with the consent of a call.
type consentOrder struct {
	method, at, answer, answered, who, wording, quote, note string
	accept, reject, remove                                  int
	places                                                  map[call.Party]string // those that were named
}

func (f *face) consentCommand() *cobra.Command {
	var order consentOrder
	var mine, theirs string
	cmd := &cobra.Command{
		Use:   "consent [CALL] [--method METHOD] [--at 00:00:05] [--answer agreed|refused] …",
		Short: "Show who agreed to a recording, put consent on record, and see what the law asks for",
		Long: "Without options: what the law asks for, what is on record, what the transcript suggests, and what may be amiss.\n" +
			"Without CALL it is the recording that is running; there, --answer refused ends the recording, and the call goes on\n" +
			"as notes only. Whether the sound so far is kept or destroyed is the rule that “consent refusal” sets.\n\n" +
			"METHOD is one of: " + listed(call.ConsentMethods) + "; or in your own words.",
		Example: "  onrecord consent last --method \"asked on record\" --at 00:00:05 --answer agreed\n" +
			"  onrecord consent last --accept 1\n  onrecord consent rule --mine US-CA --theirs US-WA",
		Args: between(0, 1),
	}
	flags := cmd.Flags()
	flags.StringVar(&order.method, "method", "", "how it was asked or said (else: asked on record)")
	flags.StringVar(&order.at, "at", "", "when, inside the call, as 00:00:05 or 5.5")
	flags.StringVar(&order.answer, "answer", "", "what was answered: agreed or refused")
	flags.StringVar(&order.answered, "answered", "", "when it was answered, inside the call")
	flags.StringVar(&order.who, "who", "", "who was asked, where several are on the line")
	flags.StringVar(&order.wording, "wording", "", "what was said or played")
	flags.StringVar(&order.quote, "quote", "", "the words of the answer")
	flags.StringVar(&order.note, "note", "", "your own words; why none is needed")
	flags.IntVar(&order.accept, "accept", 0, "put a proposal on record, by its `number`: you heard it yourself")
	flags.IntVar(&order.reject, "reject", 0, "say that a proposal is wrong, by its `number`: it is not proposed again")
	flags.IntVar(&order.remove, "remove", 0, "take an entry off the record, by its `number`")
	flags.StringVar(&mine, "mine", "", "where you were in this call: a `place` as US-CA")
	flags.StringVar(&theirs, "theirs", "", "where the other side was: a `place` as US-WA")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		order.places = map[call.Party]string{}
		if flags.Changed("mine") {
			order.places[call.Local] = mine
		}
		if flags.Changed("theirs") {
			order.places[call.Remote] = theirs
		}
		entry, at, err := order.entry(cmd)
		if err != nil {
			return err
		}
		ref, err := namedCall(cmd, args)
		if err != nil {
			return err
		}
		return f.inCall(cmd.Context(), ref, "Say which call: onrecord consent CALL", func(a *app.App, id call.ID) error { return f.consent(a, id, order, entry, at) })
	}
	cmd.AddCommand(f.consentRuleCommand(), f.consentPlacesCommand(), f.consentScriptsCommand(), f.consentPlaceCommand(), f.consentRefusalCommand(),
		f.consentPlayCommand(), f.consentNoticeCommand(), f.consentToneCommand(), f.consentMicrophoneCommand())
	return cmd
}

// entry is what is to be put on record; nil when nothing is.
func (o consentOrder) entry(cmd *cobra.Command) (*call.Consent, *call.Seconds, error) {
	if o.method == "" && o.answer == "" {
		for _, name := range []string{"at", "answered", "who", "wording", "quote", "note"} {
			if cmd.Flags().Changed(name) {
				return nil, nil, wrongUse(cmd, "--%s belongs to --method or --answer", name)
			}
		}
		return nil, nil, nil
	}
	entry := &call.Consent{
		Method: call.ConsentMethod(o.method), Answer: call.Answer(o.answer), Who: o.who, Wording: o.wording, Quote: o.quote, Note: o.note,
	}
	if o.method == "" {
		entry.Method = call.AskedOnRecord
	}
	at, err := understand(cmd, o.at, second)
	if err != nil {
		return nil, nil, err
	}
	entry.Answered, err = understand(cmd, o.answered, call.ParseClock)
	return entry, at, err
}

// consent carries the order out and shows how the call stands then.
func (f *face) consent(a *app.App, id call.ID, order consentOrder, entry *call.Consent, at *call.Seconds) error {
	for party, place := range order.places {
		if _, err := a.SetPlace(id, party, place); err != nil {
			return err
		}
	}
	if order.remove != 0 {
		if _, err := a.RemoveConsent(id, order.remove-1); err != nil {
			return err
		}
	}
	if order.accept != 0 {
		one, err := proposedConsent(a, id, order.accept)
		if err != nil {
			return err
		}
		if _, err := a.AddConsent(id, one, &one.At); err != nil {
			return err
		}
	}
	if order.reject != 0 {
		one, err := proposedConsent(a, id, order.reject)
		if err != nil {
			return err
		}
		if err := a.RefuteConsent(id, one); err != nil {
			return err
		}
	}
	if entry != nil {
		if _, err := a.AddConsent(id, *entry, at); err != nil {
			return err
		}
	}
	return f.showConsent(a, id)
}

// proposedConsent gives a proposal, counted from 1.
func proposedConsent(a *app.App, id call.ID, number int) (call.Consent, error) {
	doc, err := a.Document(id)
	if err != nil {
		return call.Consent{}, err
	}
	proposals, err := a.ProposedConsent(doc)
	if err != nil {
		return call.Consent{}, err
	}
	if number < 1 || number > len(proposals) {
		return call.Consent{}, failed(fmt.Sprintf("There is no proposal %d", number), "“onrecord consent CALL” lists the proposals with their numbers.")
	}
	return proposals[number-1], nil
}

// consentAnswer is how a call stands, in JSON.
type consentAnswer struct {
	Call      call.ID         `json:"call"`
	Needed    app.Requirement `json:"needed"`
	Consent   []call.Consent  `json:"consent"`
	Refusal   *call.Refusal   `json:"refusal,omitempty"`
	Proposals []call.Consent  `json:"proposals"`
	Unheard   string          `json:"unheard,omitempty"`
	Flags     []call.Flag     `json:"flags"`
}

func (f *face) showConsent(a *app.App, id call.ID) error {
	doc, err := a.Document(id)
	if err != nil {
		return err
	}
	answer := consentAnswer{Call: id, Consent: orEmpty(doc.Consent), Refusal: doc.Refusal}
	var errs [4]error
	answer.Unheard, errs[3] = a.ConsentUnheard(doc)
	answer.Needed, errs[0] = a.ConsentNeeded(doc.Call)
	answer.Proposals, errs[1] = a.ProposedConsent(doc)
	answer.Flags, errs[2] = a.ConsentFlags(doc)
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	answer.Proposals, answer.Flags = orEmpty(answer.Proposals), orEmpty(answer.Flags)
	if f.json {
		return f.printJSON(answer)
	}
	rows := f.table()
	rows.row("Law", capital(answer.Needed.Light.String()))
	for i, c := range doc.Consent {
		rows.row(fmt.Sprintf("On record %d", i+1), app.ConsentWords(doc.Call, c))
	}
	if len(doc.Consent) == 0 {
		rows.row("On record", "nothing")
	}
	for _, fact := range app.ConsentFacts(doc.Call)[len(doc.Consent):] {
		rows.row(fact.Name, fact.Value)
	}
	for i, c := range answer.Proposals {
		rows.row(fmt.Sprintf("Proposed %d", i+1), app.ConsentWords(doc.Call, c))
	}
	if answer.Unheard != "" {
		rows.row("Not heard", answer.Unheard)
	}
	for _, flag := range answer.Flags {
		rows.row("Flag", flag.Says+" ("+flag.Rule+"): "+strings.Join(flag.Why, "; "))
	}
	if err := rows.print(); err != nil {
		return err
	}
	if len(answer.Proposals) > 0 {
		f.hint("Listen to it; then put it on record with: onrecord consent %s --accept 1", id)
	}
	return f.showRequirement(a, answer.Needed)
}
