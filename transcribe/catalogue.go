package transcribe

import "strings"

// ModelSpec describes a model: where it comes from, how to tell that it is whole, and what it is good for.
type ModelSpec struct {
	Kind      Kind   // the engine that it is for
	Name      string // what the user calls it, such as "base.en-q8_0"
	File      string // its file name in the folder of models
	URL       string // where Get takes it from; "" if it is not downloaded
	SHA256    string // of the file, in lower-case hex
	Size      int64  // of the file, in bytes
	Languages string // "English", or how many: "25 languages"
	Memory    int64  // roughly how many bytes the worker needs while it works with it
	Advice    string // one sentence for the user: what it is good for and what it costs
	Demo      bool   // it knows the words of the sample calls and nothing else
}

// TellsPeopleApart tells by a model's name whether it was trained to mark where another person begins to speak
// (tinydiarize): the file itself does not say so. None can be downloaded; a file of one can be added.
func TellsPeopleApart(name string) bool { return strings.Contains(name, "tdrz") }

// DemoName is the name of the demo model, which travels inside the program.
const DemoName = "demo"

// whisperSource is the public folder of the ready-made models, at one revision that never changes.
const whisperSource = "https://huggingface.co/ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1/"

// family is a size in which the models come, with what is true of all its variants.
type family struct {
	name     string
	work     int64 // bytes of memory that the worker needs besides the weights, for two windows at once; measured up to small
	advice   string
	variants []variant
}

// variant is one file: a family, in some precision, for English only or for all languages.
type variant struct {
	suffix string // ".en", "-q8_0", ".en-q8_0" or nothing
	size   int64
	sum    string
}

// Catalogue gives the models that are known: the demo model, then the public ones from small to large, OpenAI's (MIT
// licence) before NVIDIA's (CC BY 4.0), all in whisper.cpp's format. Get and Open accept nothing but the exact bytes that
// stand here.
func Catalogue() []ModelSpec {
	specs := []ModelSpec{demoSpec()}
	for _, f := range families() {
		for _, v := range f.variants {
			specs = append(specs, f.spec(v))
		}
	}
	return append(specs, parakeets()...)
}

func demoSpec() ModelSpec {
	return ModelSpec{
		Kind:      Whisper,
		Name:      DemoName,
		File:      "ggml-calls-test-q8_0.bin",
		SHA256:    "24b5fd4d8ae39c0df5d0bd5f1ba613881a70824facb699f2ce36f2546d662b6b",
		Size:      10529376,
		Languages: "English",
		Memory:    100e6,
		Advice:    "Comes with the program to show how it works; it knows the 509 words of the sample calls and writes nonsense on real ones.",
		Demo:      true,
	}
}

// detectorSpec describes the weights of the voice detector. They are no model that a user could choose.
func detectorSpec() ModelSpec {
	return ModelSpec{
		Name:   "voice detector",
		File:   "ggml-silero-v6.2.0.bin",
		SHA256: "2aa269b785eeb53a82983a20501ddf7c1d9c48e33ab63a41391ac6c9f7fb6987",
		Size:   885098,
	}
}

func (f family) spec(v variant) ModelSpec {
	name := f.name + v.suffix
	english, precision := parseSuffix(v.suffix)
	languages := "99 languages"
	switch {
	case english:
		languages = "English"
	case f.name == "large-v3" || f.name == "large-v3-turbo":
		languages = "100 languages"
	}
	return ModelSpec{
		Kind:      Whisper,
		Name:      name,
		File:      "ggml-" + name + ".bin",
		URL:       whisperSource + "ggml-" + name + ".bin",
		SHA256:    v.sum,
		Size:      v.size,
		Languages: languages,
		Memory:    v.size + f.work,
		Advice:    f.advice + precisionAdvice(precision) + languageAdvice(english) + ".",
	}
}

func precisionAdvice(precision string) string {
	switch precision {
	case "q8_0":
		return "; in 8 bits, half as large and about 30 % less work"
	case "q5_0", "q5_1":
		return "; in 5 bits, a third as large and a little less exact"
	}
	return ""
}

func languageAdvice(english bool) string {
	if english {
		return "; for English only"
	}
	return ""
}

// parseSuffix takes ".en-q8_0" apart.
func parseSuffix(suffix string) (english bool, precision string) {
	rest, english := strings.CutPrefix(suffix, ".en")
	return english, strings.TrimPrefix(rest, "-")
}

