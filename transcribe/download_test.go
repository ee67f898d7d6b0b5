package transcribe

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// shelf is a server with one file. Its fields say how badly it serves it, and may be changed between requests.
type shelf struct {
	content []byte
	cut     int  // break the connection after so many bytes; 0 never
	whole   bool // knows no ranges
	hang    bool // stand still instead of breaking the connection
	answer  http.HandlerFunc

	mu     sync.Mutex
	ranges []string // of every request
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.ranges = append(s.ranges, r.Header.Get("Range"))
	c := &cutter{ResponseWriter: w, r: r, cut: s.cut, hang: s.hang}
	answer, whole, content := s.answer, s.whole, s.content
	s.mu.Unlock()
	if answer != nil {
		answer(w, r)
		return
	}
	if whole {
		r.Header.Del("Range")
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(c, r, "", time.Time{}, bytes.NewReader(content))
}

// change sets the fields while the server runs.
func (s *shelf) change(how func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	how()
}

// asked gives the ranges of the requests so far, and forgets them.
func (s *shelf) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	got := s.ranges
	s.ranges = nil
	return got
}

type cutter struct {
	http.ResponseWriter
	r    *http.Request
	cut  int
	hang bool
	sent int
}

func (c *cutter) Write(p []byte) (int, error) {
	if c.cut == 0 {
		return c.ResponseWriter.Write(p)
	}
	n, err := c.ResponseWriter.Write(p[:min(len(p), c.cut-c.sent)])
	c.sent += n
	if err != nil || c.sent < c.cut {
		return n, err
	}
	if c.hang {
		if err := http.NewResponseController(c.ResponseWriter).Flush(); err != nil {
			return n, err
		}
		<-c.r.Context().Done()
	}
	panic(http.ErrAbortHandler)
}

// newShelf gives a server with a random file, and Models that know it as "big".
func newShelf(t *testing.T) (*shelf, *Models) {
	content := make([]byte, 300_000)
	chacha := rand.NewChaCha8([32]byte{1})
	if _, err := chacha.Read(content); err != nil {
		t.Fatal(err)
	}
	s := &shelf{content: content}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	m := newModels(t)
	m.pause, m.Stall = time.Millisecond, 10*time.Second
	m.Specs = []ModelSpec{specOf("big", server.URL+"/big.bin", content)}
	return s, m
}

func specOf(name, url string, content []byte) ModelSpec {
	sum := sha256.Sum256(content)
	return ModelSpec{Name: name, File: name + ".bin", URL: url, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
}

func wantInstalled(t *testing.T, m *Models, content []byte) {
	t.Helper()
	path, _, err := m.Open("big")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
		t.Errorf("another file was installed: %v", err)
	}
	wantFiles(t, m.Dir, "big.bin")
}

func partSize(t *testing.T, m *Models) int64 {
	t.Helper()
	all, err := m.List()
	if err != nil {
		t.Fatal(err)
	}
	return all[0].Partial
}

func TestGetInstalls(t *testing.T) {
	s, m := newShelf(t)
	var last, calls int64
	err := m.Get(t.Context(), "big", func(done, total int64) {
		if done < last || total != int64(len(s.content)) {
			t.Errorf("progress went from %d to %d of %d", last, done, total)
		}
		last, calls = done, calls+1
	})
	if err != nil || last != int64(len(s.content)) || calls < 2 {
		t.Fatalf("%d calls up to %d: %v", calls, last, err)
	}
	wantInstalled(t, m, s.content)
	s.asked()
	if err := m.Get(t.Context(), "big", nil); err != nil || len(s.asked()) > 0 {
		t.Errorf("what is there was fetched again: %v", err)
	}
	if err := os.Truncate(m.path(m.Specs[0]), 5); err != nil {
		t.Fatal(err)
	}
	if err := m.Get(t.Context(), "big", nil); err != nil {
		t.Errorf("mending a damaged model: %v", err)
	}
	wantInstalled(t, m, s.content)
}

func TestGetTakesUpABrokenConnection(t *testing.T) {
	for _, hang := range []bool{false, true} {
		t.Run(fmt.Sprintf("standstill %v", hang), func(t *testing.T) {
			s, m := newShelf(t)
			s.change(func() { s.cut, s.hang = 100_000, hang })
			if hang {
				m.Stall = 300 * time.Millisecond
			}
			if err := m.Get(t.Context(), "big", nil); err != nil {
				t.Fatal(err)
			}
			wantInstalled(t, m, s.content)
			asked := s.asked()
			if len(asked) < 3 || asked[0] != "" || !strings.HasPrefix(asked[1], "bytes=") || asked[1] == "bytes=0-" {
				t.Errorf("asked for %q", asked)
			}
		})
	}
}

