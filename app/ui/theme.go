package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours of this program beside those that Fyne knows.
const (
	colorInk       = theme.ColorNameForeground
	colorInk2      = theme.ColorNamePlaceHolder
	colorHairline  = theme.ColorNameSeparator
	colorPaper     = theme.ColorNameBackground
	colorSurface   = theme.ColorNameInputBackground
	colorRecording = theme.ColorNameError // nothing else in this window is red
	colorWarning   = theme.ColorNameWarning
	colorOK        = theme.ColorNameSuccess
	colorLocal     = fyne.ThemeColorName("local")  // you: lane, name, meter
	colorRemote    = fyne.ThemeColorName("remote") // them
	colorTrack     = fyne.ThemeColorName("track")  // what a meter or progress bar runs in
	colorFound     = fyne.ThemeColorName("found")  // behind words that a search found
	colorNotice    = fyne.ThemeColorName("notice") // behind a banner

	colorHeard       = fyne.ThemeColorName("heard") // behind the turn being heard
	colorHeardRemote = fyne.ThemeColorName("heardRemote")
	colorWord        = fyne.ThemeColorName("word") // behind the word being heard
	colorWordRemote  = fyne.ThemeColorName("wordRemote")
)

// The sizes beside those that Fyne knows. Text comes in five, space in steps of four.
const (
	sizeSmall    = theme.SizeNameCaptionText
	sizeBody     = theme.SizeNameText
	sizeLarge    = theme.SizeNameSubHeadingText
	sizeTitle    = theme.SizeNameHeadingText
	sizeClock    = fyne.ThemeSizeName("clock")
	sizeRadius   = theme.SizeNameInputRadius
	sizeStep     = theme.SizeNamePadding           // 4
	sizeInside   = fyne.ThemeSizeName("inside")    // within a row or card
	sizeGroup    = fyne.ThemeSizeName("group")     // between groups
	sizePage     = fyne.ThemeSizeName("page")      // around a page
	sizeIcon     = theme.SizeNameInlineIcon        // in buttons and beside text
	sizeLamp     = fyne.ThemeSizeName("lamp")      // the shape beside a lamp's word
	sizeMeter    = fyne.ThemeSizeName("meter")     // thickness of a level meter
	sizeProgress = fyne.ThemeSizeName("progress")  // thickness of a progress bar
	sizeLane     = fyne.ThemeSizeName("lane")      // height of one party's waveform
	sizeLaneLow  = fyne.ThemeSizeName("laneLow")   // the same where the page is low
	sizeLow      = fyne.ThemeSizeName("low")       // pages below this are low
	sizeLowTake  = fyne.ThemeSizeName("lowTake")   // the same for the page of a take, which has more above its words
	sizeLowList  = fyne.ThemeSizeName("lowList")   // a list below this has no room for the calendar
	sizeBar      = fyne.ThemeSizeName("bar")       // width of one bar of the waveform
	sizeBarGap   = fyne.ThemeSizeName("barGap")    // and the space after it
	sizePlayhead = fyne.ThemeSizeName("playhead")  // width of the playhead
	sizeThumb    = fyne.ThemeSizeName("thumb")     // of what shows which part of a call is in view
	sizeMargin   = fyne.ThemeSizeName("margin")    // of the waveform and the conversation: party names stand in it
	sizeTime     = fyne.ThemeSizeName("time")      // width of a time in the conversation
	sizeNarrow   = fyne.ThemeSizeName("narrow")    // windows below this show list or call
	sizeListMin  = fyne.ThemeSizeName("listMin")   // the list is at least so wide
	sizeListMax  = fyne.ThemeSizeName("listMax")   // and at most
	sizeMeasure  = fyne.ThemeSizeName("measure")   // longest comfortable line of text
	sizeForm     = fyne.ThemeSizeName("form")      // width of the settings
	sizeDialog   = fyne.ThemeSizeName("dialogW")   // width of a dialog
	sizeWindowW  = fyne.ThemeSizeName("windowW")   // of the window when it first opens
	sizeWindowH  = fyne.ThemeSizeName("windowH")   //
	sizeCallRow  = fyne.ThemeSizeName("callRow")   // height of a call in the list
	sizeDateRow  = fyne.ThemeSizeName("dateRow")   // height of a date above calls
	sizeNotesMin = fyne.ThemeSizeName("notesMin")  // least height of the notes while recording
	sizeFileW    = fyne.ThemeSizeName("fileW")     // of a file dialog
	sizeFileH    = fyne.ThemeSizeName("fileH")     //
	sizeFieldMin = fyne.ThemeSizeName("fieldMin")  // least width of a field beside others
	sizeAccent   = fyne.ThemeSizeName("accent")    // width of the bar at the turn being heard
	sizeLead     = fyne.ThemeSizeName("lead")      // between the lines of one text
	sizeRecord   = fyne.ThemeSizeName("record")    // width of the record button: its words change while it counts
	sizePlay     = fyne.ThemeSizeName("play")      // width of the play button
	sizePause    = fyne.ThemeSizeName("pause")     // width of the pause button: its words change
	sizeLampWide = fyne.ThemeSizeName("lampWide")  // width kept for a lamp beside a meter
	sizeDot      = fyne.ThemeSizeName("dot")       // the dot beside the clock
	sizeFact     = fyne.ThemeSizeName("fact")      // width of the names in the certificate
	sizeShare    = fyne.ThemeSizeName("share")     // least width of an amount beside a bar
	sizeButton   = fyne.ThemeSizeName("buttonMin") // least width of the great buttons
	sizeChip     = fyne.ThemeSizeName("chip")      // at the sides within a chip
	sizePath     = fyne.ThemeSizeName("path")      // of a field for a path in the head of a page, at least
	sizeDay      = fyne.ThemeSizeName("day")       // of a day in the calendar of calls, at most
	sizeRecall   = fyne.ThemeSizeName("recall")    // height of the list of searches, at most
)

