package transcribe

// parakeetSource is the public folder of the ready-made Parakeet models, at one revision that never changes.
const parakeetSource = "https://huggingface.co/ggml-org/parakeet-GGUF/resolve/35156454d1a39de06863303dd209fd2bed6ee079/"

// parakeets are the public models of Parakeet TDT 0.6B v3.
func parakeets() []ModelSpec {
	return []ModelSpec{
		parakeet("-q4_k", 415_611_879, "8b205b8b39c6535e153de6fb11c51db46125d45c4f16ba496fe41a0fe71b885e",
			"; in 4 bits, a third as large"),
		parakeet("-q8_0", 668_757_119, "4d64e9e96c2792186d072fde0034df0ad670cf680a2f53069052ead827fd600e",
			"; in 8 bits, half as large, at about a third of the work of Whisper's small"),
		parakeet("", 1_255_897_319, "833bffc9513b2cae867ee9e51633cfd11e4d51aaa5597c8ac02159385a2b426f",
			"; at about half the work of Whisper's small"),
	}
}

func parakeet(suffix string, size int64, sum, more string) ModelSpec {
	file := "ggml-parakeet-tdt-0.6b-v3" + suffix + ".bin"
	if suffix == "" {
		file = "ggml-parakeet-tdt-0.6b-v3-f16.bin"
	}
	return ModelSpec{
		Kind:      Parakeet,
		Name:      "parakeet-v3" + suffix,
		File:      file,
		URL:       parakeetSource + file,
		SHA256:    sum,
		Size:      size,
		Languages: "25 languages",
		Memory:    size + parakeetWork,
		Advice:    "Another engine, said to be quick and exact in English and 24 more European languages; not yet tried here with its real weights" + more + ".",
	}
}
