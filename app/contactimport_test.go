package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// What address books write: iPhone, Android in the old version, Google, Outlook, a German table.
var addressBooks = map[string]string{
	"iphone.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iPhone OS 17.5//EN\r\nN:Berg;Linda;;;\r\nFN:Linda Berg\r\nORG:Acme Solar;Sales\r\n" +
		"item1.TEL;type=pref:(212) 555-0142\r\nitem1.X-ABLabel:_$!<Work>!$_\r\nTEL;type=CELL;type=VOICE:+1 212 555 0199\r\n" +
		"EMAIL;type=INTERNET:linda@example.com\r\nADR;type=WORK:;;1 Main St;New York;NY;10001;USA\r\nNOTE:Speaks fast\\, hangs up\r\n " +
		"quickly\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nEND:VCARD\r\n",
	"android.vcf": "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;\n" +
		"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =\nM=C3=BCller\nTEL;CELL:+49301234567\nTEL;HOME;PREF:0049 30 7654321\nEND:VCARD\n\n" +
		"BEGIN:VCARD\nVERSION:2.1\nTEL;CELL:911\nEND:VCARD",
	"google.csv": "First Name,Middle Name,Last Name,Organization Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value,E-mail 1 - Label,E-mail 1 - Value,Address 1 - Formatted,Notes\n" +
		"Linda,M.,Berg,Acme Solar,Work,(212) 555-0142,+1 212-555-0199 ::: +1 212-555-0188,* Work,linda@example.com,\"1 Main St\nNew York\",fast\n" +
		",,,Summit Credit,,800-555-0100,,,,,\n",
	"outlook.csv": "\"First Name\",\"Last Name\",\"Company\",\"Business Street\",\"Business City\",\"Business Fax\",\"Business Phone\",\"Mobile Phone\",\"E-mail Address\",\"E-mail Display Name\",\"Notes\"\r\n" +
		"\"Jos\xe9\",\"Garc\xeda\",\"Acme\",\"2 Side St\",\"Boston\",\"617 555 0111\",\"617 555 0101\",\"617 555 0102\",\"jose@example.com\",\"Jos\xe9 (jose@example.com)\",\"\"\r\n",
	"deutsch.csv": "\xef\xbb\xbfVorname;Nachname;Firma;Telefon;Notizen\nEva;Voss;Stadtwerke;030 1234567;\"sagt; immer\"\n",
}

func TestAddressBooksAreRead(t *testing.T) {
	want := map[string][]Contact{
		"iphone.vcf": {{
			Name: "Linda Berg", Organisation: "Acme Solar, Sales", Numbers: []string{"(212) 555-0142", "+1 212 555 0199"},
			Emails: []string{"linda@example.com"}, Address: "1 Main St, New York, NY, 10001, USA", Notes: "Speaks fast, hangs upquickly",
		}},
		"android.vcf": {{Name: "Jörg Müller", Numbers: []string{"+49301234567", "0049 30 7654321"}}, {Numbers: []string{"911"}}},
		"google.csv": {
			{
				Name: "Linda M. Berg", Organisation: "Acme Solar", Numbers: []string{"(212) 555-0142", "+1 212-555-0199", "+1 212-555-0188"},
				Emails: []string{"linda@example.com"}, Address: "1 Main St\nNew York", Notes: "fast",
			},
			{Organisation: "Summit Credit", Numbers: []string{"800-555-0100"}},
		},
		"outlook.csv": {{
			Name: "José García", Organisation: "Acme", Numbers: []string{"617 555 0101", "617 555 0102"}, Emails: []string{"jose@example.com"},
			Address: "2 Side St, Boston", Notes: "E-mail: José (jose@example.com)",
		}},
		"deutsch.csv": {{Name: "Eva Voss", Organisation: "Stadtwerke", Numbers: []string{"030 1234567"}, Notes: "sagt; immer"}},
	}
	a := open(t, t.TempDir(), both())
	for name, content := range addressBooks {
		got, err := readContacts([]byte(content), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for i := range got {
			got[i] = a.presentable(got[i])
		}
		if len(got) != len(want[name]) {
			t.Fatalf("%s has %+v", name, got)
		}
		for i := range got {
			if !sameContact(got[i], want[name][i]) {
				t.Errorf("%s\nhas   %+v\nwants %+v", name, got[i], want[name][i])
			}
		}
	}
	told, err := readContacts([]byte("Kunde;Anruf\nEva;030 1\n"), map[string]string{"kunde": "name", "anruf": "number"})
	if err != nil || len(told) != 1 || told[0].Name != "Eva" || !slices.Equal(told[0].Numbers, []string{"030 1"}) {
		t.Errorf("columns that were told: %+v, %v", told, err)
	}
}

// sameContact compares without telling no list from an empty one.
func sameContact(a, b Contact) bool {
	lists := slices.Equal(a.Numbers, b.Numbers) && slices.Equal(a.Emails, b.Emails)
	a.Numbers, a.Emails, b.Numbers, b.Emails = nil, nil, nil, nil
	return lists && reflect.DeepEqual(a, b)
}

func TestImportKnowsWhomThereIs(t *testing.T) {
	a := american(t)
	linda := okay(a.SaveContact(Contact{Name: "Linda Berg", Numbers: []string{"+12125550142"}, Notes: "mine"}))(t)
	okay(a.SaveContact(Contact{Name: "Bob", Numbers: []string{"+12125550142"}}))(t) // who sits at the same telephone
	bring := func(name string) ContactImport {
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, []byte(addressBooks[name]), 0o600))
		plan := okay(a.ReadContacts(path, nil))(t)
		must(t, a.ImportContacts(plan))
		return plan
	}
	first := bring("iphone.vcf")
	if len(first.New) != 0 || len(first.Changed) != 1 || first.Changed[0].Before.ID != linda.ID {
		t.Fatalf("the first time: %+v", first)
	}
	kept := okay(a.Contact(linda.ID))(t)
	if len(kept.Numbers) != 2 || kept.Organisation != "Acme Solar, Sales" || !strings.HasPrefix(kept.Notes, "mine\n") || !kept.Made.Equal(linda.Made) {
		t.Errorf("kept is %+v", kept)
	}
	if again := bring("iphone.vcf"); again.Known != 1 || len(again.New)+len(again.Changed) != 0 {
		t.Errorf("the second time: %+v", again)
	}
	if plan := bring("android.vcf"); len(plan.New) != 2 {
		t.Errorf("others: %+v", plan)
	}
	if plan := bring("android.vcf"); plan.Known != 2 {
		t.Errorf("others again: %+v", plan)
	}
	if all := a.Contacts(); len(all) != 4 {
		t.Errorf("there are %d contacts", len(all))
	}
}

