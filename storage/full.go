package storage

// IsFull tells whether an error of any file, in the library or not, says that its disk has no room left.
func IsFull(err error) bool { return isFull(err) }
