# make ask    install what is missing, build, and answer a question about a sample clip
# make test   the same and all tests
SHELL := bash
PREFIX ?= /usr/local
PACKAGES := pkg-config libavformat-dev libavcodec-dev libswscale-dev libavutil-dev libsentencepiece-dev \
  libopenblas0-pthread ffmpeg

.PHONY: setup build test lint

# Debian packages that are missing; asks for nothing when all are there.
setup:
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
	fi

build: setup
	swift build -c release --product m3-video

test: setup
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build

lint:
	swift format lint --strict -r Sources Tests Package.swift
