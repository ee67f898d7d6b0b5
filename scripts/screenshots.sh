#!/usr/bin/env bash
# screenshots.sh FOLDER [NAME…]: pictures of the real window, light and dark, at 100 %, at 200 % on a full HD screen, and at 900×600: the
# sample library, a library of 10,000 calls and one of a single call, a watched folder, a take in every state that its sides can be in, certificates, and the queue. Names choose among light-100,
# dark-100, light-200, dark-200 and small; SCENES in the environment among main, standing, documented and many, and the parts of documented (scenes/documented.sh).
# docs/screenshots keeps those of light-100 and dark-100, and the main ones of small. Everything runs on a display, a sound server and a library of its own; what
# the takes hear is really played, and devices really vanish.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p "$1"
folder=$(cd "$1" && pwd)
shift
chosen=("$@")
home=$(mktemp -d)
pids=()
playing=()
finish() {
  [ $? = 0 ] || tail -n 400 "$home/demo.log" "$home/window.log" >&2
  for pid in "${playing[@]}" "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$home"
}
trap finish EXIT

GOCACHE=$(go env GOCACHE)
GOMODCACHE=$(go env GOMODCACHE)
export GOCACHE GOMODCACHE
export HOME=$home XDG_DATA_HOME=$home XDG_CONFIG_HOME=$home XDG_RUNTIME_DIR=$home PULSE_SERVER=unix:$home/native
samples=$home/samples
mkdir -p "$home/.cache" "$home/person/.cache" "$home/OnRecord" "$home/pictures"

pulseaudio -n --daemonize=no --exit-idle-time=-1 --disallow-exit --use-pid-file=no \
  -L "module-native-protocol-unix socket=$home/native auth-anonymous=1" \
  -L "module-null-sink sink_name=mouth norewinds=1" \
  -L "module-null-sink sink_name=speakers norewinds=1 sink_properties=device.description=Speakers" \
  >"$home/pulse.log" 2>&1 &
pids+=($!)

bin/onrecord --quiet --library "$samples" demo >"$home/demo.log" 2>&1
# One call was written down a second time, so that there is something to compare.
bin/onrecord --quiet --library "$samples" transcribe last --language auto >>"$home/demo.log" 2>&1
pactl set-default-sink speakers
sox assets/calls/telemarketer.flac "$home/me.wav" remix 1 trim 22
sox assets/calls/telemarketer.flac "$home/them.wav" remix 2 trim 24
# Speech without the pauses in which the other one speaks, so that a picture taken at any second shows it.
sox assets/calls/telemarketer.flac "$home/talk.wav" remix 1 silence 1 0.1 1% -1 0.3 1% repeat 9
sox "$home/talk.wav" "$home/low.wav" norm -36
sox -V1 "$home/talk.wav" "$home/loud.wav" gain 40
sox -n -r 16000 -c 1 -b 16 "$home/quiet.wav" synth 120 pinknoise norm -66

# plug gives the machine a microphone, and unplug takes it away.
plug() {
  headset=$(pactl load-module module-remap-source source_name=headset master=mouth.monitor source_properties=device.description=Headset)
  pactl set-default-source headset
}
unplug() { pactl unload-module "$headset"; }

# hear MINE THEIRS: from now on each side hears that, or nothing.
hear() {
  hush
  [ "$1" = nothing ] || play mouth "$1"
  [ "$2" = nothing ] || play speakers "$2"
}
play() {
  paplay -d "$1" "$home/$2.wav" 2>/dev/null &
  playing+=($!)
}
hush() {
  [ $? = 0 ] || tail -n 400 "$home/demo.log" "$home/window.log" >&2
  for pid in "${playing[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  playing=()
}

# press KEY…: one key after the other, with time for what opens.
press() {
  local key
  for key in "$@"; do
    xdotool key "$key"
    sleep 0.5
  done
}

# ask QUERY: searches for something else.
ask() {
  press ctrl+f ctrl+a
  xdotool type --delay 20 "$1"
  sleep 1.5
}

# scroll: to the end of what the window shows.
scroll() {
  xdotool mousemove 60 400 click --repeat 300 --delay 5 5
  sleep 1
}

# picture NAME: what is on the display now. Nothing is computed before the take is over: its time goes on.
picture() { import -window root "$home/pictures/$variant-$1.png"; }