func TestContactsGoOutAndComeBack(t *testing.T) {
	a := american(t)
	for _, c := range []Contact{
		{Name: "Linda; Berg, Jr.", Organisation: `Acme\Solar`, Numbers: []string{"+12125550142", "911"}, Emails: []string{"l@example.com"}, Place: "US-CA", Notes: "one\ntwo; three"},
		{Organisation: "=Summit"},
		{Numbers: []string{"+49301234567"}},
	} {
		okay(a.SaveContact(c))(t)
	}
	for _, name := range []string{"out.vcf", "out.csv"} {
		path := filepath.Join(t.TempDir(), name)
		must(t, ExportContacts(path, a.Contacts()))
		plan := okay(a.ReadContacts(path, nil))(t)
		if name == "out.csv" && (plan.Known != 3 || len(plan.New)+len(plan.Changed)+len(plan.Left) != 0) {
			t.Errorf("%s: %+v", name, plan)
		}
		if name == "out.vcf" && len(plan.New)+len(plan.Left) != 0 {
			t.Errorf("%s: %+v", name, plan)
		}
	}
}

func TestFilesWithoutContacts(t *testing.T) {
	a := american(t)
	for name, content := range map[string]string{
		"empty": "", "zeros": "a\x00b", "cut": "BEGIN:VCARD\nFN:Linda", "prose": "It was a dark night.\n", "other table": "date,amount\n2026-01-01,5\n",
		"two in one": "BEGIN:VCARD\nFN:A\nEND:VCARD\nnonsense:1\nEND:VCARD\n",
	} {
		path := filepath.Join(t.TempDir(), "x")
		must(t, os.WriteFile(path, []byte(content), 0o600))
		plan, err := a.ReadContacts(path, nil)
		want := map[bool]error{false: ErrNotContacts, true: ErrContactColumns}[name == "other table"] // which a person can explain
		if !errors.Is(err, want) {
			t.Errorf("%s: %+v, %v", name, plan, err)
		}
		mustBeSentence(t, err)
	}
}

func FuzzContacts(f *testing.F) {
	for _, content := range addressBooks {
		f.Add([]byte(content))
	}
	f.Add([]byte("BEGIN:VCARD\nTEL;=:;\nEND:VCARD"))
	f.Add([]byte("Phone\n00200000000000\n")) // of which each reading would take a nought away
	f.Add([]byte{0xff, 0xfe, 'n', 0, 'a', 0})
	numbers := &numbering{region: "US"}
	f.Fuzz(func(t *testing.T, content []byte) {
		read, err := readContacts(content, nil)
		if err != nil {
			if !errors.Is(err, ErrNotContacts) {
				t.Errorf("%q: %v", content, err)
			}
			return
		}
		var kept []Contact
		for _, c := range read {
			c = numbers.tidied(c)
			if checkContact(c) != nil {
				continue
			}
			if joined := numbers.joined(c, c); !sameContact(joined, c) {
				t.Errorf("%+v joined with itself is %+v", c, joined)
			}
			kept = append(kept, c)
		}
		for _, sheet := range []bool{true, false} {
			var out bytes.Buffer
			if err := WriteContacts(&out, kept, sheet); err != nil {
				t.Errorf("write: %v", err)
			}
			if again, err := readContacts(out.Bytes(), nil); err == nil && len(again) != len(kept) || err != nil && len(kept) > 0 {
				t.Errorf("%d contacts have become %d: %v\n%s", len(kept), len(again), err, &out)
			}
		}
	})
}