func TestGetGoesOnAfterACancel(t *testing.T) {
	s, m := newShelf(t)
	s.change(func() { s.cut, s.hang = 100_000, true })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	if err := m.Get(ctx, "big", nil); !errors.Is(err, context.Canceled) || errors.Is(err, ErrDownload) {
		t.Fatalf("got %v", err)
	}
	kept := partSize(t, m)
	if kept <= 0 || kept > 100_000 {
		t.Fatalf("%d bytes were kept", kept)
	}
	s.asked()
	s.change(func() { s.cut = 0 })
	restarted := &Models{Dir: m.Dir, Specs: m.Specs, room: m.room}
	if err := restarted.Get(t.Context(), "big", nil); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, restarted, s.content)
	if asked := s.asked(); len(asked) != 1 || asked[0] != fmt.Sprintf("bytes=%d-", kept) {
		t.Errorf("asked for %q, %d bytes were there", asked, kept)
	}
}

func TestGetStartsOverWithoutRanges(t *testing.T) {
	s, m := newShelf(t)
	s.change(func() { s.whole, s.cut = true, 100_000 })
	if err := m.Get(t.Context(), "big", nil); !errors.Is(err, ErrDownload) {
		t.Fatalf("a server that always cuts and knows no ranges: %v", err)
	}
	if partSize(t, m) == 0 {
		t.Error("nothing was kept")
	}
	s.change(func() { s.cut = 0 })
	if err := m.Get(t.Context(), "big", nil); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, m, s.content)
}

func TestGetDeletesWhatIsWrong(t *testing.T) {
	s, m := newShelf(t)
	s.change(func() { s.content = bytes.Clone(s.content); s.content[200_000] ^= 1 })
	if err := m.Get(t.Context(), "big", nil); !errors.Is(err, ErrDownloadDamaged) {
		t.Fatalf("got %v", err)
	}
	wantFiles(t, m.Dir)
	s.change(func() { s.content = bytes.Clone(s.content); s.content[200_000] ^= 1 })
	if err := m.Get(t.Context(), "big", nil); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, m, s.content)
}

func TestGetDistrustsWhatWasLeft(t *testing.T) {
	tests := []struct {
		name string
		left int
		want error
	}{
		{"a wrong beginning", 1000, ErrDownloadDamaged},
		{"a wrong file of the right size", 300_000, ErrDownloadDamaged},
		{"more than there should be", 300_001, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, m := newShelf(t)
			if err := os.MkdirAll(m.Dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(m.partPath(m.Specs[0]), make([]byte, tt.left), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := m.Get(t.Context(), "big", nil); !errors.Is(err, tt.want) {
				t.Fatalf("got %v", err)
			}
			if err := m.Get(t.Context(), "big", nil); err != nil {
				t.Fatal(err)
			}
			wantInstalled(t, m, s.content)
		})
	}
}

func TestGetReadsTheAnswer(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	partial := func(header string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", header)
			w.WriteHeader(http.StatusPartialContent)
		}
	}
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<h1>Welcome to our hotel</h1>")
	}
	other := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		fmt.Fprint(w, "short")
	}
	tests := []struct {
		name     string
		answer   http.HandlerFunc
		says     string
		requests int
	}{
		{"missing", status(404), "404", 1},
		{"forbidden", status(403), "403", 1},
		{"overloaded", status(503), "503", fruitless},
		{"too many requests", status(429), "429", fruitless},
		{"range refused", status(416), "could not go on", fruitless},
		{"login page", page, "log in", 1},
		{"file of another size", other, "5 bytes instead of 300000", 1},
		{"no range", partial(""), "range", 1},
		{"garbled range", partial("bytes x-y/z"), "range", 1},
		{"range of another file", partial("bytes 0-299999/300001"), "300001 bytes instead of 300000", 1},
		{"another range", partial("bytes 5-299999/300000"), "another part", fruitless},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, m := newShelf(t)
			s.change(func() { s.answer = tt.answer })
			err := m.Get(t.Context(), "big", nil)
			if !errors.Is(err, ErrDownload) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
			if n := len(s.asked()); n != tt.requests {
				t.Errorf("asked %d times", n)
			}
			wantFiles(t, m.Dir)
		})
	}
}

