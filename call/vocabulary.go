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

// Case is what is known of a case besides its calls: cases/<ID>.json. Calls name it by its name.
type Case struct {
	Format int    `json:"format"`
	ID     ID     `json:"id"`
	Name   string `json:"name"`
	Words  Words  `json:"words"` // that are likely to be said in its calls
}

// Words is a list of names, firms, statutes and the like, the more important first.
type Words []string

// LogValue keeps the words out of logs.
func (w Words) LogValue() slog.Value { return slog.StringValue(fmt.Sprintf("[%d words]", len(w))) }

// LogValue keeps the name and the words out of logs.
func (c Case) LogValue() slog.Value { return slog.StringValue("[case " + string(c.ID) + "]") }
