#include "shim.h"

#include <ggml-backend.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct pulse {
	atomic_bool stopped;
	atomic_long beats;
};

struct pulse *pulse_new(void) { return calloc(1, sizeof(struct pulse)); }
void pulse_free(struct pulse *p) { free(p); }
void pulse_stop(struct pulse *p) { atomic_store(&p->stopped, true); }
void pulse_reset(struct pulse *p) { atomic_store(&p->stopped, false); }
long pulse_beats(struct pulse *p) { return atomic_load(&p->beats); }

// beat is the library's abort callback: it runs before every step of a computation.
static bool beat(void *user) {
	struct pulse *p = user;
	atomic_fetch_add(&p->beats, 1);
	return atomic_load(&p->stopped);
}

static void log_warnings(enum ggml_log_level level, const char *text, void *user) {
	(void)user;
	static enum ggml_log_level last; // a continuation belongs to the line before it
	if (level != GGML_LOG_LEVEL_CONT)
		last = level;
	if (last == GGML_LOG_LEVEL_WARN || last == GGML_LOG_LEVEL_ERROR)
		fputs(text, stderr);
}

void shim_prepare(void) {
	whisper_log_set(log_warnings, NULL);
	ggml_log_set(log_warnings, NULL);
	signal(SIGABRT, SIG_DFL); // or Go would end the process with code 2 and drown the reason in traces
	ggml_backend_load_all();
}

struct source {
	FILE *file;
	struct pulse *pulse;
};

static size_t source_read(void *user, void *output, size_t size) {
	struct source *s = user;
	if (beat(s->pulse))
		return 0;
	return fread(output, 1, size, s->file);
}

static bool source_eof(void *user) { return feof(((struct source *)user)->file) != 0; }

static void source_close(void *user) { (void)user; }

struct whisper_context *shim_load(const char *path, struct pulse *p) {
	struct source s = {fopen(path, "rb"), p};
	if (s.file == NULL)
		return NULL;
	struct whisper_model_loader loader = {&s, source_read, source_eof, source_close};
	struct whisper_context_params params = whisper_context_default_params();
	params.use_gpu = false;
	struct whisper_context *ctx = whisper_init_with_params_no_state(&loader, params);
	fclose(s.file);
	return ctx;
}

static struct whisper_full_params options_to_params(struct decode_options o) {
	bool greedy = o.beam <= 1;
	struct whisper_full_params params =
		whisper_full_default_params(greedy ? WHISPER_SAMPLING_GREEDY : WHISPER_SAMPLING_BEAM_SEARCH);
	if (greedy)
		params.greedy.best_of = 2; // candidates of a fallback; the first try has one
	else
		params.beam_search.beam_size = o.beam;
	params.n_threads = o.threads;
	params.language = o.language;
	params.temperature_inc = o.temperature_step;
	params.no_context = true;
	params.prompt_tokens = o.prompt;
	params.prompt_n_tokens = o.prompt_tokens;
	params.carry_initial_prompt = true;
	params.suppress_nst = true;
	params.token_timestamps = true;
	params.tdrz_enable = o.people;
	params.print_progress = false;
	params.print_realtime = false;
	params.print_timestamps = false;
	return params;
}

int shim_decode(struct whisper_context *ctx, struct whisper_state *state, struct pulse *p, struct decode_options o, const float *samples, int n) {
	struct whisper_full_params params = options_to_params(o);
	params.abort_callback = beat;
	params.abort_callback_user_data = p;
	return whisper_full_with_state(ctx, state, params, samples, n);
}

int shim_encode_nothing(struct whisper_context *ctx, struct whisper_state *state, int threads) {
	static const float second[WHISPER_SAMPLE_RATE];
	if (whisper_pcm_to_mel_with_state(ctx, state, second, WHISPER_SAMPLE_RATE, threads) != 0)
		return 1;
	return whisper_encode_with_state(ctx, state, 0, threads);
}

int shim_step(struct whisper_context *ctx, struct whisper_state *state, int beam, int steps, int threads) {
	whisper_token tokens[8];
	for (int i = 0; i < 8; i++)
		tokens[i] = whisper_token_sot(ctx);
	for (int i = 0; i < steps; i++) {
		int past = 40 + i; // about the middle of a window's text
		if (whisper_decode_with_state(ctx, state, tokens, beam, past, threads) != 0)
			return 1;
	}
	return 0;
}
