package transcribe

import (
	"errors"
	"io/fs"
	"syscall"
)

// room cannot tell here; a full disk is then noticed by the write that fails.
func room(string) (int64, bool) { return 0, false }

// inode is not known here; size and time of change must do.
func inode(fs.FileInfo) uint64 { return 0 }

// diskFull knows Windows' ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
func diskFull(err error) bool {
	return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112))
}

// syncDir has nothing to do: here a rename is durable by itself.
func syncDir(string) error { return nil }
