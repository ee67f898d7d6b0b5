package ui

import "testing"

// Each page fits into a small window, so that half a screen is enough for it.
func TestPagesFitSmallWindows(t *testing.T) {
	b := newBench(t, scripted{})
	b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.body.Visible() })
	for name, p := range map[string]page{
		"calls": b.w.calls, "take": b.w.take, "settings": b.w.settings, "queue": b.w.queue, "follow-ups": b.w.follow, "cases": b.w.cases, "contacts": b.w.contacts,
		"trash": b.w.bin, "storage": b.w.usage, "imports": b.w.imports,
	} {
		b.w.show(p)
		if size := p.content().MinSize(); size.Width > 560 || size.Height > 560 {
			t.Errorf("%s needs %v", name, size)
		}
	}
	if size := b.w.matches.content().MinSize(); size.Width > 640 {
		t.Errorf("a carrier’s list needs %v", size)
	}
}
