// What the Go binding lacks: loading with signs of life, decoding that can be stopped and tuned.
#ifndef ONRECORD_SHIM_H
#define ONRECORD_SHIM_H

#include <stdbool.h>
#include <whisper.h>

// A pulse is shared by a call into the library, which counts its steps, and whoever watches or stops that call.
struct pulse;
struct pulse *pulse_new(void);
void pulse_free(struct pulse *p);
void pulse_stop(struct pulse *p);
void pulse_reset(struct pulse *p);
long pulse_beats(struct pulse *p);

// shim_prepare sends the library's warnings to stderr, lets an abort end the process by its signal, and loads the
// compute plug-ins. Call it once, before anything else.
void shim_prepare(void);

// shim_load reads a model, without a state to decode in; NULL when that fails or the pulse was stopped.
struct whisper_context *shim_load(const char *path, struct pulse *p);

struct decode_options {
	const char *language; // NULL for a model that knows one language only
	int threads;
	int beam; // 1 or less decodes greedily
	float temperature_step;
	bool people; // mark where another person begins to speak
	const whisper_token *prompt; // what stands before the window; NULL if nothing does
	int prompt_tokens;
};

// shim_decode recognises one window of at most 30 s in a state of its own; 0 when all went well.
int shim_decode(struct whisper_context *ctx, struct whisper_state *state, struct pulse *p, struct decode_options o, const float *samples, int n);

// shim_encode_nothing goes through the encoder once, shim_step that many times through the decoder for so many texts at once
// (at most 8), to see what that costs. 0 when all went well.
int shim_encode_nothing(struct whisper_context *ctx, struct whisper_state *state, int threads);
int shim_step(struct whisper_context *ctx, struct whisper_state *state, int beam, int steps, int threads);

#endif
