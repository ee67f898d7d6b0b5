package whisper

/*
#cgo linux LDFLAGS: -L${SRCDIR} -lggml -lggml-base
#cgo LDFLAGS: -lwhisper
#include <stdlib.h>
#include "shim.h"
*/
import "C"

import (
	"context"
	"errors"
	"unsafe"

	binding "github.com/ggerganov/whisper.cpp/bindings/go"

	"github.com/onrecord/onrecord/transcribe/hearing"
)

// The text file libggml-cpu.so beside this one is a linker script. The binding asks for -lggml-cpu, which systems that
// keep the processor code in plug-ins do not have; the script answers with the base library.

// version is the linked library's own.
func version() string { return C.GoString(C.whisper_version()) }

// prepare must be called once per process, before any weights are loaded.
func prepare() { C.shim_prepare() }

// pulse watches and stops one call into the library at a time.
type pulse struct{ c *C.struct_pulse }

func newPulse() pulse        { return pulse{C.pulse_new()} }
func (p pulse) free()        { C.pulse_free(p.c) }
func (p pulse) Beats() int64 { return int64(C.pulse_beats(p.c)) }
func (p pulse) Stop()        { C.pulse_stop(p.c) }

// watch runs a call into the library. While its beats go on it calls alive; when ctx ends it stops the call.
func (p pulse) watch(ctx context.Context, alive func(), run func()) error {
	C.pulse_reset(p.c)
	return hearing.Watch(ctx, p, alive, run)
}

// model is a loaded model with its only state.
type model struct{ c *C.struct_whisper_context }

func loadModel(path string, p pulse) (model, bool) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	c := C.shim_load(name, p.c)
	return model{c}, c != nil
}

// bound is the model as the binding knows it.
func (m model) bound() *binding.Context { return (*binding.Context)(unsafe.Pointer(m.c)) }

func (m model) free() { m.bound().Whisper_free() }

type options struct {
	language string
	threads  int
	beam     int
	step     float64 // by which the temperature rises in a fallback; 0 allows none
}

var errDecode = errors.New("libwhisper could not decode")

// decode recognises one window of samples.
func (m model) decode(p pulse, o options, samples []float32) ([]hearing.Stretch, error) {
	var language *C.char
	if o.language != "" {
		language = C.CString(o.language)
		defer C.free(unsafe.Pointer(language))
	}
	settings := C.struct_decode_options{
		language: language, threads: C.int(o.threads), beam: C.int(o.beam), temperature_step: C.float(o.step),
	}
	if C.shim_decode(m.c, p.c, settings, (*C.float)(&samples[0]), C.int(len(samples))) != 0 {
		return nil, errDecode
	}
	return m.stretches(), nil
}

func (m model) stretches() []hearing.Stretch {
	all := make([]hearing.Stretch, m.bound().Whisper_full_n_segments())
	for i := range all {
		all[i] = hearing.Stretch{
			NoSpeech: float64(C.whisper_full_get_segment_no_speech_prob(m.c, C.int(i))),
			Pieces:   m.pieces(i),
		}
	}
	return all
}

// pieces gives the tokens of a segment.
func (m model) pieces(segment int) []hearing.Piece {
	b := m.bound()
	var all []hearing.Piece
	for j := range b.Whisper_full_n_tokens(segment) {
		if b.Whisper_full_get_token_id(segment, j) >= b.Whisper_token_eot() {
			continue // time stamps and other marks
		}
		all = append(all, hearing.Piece{
			Text:  b.Whisper_full_get_token_text(segment, j),
			Start: centi(int64(C.whisper_full_get_token_t0(m.c, C.int(segment), C.int(j)))),
			End:   centi(int64(C.whisper_full_get_token_t1(m.c, C.int(segment), C.int(j)))),
			P:     float64(b.Whisper_full_get_token_p(segment, j)),
		})
	}
	return all
}

func centi(t int64) float64 { return float64(t) / 100 }

// language is the code of the language that the last window was taken for.
func (m model) language() string {
	return binding.Whisper_lang_str(m.bound().Whisper_full_lang_id())
}

func (m model) multilingual() bool { return m.bound().Whisper_is_multilingual() != 0 }

// knowsLanguage reports whether code names a language of the library.
func knowsLanguage(code string) bool {
	name := C.CString(code)
	defer C.free(unsafe.Pointer(name))
	return C.whisper_lang_id(name) >= 0
}
