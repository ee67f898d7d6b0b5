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
		want    string
	}{
		{app.Warning{Kind: app.WarnUnheard, Party: call.Remote, Problem: problem}, "onrecord: The far side is not [31m heard. You are recorded. Look at the output.\n"},
		{app.Warning{Kind: app.WarnForgotten, Problem: app.Problem{What: "Is the call over?", Do: "Stop it"}}, "onrecord: Is the call over? Stop it\n"},
	} {
		var out bytes.Buffer
		f := &face{env: Env{Err: &out}, quiet: true}
		f.tell(c.warning)
		if out.String() != c.want {
			t.Errorf("got %q, want %q", out.String(), c.want)
		}
	}
}
