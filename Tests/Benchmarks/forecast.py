#!/usr/bin/env python3
"""Compares what `plan` foretells with what `ask` then takes, stage by stage, and the memory with what it then held.

    m3-video bench
    python3 Tests/Benchmarks/forecast.py [PROGRAM] [--model DIR] [--precision NAME]
        [--kv-type TYPE] [--clip FILE] [--repeats 5]

Medians; needs the calibration that `m3-video bench` leaves, on a machine that is as busy as it was then.
"""

import argparse
import json
import statistics
import subprocess
import tempfile

PLANS = [(1, 576), (5, 576), (20, 144), (80, 36), (300, 1)]
STAGES = ["read", "preprocess", "encode", "prefill", "total"]


def run(words):
    return json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)


def worked(seconds, stage):
    """Seconds of a stage; of the total, without what is not foretold."""
    beside = sum(seconds.get(name, 0) for name in ["load", "probe", "pool", "decode"]) if stage == "total" else 0
    return seconds.get(stage, 0) - beside


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default=".build/release/m3-video")
    parser.add_argument("--model")
    parser.add_argument("--precision")
    parser.add_argument("--kv-type")
    parser.add_argument("--clip")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = options.clip or f"{folder}/ten.mp4"
        if not options.clip:
            subprocess.run(
                ["ffmpeg", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=10",
                 "-c:v", "libx264", "-pix_fmt", "yuv420p", clip], check=True)
        model = []
        for flag, value in [("model", options.model), ("precision", options.precision), ("kv-type", options.kv_type)]:
            model += [f"--{flag}", value] if value else []
        print("| frames x tokens | stage | foretold | measured | foretold / measured |\n|---|---|---|---|---|")
        ratios = []
        for frames, scale in PLANS:
            plan = ["--frames", str(frames), "--scale", str(scale)] + model
            forecast = run([options.program, "plan", clip, "--json"] + plan)["forecast"]
            foretold = forecast["seconds"]
            foretold["total"] -= foretold["decode"]  # of 32 tokens, where one is asked for
            asked = ["ask", clip, "what happens?", "--json", "--max-tokens", "1", "--cache-disk", "0"]
            answers = [run([options.program] + asked + plan) for _ in range(options.repeats)]
            taken = [answer["seconds"] for answer in answers]
            for stage in STAGES:
                measured = statistics.median(worked(seconds, stage) for seconds in taken)
                if measured < 0.002:
                    continue
                ratio = foretold.get(stage, 0) / measured
                ratios.append(ratio)
                print(f"| {frames} x {scale} | {stage} | {foretold.get(stage, 0):.3f} s | {measured:.3f} s | {ratio:.2f} |")
            held = statistics.median(answer["peak_bytes"] for answer in answers)
            print(f"| {frames} x {scale} | memory | {forecast['bytes'] / 1e6:.0f} MB | {held / 1e6:.0f} MB | "
                  f"{forecast['bytes'] / held:.2f} |")
        print(f"\nmedian ratio {statistics.median(ratios):.2f}, from {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    main()