# develop writes the pictures in few colours, so that the files are small.
develop() {
  local file
  for file in "$home"/pictures/*.png; do
    convert "$file" -dither None -colors 200 "png8:$folder/$(basename "$file")"
    rm "$file"
  done
}

# made CALLS: a library of so many made-up calls, without sound; it is made when it is wanted first.
made() {
  [ -d "$home/made-$1" ] || ONRECORD_MANY=$1 ONRECORD_MANY_DIR=$home/made-$1 go test -tags no_emoji ./storage -run '^TestMakeManyCalls$' -count=1 >>"$home/demo.log"
  echo "$home/made-$1"
}

# open THEME SCALE WIDTHxHEIGHT [LIBRARY]: a window on a copy of a library, or of the samples.
open() {
  local theme=$1 scale=$2 size=$3 id
  cp -r "${4:-$samples}" "$home/$variant"
  : >"$home/display"
  Xvfb -displayfd 9 -screen 0 "${size}x24" -nolisten tcp 9>"$home/display" 2>/dev/null &
  server=$!
  pids+=("$server")
  until [ -s "$home/display" ]; do sleep 0.05; done
  DISPLAY=:$(cat "$home/display")
  export DISPLAY
  HOME=$home/person WAYLAND_DISPLAY='' FYNE_THEME=$theme FYNE_SCALE=$scale bin/onrecord --library "$home/$variant" 2>>"$home/window.log" &
  window=$!
  pids+=("$window")
  id=$(xdotool search --sync --onlyvisible --name OnRecord | head -n 1)
  xdotool windowmove "$id" 0 0 windowsize "$id" "${size%x*}" "${size#*x}" windowfocus --sync "$id"
  sleep 2
}

close() {
  kill -INT "$window"
  wait "$window" || true
  kill "$server"
  wait "$server" 2>/dev/null || true
}

shoot_library() {
  xdotool key Down Down Up
  sleep 2
  picture call
  xdotool key ctrl+k
  sleep 0.5
  picture correcting
  xdotool key Escape shift+Down shift+Down
  sleep 0.5
  picture call-passage
  press Menu Down Down Return
  picture clip
  press Tab space # Cancel
  press alt Right Right Down Down Right
  picture call-export
  press Escape Escape Escape ctrl+k Escape # and the keyboard is at the turn again
  xdotool key Escape Up Up ctrl+space
  sleep 5 # until a word is heard
  picture call-playing
  xdotool key ctrl+space plus plus
  sleep 0.5
  picture call-zoomed
  xdotool key 0 Down Down F2
  sleep 0.3
  xdotool type --delay 20 ' The caller is Linda.'
  xdotool key Return
  sleep 1
  xdotool key Down Delete
  sleep 1
  picture corrected
  xdotool key ctrl+h
  sleep 0.7
  picture history
  xdotool key ctrl+h ctrl+g
  sleep 1
  picture compare
  xdotool key ctrl+g ctrl+d
  sleep 0.5
  picture certificate-imported
  xdotool key ctrl+d ctrl+f
  sleep 0.3
  xdotool type --delay 30 '"do not call list"'
  sleep 1.5
  picture search
  xdotool key ctrl+a
  xdotool type --delay 30 'quaterly'
  sleep 1
  picture search-nothing
  xdotool key Escape ctrl+comma
  sleep 2.5
  picture settings
  xdotool key Escape
  sleep 0.5
}

# shoot_take makes one take and lets everything go wrong that can.
shoot_take() {
  hear me them
  xdotool key ctrl+r
  sleep 3.5
  xdotool type --delay 20 'asked where they got my number'
  xdotool key Return ctrl+m
  sleep 1.5
  picture recording
  press Escape w
  picture consent
  press Escape
  hear talk quiet
  sleep 5
  picture recording-quiet
  hear talk low
  sleep 11 # until it is not taken for a pause
  picture recording-low
  hear loud talk
  sleep 2
  picture recording-loud
  hear talk nothing
  sleep 6
  picture recording-nothing
  sleep 9
  picture recording-unheard
  unplug
  sleep 4
  picture recording-warnings
  hear nothing talk
  sleep 6
  picture recording-gone
  plug
  hear talk talk
  sleep 5
  xdotool key ctrl+p
  sleep 2
  picture recording-paused
  xdotool key ctrl+p
  sleep 3
  xdotool key ctrl+r
  sleep 3
  picture call-incomplete
  xdotool key ctrl+d
  sleep 1
  picture certificate-incomplete
}

# shoot_whole makes a take in which nothing goes wrong.
shoot_whole() {
  hear talk talk
  sleep 0.5
  xdotool key ctrl+r
  sleep 8
  xdotool key ctrl+r
  sleep 3
  hush
  xdotool key ctrl+d
  sleep 1
  picture certificate-complete
}

# shoot_queue lets calls wait, and one fail. It brings calls in, so it comes last.
shoot_queue() {
  local queue=(bin/onrecord --quiet --library "$home/$variant") call
  "${queue[@]}" jobs pause
  for call in 'Acme Solar' 'Harbor View Dental' 'L. Berg, CPA'; do
    "${queue[@]}" import --again assets/calls/telemarketer.flac --name "$call" --started '2026-03-13 09:12' >/dev/null
  done
  "${queue[@]}" import --again assets/calls/accountant.flac --name 'Summit Credit' --started '2026-03-13 16:40' --no-transcribe >/dev/null
  "${queue[@]}" transcribe "$("${queue[@]}" calls --since 2026-03-13 | awk '/Summit/ { print $1; exit }')" --model base.en --anyway 2>/dev/null || true
  xdotool key ctrl+j
  sleep 1
  picture queue
  xdotool key Escape
}

# shoot_many looks at a great library: picks, narrows, searches, groups; then at the smallest.
shoot_many() {
  open "$@" "$(made 10000)"
  xdotool key ctrl+f
  sleep 0.3
  xdotool type --delay 20 'refund from:them'
  sleep 1.5
  picture calls-search
  xdotool key Return
  sleep 1
  xdotool key ctrl+f
  sleep 0.2
  xdotool key BackSpace
  xdotool type --delay 20 'case:"rent of the flat" after:year'
  sleep 1.5
  xdotool key Return
  sleep 1
  picture calls-narrowed
  xdotool key ctrl+f
  sleep 0.2
  xdotool key BackSpace
  sleep 0.7
  picture calls-searches
  press Down Menu Down Down Return
  picture calls-saving
  xdotool type --delay 20 'Rent of this year'
  press Return
  sleep 0.5
  ask 'case:"rent of the flat" after:year'
  picture calls-saved
  ask 'quaterly payement'
  picture calls-proposals
  ask 'refund name:"Bright Home" case:rent from:them after:2025 before:2026-06-01 longer:5m in:transcript tag:money'
  picture calls-conditions
  ask 'after:sommer'
  picture calls-wrong
  ask ''
  xdotool key BackSpace
  sleep 0.5
  xdotool key Escape
  sleep 0.7
  xdotool key Down
  sleep 0.2
  xdotool key Down
  sleep 0.2
  xdotool keydown shift key Down key Down keyup shift
  sleep 0.7
  picture calls-picked
  press ctrl+shift+k
  picture cases-reading
  sleep 20
  picture cases-many
  close
  rm -rf "$home/$variant"
  printf '{"calls": {"order": "name", "group": "case"}}\n' >"$home/OnRecord/settings.json"
  open "$@" "$(made 10000)"
  picture calls-cases
  close
  rm -rf "$home/$variant"
  printf '{"calls": {"order": "longest", "group": "person"}}\n' >"$home/OnRecord/settings.json"
  open "$@" "$(made 10000)"
  picture calls-people
  xdotool key ctrl+f
  xdotool type --delay 20 'name:nobody case:none'
  sleep 1
  picture calls-nothing
  close
  rm -rf "$home/$variant" "$home/OnRecord/settings.json"
  open "$@" "$(made 1)"
  picture calls-one
  close
}

# shoot_main is the sample library, with takes in it at the end.
shoot_main() {
  open "$@"
  shoot_library
  shoot_take
  shoot_whole
  shoot_queue
  close
}

# shoot_standing keeps the last seconds in memory, and watches a folder with a call and a broken file in it.
shoot_standing() {
  mkdir -p "$home/telephone"
  cp assets/calls/accountant.flac "$home/telephone/call_20260310-091200.flac"
  printf 'no sound' >"$home/telephone/broken.mp3"
  printf '{"preroll_s": 30, "watch_folder": "%s"}\n' "$home/telephone" >"$home/OnRecord/settings.json"
  open "$@"
  sleep 2
  picture listening
  press ctrl+comma
  scroll
  picture settings-watched
  rm -r "$home/telephone"
  sleep 6
  picture settings-unwatched
  close
}

. scripts/scenes/documented.sh

# shoot NAME THEME SCALE WIDTHxHEIGHT
shoot() {
  variant=$1
  if [ ${#chosen[@]} -gt 0 ] && [[ " ${chosen[*]} " != *" $variant "* ]]; then return; fi
  plug
  local scene
  for scene in ${SCENES:-main standing documented many}; do
    "shoot_$scene" "${@:2}"
    rm -rf "$home/$variant" "$home/OnRecord/settings.json"
  done
  unplug
  develop
}

document >>"$home/demo.log"
shoot light-100 light 1 1280x800
shoot dark-100 dark 1 1280x800
shoot light-200 light 2 1920x1080
shoot dark-200 dark 2 1920x1080
shoot small light 1 900x600
