package storage

import "syscall"

func mountSmall(dir string) error { return syscall.Mount("none", dir, "tmpfs", 0, "size=2m") }

func remountReadOnly(dir string) error {
	return syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=2m")
}

func unmount(dir string) error { return syscall.Unmount(dir, 0) }
