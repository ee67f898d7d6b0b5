#!/usr/bin/env bash
# setup.sh STAGE: get what this machine lacks to build (STAGE=run) or to build and test (STAGE=test) OnRecord.
#
# Quick and silent when everything is there. Only Debian is set up automatically; elsewhere the exact packages
# are printed. Nothing is installed on a system whose pkg-config already knows whisper, beyond what is missing.
set -euo pipefail

stage=${1:-run}

# Compile and run: C++ compiler for the whisper bridge, OpenGL and X11 headers for the window.
build_packages=(g++ libc6-dev make pkg-config libgl-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev
  libxi-dev libxxf86vm-dev libwayland-dev libxkbcommon-dev libgl1 libasound2 libpulse0)
# Test: a display, a sound server, a message bus, tools that make and check audio and documents, and a cross-compiler for the Windows build.
test_packages=(xvfb libgl1-mesa-dri pulseaudio pulseaudio-utils dbus-daemon xdotool imagemagick flac sox
  gcc-mingw-w64-x86-64-win32 xz-utils desktop-file-utils appstream
  ffmpeg poppler-utils libreoffice-writer-nogui)

say() { printf 'setup: %s\n' "$*" >&2; }

print_other_systems() {
  cat >&2 <<'TXT'
setup: this system is not Debian, so please install these packages yourself and run make again:
  macOS (Homebrew)   brew install whisper-cpp ggml pkg-config flac sox    (and the Xcode command line tools)
  Fedora             sudo dnf install gcc-c++ make pkgconf-pkg-config whisper-cpp-devel mesa-libGL-devel libX11-devel \
                       libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel \
                       wayland-devel libxkbcommon-devel
  Arch               sudo pacman -S --needed base-devel pkgconf whisper.cpp libglvnd libx11 libxcursor libxrandr \
                       libxinerama libxi libxxf86vm
  Windows (MSYS2)    pacman -S mingw-w64-ucrt-x86_64-gcc mingw-w64-ucrt-x86_64-pkgconf mingw-w64-ucrt-x86_64-whisper.cpp
  Tests also need    Xvfb, Mesa's software renderer, PulseAudio with its tools, dbus-daemon, xdotool, ImageMagick, flac, sox,
                     ffmpeg, poppler-utils, LibreOffice Writer
OnRecord needs whisper.cpp 1.9 or newer, as pkg-config sees it (pkg-config --modversion whisper).
TXT
}

missing() { # the named packages that dpkg does not have fully installed
  local name
  for name in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || echo "$name"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || { say "these packages need root: run this once as root, or install sudo"; exit 1; }
  sudo "$@"
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null >/dev/null; }

apt_update_once() {
  [ -z "${updated:-}" ] || return 0
  apt update
  updated=1
}

# Debian 12 has no whisper library. One package and the libraries it depends on come from the release that does,
# pinned so low that nothing else is ever taken from there. Mirror and keyring are the machine's own.
install_whisper_on_debian() {
  apt_update_once
  if apt-cache show libwhisper-dev >/dev/null 2>&1; then
    apt install -y --no-install-recommends libwhisper-dev
    return
  fi
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep -E '/debian/?$' | head -n 1)
  [ -n "$mirror" ] || { say "no Debian mirror found in this machine's apt sources"; exit 1; }
  as_root tee /etc/apt/sources.list.d/onrecord-forky.sources >/dev/null <<TXT
Types: deb
URIs: ${mirror%/}
Suites: forky
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
TXT
  as_root tee /etc/apt/preferences.d/onrecord-forky >/dev/null <<'TXT'
Package: *
Pin: release n=forky
Pin-Priority: 50
TXT
  apt update
  apt install -y --no-install-recommends -t forky libwhisper-dev
}

have_whisper() { command -v pkg-config >/dev/null && pkg-config --atleast-version=1.9 whisper 2>/dev/null; }

command -v go >/dev/null || { say "Go 1.26 or newer is needed: see https://go.dev/dl"; exit 1; }

if ! command -v apt-get >/dev/null || ! grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
  have_whisper && exit 0
  print_other_systems
  exit 1
fi

wanted=("${build_packages[@]}")
[ "$stage" = test ] && wanted+=("${test_packages[@]}")
mapfile -t lacking < <(missing "${wanted[@]}")
if [ "${#lacking[@]}" -gt 0 ]; then
  say "installing ${lacking[*]}"
  apt_update_once
  apt install -y --no-install-recommends "${lacking[@]}"
fi
if ! have_whisper; then
  say "installing the whisper library"
  install_whisper_on_debian
fi
have_whisper || { say "pkg-config still does not find whisper 1.9 or newer"; exit 1; }
