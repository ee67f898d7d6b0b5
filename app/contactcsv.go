package app

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// contactColumns says by the name of a column, in lower case, what stands in it. The first that fits counts.
var contactColumns = []struct {
	field string
	is    func(name string) bool
}{
	{"", func(n string) bool { // what only says of which kind a number or an address is
		return endsIn(n, " - type", " - label", " type", "label", "display name 2") || strings.Contains(n, "fax") || strings.Contains(n, "pager") || strings.Contains(n, "phonetic")
	}},
	{"name", isAmong("name", "full name", "display name", "formatted name", "contact", "contact name", "file as", "anzeigename", "nom complet")},
	{"first", isAmong("first name", "given name", "firstname", "vorname", "prénom", "nombre")},
	{"middle", isAmong("middle name", "additional name", "zweiter vorname", "weitere vornamen")},
	{"last", isAmong("last name", "family name", "lastname", "surname", "nachname", "apellidos")},
	{"organisation", func(n string) bool {
		return isAmong("organisation", "organization", "company", "company name", "organization name", "firma", "société", "empresa")(n) || strings.HasPrefix(n, "organization 1 - name")
	}},
	{"email", func(n string) bool { return strings.Contains(n, "e-mail") || strings.Contains(n, "email") }},
	{"number", func(n string) bool {
		return containsAny(n, "phone", "mobile", "number", "telefon", "handy", "téléphone", "teléfono") || isAmong("tel", "tel.", "cell", "main", "home", "work")(n)
	}},
	{"address", func(n string) bool {
		return isAmong("address", "adresse")(n) || strings.HasPrefix(n, "address ") && strings.HasSuffix(n, " - formatted") ||
			containsAny(n, "business street", "business city", "business postal", "business state", "business country", "home street", "home city", "home postal", "home state", "home country")
	}},
	{"place", isAmong("place")},
	{"notes", isAmong("notes", "note", "notizen", "comments", "remarks")},
}

// ContactFields are what can stand in a column.
var ContactFields = []string{"name", "first", "middle", "last", "organisation", "number", "email", "address", "place", "notes"}

// ContactColumns understands what was said of columns, each as number=Handy.
func ContactColumns(texts []string) (map[string]string, error) {
	told := map[string]string{}
	for _, text := range texts {
		field, column, is := strings.Cut(text, "=")
		if !is || column == "" || field != NoColumn && !slices.Contains(ContactFields, field) {
			return nil, fmt.Errorf("%q does not say what stands in a column, as number=Handy does", text)
		}
		told[ContactColumn(column)] = field
	}
	return told, nil
}

// ContactColumn is the name of a column as mappings have it.
func ContactColumn(name string) string { return strings.ToLower(oneLine(name)) }

func isAmong(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

func endsIn(name string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(name, end) })
}

func containsAny(name string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(name, part) })
}

// columnField gives what stands in a column; empty: nothing that we keep.
func columnField(name string, told map[string]string) string {
	name = ContactColumn(name)
	if field, is := told[name]; is {
		return strings.TrimPrefix(field, NoColumn)
	}
	for _, column := range contactColumns {
		if column.is(name) {
			return column.field
		}
	}
	return ""
}

// readSheet reads contacts from a table whose first line names the columns, as Google, Outlook and address books write it. told says what
// stands in columns whose names say nothing. The error wraps ErrNotContacts.
func readSheet(content string, told map[string]string) ([]Contact, error) {
	table := csv.NewReader(strings.NewReader(content))
	table.Comma, table.FieldsPerRecord, table.LazyQuotes = commaOf(content), -1, true
	head, err := table.Read()
	if err != nil {
		return nil, detail(ErrNotContacts, "it has no first line with the names of columns")
	}
	fields := make([]string, len(head))
	known := map[string]bool{}
	for i, name := range head {
		fields[i] = columnField(name, told)
		known[fields[i]] = true
	}
	if !known["name"] && !known["first"] && !known["last"] && !known["organisation"] && !known["number"] && !known["email"] {
		return nil, detail(questionOf(head), "none of its columns is called name, number or the like")
	}
	var all []Contact
	for {
		row, err := table.Read()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, detail(ErrNotContacts, "%v", err)
		}
		if len(all) == mostContacts {
			return nil, detail(ErrNotContacts, "it has more than %d", mostContacts)
		}
		if c := contactOf(row, fields); c.Title() != "" || c.Notes != "" {
			all = append(all, c)
		}
	}
}

// questionOf tells a table, whose columns a person can explain, from a text.
func questionOf(head []string) error {
	if len(head) < 2 {
		return ErrNotContacts
	}
	return ErrContactColumns
}

// commaOf finds out what divides the columns.
func commaOf(content string) rune {
	line, _, _ := strings.Cut(content, "\n")
	best := ','
	for _, comma := range ";\t" {
		if strings.Count(line, string(comma)) > strings.Count(line, string(best)) {
			best = comma
		}
	}
	return best
}

// contactOf gives the contact in one line of a table.
func contactOf(row, fields []string) Contact {
	values := map[string][]string{}
	for i, cell := range row {
		if i < len(fields) && fields[i] != "" {
			values[fields[i]] = append(values[fields[i]], nonEmpty(strings.TrimSpace(unarmed(cell)))...)
		}
	}
	c := Contact{
		Name: oneOf(values["name"]), Organisation: oneOf(values["organisation"]), Place: oneOf(values["place"]),
		Numbers: several(values["number"]), Emails: several(values["email"]),
		Address: strings.Join(values["address"], ", "), Notes: strings.Join(values["notes"], "\n"),
	}
	if whole := strings.Join(slices.Concat(values["first"], values["middle"], values["last"]), " "); whole != "" {
		c.Name = whole
	}
	if c.Name == c.Organisation {
		c.Name = ""
	}
	return c
}

// unarmed takes away the apostrophe that keeps a spreadsheet from taking a cell for a formula.
func unarmed(cell string) string {
	if bare, is := strings.CutPrefix(cell, "'"); is && harmless(bare) == cell {
		return bare
	}
	return cell
}

// several divides cells that hold several numbers or addresses, as Google writes them, and we do.
func several(cells []string) (all []string) {
	for _, cell := range cells {
		for _, one := range strings.Split(strings.ReplaceAll(cell, ":::", "\n"), "\n") {
			for _, part := range strings.Split(one, ";") {
				all = append(all, nonEmpty(strings.TrimSpace(part))...)
			}
		}
	}
	return all
}

// writeSheet writes contacts as a table for spreadsheets, which readSheet reads.
func writeSheet(w io.Writer, contacts []Contact) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	rows := [][]string{{"name", "organisation", "number", "email", "address", "place", "notes"}}
	for _, c := range contacts {
		rows = append(rows, []string{c.Name, c.Organisation, strings.Join(c.Numbers, "; "), strings.Join(c.Emails, "; "), c.Address, c.Place, c.Notes})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}
