package transcribe

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"os"
	"time"
)

const (
	stallTime   = time.Minute
	fruitless   = 3 // attempts in a row that bring nothing, after which a download gives up
	restTime    = time.Second
	tellTime    = 100 * time.Millisecond
	chunkLength = 256 << 10
)

// Get installs a model of the catalogue. It downloads the file beside its final place, takes the checksum on the way
// and gives the file its name only if it is right to the byte. A connection that breaks or stands still is taken up
// again where it was; so is, by the next Get, a download that was given up or cancelled. progress may be nil; it is
// called from this goroutine, a few times a second and once more at the end.
//
// If the model is there already, or is an added one, nothing is fetched. The errors are ErrModelUnknown, ErrDownload
// (worth another try; what arrived is kept), ErrDownloadDamaged (deleted), ErrNoRoom, ErrDownloading, and that of
// ctx. A model that is not downloaded from anywhere gives ErrNoModel if it is not there.
func (m *Models) Get(ctx context.Context, name string, progress func(done, total int64)) error {
	spec, _, err := m.find(name)
	if err != nil {
		return fmt.Errorf("get model %q: %w", name, err)
	}
	release, err := m.reserve(name)
	if err != nil {
		return fmt.Errorf("get model %q: %w", name, err)
	}
	defer release()
	if progress == nil {
		progress = func(_, _ int64) {}
	}
	if err := m.get(ctx, spec, progress); err != nil {
		return fmt.Errorf("get model %q: %w", name, err)
	}
	progress(spec.Size, spec.Size)
	m.changed()
	return nil
}

func (m *Models) get(ctx context.Context, spec ModelSpec, progress func(done, total int64)) error {
	if spec.Demo && m.Demo != nil {
		return m.unpack(spec, m.Demo)
	}
	if err := m.verify(spec); err == nil || spec.URL == "" {
		return err
	}
	d, err := m.startDownload(ctx, spec, progress)
	if err != nil {
		return err
	}
	m.log().Info("model download begins", "model", spec.Name, "from", d.done, "size", spec.Size)
	if err := d.run(ctx); err != nil {
		return d.putAside(err)
	}
	if sum := hex.EncodeToString(d.sum.Sum(nil)); sum != spec.SHA256 {
		return discard(d.part, ErrDownloadDamaged)
	}
	if err := finish(d.part, m.path(spec)); err != nil {
		return explainWrite(err)
	}
	m.log().Info("model installed", "model", spec.Name)
	return m.stampNow(spec)
}

// download is one Get under way.
type download struct {
	spec     ModelSpec
	client   *http.Client
	part     *os.File // what has arrived
	sum      hash.Hash
	done     int64 // bytes in part, and in sum
	stall    time.Duration
	rest     time.Duration
	progress func(done, total int64)
	told     time.Time
}

// startDownload opens what an earlier download left and takes its checksum.
func (m *Models) startDownload(ctx context.Context, spec ModelSpec, progress func(done, total int64)) (*download, error) {
	d := &download{
		spec:     spec,
		client:   m.Client,
		sum:      sha256.New(),
		stall:    m.Stall,
		rest:     m.pause,
		progress: progress,
	}
	if d.stall <= 0 {
		d.stall = stallTime
	}
	if d.rest <= 0 {
		d.rest = restTime
	}
	var there int64
	if info, err := os.Stat(m.partPath(spec)); err == nil {
		there = info.Size()
	}
	if err := m.needRoom(spec.Size - there); err != nil {
		return nil, err
	}
	part, err := os.OpenFile(m.partPath(spec), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	d.part = part
	if there > spec.Size {
		err = part.Truncate(0)
	} else {
		d.done, err = io.Copy(d.sum, io.LimitReader(&interruptible{ctx, part}, there))
	}
	if err != nil {
		return nil, errors.Join(err, part.Close())
	}
	return d, nil
}

// run fetches until all is there. It gives up after a few attempts that brought nothing new.
func (d *download) run(ctx context.Context) error {
	client, done := d.connect()
	defer done()
	d.client = client
	most, vain := d.done, 0
	for d.done < d.spec.Size {
		err := d.attempt(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			continue
		}
		if d.done > most {
			most, vain = d.done, 0
		} else {
			vain++
		}
		var f *fetchError
		if !errors.As(err, &f) || f.final || vain >= fruitless {
			return err
		}
		if err := sleep(ctx, d.rest<<vain); err != nil {
			return err
		}
	}
	return nil
}

// connect gives the client, and what to do with it in the end.
func (d *download) connect() (*http.Client, func()) {
	if d.client != nil {
		return d.client, func() {}
	}
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		TLSHandshakeTimeout: d.stall,
		ForceAttemptHTTP2:   true,
	}
	return &http.Client{Transport: transport}, transport.CloseIdleConnections
}

// attempt makes one request for the rest of the file and writes down what comes. A standstill ends it.
func (d *download) attempt(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(d.stall, func() { cancel(errStandstill) })
	defer watch.Stop()
	answer, err := d.request(ctx)
	if err != nil {
		return brokeOff(ctx, err)
	}
	err = d.accept(answer)
	if err == nil {
		err = d.take(ctx, answer.Body, func() { watch.Reset(d.stall) })
	}
	if closed := answer.Body.Close(); err == nil && closed != nil {
		return brokeOff(ctx, closed)
	}
	return err
}

func (d *download) request(ctx context.Context) (*http.Response, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, d.spec.URL, nil)
	if err != nil {
		return nil, err
	}
	// Without this the transport may ask for a compressed answer, in which a range means something else.
	ask.Header.Set("Accept-Encoding", "identity")
	if d.done > 0 {
		ask.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.done))
	}
	return d.client.Do(ask)
}

// take writes the body down until the file is complete or the body ends, whichever comes first.
func (d *download) take(ctx context.Context, body io.Reader, alive func()) error {
	chunk := make([]byte, chunkLength)
	for d.done < d.spec.Size {
		want := min(int64(len(chunk)), d.spec.Size-d.done)
		n, err := body.Read(chunk[:want])
		if n > 0 {
			alive()
			if err := d.write(chunk[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF && d.done < d.spec.Size {
			return brokeOff(ctx, io.ErrUnexpectedEOF)
		}
		if err != nil && err != io.EOF {
			return brokeOff(ctx, err)
		}
	}
	return nil
}

func (d *download) write(p []byte) error {
	if _, err := d.part.WriteAt(p, d.done); err != nil {
		return err
	}
	if _, err := d.sum.Write(p); err != nil {
		return err
	}
	d.done += int64(len(p))
	if now := time.Now(); now.Sub(d.told) >= tellTime {
		d.told = now
		d.progress(d.done, d.spec.Size)
	}
	return nil
}

// startOver forgets what is there: it cannot be gone on from.
func (d *download) startOver() error {
	if d.done == 0 {
		return nil
	}
	d.done = 0
	d.sum.Reset()
	return d.part.Truncate(0)
}

// putAside ends a download that failed with err. What arrived is kept for the next one, unless the disk is full: then
// the room is given back, because a recording may need it.
func (d *download) putAside(err error) error {
	if d.done == 0 || diskFull(err) {
		return discard(d.part, explainWrite(err))
	}
	return errors.Join(err, d.part.Sync(), d.part.Close())
}

func sleep(ctx context.Context, rest time.Duration) error {
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
