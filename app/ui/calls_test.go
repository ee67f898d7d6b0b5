package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// withCalls is a window on a library with three calls: Zoe's of today, Acme's of a year ago in a case, and one of nobody in between.
func withCalls(t *testing.T) (*bench, map[string]call.ID) {
	b := newBench(t, scripted{})
	ids := map[string]call.ID{}
	for i, name := range []string{"Zoe", "Acme", ""} {
		ids[name] = b.importSample(name)
		_, err := b.app.Edit(ids[name], func(doc *call.Call) error {
			doc.Started = time.Now().AddDate(0, 0, -[]int{0, 300, 30}[i])
			doc.Parties[call.Remote] = call.Person{Name: name, Number: []string{"+1 212 555 0142", "+1 718 555 0100", ""}[i]}
			doc.Audio.Duration = call.Seconds([]int{10, 700, 90}[i])
			if name == "Acme" {
				doc.Case = "Tax 2026"
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	b.until("the calls are there", func() bool {
		return len(b.w.calls.listed.all) == 3 && b.w.calls.listed.known[ids["Acme"]].Case != "" && b.w.calls.doc.body.Visible()
	})
	return b, ids
}

// listOf writes the list down: headings in brackets, calls by their titles.
func (b *bench) listOf() string {
	var rows []string
	for _, r := range b.w.calls.rows {
		if r.heading != "" {
			rows = append(rows, "["+r.heading+"]")
		} else {
			rows = append(rows, titleOf(r.call))
		}
	}
	return strings.Join(rows, " ")
}

func TestTheListStandsAsItIsAskedTo(t *testing.T) {
	b, _ := withCalls(t)
	choose := func(items []*fyne.MenuItem, label string) {
		t.Helper()
		for _, item := range items {
			if item.Label == label {
				item.Action()
				return
			}
		}
		t.Fatalf("there is no %q", label)
	}
	bar := b.w.calls.arrange
	choose(bar.groupItems(), "People")
	b.until("people stand above", func() bool { return b.listOf() == "[Zoe] Zoe [Acme] Acme [Unnamed] Unnamed call" })
	choose(bar.orderItems(), "Longest first")
	b.until("the longest stand first", func() bool { return b.listOf() == "[Acme] Acme [Zoe] Zoe [Unnamed] Unnamed call" })
	choose(bar.groupItems(), "Cases")
	b.until("cases stand above", func() bool {
		return b.listOf() == "[Tax 2026] Acme [In no case] Unnamed call Zoe" && b.says("Cases") && b.says("Longest first")
	})
	if got := b.app.Settings().Calls; got != (app.Arrangement{Order: app.LongestFirst, Group: app.ByCase}) {
		t.Errorf("kept is %v", got)
	}
	choose(bar.groupItems(), "No groups")
	choose(bar.orderItems(), "By name")
	b.until("they stand by name", func() bool { return b.listOf() == "Acme Zoe Unnamed call" })
	if marked := b.w.menu.order.ChildMenu.Items[3]; !marked.Checked {
		t.Errorf("the menu does not mark %q", marked.Label)
	}
}

// key types a key into what has the keyboard.
func (b *bench) key(name fyne.KeyName) {
	b.w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
}

func TestCallsArePickedWithTheKeyboard(t *testing.T) {
	b, ids := withCalls(t)
	list, picked := b.w.calls.list, b.w.calls.picked
	b.w.window.Canvas().Focus(list)
	list.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	b.key(fyne.KeyDown)
	list.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if got := picked.inOrder(); !slices.Equal(got, []call.ID{ids["Zoe"], ids[""]}) || !b.says("2 picked") {
		t.Fatalf("Shift and down pick %v: %q", got, b.words())
	}
	list.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierShortcutDefault})
	b.key(fyne.KeyInsert)
	if got := len(picked.inOrder()); got != 3 {
		t.Errorf("Insert makes it %d", got)
	}
	b.key(fyne.KeyEscape)
	if got := picked.inOrder(); len(got) != 0 || b.says("picked") {
		t.Errorf("Escape leaves %v", got)
	}
	list.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := len(picked.inOrder()); got != 3 {
		t.Errorf("Ctrl+A picks %d", got)
	}
	b.key(fyne.KeyUp)
	if got := picked.inOrder(); len(got) != 0 {
		t.Errorf("an arrow leaves %v", got)
	}
}

func TestCallsArePickedWithThePointer(t *testing.T) {
	b, ids := withCalls(t)
	p := b.w.calls
	click := func(name string, held fyne.KeyModifier) {
		row := p.list.rows[p.rowOf(ids[name])]
		row.MouseDown(&desktop.MouseEvent{Modifier: held})
		test.Tap(row)
	}
	click("Acme", fyne.KeyModifierShortcutDefault) // beside the open one
	if got := p.picked.inOrder(); !slices.Equal(got, []call.ID{ids["Zoe"], ids["Acme"]}) {
		t.Errorf("Ctrl picks %v", got)
	}
	click("", fyne.KeyModifierShift)
	if got := p.picked.inOrder(); !slices.Equal(got, []call.ID{ids[""], ids["Acme"]}) {
		t.Errorf("Shift picks %v", got)
	}
	click("", 0)
	if len(p.picked.ids) != 0 || p.chosen != ids[""] {
		t.Errorf("a click leaves %v, and %s open", p.picked.ids, p.chosen)
	}
}

// Results are picked as calls are: each row of a call stands for it, and those that are still found later stay picked.
func TestASearchThatTakesLongSaysSo(t *testing.T) {
	b, ids := withCalls(t)
	p := b.w.calls
	p.search.SetText("name:acme")
	p.onSlow(p.results.query)
	if !b.says("Searching…") {
		t.Errorf("it does not: %q", b.words())
	}
	b.until("the call takes its place", func() bool { return !b.says("Searching…") && len(p.rows) == 2 && p.rows[1].call.ID == ids["Acme"] })
	p.onSlow(p.results.query)
	p.search.SetText("halibut")
	p.onSlow(p.results.query - 1)
	if b.says("Searching…") {
		t.Error("one that is over still goes on")
	}
	b.until("nothing is found", func() bool { return b.says("Nothing was found") })
}

func TestResultsArePicked(t *testing.T) {
	b, ids := withCalls(t)
	for name, notes := range map[string][]string{"Zoe": {"halibut first"}, "Acme": {"halibut second", "halibut again"}, "": {"halibut third"}} {
		if _, err := b.app.Edit(ids[name], func(doc *call.Call) error {
			for i, text := range notes {
				doc.Notes = append(doc.Notes, call.Note{At: call.Seconds(i), Text: text})
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	p := b.w.calls
	r := p.results
	find := func(query string, hits int) {
		p.search.SetText(query)
		b.until(query+" is found", func() bool { return !r.busy && len(r.hits) == hits && p.shelf.Objects[0] == r.root })
	}
	find("halibut", 4)
	b.w.window.Canvas().Focus(r.column)
	r.column.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := p.picked.inOrder(); len(got) != 3 || !b.says("3 picked") || buttonIn(p.root, "Tag") == nil {
		t.Fatalf("Ctrl+A picks %v: %q", got, b.words())
	}
	b.key(fyne.KeyEscape)
	if b.says("picked") {
		t.Fatalf("Escape leaves %v", p.picked.ids)
	}
	click := func(i int, held fyne.KeyModifier) {
		row := r.column.rows[i]
		row.MouseDown(&desktop.MouseEvent{Modifier: held})
		test.Tap(row)
	}
	second := slices.IndexFunc(r.hits, func(h app.Hit) bool { return h.Call == ids["Acme"] })
	click(second, fyne.KeyModifierShortcutDefault)
	for i, hit := range r.hits {
		if _, washed := r.column.wash(i); washed != (hit.Call == ids["Acme"]) {
			t.Errorf("row %d of %s: picked %v", i, hit.Call, washed)
		}
	}
	if got := r.column.menu; got == nil || len(p.menuOf(p.listed.known[ids["Acme"]]).Items) == 0 {
		t.Error("a result has no menu")
	}
	find("again", 1)
	if got := p.picked.inOrder(); !slices.Equal(got, []call.ID{ids["Acme"]}) {
		t.Errorf("it is found still, and picked are %v", got)
	}
	p.search.SetText("")
	b.until("all are there", func() bool { return p.shelf.Objects[0] == p.listRoot })
	if got := p.picked.inOrder(); !slices.Equal(got, []call.ID{ids["Acme"]}) {
		t.Errorf("in the list are picked %v", got)
	}
	find("first", 1)
	if len(p.picked.ids) != 0 || b.says("picked") {
		t.Errorf("what is not in sight is still picked: %v", p.picked.ids)
	}
	find("halibut", 4)
	r.column.TypedShortcut(&fyne.ShortcutSelectAll{})
	click(second, 0)
	if len(p.picked.ids) != 0 || p.chosen != ids["Acme"] {
		t.Errorf("a click leaves %v, and %s open", p.picked.ids, p.chosen)
	}
	b.w.window.Canvas().Focus(r.column)
	r.column.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	b.until("all are in the trash", func() bool { return len(p.listed.all) == 0 })
}

func TestManyCallsAreChangedAtOnce(t *testing.T) {
	b, ids := withCalls(t)
	b.w.calls.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.tap("Case")
	if !b.says("Cases there are") || buttonIn(b.w.window.Canvas().Overlays().Top(), "Tax 2026") == nil {
		t.Fatalf("the cases there are stand nowhere: %q", b.words())
	}
	b.w.window.Canvas().Focused().(*field).SetText(" tax 2026 ")
	b.tap("Put in this case")
	b.until("it is told", func() bool { return b.w.calls.errand.words.text == "3 calls put in the case “Tax 2026”" })
	b.tap("Tag")
	b.w.window.Canvas().Focused().(*field).SetText("urgent")
	b.tap("Add")
	b.until("it is told", func() bool { return b.w.calls.errand.words.text == "3 calls tagged “urgent”" })
	for name, id := range ids {
		if doc, err := b.app.Call(id); err != nil || doc.Case != "Tax 2026" || !slices.Equal(doc.Tags, []string{"urgent"}) {
			t.Errorf("%s: case %q, tags %v, %v", name, doc.Case, doc.Tags, err)
		}
	}
	b.tap("OK")
	if b.says("tagged") {
		t.Error("the outcome does not go away")
	}
}

// Tags in use are offered, fewer while one is typed, and searched for.
func TestTagsInUseAreOffered(t *testing.T) {
	b, ids := withCalls(t)
	p := b.w.calls
	if items := p.facets.tagItems(); len(items) != 1 || !items[0].Disabled {
		t.Errorf("without tags %d are offered", len(items))
	}
	for name, tags := range map[string][]string{"Zoe": {"Urgent", "tax office"}, "Acme": {"urgent", "office"}} {
		if _, err := b.app.Edit(ids[name], func(doc *call.Call) error {
			doc.Tags = tags
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	b.until("they are known", func() bool { return slices.Equal(p.tags(), []string{"Urgent", "tax office", "office"}) })
	p.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.tap("Tag")
	offered := func(names ...string) {
		t.Helper()
		for _, name := range []string{"Urgent", "tax office", "office"} {
			if there := buttonIn(b.w.window.Canvas().Overlays().Top(), name) != nil; there != slices.Contains(names, name) {
				t.Errorf("%q is offered: %v", name, there)
			}
		}
	}
	offered("Urgent", "tax office", "office")
	typed := b.w.window.Canvas().Focused().(*field)
	typed.SetText("OFF")
	offered("tax office", "office")
	if got := holding(p.tags(), "off"); !slices.Equal(got, []string{"office", "tax office"}) {
		t.Errorf("in the order %q", got)
	}
	b.tap("tax office")
	b.tap("Add")
	b.until("it is told", func() bool { return p.errand.words.text == "3 calls tagged “tax office”" })
	p.facets.tagItems()[2].Action()
	b.until("only Acme is there", func() bool {
		return p.search.Text == `tag:"office"` && len(p.rows) == 2 && p.rows[1].call.ID == ids["Acme"]
	})
}

func TestManyCallsAreExported(t *testing.T) {
	b, ids := withCalls(t)
	folder := t.TempDir()
	all := []call.ID{ids["Zoe"], ids["Acme"], ids[""], ids["Zoe"], "20200101-000000-aaaa"}
	b.w.calls.exportTo(all, "json", folder)
	b.until("it is told", func() bool {
		return b.w.calls.errand.words.text == "4 of 5 calls exported" && strings.HasPrefix(b.w.calls.errand.why.text, "1 call: ")
	})
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) != 4 {
		t.Errorf("there are %v, %v", files, err)
	}
	b.w.calls.exportTo(all[:3], "srt", folder)
	b.until("it is told why not", func() bool { return b.w.calls.errand.words.text == "0 of 3 calls exported" })
	if left, _ := filepath.Glob(filepath.Join(folder, "*.srt")); len(left) != 0 {
		t.Errorf("what could not be written is there: %v", left)
	}
}

func TestAnErrandCanBeStopped(t *testing.T) {
	b, ids := withCalls(t)
	begun, goOn := make(chan bool), make(chan bool)
	b.w.calls.errand.run(deed{"Waiting", "done"}, []call.ID{ids["Zoe"], ids["Acme"]}, func(ctx context.Context, _ call.ID) error {
		close(begun)
		<-goOn
		return nil
	})
	<-begun
	b.tap("Stop")
	close(goOn)
	b.until("it is told", func() bool { return b.w.calls.errand.words.text == "Stopped: 1 of 2 calls done" })
}

func TestConditionsAreChips(t *testing.T) {
	b, _ := withCalls(t)
	p := b.w.calls
	p.search.SetText(`case:"tax 2026"`)
	b.until("the list is narrowed", func() bool {
		return b.listOf() != "" && len(p.rows) == 2 && p.rows[1].call.Title == "Acme" && b.says("1 of 3 calls")
	})
	if !b.says("Case: tax 2026") {
		t.Errorf("there is no chip: %q", b.words())
	}
	chip := p.facets.all[2].chip
	b.w.window.Canvas().Focus(chip)
	b.key(fyne.KeyDelete)
	b.until("all are there", func() bool { return p.search.Text == "" && len(p.rows) == 6 })
	if b.says("Case: ") || !b.says("Case") {
		t.Errorf("the chip stays: %q", b.words())
	}

	for _, item := range p.facets.flagItems() {
		if item.IsSeparator {
			continue
		}
		item.Action()
		b.until("the chip says so", func() bool { return b.says(item.Label) })
		if _, err := b.w.app.Matching(t.Context(), p.search.Text); err != nil {
			t.Errorf("%s: %v", p.search.Text, err)
		}
	}
	p.setQuery("")

	p.facets.lengthItems()[1].Action()
	b.until("it is written", func() bool { return p.search.Text == "longer:5m" && len(p.rows) == 2 })
	p.facets.dateItems()[0].Action()
	b.until("nothing is left", func() bool { return b.says("No call is like that.") })
	b.tap("Without “Longer than 5m”")
	b.until("the call of today is there", func() bool { return p.search.Text == "after:today" && len(p.rows) == 2 && b.says("Today") })
	p.search.SetText("name:nobody")
	b.until("nothing is left", func() bool { return b.says("No call is like that.") && b.says("With nobody") })
	b.tap("All calls")
	b.until("all are there", func() bool { return len(p.rows) == 6 })

	p.search.SetText("from:me")
	b.until("it says what is missing", func() bool { return b.says("This says where to search") })
}

func TestMoreLikeACall(t *testing.T) {
	b, ids := withCalls(t)
	p := b.w.calls
	items := p.menuOf(p.listed.known[ids["Acme"]]).Items
	if items[0].Label != "More with Acme" || items[1].Label != "More with +1 718 555 0100" {
		t.Fatalf("the menu begins with %q, %q", items[0].Label, items[1].Label)
	}
	items[1].Action()
	b.until("only that number is there", func() bool {
		return p.search.Text == `number:"+1 718 555 0100"` && len(p.rows) == 2 && p.rows[1].call.ID == ids["Acme"]
	})
	p.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("it is open", func() bool { return p.chosen == ids["Acme"] })
	p.search.SetText("")
	b.until("all are there", func() bool { return len(p.rows) == 6 })
}

// What was said in a call without sound can be found, and opening it there is no trouble.
func TestAResultWithoutSoundIsOnlyShown(t *testing.T) {
	b, ids := withCalls(t)
	if _, err := b.app.Edit(ids["Acme"], func(doc *call.Call) error {
		doc.Audio = call.Audio{}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	b.until("it is known", func() bool { return b.w.calls.listed.known[ids["Acme"]].Duration == 0 })
	at := call.Seconds(3)
	b.w.openCall(ids["Acme"], &at)
	p := b.w.calls.doc
	b.until("it is open there", func() bool { return p.doc.ID == ids["Acme"] && p.playback.position() == at })
	if p.playback.moving() || p.playback.wants {
		t.Error("it is to be played")
	}
}

func TestSearchesAreOfferedAgain(t *testing.T) {
	b, _ := withCalls(t)
	p := b.w.calls
	window := b.w.window.Canvas()
	for _, query := range []string{"name:zoe", "name:acme"} {
		p.search.SetText(query)
		b.until("it is found", func() bool { return p.narrowed == query && len(p.rows) == 2 })
		p.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.until("it is kept", func() bool { return len(p.recall.searches.Recent) > 0 && p.recall.searches.Recent[0] == query })
	}
	p.onSaveSearch()
	window.Focused().(*field).SetText("All of Acme")
	b.tap("Save")
	b.until("it is saved", func() bool { return len(p.recall.searches.Saved) == 1 && b.says("Saved: All of Acme") })
	p.search.SetText("")
	if p.recall.visible() {
		t.Error("searches are offered to nobody")
	}
	window.Focus(p.search)
	if !b.says("Saved searches") || !b.says("All of Acme") || !b.says("Recent searches") {
		t.Fatalf("nothing is offered: %q", b.words())
	}
	b.key(fyne.KeyDown)
	b.key(fyne.KeyF2)
	window.Focused().(*field).SetText("Acme")
	b.tap("Rename")
	b.until("it is renamed", func() bool { return p.recall.searches.Saved[0].Name == "Acme" })
	window.Focus(p.search)
	b.key(fyne.KeyDown)
	b.key(fyne.KeyReturn)
	b.until("it is searched for", func() bool { return p.search.Text == "name:acme" && !p.recall.visible() && len(p.rows) == 2 })

	p.search.SetText("")
	window.Focus(p.search)
	b.key(fyne.KeyDown)
	b.key(fyne.KeyDelete)
	b.until("it is gone", func() bool { return len(p.recall.searches.Saved) == 0 })
	rows := float32(len(p.recall.rows)) * p.recall.rowHeight(0, 0)
	if high := p.recall.column.Size().Height; high != rows || p.recall.rows[p.recall.column.cursor].query == "" {
		t.Errorf("the list of searches is %v high, its rows %v; the keyboard is at %d", high, rows, p.recall.column.cursor)
	}
	test.Tap(p.recall.column.rows[len(p.recall.rows)-1])
	b.until("all are forgotten", func() bool { return len(p.recall.rows) == 0 && !p.recall.visible() })
}

func TestProposalsLeaveTheResultsTheirRoom(t *testing.T) {
	b, _ := withCalls(t)
	p := b.w.calls
	b.w.window.Resize(fyne.NewSize(900, 440))
	p.search.SetText(`debt name:"Jo Smith" case:rent from:them after:2025 before:2026 longer:5m in:transcript tag:money`)
	b.until("conditions are proposed to be left out", func() bool { return b.says("Without “With Jo Smith”") && b.says("Without “Tagged money”") })
	head := p.results.root.Objects[0].(*container.Scroll)
	if end := head.Position().Y + head.Size().Height; end > p.shelf.Size().Height || head.Content.MinSize().Height <= head.Size().Height {
		t.Errorf("what is proposed ends at %v of %v and needs %v", end, p.shelf.Size().Height, head.Content.MinSize().Height)
	}
	p.results.hits = make([]app.Hit, 3)
	p.results.show(app.Results{Hits: p.results.hits}, "Found", p.proposals(answer{}, p.facets.query))
	if high := p.results.column.Size().Height; high < p.shelf.Size().Height*mostOfHead {
		t.Errorf("the results have %v of %v", high, p.shelf.Size().Height)
	}
}

func TestOtherWordsAreProposed(t *testing.T) {
	b, _ := withCalls(t)
	said := func(query string, instead ...app.Instead) (labels []string) {
		for _, o := range b.w.calls.proposals(answer{found: app.Results{Instead: instead}}, query) {
			labels = append(labels, o.(*widget.Button).Text)
		}
		return labels
	}
	one, two := app.Instead{Word: "quaterly", Words: []string{"quarterly", "quarter"}}, app.Instead{Word: "payement", Words: []string{"payment"}}
	if got, want := said("quaterly", one), []string{"quarterly", "quarter"}; !slices.Equal(got, want) {
		t.Errorf("for one word: %q, wants %q", got, want)
	}
	want := []string{"quarterly payment", "quarterly instead of “quaterly”", "quarter instead of “quaterly”", "payment instead of “payement”"}
	if got := said("quaterly payement", one, two); !slices.Equal(got, want) {
		t.Errorf("for two: %q, wants %q", got, want)
	}
}

func TestFactsHaveTheRoomThatNoBadgeNeeds(t *testing.T) {
	b := newBench(t, scripted{})
	if _, err := b.app.LogCall(app.LoggedCall{Name: "Zoe", Reached: call.Unanswered, Direction: call.Incoming}); err != nil {
		t.Fatal(err)
	}
	b.w.window.Resize(fyne.NewSize(900, 600))
	b.until("the whole of what is known of it is there", func() bool { return b.says("not answered · incoming") })
}

func TestTheCalendarLeavesALowWindow(t *testing.T) {
	b, _ := withCalls(t)
	h := b.w.calls.heat
	b.until("days are counted", func() bool { return len(h.days) == 3 && h.root.Visible() })
	before := b.w.calls.list.Size().Height
	b.w.window.Resize(fyne.NewSize(1280, 500))
	if now := b.w.calls.list.Size().Height; h.root.Visible() || now != before-300+h.root.MinSize().Height {
		t.Errorf("the calendar stays, or leaves its room to nobody: the list was %v high and is %v", before, now)
	}
	b.w.window.Resize(fyne.NewSize(960, 800))
	if h.root.Hidden {
		t.Error("the calendar does not come back")
	}
}

func TestTheCalendarSearchesADay(t *testing.T) {
	b, ids := withCalls(t)
	p := b.w.calls
	h := p.heat
	b.until("days are counted", func() bool { return len(h.days) == 3 && h.root.Visible() })
	b.w.window.Canvas().Focus(h)
	if want := b.w.dates.day(time.Now()) + ": 1 call, 00:10"; !b.says(want) {
		t.Errorf("it does not say %q: %q", want, b.words())
	}
	b.key(fyne.KeyUp)
	if !b.says(": no call") {
		t.Errorf("yesterday: %q", b.words())
	}
	b.key(fyne.KeyDown)
	b.key(fyne.KeyReturn)
	today, tomorrow := time.Now(), time.Now().AddDate(0, 0, 1)
	query := fmt.Sprintf("after:%s before:%s", today.Format(time.DateOnly), tomorrow.Format(time.DateOnly))
	b.until("today's call is there", func() bool { return p.search.Text == query && len(p.rows) == 2 && p.rows[1].call.ID == ids["Zoe"] })
	if !b.says(b.w.dates.day(today)) || len(h.days) != 3 {
		t.Errorf("the chip is missing, or the calendar has only %d days", len(h.days))
	}
	b.key(fyne.KeyReturn) // once more takes it back
	b.until("all are there", func() bool { return p.search.Text == "" && len(p.rows) == 6 })
	b.key(fyne.KeyPageUp)
	if h.first.After(time.Now().AddDate(-1, 0, 0)) {
		t.Errorf("it begins on %v", h.first)
	}
	p.search.SetText("name:acme")
	b.until("only that day is dark", func() bool { return len(h.days) == 1 })
}

func TestShadesTellDaysApart(t *testing.T) {
	for _, c := range []struct{ calls, most, want int }{{0, 9, 0}, {1, 1, 4}, {1, 100, 1}, {25, 100, 2}, {100, 100, 4}, {1, 0, 4}} {
		if got := shade(c.calls, c.most); got != c.want {
			t.Errorf("%d of %d is %d", c.calls, c.most, got)
		}
	}
}

func TestDaysInWords(t *testing.T) {
	d := dates{}
	for query, want := range map[string]string{
		"after:2026-03-12 before:2026-03-13": "12 March 2026", "after:2026-03-01 before:2026-04-01": "March 2026", "before:2027-01-01 after:2026-01-01": "2026",
		"after:2026-03-12 before:2026-03-20": "12 March 2026 – 19 March 2026", "after:today": "Today", "after:yesterday before:today": "Yesterday",
		"after:week": "This week", "before:2026-03": "Before March 2026", "-after:2026-03": "Before March 2026", "after:2026": "Since 2026", "before:month": "Before this month",
	} {
		if got := d.between(app.QueryFields(query)); got != want {
			t.Errorf("%s: %q", query, got)
		}
	}
}

func TestDaysAreWrittenIntoAQuery(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2026-03-01", "2026-03-31", "refund after:2026-03-01 before:2026-04-01"},
		{"2026", "2026", "refund after:2026 before:2027"},
		{"2026-11", " 2026-12 ", "refund after:2026-11 before:2027-01"},
		{"", "yesterday", "refund before:yesterday"},
		{"12 March", "", `refund after:"12 March"`},
		{"", "", "refund"},
	} {
		if got := withDays("refund after:2020", c.from, c.to); got != c.want {
			t.Errorf("from %q to %q: %s, wants %s", c.from, c.to, got, c.want)
		}
	}
}

func TestBriefDates(t *testing.T) {
	now := time.Date(2026, 3, 12, 15, 30, 0, 0, time.Local)
	for want, at := range map[string]time.Time{"14:30": now.Add(-time.Hour), "11 Mar": now.AddDate(0, 0, -1), "12 Mar 2025": now.AddDate(-1, 0, 0)} {
		if got := (dates{}).brief(at, now); got != want {
			t.Errorf("%v is %q", at, got)
		}
	}
}

func TestALowWindowKeepsTheWordsInSight(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.doc.ID == id && b.w.calls.doc.body.Visible() })
	p := b.w.calls.doc
	b.w.window.Resize(fyne.NewSize(960, 540))
	low := p.frame.MinSize().Height
	if words := p.talk.Size().Height; words < p.root.Size().Height/3 {
		t.Errorf("the words have %v of %v", words, p.root.Size().Height)
	}
	b.w.window.Resize(fyne.NewSize(960, 800))
	if p.low || p.frame.MinSize().Height < low+3*theme.Size(sizeInside) {
		t.Errorf("the head stays low: %v, and %v in a low window", p.frame.MinSize().Height, low)
	}
}
