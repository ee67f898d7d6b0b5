// Package search finds words and phrases in what was said, and names the second.
//
// The index lives in one bucket of the library's bbolt file. It knows every word of every transcript by its position,
// so that a phrase is found exactly, and keeps the text and the time of each word beside it, packed, so that a hit needs no
// other file. Words are compared without regard to case and accents. New words stand apart by call (fresh) until Merge moves those
// of many calls together to their terms. What is small and comes in great numbers, as terms do, stands in pages of several hundred.
//
// A query is a list of conditions that must all hold of a call, see Query. A hit is one segment or note of such a call that holds a
// word of it, see Find.
package search
