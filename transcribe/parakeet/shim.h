// libparakeet, taken in at run time: a program that never loads a Parakeet model neither needs nor loads it.
#ifndef ONRECORD_PARAKEET_SHIM_H
#define ONRECORD_PARAKEET_SHIM_H

#include <stdbool.h>

struct parakeet_context; // a model, which is only read when it is loaded
struct parakeet_state;   // all that is written to while one window is recognised

// parakeet_shim_open takes the library in, sends its warnings to stderr, lets an abort end the process by its signal, and
// loads the compute plug-ins. It gives NULL, or what speaks against it. Call it once, before anything else.
const char *parakeet_shim_open(void);

// parakeet_shim_version is the library's version.
const char *parakeet_shim_version(void);

// A parakeet_pulse is shared by a call into the library, which counts its steps, and whoever watches or stops that call.
struct parakeet_pulse;
struct parakeet_pulse *parakeet_pulse_new(void);
void parakeet_pulse_free(struct parakeet_pulse *p);
void parakeet_pulse_reset(struct parakeet_pulse *p);
void parakeet_pulse_stop(struct parakeet_pulse *p);
long parakeet_pulse_beats(struct parakeet_pulse *p);

// parakeet_shim_load reads a model; NULL when that fails or the pulse was stopped.
struct parakeet_context *parakeet_shim_load(const char *path, struct parakeet_pulse *p);
void parakeet_shim_free(struct parakeet_context *model);

// parakeet_shim_vocabulary is the number of pieces of words that a model knows.
int parakeet_shim_vocabulary(struct parakeet_context *model);

// parakeet_shim_state makes a state for a model; NULL when there is not enough memory.
struct parakeet_state *parakeet_shim_state(struct parakeet_context *model);
void parakeet_shim_free_state(struct parakeet_state *state);

// parakeet_shim_recognise recognises a window of samples; 0 when all went well.
int parakeet_shim_recognise(struct parakeet_context *model, struct parakeet_state *state, struct parakeet_pulse *p, int threads,
	const float *samples, int n);

// A parakeet_piece is a piece of text as the vocabulary has it, with times in hundredths of a second in the window.
struct parakeet_piece {
	const char *text;
	long start, end;
	float p;
};

// parakeet_shim_heard gives the number of pieces that were recognised last, parakeet_shim_piece one of them.
int parakeet_shim_heard(struct parakeet_state *state);
struct parakeet_piece parakeet_shim_piece(struct parakeet_context *model, struct parakeet_state *state, int i);

#endif