func TestContactNewsSaysWhatIsNew(t *testing.T) {
	before := Contact{Name: "Linda", Numbers: []string{"+12125550142"}, Emails: []string{"l@example.com"}, Notes: "mine"}
	after := Contact{
		Name: "Linda Berg", Organisation: "Acme", Place: "US-CA", Numbers: []string{"+12125550142", "+493012345678"}, Emails: []string{"l@example.com", "b@example.com"},
		Address: "1 Main St\nNew York", Notes: "mine\ntheirs",
	}
	got := strings.Join(ContactNews(ContactChange{Before: before, After: after}), "; ")
	if want := "Linda Berg; Acme; 1 Main St New York; US-CA; +49 30 12345678; b@example.com; notes"; got != want {
		t.Errorf("new is %q, wants %q", got, want)
	}
	if news := ContactNews(ContactChange{Before: before, After: before}); len(news) > 0 {
		t.Errorf("new is %q", news)
	}
}

// A table is one of contacts when it has any column by which a contact could be known.
func TestSheetsOfOneColumn(t *testing.T) {
	for head, want := range map[string]Contact{
		"Name": {Name: "5550100"}, "First name": {Name: "5550100"}, "Last name": {Name: "5550100"}, "Company": {Organisation: "5550100"}, "Phone": {Numbers: []string{"5550100"}},
		"E-mail 1 - Value": {Emails: []string{"5550100"}}, "Notes": {}, "Address": {}, "Fax": {}, "Phone 1 - Type": {}, "Middle name": {},
	} {
		got, err := readSheet(head+"\n5550100\n", nil)
		if known := want.Title() != ""; known != (err == nil) || known && (len(got) != 1 || !sameContact(got[0], want)) {
			t.Errorf("%s: %+v, %v", head, got, err)
		}
	}
	for _, told := range []string{"number", "number=", "=Handy", "nummer=Handy", ""} {
		if columns, err := ContactColumns([]string{told}); err == nil {
			t.Errorf("%q says %v", told, columns)
		}
	}
	columns, err := ContactColumns([]string{"number= Dienst \t Handy ", "name=Wer"})
	if err != nil || columns["dienst handy"] != "number" || columns["wer"] != "name" {
		t.Errorf("told is %v, %v", columns, err)
	}
}

// Cards as different programs write them: values and parameters that the decoder alone would lose.
func TestCardsOfManyPrograms(t *testing.T) {
	for lines, want := range map[string]Contact{
		"N:Berg;Linda;Maria;;":     {Name: "Linda Maria Berg"},
		"N:Berg":                   {Name: "Berg"},
		"FN:Linda\nN:Berg;Linda":   {Name: "Linda"},
		"FN:Acme\nORG:Acme":        {Organisation: "Acme"},
		"FN:Acme\nORG:Acme;Sales;": {Name: "Acme", Organisation: "Acme, Sales"},
		"FN:5550100\nTEL:5550100":  {Numbers: []string{"5550100"}},
		"TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-212-555-0142;ext=12": {Numbers: []string{"+1-212-555-0142"}},
		"TEL;X-LABEL=\"at:home\":5550100":                              {Numbers: []string{"5550100"}},
		"TEL;CELL;VOICE:5550100\nTEL;FAX:5550199":                      {Numbers: []string{"5550100", "5550199"}},
		"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller":       {Name: "Müller"},
		"FN;QUOTED-PRINTABLE:M=C3=BCl=\nler, Linda=\n Berg":            {Name: "Müller, Linda Berg"},
		"FN;8BIT:Linda": {Name: "Linda"},
		"FN:Lin\n da":   {Name: "Linda"},
		"FN:Lin\n\tda":  {Name: "Linda"},
		"item1.EMAIL;TYPE=INTERNET:l@example.com\nitem1.X-ABLabel:work\nFN:L":                 {Name: "L", Emails: []string{"l@example.com"}},
		"FN:L\nADR;TYPE=HOME:;;1 Main St;New York;NY;10001;USA\nNOTE:one\\ntwo\nNOTE:three":   {Name: "L", Address: "1 Main St, New York, NY, 10001, USA", Notes: "one\ntwo\nthree"},
		"FN:L\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\n SkZJRg==\nPHOTO;BASE64:/9j/4AAQSkZJRg==": {Name: "L"},
	} {
		got, err := readCards("BEGIN:VCARD\nVERSION:3.0\n" + lines + "\nEND:VCARD\n")
		if err != nil || len(got) != 1 || !sameContact(got[0], want) {
			t.Errorf("%s\nis %+v, %v", lines, got, err)
		}
	}
	if _, err := readCards("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\n"); !errors.Is(err, ErrNotContacts) || !strings.Contains(err.Error(), "card 2 ") {
		t.Error(err)
	}
}
