package app

import "golang.org/x/sys/unix"

// processor is what the system calls this machine's processor.
func processor() string {
	name, err := unix.Sysctl("machdep.cpu.brand_string")
	if err != nil {
		return ""
	}
	return name
}

// memory is how many bytes this machine has; 0 while unknown.
func memory() int64 {
	size, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return int64(size)
}
