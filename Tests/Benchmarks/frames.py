#!/usr/bin/env python3
"""Frames of a clip as 336 x 336 pictures, beside other readers: processor time, in turns, each in a fresh process.

    swift build -c release --product frames-benchmark
    pip install --no-deps torchcodec==0.13.0 && pip install torch decord2 av numpy    # those that are missing are left out
    python3 Tests/Benchmarks/frames.py FOLDER [--rounds 5] [--points a1080:6,b480:64]

Makes three clips in FOLDER (130 MB, with ffmpeg): a1080, 60 s of 1080p H.264 with groups of 250 and B-frames; b480, 600 s of
480p H.264; c720, 30 s of 720p HEVC with 10 bits, in Matroska. Wanted are the frames on screen in the middle of each of N
equal parts. All decode with one thread. Opening is counted, importing and starting is not. The others resize by bilinear
or bicubic scaling inside swscale or torch; we convert the whole picture and resize it as Pillow does.
"""
import argparse, importlib, json, os, resource, statistics, subprocess, sys, time

SIDE = 336
POINTS = "a1080:6,a1080:64,a1080:600,b480:6,b480:64,c720:6,c720:64,c720:600"
H264 = "-c:v libx264 -preset veryfast -bf 3 -g 250 -keyint_min 25 -sc_threshold 0 -pix_fmt yuv420p -movflags +faststart"
CLIPS = {
    "a1080": ("a1080.mp4", "mandelbrot=s=480x270:r=30:maxiter=200,scale=1920x1080:flags=bilinear,noise=c0s=2:c0f=t", 60, f"-crf 26 {H264}"),
    "b480": ("b480.mp4", "testsrc2=s=854x480:r=30,noise=c0s=2:c0f=t", 600, f"-crf 28 {H264}"),
    "c720": ("c720hevc10.mkv", "testsrc2=s=1280x720:r=25", 30,
             "-c:v libx265 -preset superfast -x265-params log-level=error:pools=1:frame-threads=1:keyint=60 -pix_fmt yuv420p10le"),
}


def middles(count, duration, start=0):
    return [start + duration * (2 * i + 1) / (2 * count) for i in range(count)]


def torchcodec(path, count):
    from torchcodec.decoders import VideoDecoder
    from torchcodec.transforms import Resize

    yield
    decoder = VideoDecoder(path, num_ffmpeg_threads=1, dimension_order="NHWC", transforms=[Resize((SIDE, SIDE))])
    facts = decoder.metadata
    length = facts.end_stream_seconds - facts.begin_stream_seconds
    yield len(decoder.get_frames_played_at(middles(count, length, facts.begin_stream_seconds)).data)


def decord(path, count):
    module = importlib.import_module("decord")
    yield
    reader = module.VideoReader(path, ctx=module.cpu(0), num_threads=1, width=SIDE, height=SIDE)
    yield len(reader.get_batch([int(t) for t in middles(count, len(reader))]).asnumpy())


def pyav(path, count, seeks):
    av = importlib.import_module("av")
    yield
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        stream.codec_context.thread_count = 1
        length = stream.duration or container.duration / 1e6 / stream.time_base
        wanted, pictures, last = middles(count, length, stream.start_time or 0), [], None
        picture = lambda frame: frame.reformat(SIDE, SIDE, "rgb24", interpolation="BICUBIC").to_ndarray()
        if seeks:
            for instant in wanted:
                container.seek(int(instant), stream=stream)
                for frame in container.decode(stream):
                    if frame.pts > instant:
                        break
                    last = frame
                pictures.append(picture(last))
        else:
            for frame in container.decode(stream):
                while len(pictures) < count and frame.pts > wanted[len(pictures)]:
                    pictures.append(picture(last))
                if len(pictures) == count:
                    break
                last = frame
            pictures += [picture(last)] * (count - len(pictures))
        yield len(pictures)


PEERS = {
    "torchcodec": torchcodec,
    "decord2": decord,
    "PyAV, seeking": lambda path, count: pyav(path, count, True),
    "PyAV, from the start": lambda path, count: pyav(path, count, False),
}


def measure_here(peer, path, count):
    """In this process; prints what the benchmark of our own prints."""
    steps = PEERS[peer](path, count)
    try:
        next(steps)
    except (ImportError, OSError, RuntimeError):
        sys.exit(3)
    used = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    processor, wall = used(), time.monotonic()
    found = next(steps)
    print(json.dumps({"processor": used() - processor, "wall": time.monotonic() - wall, "frames": found,
                      "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def run(command):
    result = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    if result.returncode == 3:
        return None
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}: code {result.returncode}\n{result.stderr[-2000:]}")
    return json.loads(result.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--points", default=POINTS)
    parser.add_argument("--program", default=".build/release/frames-benchmark")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    peers, figures = list(PEERS), {}
    for point in options.points.split(","):
        clip, count = point.split(":")
        name, source, seconds, coding = CLIPS[clip]
        path = f"{options.folder}/{name}"
        if not os.path.exists(path):
            part = f"{options.folder}/part-{name}"
            subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source, "-t", str(seconds), *coding.split(), part], check=True)
            os.rename(part, path)
        # A seek for every frame takes minutes where frames lie close; reading all is no plan for a few.
        fit = [peer for peer in peers if not (peer == "PyAV, seeking" and int(count) > 64) and not (peer == "PyAV, from the start" and int(count) < 600)]
        rows = {peer: [] for peer in fit} | {"ours": []}
        for _ in range(options.rounds):
            for peer in fit + ["ours"]:
                command = [options.program, path, count] if peer == "ours" else [sys.executable, __file__, "--measure", peer, path, count]
                found = run(command)
                if found is None:
                    if peer in peers:
                        peers.remove(peer)
                        print(f"{peer} is not installed", file=sys.stderr)
                elif found["frames"] != int(count):
                    sys.exit(f"{peer} gave {found['frames']} of {count} frames")
                else:
                    rows[peer].append(found)
        figures[point] = {peer: found for peer, found in rows.items() if found}
        print(f"{point}: " + ", ".join(f"{peer} {statistics.median(r['processor'] for r in found):.3g}" for peer, found in figures[point].items()), file=sys.stderr)
    print("| clip, frames | " + " | ".join(peers) + " | ours | ours / best of them | our memory |")
    print("|---" * (len(peers) + 4) + "|")
    for point, rows in figures.items():
        median = {peer: statistics.median(row["processor"] for row in found) for peer, found in rows.items()}
        ratio = median["ours"] / min(seconds for peer, seconds in median.items() if peer != "ours") if len(median) > 1 else float("nan")
        memory = max(row["peak_bytes"] for row in rows["ours"]) / 1e6
        cells = [f"{median[peer]:.3g} s" if peer in median else "-" for peer in peers + ["ours"]]
        print(f"| {point.replace(':', ', ')} | " + " | ".join(cells) + f" | {ratio:.2f} | {memory:.0f} MB |")


if len(sys.argv) == 5 and sys.argv[1] == "--measure":
    measure_here(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    main()