var sizes = map[fyne.ThemeSizeName]float32{
	sizeSmall: 12, sizeBody: 14, sizeLarge: 17, sizeTitle: 22, sizeClock: 40,
	sizeRadius: 6, theme.SizeNameButtonRadius: 6, theme.SizeNameSelectionRadius: 6, theme.SizeNameCardRadius: 6,
	theme.SizeNameDialogRadius: 8, theme.SizeNamePopupRadius: 6, theme.SizeNameMenuRadius: 6,
	theme.SizeNameScrollBarRadius: 3, theme.SizeNameScrollBar: 8, theme.SizeNameScrollBarSmall: 4,
	theme.SizeNameInnerPadding: 8, theme.SizeNameLineSpacing: 4, theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder: 1, theme.SizeNameModalBlurRadius: 0,
	sizeStep: 4, sizeInside: 12, sizeGroup: 16, sizePage: 24, sizeLead: 4,
	sizeIcon: 20, sizeLamp: 14, sizeMeter: 8, sizeProgress: 4,
	sizeLane: 44, sizeLaneLow: 28, sizeLow: 560, sizeLowTake: 600, sizeLowList: 440, sizeBar: 2, sizeBarGap: 1, sizePlayhead: 1, sizeThumb: 3, sizeMargin: 56, sizeTime: 56, sizeAccent: 3,
	sizeNarrow: 760, sizeListMin: 288, sizeListMax: 384, sizeMeasure: 720, sizeForm: 680, sizeDialog: 460,
	sizeWindowW: 1280, sizeWindowH: 800, sizeFileW: 820, sizeFileH: 560, sizeFieldMin: 280, sizePath: 200, sizeButton: 168, sizeFact: 112, sizeShare: 144, sizeDot: 28, sizeLampWide: 128, sizePause: 208, sizePlay: 96, sizeRecord: 176,
	sizeCallRow: 60, sizeDateRow: 36, sizeNotesMin: 120, sizeChip: 8, sizeDay: 7, sizeRecall: 360,
}

// palette is one of the two sets of colours.
type palette map[fyne.ThemeColorName]color.NRGBA

