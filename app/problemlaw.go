package app

import (
	"github.com/onrecord/onrecord/rules"
)

const mendOrInstall = "Mend what the details name in the file, or install OnRecord again."

// lawProblems are of law, flags, consent and notices.
var lawProblems = []explained{
	{rules.ErrPhrases, Problem{
		"The list of phrases to listen for cannot be used", "Your calls are as they were; nothing is proposed from what was said.",
		"Mend what the details name in the file, or take the one that came with OnRecord.",
	}},
	{rules.ErrConsentLaw, Problem{
		"The law of recording that came with OnRecord cannot be used", "Your calls are as they were. Until it is mended, ask everybody before you record.",
		mendOrInstall,
	}},
	{rules.ErrTone, Problem{
		"What is known of the periodic tone cannot be used", "Your calls are as they were. No tone is played.",
		mendOrInstall,
	}},
	{rules.ErrDNCLaw, Problem{
		"The do-not-call rules that came with OnRecord cannot be used", "Your calls are as they were; nothing is flagged.",
		mendOrInstall,
	}},
	{rules.ErrDebtLaw, Problem{
		"The rules of debt collection that came with OnRecord cannot be used", "Your calls are as they were; nothing is flagged.",
		mendOrInstall,
	}},
	{rules.ErrScripts, Problem{
		"The wordings to be read aloud cannot be used", "Your calls are as they were.",
		mendOrInstall,
	}},
	{ErrNoFlag, Problem{"No such flag stands at the call", "Nothing was changed.", "“onrecord flags CALL” shows them with their rules."}},
	{ErrNoReason, Problem{"A flag is dismissed with a reason", "Nothing was changed.", "Say why it does not hold: --reason TEXT."}},
	{ErrNoPlace, Problem{
		"The law of recording knows no such place", "Nothing was changed.",
		"“onrecord consent places” lists the places that are known, as US-CA or DE.",
	}},
	{ErrNoConsent, Problem{"The call has no such entry of consent", "Nothing was changed.", "“onrecord consent CALL” shows them with their numbers."}},
	{ErrBadConsent, Problem{
		"This cannot stand as an entry of consent", "Nothing was changed.",
		"Say how it was asked, when, and what was answered; where none is needed, why.",
	}},
	{ErrNoNotice, Problem{
		"There is no recorded notice, and OnRecord cannot speak by itself", "Nothing was put on record.",
		"Read the notice aloud now; for the next call, choose a sound file of yours in the settings, or with “onrecord consent notice FILE”.",
	}},
	{ErrBadNotice, Problem{"This sound cannot be played as a notice", "The notice is what it was.", "Choose one of half a second to a minute, in which somebody speaks up."}},
	{ErrCallMuted, Problem{
		"The OnRecord microphone is muted: the other side would hear nothing", "Nothing was put on record.",
		"Turn it up in the system's sound settings; until then, read the notice aloud.",
	}},
	{ErrNoListener, Problem{
		"No program listens to the OnRecord microphone: the other side would hear nothing", "Nothing was put on record.",
		"Choose “OnRecord microphone” as the microphone in the program that you make the call with; until then, read the notice aloud.",
	}},
	{ErrNoCallMicrophone, Problem{
		"There is no OnRecord microphone, so nothing can be played into the call", "Nothing was put on record.",
		"Switch it on in the settings (Consent), or with “onrecord consent microphone on”; until then, read the notice aloud.",
	}},
	{ErrOffRecord, Problem{"The recording is paused, and a notice must be in it", "Nothing was put on record.", "Go on recording first, then play it."}},
	{ErrAnnouncing, Problem{"Something is being played into the call already", "It goes on.", "Wait until it is over."}},
	{ErrBrokenOff, Problem{"It did not play to its end where the other side could hear it", "Nothing was put on record.", "Play it again, or read the notice aloud."}},
}
