//go:build soak

package storage

func init() { churnRuns = 200 }
