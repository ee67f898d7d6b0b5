package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// passageRow is one passage of a comparison: when and who, and below that the words of both sides.
type passageRow struct {
	widget.BaseWidget
	box         *fyne.Container
	at, who     *line
	left, right *prose
}

func newPassageRow() fyne.CanvasObject {
	r := &passageRow{
		at: newLine("", sizeSmall, colorInk2), who: newLine("", sizeSmall, colorLocal).bold(),
		left: newProse("", sizeBody, colorInk), right: newProse("", sizeBody, colorInk),
	}
	r.box = container.New(passageLayout{}, r.at, r.who, r.left, r.right)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *passageRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (c *compare) showRow(i int, object fyne.CanvasObject) {
	r, p := object.(*passageRow), c.shown[i]
	r.at.set(p.Start.Short())
	r.who.say(partyWord(p.Party), partyColor(p.Party))
	for side, words := range map[*prose]call.Wording{r.left: p.Left, r.right: p.Right} {
		side.color = colorInk
		text, marks := words.Text, words.Differs
		if text == "" {
			side.color, text, marks = colorInk2, "(nothing)", nil
		}
		side.set(text, marks)
	}
	r.box.Layout.Layout(r.box.Objects, r.box.Size())
}

// passageWidth is how wide each side is in a row of some width.
func passageWidth(width float32) float32 {
	return max(theme.Size(sizeMargin), (width-3*theme.Size(sizeInside))/2)
}

func (c *compare) rowHeight(i int, width float32) float32 {
	p, w := c.shown[i], passageWidth(width)
	return linePitch(sizeSmall) + max(wordingHeight(p.Left, w), wordingHeight(p.Right, w)) + 2*theme.Size(sizeStep)
}

// wordingHeight is how high a side will be; marked words are bold, and wider.
func wordingHeight(words call.Wording, width float32) float32 {
	lines := len(wrap(words.Text, words.Differs, width, theme.Size(sizeBody), 0))
	return float32(lines) * linePitch(sizeBody)
}

// passageLayout lays a passageRow out.
type passageLayout struct{}

// MinSize belongs to Fyne.
func (passageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout belongs to Fyne.
func (passageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	inside, step := theme.Size(sizeInside), theme.Size(sizeStep)
	at, who := objects[0], objects[1]
	at.Move(fyne.NewPos(inside, step))
	at.Resize(fyne.NewSize(theme.Size(sizeTime), at.MinSize().Height))
	who.Move(fyne.NewPos(inside+theme.Size(sizeTime), step))
	who.Resize(fyne.NewSize(theme.Size(sizeMargin), who.MinSize().Height))
	width := passageWidth(size.Width)
	for i, side := range objects[2:] {
		side.Resize(fyne.NewSize(width, 0))
		side.Move(fyne.NewPos(inside+float32(i)*(width+inside), step+linePitch(sizeSmall)))
	}
}
