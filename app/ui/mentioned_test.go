package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/call"
)

func TestAmountsDatesAndPromisesAreListed(t *testing.T) {
	b, c := corrected(t)
	p := c.page
	b.choose("Amounts, dates and promises")
	b.until("a demand is listed", func() bool { return b.says("00:01  ·  THEM  ·  Demand for payment") })
	b.choose("Amounts, dates and promises")
	if p.mentioned.root.Visible() || !p.talk.Visible() {
		t.Error("the conversation is not back")
	}

	id := b.importSample("Summit Credit")
	b.writeDown(id, []call.Segment{
		{Party: call.Remote, Start: 1, End: 3, Text: "You owe nine hundred and forty dollars."},
		{Party: call.Local, Start: 5, End: 6, Text: "I'll pay by card, 4111 1111 1111 1111."},
	})
	b.openAnew(id)
	b.until("the other call is open", func() bool { return b.says("You owe nine hundred") })
	b.choose("Amounts, dates and promises")
	b.until("all are listed", func() bool {
		return b.says("Amount: $940") && b.says("A card number may have been read out") && b.says("•••• [card number]")
	})
	if b.says("4111") {
		t.Error("the card's number is shown")
	}
	b.press(fyne.KeyEnd, fyne.KeyReturn)
	b.until("its place is heard", func() bool { return p.playback.at >= 5 })
	b.tap("Conversation")
	b.until("the conversation is back", func() bool { return p.talk.Visible() })
}

func TestExportMenuOffersToLeaveNumbersOut(t *testing.T) {
	_, c := corrected(t)
	items := c.page.exportItems()
	last := items[len(items)-1]
	if last.Label != "Without card and account numbers" || last.ChildMenu == nil || len(last.ChildMenu.Items) < 10 {
		t.Fatalf("the last item is %q", last.Label)
	}
}
