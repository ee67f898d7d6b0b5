#!/usr/bin/env bash
# bench.sh: print the table of figures. To compare with whisper-cli, have it in the PATH, or name its command in
# WHISPER_CLI; if that runs in another root (a chroot), name its view of / in WHISPER_CLI_FOLDER.
set -euo pipefail
cd "$(dirname "$0")/.."
go test -v -tags 'no_emoji bench' -count=1 -timeout 30m -run '^TestBench$' . | grep -v -e '^PASS' -e '^ok' -e '^=== ' -e '^--- PASS'
echo
echo 'A device thread with each delivery of 50 ms; an hour of a take through the writer; speech detection:'
go test -tags no_emoji -count=1 -run '^$' -bench '^Benchmark(Delivery|TakeHour|Detector)' ./audio ./audio/voice | grep '^Benchmark'
