#include "shim.h"

#if defined(__has_include)
#if __has_include(<parakeet.h>) && __has_include(<dlfcn.h>)
#define HAVE_PARAKEET
#endif
#endif

#ifdef HAVE_PARAKEET

#include <dlfcn.h>
#include <ggml-backend.h>
#include <parakeet.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __APPLE__
#define LIBRARY "libparakeet.1.dylib"
#else
#define LIBRARY "libparakeet.so.1"
#endif

// FUNCTIONS are those of the library that are used here.
#define FUNCTIONS(F) \
	F(parakeet_version) \
	F(parakeet_log_set) \
	F(parakeet_context_default_params) \
	F(parakeet_init_with_params_no_state) \
	F(parakeet_free) \
	F(parakeet_init_state) \
	F(parakeet_free_state) \
	F(parakeet_n_vocab) \
	F(parakeet_full_default_params) \
	F(parakeet_full_with_state) \
	F(parakeet_full_n_segments_from_state) \
	F(parakeet_full_n_tokens_from_state) \
	F(parakeet_full_get_token_text_from_state) \
	F(parakeet_full_get_token_data_from_state) \
	F(ggml_backend_load_all)

static struct {
#define F(name) __typeof__(name) *name;
	FUNCTIONS(F)
#undef F
} lib;

static void log_warnings(enum ggml_log_level level, const char *text, void *user) {
	(void)user;
	static enum ggml_log_level last; // a continuation belongs to the line before it
	if (level != GGML_LOG_LEVEL_CONT)
		last = level;
	if (last == GGML_LOG_LEVEL_WARN || last == GGML_LOG_LEVEL_ERROR)
		fputs(text, stderr);
}

const char *parakeet_shim_open(void) {
	void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL)
		return dlerror();
#define F(name) \
	if ((lib.name = (__typeof__(lib.name))dlsym(handle, #name)) == NULL) \
		return dlerror();
	FUNCTIONS(F)
#undef F
	// Structs are passed by value, and may change with the second number of the version.
	if (strncmp(lib.parakeet_version(), "1.9.", 4) != 0)
		return "only version 1.9 can be used";
	lib.parakeet_log_set(log_warnings, NULL);
	signal(SIGABRT, SIG_DFL); // or Go would end the process with code 2 and drown the reason in traces
	lib.ggml_backend_load_all();
	return NULL;
}

const char *parakeet_shim_version(void) { return lib.parakeet_version(); }

struct parakeet_pulse {
	atomic_bool stopped;
	atomic_long beats;
};

struct parakeet_pulse *parakeet_pulse_new(void) { return calloc(1, sizeof(struct parakeet_pulse)); }
void parakeet_pulse_free(struct parakeet_pulse *p) { free(p); }
void parakeet_pulse_stop(struct parakeet_pulse *p) { atomic_store(&p->stopped, true); }
void parakeet_pulse_reset(struct parakeet_pulse *p) { atomic_store(&p->stopped, false); }
long parakeet_pulse_beats(struct parakeet_pulse *p) { return atomic_load(&p->beats); }

// beat is the library's abort callback: it runs between the stages of its work.
static bool beat(void *user) {
	struct parakeet_pulse *p = user;
	atomic_fetch_add(&p->beats, 1);
	return atomic_load(&p->stopped);
}

struct source {
	FILE *file;
	struct parakeet_pulse *pulse;
};

static size_t source_read(void *user, void *output, size_t size) {
	struct source *s = user;
	if (beat(s->pulse))
		return 0;
	return fread(output, 1, size, s->file);
}

static bool source_eof(void *user) {
	struct source *s = user;
	return feof(s->file) != 0 || atomic_load(&s->pulse->stopped);
}

static void source_close(void *user) { (void)user; }

struct parakeet_context *parakeet_shim_load(const char *path, struct parakeet_pulse *p) {
	struct source s = {fopen(path, "rb"), p};
	if (s.file == NULL)
		return NULL;
	struct parakeet_model_loader loader = {&s, source_read, source_eof, source_close};
	struct parakeet_context_params params = lib.parakeet_context_default_params();
	params.use_gpu = false;
	struct parakeet_context *model = lib.parakeet_init_with_params_no_state(&loader, params);
	fclose(s.file);
	return model;
}

void parakeet_shim_free(struct parakeet_context *model) { lib.parakeet_free(model); }
int parakeet_shim_vocabulary(struct parakeet_context *model) { return lib.parakeet_n_vocab(model); }
struct parakeet_state *parakeet_shim_state(struct parakeet_context *model) { return lib.parakeet_init_state(model); }
void parakeet_shim_free_state(struct parakeet_state *state) { lib.parakeet_free_state(state); }

int parakeet_shim_recognise(struct parakeet_context *model, struct parakeet_state *state, struct parakeet_pulse *p, int threads,
	const float *samples, int n) {
	struct parakeet_full_params params = lib.parakeet_full_default_params(PARAKEET_SAMPLING_GREEDY);
	params.n_threads = threads;
	params.no_context = true;
	params.abort_callback = beat;
	params.abort_callback_user_data = p;
	return lib.parakeet_full_with_state(model, state, params, samples, n);
}

int parakeet_shim_heard(struct parakeet_state *state) {
	// A window is within what a model listens to at once, and so gives one segment, or none.
	return lib.parakeet_full_n_segments_from_state(state) == 0 ? 0 : lib.parakeet_full_n_tokens_from_state(state, 0);
}

struct parakeet_piece parakeet_shim_piece(struct parakeet_context *model, struct parakeet_state *state, int i) {
	parakeet_token_data data = lib.parakeet_full_get_token_data_from_state(state, 0, i);
	struct parakeet_piece piece = {
		lib.parakeet_full_get_token_text_from_state(model, state, 0, i), (long)data.t0, (long)data.t1, data.p,
	};
	return piece;
}

#else // the program is built where there is no libparakeet; nothing but open is ever called

#include <stddef.h>

const char *parakeet_shim_open(void) { return "this program was built without it"; }
const char *parakeet_shim_version(void) { return ""; }
struct parakeet_pulse *parakeet_pulse_new(void) { return NULL; }
void parakeet_pulse_free(struct parakeet_pulse *p) { (void)p; }
void parakeet_pulse_reset(struct parakeet_pulse *p) { (void)p; }
void parakeet_pulse_stop(struct parakeet_pulse *p) { (void)p; }
long parakeet_pulse_beats(struct parakeet_pulse *p) { return p == NULL; }

struct parakeet_context *parakeet_shim_load(const char *path, struct parakeet_pulse *p) {
	(void)path, (void)p;
	return NULL;
}

void parakeet_shim_free(struct parakeet_context *model) { (void)model; }
int parakeet_shim_vocabulary(struct parakeet_context *model) { return model == NULL; }

struct parakeet_state *parakeet_shim_state(struct parakeet_context *model) {
	(void)model;
	return NULL;
}

void parakeet_shim_free_state(struct parakeet_state *state) { (void)state; }

int parakeet_shim_recognise(struct parakeet_context *model, struct parakeet_state *state, struct parakeet_pulse *p, int threads,
	const float *samples, int n) {
	(void)model, (void)state, (void)p, (void)threads, (void)samples, (void)n;
	return -1;
}

int parakeet_shim_heard(struct parakeet_state *state) {
	(void)state;
	return 0;
}

struct parakeet_piece parakeet_shim_piece(struct parakeet_context *model, struct parakeet_state *state, int i) {
	struct parakeet_piece none = {"", 0, 0, 0};
	(void)model, (void)state, (void)i;
	return none;
}

#endif
