#!/usr/bin/env bash
# screenshots.sh FOLDER: pictures of the real window on the sample library, light and dark, at 100 % and 200 %, and at
# 900×600. Everything runs on a display, a sound server and a library of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p "$1"
folder=$(cd "$1" && pwd)
home=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$home"
}
trap finish EXIT

export HOME=$home XDG_DATA_HOME=$home XDG_CONFIG_HOME=$home XDG_RUNTIME_DIR=$home PULSE_SERVER=unix:$home/native
samples=$home/samples
mkdir -p "$home/.cache"

pulseaudio -n --daemonize=no --exit-idle-time=-1 --disallow-exit --use-pid-file=no \
  -L "module-native-protocol-unix socket=$home/native auth-anonymous=1" \
  -L "module-null-sink sink_name=mouth norewinds=1" \
  -L "module-null-sink sink_name=speakers norewinds=1 sink_properties=device.description=Speakers" \
  -L "module-remap-source source_name=headset master=mouth.monitor source_properties=device.description=Headset" \
  >"$home/pulse.log" 2>&1 &
pids+=($!)

bin/onrecord --quiet --library "$samples" demo >"$home/demo.log" 2>&1
pactl set-default-sink speakers
pactl set-default-source headset
sox assets/calls/telemarketer.flac "$home/me.wav" remix 1 trim 22
sox assets/calls/telemarketer.flac "$home/them.wav" remix 2 trim 24

# shoot NAME THEME SCALE WIDTHxHEIGHT
shoot() {
  local name=$1 theme=$2 scale=$3 size=$4 display
  local library=$home/$name
  cp -r "$samples" "$library"
  Xvfb -displayfd 9 -screen 0 "${size}x24" -nolisten tcp 9>"$home/display" 2>/dev/null &
  local server=$!
  pids+=("$server")
  until [ -s "$home/display" ]; do sleep 0.05; done
  display=:$(cat "$home/display")
  DISPLAY=$display WAYLAND_DISPLAY= FYNE_THEME=$theme FYNE_SCALE=$scale bin/onrecord --library "$library" 2>>"$home/window.log" &
  local window=$!
  pids+=("$window")
  export DISPLAY=$display
  local id
  id=$(xdotool search --sync --onlyvisible --name OnRecord | head -n 1)
  xdotool windowmove "$id" 0 0 windowsize "$id" "${size%x*}" "${size#*x}" windowfocus --sync "$id"
  sleep 2
  picture() { import -window root "$folder/$name-$1.png"; }
  xdotool key Down Down Up
  sleep 2
  picture call
  xdotool key ctrl+f
  sleep 0.3
  xdotool type --delay 30 '"do not call list"'
  sleep 1.5
  picture search
  xdotool key Escape ctrl+comma
  sleep 2.5
  picture settings
  xdotool key Escape
  sleep 0.5
  xdotool key ctrl+r
  sleep 2
  paplay -d mouth "$home/me.wav" 2>/dev/null &
  pids+=($!)
  paplay -d speakers "$home/them.wav" 2>/dev/null &
  pids+=($!)
  sleep 3.5
  xdotool type --delay 20 'asked where they got my number'
  xdotool key Return
  sleep 1.5
  picture recording
  xdotool key ctrl+r
  sleep 2
  kill -INT "$window"
  wait "$window" || true
  kill "$server"
  : >"$home/display"
}

shoot light-100 light 1 1280x800
shoot dark-100 dark 1 1280x800
shoot light-200 light 2 2560x1600
shoot dark-200 dark 2 2560x1600
shoot small light 1 900x600
