//go:build soak

package app

func init() { importKills = 200 }