func TestGetWithoutANetwork(t *testing.T) {
	_, m := newShelf(t)
	m.Specs[0].URL = "http://127.0.0.1:1/big.bin"
	if err := m.Get(t.Context(), "big", nil); !errors.Is(err, ErrDownload) {
		t.Errorf("got %v", err)
	}
	if err := m.Get(t.Context(), "unheard-of", nil); !errors.Is(err, ErrModelUnknown) {
		t.Errorf("got %v", err)
	}
}

func TestGetOnAFullDisk(t *testing.T) {
	s, m := newShelf(t)
	m.room = func(string) (int64, bool) { return keepFree + 299_999, true }
	err := m.Get(t.Context(), "big", nil)
	if !errors.Is(err, ErrNoRoom) || len(s.asked()) > 0 {
		t.Errorf("too little room: %v", err)
	}
	wantFiles(t, m.Dir)
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	m.room = func(string) (int64, bool) { return 0, false }
	if err := os.Symlink("/dev/full", m.partPath(m.Specs[0])); err != nil {
		t.Fatal(err)
	}
	if err := m.Get(t.Context(), "big", nil); !errors.Is(err, ErrNoRoom) {
		t.Errorf("a disk that fills up: %v", err)
	}
	wantFiles(t, m.Dir)
}

func TestGetOnceAtATime(t *testing.T) {
	s, m := newShelf(t)
	s.change(func() { s.cut, s.hang = 1000, true })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	begun := make(chan struct{})
	go func() {
		first := sync.OnceFunc(func() { close(begun) })
		ended <- m.Get(ctx, "big", func(_, _ int64) { first() })
	}()
	<-begun
	if err := m.Get(t.Context(), "big", nil); !errors.Is(err, ErrDownloading) {
		t.Errorf("a second one: %v", err)
	}
	if err := m.Remove("big"); !errors.Is(err, ErrDownloading) {
		t.Errorf("a removal: %v", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := m.Remove("big"); err != nil {
		t.Errorf("removing what is left: %v", err)
	}
	wantFiles(t, m.Dir)
}

// Wherever connections break, and whether or not the server knows ranges, the right file is installed or none.
func TestGetIsRightOrNotAtAll(t *testing.T) {
	s, m := newShelf(t)
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(0, 3).Draw(t, "bad tries") {
			cut, whole := rapid.IntRange(1, 400_000).Draw(t, "cut"), rapid.Bool().Draw(t, "whole")
			s.change(func() { s.cut, s.whole = cut, whole })
			if err := m.Get(context.Background(), "big", nil); err != nil && !errors.Is(err, ErrDownload) {
				t.Fatal(err)
			}
		}
		s.change(func() { s.cut = 0 })
		if err := m.Get(context.Background(), "big", nil); err != nil {
			t.Fatal(err)
		}
		path, _, err := m.Open("big")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, s.content) {
			t.Fatalf("another file was installed: %v", err)
		}
		if err := m.Remove("big"); err != nil {
			t.Fatal(err)
		}
	})
}

// The environment is read once in a process, so another one asks through the proxy.
func TestGetGoesThroughTheProxy(t *testing.T) {
	const dir = "ONRECORD_TEST_PROXY_DIR"
	content := []byte("a small model")
	if into := os.Getenv(dir); into != "" {
		m := newModels(t)
		m.Dir = into
		m.Specs = []ModelSpec{specOf("big", "http://models.invalid/big.bin", content)}
		if err := m.Get(t.Context(), "big", nil); err != nil {
			t.Fatal(err)
		}
		return
	}
	var asked string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String()
		w.Header().Set("Content-Type", "application/octet-stream")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	}))
	defer proxy.Close()
	into := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestGetGoesThroughTheProxy$")
	child.Env = append(os.Environ(), dir+"="+into, "HTTP_PROXY="+proxy.URL, "http_proxy="+proxy.URL, "NO_PROXY=", "no_proxy=")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if asked != "http://models.invalid/big.bin" {
		t.Errorf("the proxy was asked for %q", asked)
	}
	wantFiles(t, into, "big.bin")
}

func FuzzParseRange(f *testing.F) {
	for _, header := range []string{"", "bytes 0-1/2", "bytes 5-9/*", "bytes */10", "bytes 9-5/1", "bytes 0-0/-10", "bytes 1-2/99999999999999999999"} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		first, last, total, err := parseRange(header)
		if err != nil {
			return
		}
		size := "*"
		if total >= 0 {
			size = fmt.Sprint(total)
		}
		back := fmt.Sprintf("bytes %d-%d/%s", first, last, size)
		if a, b, c, err := parseRange(back); err != nil || a != first || b != last || c != total {
			t.Errorf("%q and %q are not the same: %v", header, back, err)
		}
	})
}
