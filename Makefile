# OnRecord. Two targets are all that most people need:
#   make run    get what is missing, build, open the window
#   make test   get what is missing, run every test
# Both are quick when nothing is missing and nothing has changed.

SHELL       := /bin/bash
VERSION     := $(shell sed -n 's/^ *Version *= *"\(.*\)"/\1/p' FyneApp.toml)
GO_TAGS     := no_emoji
BUILDFLAGS  ?=
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0

export LANG := C.UTF-8
unexport LC_ALL

.PHONY: run test build setup setup-test lint unit windows bench soak screenshots package fuzz clean

run: setup build
	./bin/onrecord

build: setup
	go build $(BUILDFLAGS) -tags '$(GO_TAGS)' -o bin/onrecord .

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

test: setup-test lint windows build unit

lint:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	@test -z "$$(go run $(GOFUMPT) -l $$(git ls-files '*.go'))" || { echo "gofumpt would change:"; go run $(GOFUMPT) -l $$(git ls-files '*.go'); exit 1; }
	go vet -tags '$(GO_TAGS)' ./...
	go run $(STATICCHECK) -tags '$(GO_TAGS)' ./...

# Everything that does not need the whisper library must compile for Windows; it is not tested there.
windows:
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc go build -tags '$(GO_TAGS)' \
	  ./call ./assets ./audio/... ./transcribe ./transcribe/hearing ./transcribe/tally ./transcribe/widen ./storage/... ./app ./app/cli

unit:
	go test -race -tags '$(GO_TAGS)' -timeout 30m $$(go list ./... | tail -n +2)
	go test -race -tags '$(GO_TAGS)' -timeout 30m .

bench: setup-test build
	@scripts/bench.sh

# A library killed 200 times in the midst of all changes. Eight hours with random faults in made-up time; transcripts of two and six hours; twenty real minutes with captions; ten real
# minutes while every core is busy. About an hour and a half in all.
soak: setup-test
	go test -tags '$(GO_TAGS),soak' -run MidstOfEverything -v ./storage
	go test -tags '$(GO_TAGS),soak' -run MidstOfImports -v ./app
	go test -tags '$(GO_TAGS),soak' -p 1 -run Soak -v -timeout 90m ./audio ./transcribe ./app
	go test -tags '$(GO_TAGS),soak' -run Soak -v -timeout 60m .

screenshots: setup-test build
	@scripts/screenshots.sh docs/screenshots

package: setup-test
	@$(MAKE) --no-print-directory build BUILDFLAGS='-trimpath -ldflags "-s -w"'
	@scripts/package.sh '$(VERSION)'

# Every fuzz target for a while, beyond the seeds that `make test` runs.
FUZZTIME ?= 20s
fuzz: setup-test
	@for package in $$(go list ./...); do \
	  for target in $$(go test -tags '$(GO_TAGS)' -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "$$package $$target"; \
	    go test -tags '$(GO_TAGS)' -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

clean:
	rm -rf bin dist
