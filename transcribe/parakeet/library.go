package parakeet

/*
#cgo linux LDFLAGS: -ldl
#include <stdlib.h>
#include "shim.h"
*/
import "C"

import (
	"context"
	"errors"
	"strings"
	"unsafe"

	"github.com/onrecord/onrecord/transcribe/hearing"
)

// open takes the library in. It must be called once per process, before anything else, and says what speaks against it.
func open() error {
	if why := C.parakeet_shim_open(); why != nil {
		return errors.New(C.GoString(why))
	}
	return nil
}

// version is the library's own.
func version() string { return C.GoString(C.parakeet_shim_version()) }

// pulse watches and stops one call into the library at a time.
type pulse struct{ c *C.struct_parakeet_pulse }

func newPulse() pulse        { return pulse{C.parakeet_pulse_new()} }
func (p pulse) free()        { C.parakeet_pulse_free(p.c) }
func (p pulse) Beats() int64 { return int64(C.parakeet_pulse_beats(p.c)) }
func (p pulse) Stop()        { C.parakeet_pulse_stop(p.c) }

// watch runs a call into the library. While its beats go on it calls alive; when ctx ends it stops the call.
func (p pulse) watch(ctx context.Context, alive func(), run func()) error {
	C.parakeet_pulse_reset(p.c)
	return hearing.Watch(ctx, p, alive, run)
}

// model is a loaded model. It does not change while desks recognise with it.
type model struct{ c *C.struct_parakeet_context }

func loadModel(path string, p pulse) (model, bool) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	c := C.parakeet_shim_load(name, p.c)
	return model{c}, c != nil
}

func (m model) free() { C.parakeet_shim_free(m.c) }

// vocabulary is the number of pieces of words that the model knows.
func (m model) vocabulary() int { return int(C.parakeet_shim_vocabulary(m.c)) }

// desk is where windows are recognised, one at a time: all that the library writes to, while the model is only read.
type desk struct {
	model model
	pulse pulse
	state *C.struct_parakeet_state
}

// newDesk gives false when there is not enough memory.
func newDesk(m model) (desk, bool) {
	state := C.parakeet_shim_state(m.c)
	if state == nil {
		return desk{}, false
	}
	return desk{m, newPulse(), state}, true
}

func (d desk) free() {
	C.parakeet_shim_free_state(d.state)
	d.pulse.free()
}

var errRecognise = errors.New("libparakeet could not recognise a window")

// recognise writes down one window of samples.
func (d desk) recognise(samples []float32, threads int) ([]hearing.Piece, error) {
	if C.parakeet_shim_recognise(d.model.c, d.state, d.pulse.c, C.int(threads), (*C.float)(&samples[0]), C.int(len(samples))) != 0 {
		return nil, errRecognise
	}
	var all []hearing.Piece
	for i := range C.parakeet_shim_heard(d.state) {
		p := C.parakeet_shim_piece(d.model.c, d.state, i)
		if text := C.GoString(p.text); !mark(text) {
			all = append(all, hearing.Piece{Text: spaced(text), Start: float64(p.start) / 100, End: float64(p.end) / 100, P: float64(p.p)})
		}
	}
	return all, nil
}

// mark reports whether a piece of the vocabulary is no text.
func mark(piece string) bool {
	return strings.HasPrefix(piece, "<") && strings.HasSuffix(piece, ">") || piece == "[BLANK]"
}

// spaced gives a piece of the vocabulary as text. SentencePiece writes "▁" for a space.
func spaced(piece string) string { return strings.ReplaceAll(piece, "▁", " ") }
