package storage

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// Layers reads both layers of a call's transcript of that number; 0 means the one that is read. It fails as Transcript
// does, with ErrNoSuchTranscript, and with ErrCorrections: then the machine's layer is given all the same.
func (l *Library) Layers(id call.ID, number int) (call.Layers, error) {
	layers, _, err := l.layers(id, number)
	if err != nil {
		return layers, fmt.Errorf("transcript of call %s: %w", id, err)
	}
	return layers, nil
}

// source is a transcript's number and the sum that ties corrections to it.
type source struct {
	number int
	sum    string
}

// layers says which transcript it read, too.
func (l *Library) layers(id call.ID, number int) (call.Layers, source, error) {
	chosen, err := l.chosen(id)
	if err != nil {
		return call.Layers{}, source{}, err
	}
	if number == 0 {
		number = chosen
	}
	machine, content, err := l.readTranscript(id, number)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNoSuchTranscript
	}
	if err != nil {
		return call.Layers{}, source{}, err
	}
	from := source{number, sum(content)}
	layers := call.Layers{Machine: machine, Names: l.names(id)}
	disk, err := l.files.readIfThere(inFolder(id, correctionsFile(number)))
	if err != nil {
		return layers, from, fmt.Errorf("%w: %w", ErrCorrections, err)
	}
	if disk == nil {
		return layers, from, nil
	}
	corrections, err := decodeCorrections(id, from, disk)
	if err == nil {
		_, err = call.Apply(machine, corrections.List)
	}
	if err != nil {
		return layers, from, fmt.Errorf("%w: %w", ErrCorrections, err)
	}
	layers.Corrections = corrections.List
	return layers, from, nil
}

// names are what the parties are called; nobody has a name while the document cannot be read.
func (l *Library) names(id call.ID) map[call.Party]string {
	names := map[call.Party]string{}
	if c, err := l.call(id); err == nil {
		for party, person := range c.Parties {
			names[party] = person.Name
		}
	}
	return names
}

// decodeCorrections reads what corrects a transcript.
func decodeCorrections(id call.ID, of source, content []byte) (call.Corrections, error) {
	var c call.Corrections
	name := inFolder(id, correctionsFile(of.number))
	if err := decode(name, content, call.CorrectionsFormat, &c); err != nil {
		return call.Corrections{}, err
	}
	if c.Transcript != of.sum {
		return call.Corrections{}, fmt.Errorf("read %s: %w: they were made for another one", name, call.ErrMisfit)
	}
	return c, nil
}

// Correct lets decide look at the layers of the transcript that is read and give a correction, which is then kept and
// searched. Nothing comes in between. When decide gives an error, nothing is kept and the error is returned as it is.
// Corrections that are damaged, newer or another transcript's are not written over.
func (l *Library) Correct(id call.ID, decide func(call.Layers) (call.Correction, error)) error {
	l.change.Lock()
	defer l.change.Unlock()
	layers, of, err := l.layers(id, 0)
	if err != nil {
		return fmt.Errorf("correct call %s: %w", id, err)
	}
	c, err := decide(layers)
	if err != nil {
		return err
	}
	if _, err = layers.With(c).Reading(); err == nil {
		err = l.readable(id)
	}
	if err == nil {
		err = l.changing(id, func() error { return l.addCorrection(id, of, layers, c) })
	}
	if err != nil {
		return fmt.Errorf("correct call %s: %w", id, err)
	}
	return nil
}

// addCorrection writes a correction behind the others, then what it means for the call's document. When only the first
// was done, by a crash in between, the same correction can be made again.
func (l *Library) addCorrection(id call.ID, of source, layers call.Layers, c call.Correction) error {
	name := inFolder(id, correctionsFile(of.number))
	disk, err := l.files.readIfThere(name)
	if err != nil {
		return err
	}
	all := call.Corrections{Format: call.CorrectionsFormat, Transcript: of.sum, List: layers.With(c).Corrections}
	fresh, err := encode(all, disk)
	if err != nil {
		return err
	}
	if err := l.files.WriteFile(name, fresh); err != nil {
		return err
	}
	if naming, is := layers.Naming(c); is {
		return l.rename(id, naming)
	}
	return nil
}

// rename writes a party's name into the call's document.
func (l *Library) rename(id call.ID, naming call.Naming) error {
	c, err := l.call(id)
	if err != nil {
		return err
	}
	person := c.Parties[naming.Party]
	person.Name = naming.After
	if c.Parties == nil {
		c.Parties = map[call.Party]call.Person{}
	}
	c.Parties[naming.Party] = person
	return l.writeCall(c)
}
