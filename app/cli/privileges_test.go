//go:build !linux

package cli_test

// withoutPrivileges does nothing where tests do not run as root.
func withoutPrivileges() error { return nil }
