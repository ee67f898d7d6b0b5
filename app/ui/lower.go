package ui

// lower is what stands below the sound of a call.
type lower int

const (
	lowerWords lower = iota // the conversation
	lowerCertificate
	lowerHistory
	lowerCompare
	lowerMentioned
	lowerFlags
	lowerChecks
)

// turnTo shows something below the sound, or brings the conversation back if it is there already.
func (p *callPage) turnTo(part lower) {
	if p.id == "" {
		return
	}
	p.conversation.editor.keep()
	if p.lower == part {
		part = lowerWords
	}
	p.lower = part
	p.showLower()
	switch part {
	case lowerWords:
		p.w.window.Canvas().Focus(p.conversation.column)
	case lowerHistory:
		p.w.window.Canvas().Focus(p.history.column)
	case lowerCompare:
		p.w.window.Canvas().Focus(p.compare.column)
	case lowerMentioned:
		p.w.window.Canvas().Focus(p.mentioned.column)
	case lowerFlags:
		p.w.window.Canvas().Focus(p.flags.column)
	case lowerChecks:
		p.checks.focus()
	default:
		p.w.window.Canvas().Unfocus() // the page keys turn the certificate
	}
}

// onMeasure opens the certificate; with anything else than the conversation in sight it brings that back.
func (p *callPage) onMeasure() {
	part := lowerCertificate
	if p.lower != lowerWords {
		part = p.lower
	}
	p.turnTo(part)
}

// showLower shows what was chosen below the sound.
func (p *callPage) showLower() {
	word, shape := "Certificate", "seal"
	if p.lower != lowerWords {
		word, shape = "Conversation", "words"
	}
	if p.measure.Text != word {
		p.measure.Text = word
		p.measure.SetIcon(lineIcon(shape).in(colorInk))
	}
	p.demo.Hidden = !p.showsDemo()
	p.talk.Hidden = p.lower != lowerWords
	p.certificate.root.Hidden = p.lower != lowerCertificate
	p.history.root.Hidden = p.lower != lowerHistory
	p.compare.root.Hidden = p.lower != lowerCompare
	p.mentioned.root.Hidden = p.lower != lowerMentioned
	p.flags.root.Hidden = p.lower != lowerFlags
	p.checks.whole.Hidden = p.lower != lowerChecks
	p.flags.line.fit()
	p.relay()
}

// showsDemo tells whether there is text of the demo model in sight.
func (p *callPage) showsDemo() bool {
	switch p.lower {
	case lowerCertificate:
		return false
	case lowerCompare:
		return p.compare.demo()
	}
	return p.doc.Transcript != nil && p.doc.Transcript.Model.Demo
}
