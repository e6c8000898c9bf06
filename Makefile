# make ask    install what is missing, build, and answer a question about a clip in samples/
# make test   install what is missing, build, and run all tests
SHELL := bash
PREFIX ?= /usr/local
DESTDIR ?=
PACKAGES := pkg-config libavformat-dev libavcodec-dev libswscale-dev libavutil-dev libsentencepiece-dev \
  libopenblas0-pthread ffmpeg
BUILD := swift build -c release --static-swift-stdlib --product m3-video

.PHONY: setup build ask test lint install

# Debian packages that are missing; asks for nothing when all are there.
setup:
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
	fi

build: setup
	$(BUILD)

ask: build
	"$$($(BUILD) --show-bin-path)/m3-video" ask samples/clips/first.mp4 --budget 2880 "what happens?"

test: setup
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build

lint:
	swift format lint --strict -r Sources Tests Package.swift

# The program to PREFIX/bin, the default model to PREFIX/share/m3-video/models.
install: build
	install -D -m 755 "$$($(BUILD) --show-bin-path)/m3-video" "$(DESTDIR)$(PREFIX)/bin/m3-video"
	mkdir -p "$(DESTDIR)$(PREFIX)/share/m3-video"
	cp -R samples/models "$(DESTDIR)$(PREFIX)/share/m3-video/"
