package transcribe

import (
	"context"
	"fmt"
)

// ByModel gives an engine that becomes the one that fits the model it is to load.
func ByModel(engines map[Kind]Engine) Engine { return &byModel{engines: engines} }

// byModel is several engines of which one at most is loaded.
type byModel struct {
	Engine  // the one that fits; nil before Load
	engines map[Kind]Engine
}

// Load chooses by the beginning of the model file.
func (b *byModel) Load(ctx context.Context, setup Setup, alive func()) error {
	kind, err := peek(setup.ModelPath)
	if err != nil {
		return fmt.Errorf("load model: %w", err)
	}
	chosen, ok := b.engines[kind]
	if !ok {
		return fmt.Errorf("load model: %w: %s", ErrNoEngine, kind)
	}
	b.Engine = chosen
	return chosen.Load(ctx, setup, alive)
}

// Measure measures the engine that was chosen, if it can be.
func (b *byModel) Measure(ctx context.Context, alive func()) (Cost, error) {
	engine, ok := b.Engine.(Measurer)
	if !ok {
		return Cost{}, fmt.Errorf("%w: %s cannot be measured", ErrEngine, b.Name())
	}
	return engine.Measure(ctx, alive)
}

// Close frees what was loaded.
func (b *byModel) Close() {
	if b.Engine != nil {
		b.Engine.Close()
	}
}
