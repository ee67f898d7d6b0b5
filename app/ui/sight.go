package ui

import "fyne.io/fyne/v2"

// sight is what pages have in common that are read again when they come into sight, and when something changes while they are.
type sight struct {
	root    *fyne.Container
	inSight bool
	afresh  afresh
	again   func() // reads the page
}

func (s *sight) content() fyne.CanvasObject { return s.root }

func (s *sight) shown() {
	s.inSight = true
	s.again()
}

func (s *sight) hidden() { s.inSight = false }
