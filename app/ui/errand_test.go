package ui

import (
	"testing"

	"github.com/onrecord/onrecord/app"
)

// What was done but not wholly counts as done, and is told of like what failed.
func TestErrandTellsWhatIsLacking(t *testing.T) {
	o := outcome{of: 3, failed: map[string]int{}}
	for _, err := range []error{nil, &doneBut{"The file is left out"}, app.ErrNoRoom} {
		o.add(err)
	}
	if got := o.words(deed{"Exporting", "exported"}); got != "2 of 3 calls exported" {
		t.Errorf("it says %q", got)
	}
	if got, want := o.reasons(), "1 call: "+app.Explain(app.ErrNoRoom).What+". 1 call: The file is left out."; got != want {
		t.Errorf("it says %q, wants %q", got, want)
	}
}
