package app

import (
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
)

// documentProblems are of what people put on record: contacts, cases, follow-ups, calls without sound, playbooks.
var documentProblems = []explained{
	{call.ErrNoDay, Problem{
		"This is not a day of the calendar", "Nothing was changed.",
		"Write it as year, month and day: 2026-11-28.",
	}},
	{rules.ErrTwoDates, Problem{"The day may be read in two ways", "Nothing was changed.", "Write it as year, month and day: 2026-11-28."}},
	{rules.ErrNoDate, Problem{
		"This is no day that can be understood", "Nothing was changed.",
		"Write it as 2026-11-28, tomorrow, Friday, or in 2 weeks.",
	}},
	{storage.ErrNoContact, Problem{"There is no such contact, or no longer", "Nothing was changed.", "“onrecord contact” lists them."}},
	{ErrNoSuchContact, Problem{"No contact is called that", "Nothing was changed.", "“onrecord contact” lists them: give the ID, the name or a number."}},
	{ErrManyContacts, Problem{"More than one contact is called that", "Nothing was changed.", "Give the ID, which “onrecord contact” shows."}},
	{ErrBadContact, Problem{
		"This cannot stand as a contact", "Nothing was changed.",
		"It needs a name, an organisation, a number or an e-mail address, each written as such.",
	}},
	{ErrJoinedOn, Problem{
		"The contact that it became part of is in the trash, too", "Nothing was changed.",
		"Bring that one back first.",
	}},
	{ErrNoCase, Problem{"There is no case of that name", "Nothing was changed.", "“onrecord case” lists the cases."}},
	{ErrCaseName, Problem{"There is a case of that name already", "Nothing was changed.", "Choose another name, or change that case: onrecord case edit CASE."}},
	{ErrBadCase, Problem{"This cannot stand in a case", "Nothing was changed.", "“onrecord case --help” says what can."}},
	{ErrNoEntry, Problem{"The case has no such entry", "Nothing was changed.", "“onrecord case show CASE” shows the entries with their IDs."}},
	{ErrNoFollowUp, Problem{"There is no such follow-up, or more than one", "Nothing was changed.", "“onrecord follow-ups --all” lists them with their IDs."}},
	{ErrBadFollowUp, Problem{
		"A follow-up needs words and a day", "Nothing was changed.",
		"Say in 200 characters at most what is to be done, and by when.",
	}},
	{ErrBadLog, Problem{
		"A call cannot have been like that", "Nothing was changed.",
		"Say who it was with or what happened, and a time that is over; “onrecord log --help” shows how.",
	}},
	{ErrNoKind, Problem{"There is no such kind of fact", "Nothing was changed.", "“onrecord marks kinds” lists them."}},
	{ErrQuickMark, Problem{
		"No such mark can have a key of its own", "Nothing was changed.",
		"Give it a letter that is free and a text of 60 characters at most; “onrecord marks” lists those that have one.",
	}},
	{storage.ErrPlaybookExists, Problem{"The library has a playbook of that name already", "It was not changed.", "Choose another name."}},
	{storage.ErrTooLarge, Problem{"The file is larger than such a file can be", "It was not touched.", "Make it smaller."}},
	{rules.ErrPlaybook, Problem{
		"The file of the playbook cannot be used", "The others can, and nothing was changed.",
		"Mend what the details name in a text editor; “onrecord playbook” tells what is wrong with it.",
	}},
	{ErrNoPlaybook, Problem{"There is no such playbook", "Nothing was changed.", "“onrecord playbook” lists them."}},
	{ErrPlaybookName, Problem{
		"A playbook cannot have that name", "Nothing was changed.",
		"Use letters, digits, spaces and hyphens, 60 at most.",
	}},
	{ErrNoPoint, Problem{"The playbook has no such point, or it is not ticked", "Nothing was changed.", "“onrecord tick CALL” shows the points with their numbers."}},
	{ErrNoChecklist, Problem{"The call has no playbook", "Nothing was changed.", "Choose one: onrecord edit CALL --playbook NAME."}},
}
