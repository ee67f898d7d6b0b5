#!/usr/bin/env bash
# bench.sh: print the table of figures. To compare with whisper-cli, have it in the PATH, or name its command in
# WHISPER_CLI; if that runs in another root (a chroot), name its view of / in WHISPER_CLI_FOLDER.
set -euo pipefail
cd "$(dirname "$0")/.."
go test -v -tags 'no_emoji bench' -count=1 -timeout 30m -run '^TestBench$' . | grep -v -e '^PASS' -e '^ok' -e '^=== ' -e '^--- PASS'
