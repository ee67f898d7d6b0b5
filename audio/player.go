package audio

import "github.com/onrecord/onrecord/call"

// Player plays a recording and is the source of truth for the position.
type Player struct{}

// NewPlayer takes over the recording's position and the output. It starts a goroutine, which Close joins.
func NewPlayer(rec *Recording, out Output) *Player { return &Player{} }

// Play goes on at the position; at the end of the recording it starts again from the beginning.
func (p *Player) Play() error { return nil }

// Pause holds at the position.
func (p *Player) Pause() error { return nil }

// SeekTo moves the position, playing or not.
func (p *Player) SeekTo(at call.Seconds) error { return nil }

// SetParties says whom to hear, in both ears: call.Local, call.Remote or BothParties.
func (p *Player) SetParties(who call.Party) {}

// Position is what is being heard now.
func (p *Player) Position() call.Seconds { return 0 }

// Playing reports whether sound is going out. It turns false at the end of the recording.
func (p *Player) Playing() bool { return false }

// Err gives why playing ended too soon, or nil.
func (p *Player) Err() error { return nil }

// Close stops playing. The recording stays the caller's to close.
func (p *Player) Close() error { return nil }
