package cli

import "context"

// window opens the window, or brings the one that is open to the front.
func (f *face) window(ctx context.Context) error {
	if f.env.Window == nil {
		if f.env.Running != nil {
			return busy("Another command is using the library, and it has no window", "Try again when it is done.")
		}
		return failed("This OnRecord has no window", "See onrecord --help for what the command line can do.")
	}
	if f.env.Running != nil {
		return f.env.Window(ctx, f.env.Running)
	}
	ctx, done := f.untilInterrupted(ctx)
	defer done()
	return f.host(ctx, raise, f.env.Window)
}
