package cli

import (
	"fmt"

	"github.com/onrecord/onrecord/app"
)

// showCapture prints what was measured while the call was recorded: each side in a column of its own.
func (f *face) showCapture(certificate app.Certificate) error {
	if len(certificate.Rows) == 0 {
		return nil
	}
	if err := f.say(""); err != nil {
		return err
	}
	sides := f.table("MEASURED", "YOU", "THEM")
	for _, row := range certificate.Rows {
		sides.row(row.Name, orDash(row.Sides[0]), orDash(row.Sides[1]))
	}
	return sides.print()
}

// captureFacts adds what stands in the certificate beside the sides: lengths and gaps.
func captureFacts(certificate app.Certificate, fact func(name, value string)) {
	fact("Recording", certificate.Verdict)
	for _, f := range certificate.Facts {
		fact(f.Name, f.Value)
	}
	for _, gap := range certificate.Gaps {
		fact("Gap", fmt.Sprintf("%s, %.1f s at %s: %s", speaker(gap.Party), float64(gap.Duration), gap.Start.Clock(), gap.Cause))
	}
}
