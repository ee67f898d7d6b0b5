package app

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"

	"github.com/emersion/go-vcard"
)

// readCards reads the contacts of a vCard file of any version. The error wraps ErrNotContacts.
func readCards(content string) ([]Contact, error) {
	var all []Contact
	decoder := vcard.NewDecoder(strings.NewReader(modernCards(content)))
	for {
		card, err := decoder.Decode()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, detail(ErrNotContacts, "card %d of the file is cut off, or none", len(all)+1)
		}
		if len(all) == mostContacts {
			return nil, detail(ErrNotContacts, "it has more than %d", mostContacts)
		}
		all = append(all, contactIn(card))
	}
}

// modernCards writes the lines of old cards as newer versions have them: a parameter is always named, and a line that goes on does not end in
// "=". The decoder takes no others, and loses the value with the parameter.
func modernCards(content string) string {
	var out strings.Builder
	lines := strings.Split(oneEnd.Replace(content), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		head, value, is := cutHead(line)
		if !is {
			out.WriteString(line + "\n") // the rest of a folded line, or nothing that counts
			continue
		}
		params := strings.Split(head, ";")
		for k, param := range params[1:] {
			params[k+1] = namedParameter(param)
		}
		if strings.Contains(strings.ToUpper(head), "QUOTED-PRINTABLE") {
			for strings.HasSuffix(value, "=") && i+1 < len(lines) {
				i++
				value = strings.TrimSuffix(value, "=") + lines[i]
			}
		}
		out.WriteString(strings.Join(params, ";") + ":" + value + "\n")
	}
	return out.String()
}

// cutHead divides a line at the colon behind its name and parameters; what goes on from the line before has none.
func cutHead(line string) (head, value string, is bool) {
	if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
		return "", "", false
	}
	quoted := false
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ':' && !quoted:
			return line[:i], line[i+1:], true
		}
	}
	return "", "", false
}

func namedParameter(param string) string {
	switch upper := strings.ToUpper(param); {
	case strings.Contains(param, "=") || param == "":
		return param
	case upper == "QUOTED-PRINTABLE" || upper == "BASE64" || upper == "8BIT" || upper == "7BIT":
		return "ENCODING=" + upper
	}
	return "TYPE=" + param
}

// contactIn gives what we keep of a card.
func contactIn(card vcard.Card) Contact {
	c := Contact{
		Name:         oneOf(texts(card, vcard.FieldFormattedName)),
		Organisation: strings.Join(parts(oneOf(texts(card, vcard.FieldOrganization))), ", "),
		Numbers:      texts(card, vcard.FieldTelephone),
		Emails:       texts(card, vcard.FieldEmail),
		Address:      strings.Join(parts(oneOf(texts(card, vcard.FieldAddress))), ", "),
		Place:        oneOf(texts(card, placeField)),
		Notes:        strings.Join(texts(card, vcard.FieldNote), "\n"),
	}
	for i, number := range c.Numbers {
		c.Numbers[i], _, _ = strings.Cut(strings.TrimPrefix(strings.TrimPrefix(number, "tel:"), "TEL:"), ";")
	}
	if c.Name == "" {
		names := append(strings.Split(oneOf(texts(card, vcard.FieldName)), ";"), "", "", "")
		c.Name = strings.Join(nonEmpty(names[1], names[2], names[0]), " ")
	}
	if c.Name == c.Organisation || slices.Contains(c.Numbers, c.Name) || slices.Contains(c.Emails, c.Name) {
		c.Name = ""
	}
	return c
}

// placeField is where our own cards have the place, for the law of recording.
const placeField = "X-ONRECORD-PLACE"

// texts gives the values of a field as they read.
func texts(card vcard.Card, name string) (all []string) {
	for _, field := range card[name] {
		value := field.Value
		if strings.EqualFold(field.Params.Get("ENCODING"), "QUOTED-PRINTABLE") {
			if decoded, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value))); err == nil {
				value = asUTF8(decoded)
			}
		}
		all = append(all, nonEmpty(strings.TrimSpace(value))...)
	}
	return all
}

// oneOf gives the first of several texts, or nothing.
func oneOf(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// parts gives what stands between semicolons.
func parts(text string) (all []string) {
	for _, part := range strings.Split(text, ";") {
		all = append(all, nonEmpty(oneLine(part))...)
	}
	return all
}

// writeCards writes contacts as vCard 3.0, which every telephone reads.
func writeCards(w io.Writer, contacts []Contact) error {
	encoder := vcard.NewEncoder(w)
	for _, c := range contacts {
		card := vcard.Card{}
		card.SetValue(vcard.FieldVersion, "3.0")
		card.SetValue(vcard.FieldFormattedName, cmp.Or(c.Name, c.Organisation, c.Title())) // every card must have one
		card.SetValue(vcard.FieldName, ";"+c.Name+";;;")
		for name, value := range map[string]string{vcard.FieldOrganization: c.Organisation, vcard.FieldNote: c.Notes, placeField: c.Place} {
			if value != "" {
				card.SetValue(name, value)
			}
		}
		if c.Address != "" {
			card.SetValue(vcard.FieldAddress, ";;"+c.Address+";;;;")
		}
		for _, number := range c.Numbers {
			card.AddValue(vcard.FieldTelephone, number)
		}
		for _, email := range c.Emails {
			card.AddValue(vcard.FieldEmail, email)
		}
		if err := encoder.Encode(card); err != nil {
			return err
		}
	}
	return nil
}

// isCards reports whether a text is a vCard file.
func isCards(content string) bool {
	return bytes.HasPrefix(bytes.ToUpper([]byte(strings.TrimSpace(content[:min(len(content), 200)]))), []byte("BEGIN:VCARD"))
}
