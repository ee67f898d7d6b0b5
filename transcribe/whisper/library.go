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
	"runtime"
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

// model is a loaded model. It does not change while desks decode with it.
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

// desk is where windows are decoded, one at a time: all that the library writes to, while the model is only read.
type desk struct {
	model model
	pulse pulse
	state *C.struct_whisper_state
}

// newDesk gives false when there is not enough memory.
func newDesk(m model) (desk, bool) {
	state := C.whisper_init_state(m.c)
	if state == nil {
		return desk{}, false
	}
	return desk{m, newPulse(), state}, true
}

func (d desk) free() {
	C.whisper_free_state(d.state)
	d.pulse.free()
}

type options struct {
	language string
	threads  int
	beam     int
	people   bool
	step     float64 // by which the temperature rises in a fallback; 0 allows none
	prompt   prompt
}

var errDecode = errors.New("libwhisper could not decode")

// decode recognises one window of samples.
func (d desk) decode(o options, samples []float32) (hearing.Heard, error) {
	var language *C.char
	if o.language != "" {
		language = C.CString(o.language)
		defer C.free(unsafe.Pointer(language))
	}
	settings := C.struct_decode_options{
		language: language, threads: C.int(o.threads), beam: C.int(o.beam), temperature_step: C.float(o.step),
		people: C.bool(o.people),
	}
	if len(o.prompt.tokens) > 0 {
		var pinned runtime.Pinner
		defer pinned.Unpin()
		pinned.Pin(&o.prompt.tokens[0])
		settings.prompt, settings.prompt_tokens = &o.prompt.tokens[0], C.int(len(o.prompt.tokens))
	}
	if C.shim_decode(d.model.c, d.state, d.pulse.c, settings, (*C.float)(&samples[0]), C.int(len(samples))) != 0 {
		return hearing.Heard{}, errDecode
	}
	spoken := binding.Whisper_lang_str(int(C.whisper_full_lang_id_from_state(d.state)))
	return hearing.Heard{Stretches: d.stretches(), Language: spoken}, nil
}

func (d desk) stretches() []hearing.Stretch {
	all := make([]hearing.Stretch, int(C.whisper_full_n_segments_from_state(d.state)))
	for i := range all {
		all[i] = hearing.Stretch{
			Another:  i > 0 && bool(C.whisper_full_get_segment_speaker_turn_next_from_state(d.state, C.int(i-1))),
			NoSpeech: float64(C.whisper_full_get_segment_no_speech_prob_from_state(d.state, C.int(i))),
			Pieces:   d.pieces(C.int(i)),
		}
	}
	return all
}

// pieces gives the tokens of a segment.
func (d desk) pieces(segment C.int) []hearing.Piece {
	var all []hearing.Piece
	end := d.model.bound().Whisper_token_eot()
	for j := range C.whisper_full_n_tokens_from_state(d.state, segment) {
		token := C.whisper_full_get_token_id_from_state(d.state, segment, j)
		if binding.Token(token) >= end {
			continue // time stamps and other marks
		}
		all = append(all, hearing.Piece{
			Text:  d.model.bound().Whisper_token_to_str(binding.Token(token)),
			Start: centi(C.whisper_full_get_token_t0_from_state(d.state, segment, j)),
			End:   centi(C.whisper_full_get_token_t1_from_state(d.state, segment, j)),
			P:     float64(C.whisper_full_get_token_p_from_state(d.state, segment, j)),
		})
	}
	return all
}

func centi(t C.int64_t) float64 { return float64(t) / 100 }

func (m model) multilingual() bool { return m.bound().Whisper_is_multilingual() != 0 }

// knowsLanguage reports whether code names a language of the library.
func knowsLanguage(code string) bool {
	name := C.CString(code)
	defer C.free(unsafe.Pointer(name))
	return C.whisper_lang_id(name) >= 0
}
