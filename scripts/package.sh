#!/usr/bin/env bash
# package.sh VERSION: make dist/onrecord-VERSION-linux-ARCH.tar.xz and dist/onrecord_VERSION_ARCH.deb from bin/onrecord.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$1
id=io.github.onrecord.OnRecord
arch=$(dpkg --print-architecture)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

root=$tree/deb
install -Dm755 bin/onrecord "$root/usr/bin/onrecord"
install -Dm644 "assets/linux/$id.desktop" "$root/usr/share/applications/$id.desktop"
install -Dm644 "assets/linux/$id.metainfo.xml" "$root/usr/share/metainfo/$id.metainfo.xml"
for size in 48 64 128 256 512; do
  install -Dm644 "assets/icons/onrecord-$size.png" "$root/usr/share/icons/hicolor/${size}x$size/apps/$id.png"
done
install -Dm644 README.md "$root/usr/share/doc/onrecord/README.md"
install -Dm644 LICENSE "$root/usr/share/doc/onrecord/copyright"
desktop-file-validate "$root/usr/share/applications/$id.desktop"
appstreamcli validate --no-net "$root/usr/share/metainfo/$id.metainfo.xml" >&2

# The window's library loads these while it runs, whichever of X11 and Wayland it finds.
loaded=(libx11-6 libxcursor1 libxrandr2 libxinerama1 libxi6 libxxf86vm1 libxkbcommon0 libwayland-cursor0 libwayland-egl1 libegl1)

# The packages that hold the libraries the program is linked with.
linked() {
  local library path
  for library in $(objdump -p bin/onrecord | awk '$1 == "NEEDED" { print $2 }'); do
    path=$(ldd bin/onrecord | awk -v name="$library" '$1 == name { print $3 }')
    [ -n "$path" ] || continue # the loader itself
    dpkg-query -S "$(readlink -f "$path")" 2>/dev/null || dpkg-query -S "*/$(basename "$(readlink -f "$path")")"
  done | sed 's/:.*//'
}

depends() {
  { linked; printf '%s\n' "${loaded[@]}"; } | sort -u | sed 's/^libwhisper1$/& (>= 1.9)/' | paste -sd, | sed 's/,/, /g'
}

mkdir -p dist "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<TXT
Package: onrecord
Version: $version
Architecture: $arch
Maintainer: The OnRecord authors <onrecord@users.noreply.github.com>
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $(depends)
Recommends: pulseaudio | pipewire-pulse
Section: sound
Priority: optional
Description: record your own calls, get their words, find them again
 OnRecord records both sides of a call on separate channels, transcribes them on
 this machine with whisper.cpp, and keeps every call as a searchable document.
TXT
dpkg-deb --root-owner-group --build "$root" "dist/onrecord_${version}_$arch.deb" >&2

name=onrecord-$version-linux-$arch
mkdir "$tree/$name"
cp -r "$root/usr/." "$tree/$name/"
tar -C "$tree" --owner=0 --group=0 --sort=name -cJf "dist/$name.tar.xz" "$name"
ls -l dist
