#!/usr/bin/env python3
"""Measures the small model's targets: `ask` on a clip of ten seconds as a whole process, and a second question.

    python3 Tests/Benchmarks/small_model.py [PROGRAM] [--repeats 7]

PROGRAM is .build/release/m3-video unless given. The clip is made by ffmpeg (libx264, 640 x 360, 30 frames a second).
Ends with code 1 when a target is missed: a process of 1 s and 300 MB, a second question of 5 % of the first.
"""

import argparse
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time

QUESTIONS = ["what happens?", "how many times did it flash?"]


def process(words, environment):
    """Wall seconds, the most resident bytes, and processor seconds of a program run to its end."""
    start = time.monotonic()
    child = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(words)}: {complaint.decode()}")
    return seconds, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime


def conversation(words, environment):
    """Seconds from each question to the next prompt, in one process on a terminal of its own."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(words[0], words, environment)
    seconds = []
    try:
        until_prompt(terminal)
        for question in QUESTIONS:
            start = time.monotonic()
            os.write(terminal, question.encode() + b"\n")
            until_prompt(terminal)
            seconds.append(time.monotonic() - start)
        os.write(terminal, b"\x04")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return seconds


def until_prompt(terminal):
    text = b""
    while not text.endswith(b"\n> "):
        if not select.select([terminal], [], [], 60)[0]:
            sys.exit(f"no prompt after {text!r}")
        text += os.read(terminal, 4096)
        if text == b"> ":
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default=".build/release/m3-video")
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = f"{folder}/ten.mp4"
        subprocess.run(
            ["ffmpeg", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=10",
             "-c:v", "libx264", "-pix_fmt", "yuv420p", clip], check=True)
        environment = dict(os.environ, XDG_CACHE_HOME=folder, TERM="dumb", NO_COLOR="1")
        ask = [options.program, "ask", clip, "--budget", "2880", "--max-tokens", "16"]

        failed = False

        def row(what, values, unit, limit=None):
            nonlocal failed
            value = statistics.median(values)
            verdict = "" if limit is None else f"  (target {limit:g}{unit})"
            failed = failed or (limit is not None and value > limit)
            print(f"{what:44}{value:10.3f}{unit}{verdict}")

        process(ask + ["--cache-disk", "0", QUESTIONS[0]], environment)  # the files are in memory from here on
        runs = [process(ask + ["--cache-disk", "0", QUESTIONS[0]], environment) for _ in range(options.repeats)]
        row("ask, whole process, nothing kept", [run[0] for run in runs], " s", 1)
        row("  processor time, all threads", [run[2] for run in runs], " s")
        row("  most resident memory", [run[1] / 1e6 for run in runs], " MB", 300)
        process(ask + [QUESTIONS[0]], environment)
        runs = [process(ask + [QUESTIONS[0]], environment) for _ in range(options.repeats)]
        row("ask, whole process, features on the disk", [run[0] for run in runs], " s", 1)
        row("  processor time, all threads", [run[2] for run in runs], " s")
        row("  most resident memory", [run[1] / 1e6 for run in runs], " MB", 300)
        chat = [options.program, "ask", clip, "--budget", "2880", "--max-tokens", "16", "--cache-disk", "0"]
        talks = [conversation(chat, environment) for _ in range(options.repeats)]
        row("first question, same process", [talk[0] for talk in talks], " s")
        row("second question, same process", [talk[1] for talk in talks], " s")
        row("  of the first", [100 * talk[1] / talk[0] for talk in talks], " %", 5)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
