#!/usr/bin/env bash
# bench.sh: print the table of figures. whisper-cli, to compare with, comes through scripts/rival.sh when run as root, or is
# taken from the PATH. BENCH_SHAPE=small compares with the model in the shape of small instead of base.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${RIVAL:-}" ] && [ "$(id -u)" = 0 ]; then RIVAL=$(scripts/rival.sh); export RIVAL; fi
go test -v -tags 'no_emoji bench' -count=1 -timeout 90m -run '^TestBench$' . | grep -v -e '^PASS' -e '^ok' -e '^=== ' -e '^ *--- PASS'
echo
echo "The search index beside SQLite's FTS5 and bleve; times are the median and the 95th of 100, ratios compare the latter (BENCH_WORDS=10000000 for more):"
(cd storage/search/testdata/rivals && go run . -words "${BENCH_WORDS:-1000000}")
echo
echo 'A device thread with each delivery of 50 ms; an hour of a take through the writer; speech detection:'
go test -tags no_emoji -count=1 -run '^$' -bench '^Benchmark(Delivery|TakeHour|Detector)' ./audio ./audio/voice | grep '^Benchmark'
echo
echo 'Phrases: how many there are of each kind, how many are found, and what an hour of talk costs:'
go test -v -tags no_emoji -count=1 -run 'MeasurePhrases' ./rules | sed -n 's/^ *measure_test.go:[0-9]*: //p' | grep 'precision'
go test -tags no_emoji -count=1 -run '^$' -bench 'Hour$' ./rules | grep '^Benchmark'
echo
echo 'A library of ten thousand calls: opening it, without and with its index, and its list:'
go test -tags no_emoji -count=1 -run '^$' -bench 'TenThousand' ./storage ./app | grep '^Benchmark'
