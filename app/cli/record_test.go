package cli

import (
	"bytes"
	"testing"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// A warning is for the person at the terminal: what happened, what is safe, what to do, on stderr, quiet or not.
func TestWarningsInATerminal(t *testing.T) {
	problem := app.Problem{What: "The far side is not\x1b[31m heard", Safe: "You are recorded.", Do: "Look at the output."}
	for _, c := range []struct {
		warning app.Warning
		quiet   bool
		want    string
	}{
		{app.Warning{Kind: app.WarnUnheard, Party: call.Remote, Problem: problem}, true, "onrecord: The far side is not [31m heard. You are recorded.\nLook at the output.\n"},
		{app.Warning{Kind: app.WarnUnheard, Over: true, Problem: problem}, false, "Over: The far side is not [31m heard\n"},
		{app.Warning{Kind: app.WarnUnheard, Over: true, Problem: problem}, true, ""},
		{
			app.Warning{Kind: app.WarnForgotten, Problem: app.Problem{What: "Both sides are silent"}},
			false,
			"onrecord: Both sides are silent. Is the call over?\nStop it with Ctrl-C; if it goes on: onrecord mark\n",
		},
	} {
		var out bytes.Buffer
		f := &face{env: Env{Err: &out}, quiet: c.quiet}
		f.tell(c.warning)
		if out.String() != c.want {
			t.Errorf("got %q, want %q", out.String(), c.want)
		}
	}
}
