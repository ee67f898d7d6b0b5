#!/usr/bin/env bash
# rival.sh: get whisper-cli for the comparisons of `make bench`, and print the folder that holds its system.
#
# Debian's whisper-cli brings video libraries and parts of a newer system with it. So it goes into a small system of its
# own (a chroot in the cache folder), of the same release as the library that OnRecord links: same library, same version.
# Needs root. Nothing is fetched when it is there.
set -euo pipefail

root=${XDG_CACHE_HOME:-$HOME/.cache}/onrecord/rival
if [ -x "$root/usr/bin/whisper-cli" ]; then echo "$root"; exit 0; fi
[ "$(id -u)" = 0 ] || { echo 'rival: run this once as root' >&2; exit 1; }

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep -E '/debian/?$' | head -n 1)
[ -n "$mirror" ] || { echo "rival: no Debian mirror found in this machine's apt sources" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
command -v debootstrap >/dev/null || apt-get -qq install -y --no-install-recommends debootstrap </dev/null >&2
fresh=$root.new
rm -rf "$fresh"
mkdir -p "$(dirname "$root")"
debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg forky "$fresh" "${mirror%/}" \
  /usr/share/debootstrap/scripts/sid >&2 # an older debootstrap does not know the name
chroot "$fresh" apt-get -qq install -y --no-install-recommends whisper.cpp-tools </dev/null >&2
mv "$fresh" "$root"
echo "$root"
