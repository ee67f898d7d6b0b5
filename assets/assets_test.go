package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"
)

// Whoever replaces an asset must replace its checksum too: the catalogue of package transcribe and the
// README beside the files state the same ones.
func TestAssetsAreTheFilesTheReadmeNames(t *testing.T) {
	tests := []struct {
		name string
		open func() (io.ReadCloser, error)
		size int64
		sum  string
	}{
		{"demo model", DemoModel, 10529376, "24b5fd4d8ae39c0df5d0bd5f1ba613881a70824facb699f2ce36f2546d662b6b"},
		{"voice detector", VAD, 885098, "2aa269b785eeb53a82983a20501ddf7c1d9c48e33ab63a41391ac6c9f7fb6987"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := tt.open()
			if err != nil {
				t.Fatal(err)
			}
			h := sha256.New()
			n, err := io.Copy(h, r)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			if sum := hex.EncodeToString(h.Sum(nil)); n != tt.size || sum != tt.sum {
				t.Errorf("got %d bytes with SHA-256 %s", n, sum)
			}
		})
	}
}
