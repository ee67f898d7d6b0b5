// Package rules works out what law, consent and playbooks have to say of calls: pure functions over the documents of calls, what was said in them, and dated
// data files.
//
// Nothing here reads a file, a clock or a setting: all of it is handed in. What comes out says which rule, from when, by which source and how sure
// that is; and nothing is more than "may be". A day or an hour is always the one of the call's own zone, which is the user's: it stands in
// call.Call.Started.
package rules
