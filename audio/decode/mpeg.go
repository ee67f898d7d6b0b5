package decode

import (
	"bytes"
	"encoding/binary"
	"io"
)

// mpegHead is what the header of one frame of MPEG audio says.
type mpegHead struct {
	version  int // 1, 2, or 25 for 2.5
	layer    int // 1 to 3
	size     int // bytes of the frame; 0 where the header does not say
	rate     int
	channels int
	side     int // bytes between the header and the sound of the frame
}

// bits per second of layers 1 to 3, in thousands: of version 1, then of the others.
var bitrates = [2][3][15]int{
	{
		{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
		{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	},
	{
		{0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
	},
}

// parseMPEG reads the header of a frame.
func parseMPEG(b []byte) (h mpegHead, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return h, false
	}
	version, layer, bitrate, rate := b[1]>>3&3, b[1]>>1&3, b[2]>>4, b[2]>>2&3
	if version == 1 || layer == 0 || bitrate == 15 || rate == 3 {
		return h, false
	}
	h.version = map[byte]int{3: 1, 2: 2, 0: 25}[version]
	h.layer = 4 - int(layer)
	h.rate = [3]int{44100, 48000, 32000}[rate] >> map[byte]int{3: 0, 2: 1, 0: 2}[version]
	h.channels = 2
	if b[3]>>6 == 3 {
		h.channels = 1
	}
	older := 0
	if version != 3 {
		older = 1
	}
	h.side = [2][3]int{{0, 17, 32}, {0, 9, 17}}[older][h.channels]
	perSecond := 1000 * bitrates[older][h.layer-1][bitrate]
	padding := int(b[2] >> 1 & 1)
	switch {
	case perSecond == 0:
	case h.layer == 1:
		h.size = (12*perSecond/h.rate + padding) * 4
	case h.layer == 3 && older == 1:
		h.size = 72*perSecond/h.rate + padding
	default:
		h.size = 144*perSecond/h.rate + padding
	}
	return h, true
}

// adtsSize gives the length of a frame of AAC that stands alone, or 0.
func adtsSize(b []byte) int {
	if len(b) < 6 || b[0] != 0xff || b[1]&0xf6 != 0xf0 {
		return 0
	}
	return int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5])>>5
}

// skipID3 gives the place behind the tags that stand in front of the sound.
func skipID3(src io.ReaderAt) (int64, error) {
	at := int64(0)
	for range 8 { // some programs put one before the other
		head, err := readAt(src, at)
		if err != nil || len(head) < 10 || !bytes.HasPrefix(head, []byte("ID3")) {
			return at, err
		}
		size := binary.BigEndian.Uint32(head[6:])
		at += 10 + int64(size&0x7f|size>>8&0x7f<<7|size>>16&0x7f<<14|size>>24&0x7f<<21)
		if head[5]&0x10 != 0 { // with a footer
			at += 10
		}
	}
	return at, nil
}

// mpegSlack is how far behind the tags the first frame may stand: some programs leave room there.
const mpegSlack = 2048

// recogniseMPEG tells MP3, and AAC that stands alone, by two frames that follow each other. Nothing else has them.
func recogniseMPEG(src io.ReaderAt, head []byte) (Kind, error) {
	start, err := skipID3(src)
	if err != nil {
		return Kind{}, err
	}
	tagged := start > 0
	if tagged {
		if head, err = readAt(src, start); err != nil {
			return Kind{}, err
		}
		if begins("fLaC")(head) {
			return Kind{Name: "FLAC", Ext: "flac", own: true, demuxer: "flac"}, nil
		}
	}
	for i := range max(0, min(len(head)-4, mpegSlack)) {
		if size := adtsSize(head[i:]); size > 7 && i+size+6 <= len(head) && adtsSize(head[i+size:]) > 7 {
			return Kind{Name: "AAC", Ext: "aac", demuxer: "aac"}, nil
		}
		if first, ok := mpegPair(head[i:]); ok {
			return mpegKind(first), nil
		}
		if i == 0 && !tagged && len(head) > 0 && head[0] != 0xff && head[0] != 0 {
			break // anything may hold two such frames somewhere
		}
	}
	return Kind{}, nil
}

// mpegPair reads the header of a frame that another one of the same kind follows.
func mpegPair(b []byte) (mpegHead, bool) {
	first, ok := parseMPEG(b)
	if !ok || first.size < 4 || first.size > len(b) {
		return first, false
	}
	next, ok := parseMPEG(b[first.size:])
	same := next.version == first.version && next.layer == first.layer && next.rate == first.rate
	return first, ok && same
}

func mpegKind(h mpegHead) Kind {
	kind := Kind{Name: "MP3", Ext: "mp3", demuxer: "mp3"}
	switch {
	case h.layer != 3:
		kind.Name, kind.Ext = "MPEG audio", "mp2"
	case h.version != 25: // which the library cannot read
		kind.open = openMP3
	}
	return kind
}
