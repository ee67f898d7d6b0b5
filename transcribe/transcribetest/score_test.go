package transcribetest

import "testing"

func TestAlignCountsWordErrors(t *testing.T) {
	for _, c := range []struct {
		want, got string
		wrong     int
	}{
		{"Hello, who is this?", "hello who is this", 0},
		{"a b c", "a c", 1},
		{"a b c", "a x c d", 2},
		{"", "a b", 2},
		{"a b", "", 2},
	} {
		if wrong, _ := align(plain(c.want), plain(c.got)); wrong != c.wrong {
			t.Errorf("%q against %q: %d wrong, want %d", c.got, c.want, wrong, c.wrong)
		}
	}
}