var light = palette{
	colorPaper: rgb(0xF7F7F5), colorSurface: rgb(0xFFFFFF),
	colorInk: rgb(0x1B1F24), colorInk2: rgb(0x56606C), colorHairline: rgb(0xE2E4E7),
	colorLocal: rgb(0x0B6E69), colorRemote: rgb(0x4150B5),
	colorRecording: rgb(0xC0262D), colorWarning: rgb(0x9A5200), colorOK: rgb(0x25702B),
}.complete(rgb(0xFFFFFF), 0.08)

var dark = palette{
	colorPaper: rgb(0x15171B), colorSurface: rgb(0x1D2025),
	colorInk: rgb(0xECEFF3), colorInk2: rgb(0xA6AFBB), colorHairline: rgb(0x2D3239),
	colorLocal: rgb(0x5AD2C6), colorRemote: rgb(0xA3ADFF),
	colorRecording: rgb(0xFF7A7A), colorWarning: rgb(0xF2B35B), colorOK: rgb(0x7FD894),
}.complete(rgb(0x15171B), 0.22)

// complete adds what follows from the tokens: washes of ink, what stands on filled buttons, and how dark a shadow is, which must
// be seen on dark paper, too. Where the keyboard is, is a wash of grey, since it must be seen on paper and on filled buttons.
func (p palette) complete(onFill color.NRGBA, shade float64) palette {
	ink, warning := p[colorInk], p[colorWarning]
	for name, c := range map[fyne.ThemeColorName]color.NRGBA{
		theme.ColorNamePrimary: ink, theme.ColorNameForegroundOnPrimary: onFill, theme.ColorNameHyperlink: ink,
		theme.ColorNameForegroundOnError: onFill, theme.ColorNameForegroundOnSuccess: onFill,
		theme.ColorNameForegroundOnWarning: onFill,
		theme.ColorNameButton:              wash(ink, 0.07), theme.ColorNameDisabledButton: wash(ink, 0.04),
		theme.ColorNameHover: wash(ink, 0.06), theme.ColorNamePressed: wash(ink, 0.14),
		theme.ColorNameFocus: wash(rgb(0x868C94), 0.36), theme.ColorNameSelection: wash(ink, 0.09),
		theme.ColorNameDisabled:    wash(p[colorInk2], 0.62),
		theme.ColorNameInputBorder: wash(ink, 0.18), theme.ColorNameScrollBar: wash(ink, 0.24),
		theme.ColorNameScrollBarBackground: {}, theme.ColorNameHeaderBackground: p[colorPaper],
		theme.ColorNameMenuBackground: p[colorSurface], theme.ColorNameOverlayBackground: p[colorSurface],
		theme.ColorNameShadow: wash(rgb(0), shade),
		colorTrack:            wash(ink, 0.10), colorFound: wash(warning, 0.20), colorNotice: wash(warning, 0.09),
		colorHeard: wash(p[colorLocal], 0.09), colorHeardRemote: wash(p[colorRemote], 0.09),
		colorWord: wash(p[colorLocal], 0.26), colorWordRemote: wash(p[colorRemote], 0.26),
	} {
		p[name] = c
	}
	return p
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

// wash is a colour so thin that what lies under it shows.
func wash(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(opacity * 0xFF)
	return c
}

// paperAndInk is the theme of the window: the one place where colours and sizes are written down.
type paperAndInk struct {
	fyne.Theme          // fonts and icons
	forced     *palette // nil: the variant the desktop asks for
}

// newTheme makes the theme; appearance is "light", "dark" or empty for what the desktop asks for.
func newTheme(appearance string) fyne.Theme {
	t := &paperAndInk{Theme: theme.DefaultTheme()}
	switch appearance {
	case "light":
		t.forced = &light
	case "dark":
		t.forced = &dark
	}
	return t
}

// Color gives the colour with that name.
func (t *paperAndInk) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	colors := light
	if variant == theme.VariantDark {
		colors = dark
	}
	if t.forced != nil {
		colors = *t.forced
	}
	if c, ok := colors[name]; ok {
		return c
	}
	return t.Theme.Color(name, variant)
}

// Size gives the size with that name.
func (t *paperAndInk) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := sizes[name]; ok {
		return size
	}
	return t.Theme.Size(name)
}