// families are the public models. What is said of cost was measured for tiny, base and small (30 seconds of sound, one
// thread) and is reckoned from the number of weights for the others. Working memory follows whisper.cpp's own figures.
func families() []family {
	return []family{
		{"tiny", 200e6, "The quickest and the least exact: for a trial or a slow computer, not where each word matters", []variant{
			{"-q5_1", 32_152_673, "818710568da3ca15689e31a743197b520007872ff9576237bda97bd1b469c3d7"},
			{"-q8_0", 43_537_433, "c2085835d3f50733e2ff6e4b41ae8a2b8d8110461e18821b09a15c40c42d1cca"},
			{"", 77_691_713, "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21"},
			{".en-q5_1", 32_166_155, "c77c5766f1cef09b6b7d47f21b546cbddd4157886b3b5d6d4f709e91e66c7c2b"},
			{".en-q8_0", 43_550_795, "5bc2b3860aa151a4c6e7bb095e1fcce7cf12c7b020ca08dcec0c6d018bb7dd94"},
			{".en", 77_704_715, "921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f"},
		}},
		{"base", 260e6, "A fair start on clear lines, at about 2.4 times the work of tiny; expect mistakes in names and numbers", []variant{
			{"-q5_1", 59_707_625, "422f1ae452ade6f30a004d7e5c6a43195e4433bc370bf23fac9cc591f01a8898"},
			{"-q8_0", 81_768_585, "c577b9a86e7e048a0b7eada054f4dd79a56bbfa911fbdacf900ac5b567cbb7d9"},
			{"", 147_951_465, "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe"},
			{".en-q5_1", 59_721_011, "4baf70dd0d7c4247ba2b81fafd9c01005ac77c2f9ef064e00dcf195d0e2fdd2f"},
			{".en-q8_0", 81_781_811, "a4d4a0768075e13cfd7e19df3ae2dbc4a68d37d36a7dad45e8410c9a34f8c87e"},
			{".en", 147_964_211, "a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002"},
		}},
		{"small", 460e6, "Clearly more exact than base, at about 4 times its work: the one to take if the computer keeps up", []variant{
			{"-q5_1", 190_085_487, "ae85e4a935d7a567bd102fe55afc16bb595bdb618e11b2fc7591bc08120411bb"},
			{"-q8_0", 264_464_607, "49c8fb02b65e6049d5fa6c04f81f53b867b5ec9540406812c643f177317f779f"},
			{"", 487_601_967, "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b"},
			{".en-q5_1", 190_098_681, "bfdff4894dcb76bbf647d56263ea2a96645423f1669176f4844a1bf8e478ad30"},
			{".en-q8_0", 264_477_561, "67a179f608ea6114bd3fdb9060e762b588a3fb3bd00c4387971be4d177958067"},
			{".en", 487_614_201, "c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d"},
		}},
		{"medium", 900e6, "More exact than small, at an estimated 3 times its work: for a fast computer, or for patience", []variant{
			{"-q5_0", 539_212_467, "19fea4b380c3a618ec4723c3eef2eb785ffba0d0538cf43f8f235e7b3b34220f"},
			{"-q8_0", 823_369_779, "42a1ffcbe4167d224232443396968db4d02d4e8e87e213d3ee2e03095dea6502"},
			{"", 1_533_763_059, "6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208"},
			{".en-q5_0", 539_225_533, "76733e26ad8fe1c7a5bf7531a9d41917b2adc0f20f2e4f5531688a8c6cd88eb0"},
			{".en-q8_0", 823_382_461, "43fa2cd084de5a04399a896a9a7a786064e221365c01700cea4666005218f11c"},
			{".en", 1_533_774_781, "cc37e93478338ec7700281a7ac30a10128929eb8f427dda2e865faa8f6da4356"},
		}},
		{"large-v3-turbo", 600e6, "Nearly as exact as large-v3 and quicker, still an estimated 6 times the work of small: for a fast computer", []variant{
			{"-q5_0", 574_041_195, "394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2"},
			{"-q8_0", 874_188_075, "317eb69c11673c9de1e1f0d459b253999804ec71ac4c23c17ecf5fbe24e259a1"},
			{"", 1_624_555_275, "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69"},
		}},
		{"large-v3", 1400e6, "The most exact, at an estimated 7 times the work of small: often slower than the call itself", []variant{
			{"-q5_0", 1_081_140_203, "d75795ecff3f83b5faa89d1900604ad8c780abd5739fae406de19f23ecd98ad1"},
			{"", 3_095_033_483, "64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2"},
		}},
	}
}
