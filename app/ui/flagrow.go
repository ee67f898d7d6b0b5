package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// flagRow is a flag with what can be said of it, or one of its places.
type flagRow struct {
	widget.BaseWidget
	box     *fyne.Container
	whole   *fyne.Container
	sign    *canvas.Image
	kind    *line
	buttons [2]*widget.Button
	says    *prose
	why     *prose
	rule    *prose
	verdict *prose
	place   *fyne.Container
	where   *line
}

func (f *flags) newRow() fyne.CanvasObject {
	r := &flagRow{
		sign: picture(lineIcon("flag"), sizeIcon), kind: newLine("", sizeSmall, colorInk2).bold().mayCut(), says: newProse("", sizeBody, colorInk),
		why: newProse("", sizeSmall, colorInk), rule: newProse("", sizeSmall, colorInk2), verdict: newProse("", sizeSmall, colorOK),
		where: newLine("", sizeSmall, colorInk).mayCut(),
	}
	head := container.New(row{gap: sizeStep}, r.sign, r.kind, layout.NewSpacer())
	for i := range r.buttons {
		r.buttons[i] = widget.NewButton("", nil)
		r.buttons[i].Importance = widget.LowImportance
		head.Add(r.buttons[i])
	}
	text := container.New(measureWidth{most: sizeMeasure, left: true}, container.New(stack{gap: sizeStep}, r.says, r.why, r.rule, r.verdict))
	r.whole = container.New(inset{sizeInside, sizeStep}, container.New(stack{gap: sizeStep}, head, text))
	r.place = container.New(inset{sizeInside, sizeStep}, container.New(row{gap: sizeStep}, picture(lineIcon("play"), sizeLamp), r.where))
	r.box = container.NewStack(r.whole, r.place)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *flagRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// noFlags is what stands where nothing was flagged.
const noFlags = "Nothing was flagged. What was said is known only in calls that were written down."

func (f *flags) showRow(i int, object fyne.CanvasObject) {
	r := object.(*flagRow)
	flag, place := call.Flag{Says: noFlags}, -1
	if i < len(f.rows) {
		flag, place = f.at(i)
	}
	r.whole.Hidden, r.place.Hidden = place >= 0, place < 0
	if place >= 0 {
		r.where.set(f.placeWords(flag.Places[place]))
	} else {
		r.showFlag(f, flag)
	}
	r.box.Refresh()
}

func (r *flagRow) showFlag(f *flags, flag call.Flag) {
	known := flag.Rule != ""
	color := colorInk2
	if app.MarkOf(flag).Weighs() {
		color = colorWarning
	}
	r.sign.Hidden, r.kind.Hidden = !known, !known
	r.sign.Resource = icon{"flag", color}
	r.sign.Refresh()
	r.kind.say(strings.ToUpper(app.FlagKind(flag)), color)
	r.says.set(flag.Says, nil)
	for text, words := range map[*prose]string{r.why: whyWords(flag), r.rule: ruleWords(flag), r.verdict: app.FlagVerdict(flag)} {
		text.set(words, nil)
		text.Hidden = words == ""
	}
	acts := f.acts(flag)
	for i, button := range r.buttons {
		button.Hidden = !known
		button.OnTapped = acts[i].do
		button.SetText(acts[i].label)
	}
}

func whyWords(flag call.Flag) string {
	if len(flag.Why) == 0 {
		return ""
	}
	return strings.Join(flag.Why, ". ") + "."
}

func ruleWords(flag call.Flag) string {
	if flag.Rule == "" {
		return ""
	}
	return "Rule: " + app.FlagRule(flag)
}

func (f *flags) rowHeight(i int, width float32) float32 {
	if i < len(f.rows) && f.rows[i].place >= 0 {
		return 2*space(sizeStep) + linePitch(sizeSmall)
	}
	flag := call.Flag{Says: noFlags}
	if i < len(f.rows) {
		flag, _ = f.at(i)
	}
	inner := min(width-2*space(sizeInside), space(sizeMeasure))
	height := 2*space(sizeStep) + f.headHeight() + space(sizeStep) + proseHeight(flag.Says, inner, sizeBody)
	for _, words := range []string{whyWords(flag), ruleWords(flag), app.FlagVerdict(flag)} {
		if words != "" {
			height += space(sizeStep) + proseHeight(words, inner, sizeSmall)
		}
	}
	return height
}

// headHeight is how high the first line of a flag is, with its buttons.
func (f *flags) headHeight() float32 { return widget.NewButton("Confirm", nil).MinSize().Height }
