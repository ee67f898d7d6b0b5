package call

import (
	"fmt"
	"log/slog"
)

// Vocabulary holds the words that are likely to be said in any call of a library: vocabulary.json in its folder.
type Vocabulary struct {
	Format int   `json:"format"`
	Words  Words `json:"words"`
}

// Words is a list of names, firms, statutes and the like, the more important first.
type Words []string

// LogValue keeps the words out of logs.
func (w Words) LogValue() slog.Value { return slog.StringValue(fmt.Sprintf("[%d words]", len(w))) }
