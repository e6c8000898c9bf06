#!/usr/bin/env python3
"""Prefill and decode of LLaMA-7B's shape beside llama.cpp, in turns, on the same machine in the same run.

    swift build -c release --product weights-benchmark
    python3 Tests/Benchmarks/llama_cpp.py LLAMA_BIN [--threads 2] [--rounds 5] [--folder DIR]

LLAMA_BIN holds llama-bench and llama-quantize (cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build
--target llama-bench llama-quantize; with gcc 12 on a processor with AMX, put `asm volatile("" :: "r"(&tc) : "memory");`
before `_tile_loadconfig(&tc)` in ggml/src/ggml-cpu/amx/mmq.cpp, or it crashes). Python needs numpy and gguf.

Both get random weights, 2 of 32 layers and as much of the output layer; times are scaled by 16. llama.cpp has Q4_0 and
Q8_0 (32 weights a scale, as we have), its fastest forms; the better of flash attention on and off counts for it.
"""
import argparse, json, os, re, statistics, subprocess, sys, tempfile

TOKENS, TEXT, LAYERS, WHOLE = 2880, 60, 2, 32
FORMS = {"int4": "q4_0", "int8": "q8_0"}


def make_gguf(path):
    """LLaMA-7B with few layers and as few of the vocabulary's rows, in float16."""
    import gguf
    import numpy

    width, inner, rows = 4096, 11008, 32000 * LAYERS // WHOLE
    pool = numpy.random.default_rng(0).standard_normal(1 << 24, dtype=numpy.float32).astype(numpy.float16) * numpy.float16(0.02)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(LAYERS)
    writer.add_context_length(4096)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(32)
    writer.add_head_count_kv(32)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(128)
    writer.add_vocab_size(rows)
    writer.add_file_type(1)
    writer.add_tokenizer_model("no_vocab")
    matrix = lambda outputs, inputs: numpy.resize(pool, outputs * inputs).reshape(outputs, inputs)
    ones = numpy.ones(width, numpy.float32)
    writer.add_tensor("token_embd.weight", matrix(rows, width))
    writer.add_tensor("output_norm.weight", ones)
    writer.add_tensor("output.weight", matrix(rows, width))
    for layer in range(LAYERS):
        name = f"blk.{layer}."
        writer.add_tensor(name + "attn_norm.weight", ones)
        writer.add_tensor(name + "ffn_norm.weight", ones)
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"{name}{part}.weight", matrix(width, width))
        writer.add_tensor(name + "ffn_gate.weight", matrix(inner, width))
        writer.add_tensor(name + "ffn_up.weight", matrix(inner, width))
        writer.add_tensor(name + "ffn_down.weight", matrix(width, inner))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def run(command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}: code {result.returncode}\n{result.stderr[-2000:]}")
    return result.stdout


def llama(binaries, model, threads, prompt, answer, depth):
    """Seconds of a prompt, or of one token of an answer."""
    best = None
    for flash in ("0", "1"):
        command = [f"{binaries}/llama-bench", "-m", model, "-t", str(threads), "-p", str(prompt), "-n", str(answer)]
        row = json.loads(run(command + ["-d", str(depth), "-fa", flash, "-r", "1", "-o", "json"]))[0]
        seconds = (prompt or 1) / row["avg_ts"]
        best = seconds if best is None else min(best, seconds)
    return best * WHOLE / LAYERS


def ours(program, precision, threads, folder):
    text = run([program, "--precisions", precision, "--threads", str(threads), "--tokens", str(TOKENS), "--text", str(TEXT),
                "--layers", str(LAYERS), "--folder", folder])
    prefill = float(re.search(r"prefill of \d+ tokens: ([\d.]+) s", text)[1])
    decode = {int(after): float(ms) / 1000 for after, ms in re.findall(r"decode after (\d+) tokens: ([\d.]+) ms", text)}
    return {"prefill": prefill, f"decode after {TEXT}": decode[TEXT], f"decode after {TOKENS + TEXT}": decode[TOKENS + TEXT]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("llama", metavar="LLAMA_BIN")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--precisions", default="int4,int8")
    parser.add_argument("--program", default=".build/release/weights-benchmark")
    parser.add_argument("--folder", help="keeps the random models, 3 GB (default: a temporary one)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or temporary
        os.makedirs(folder, exist_ok=True)
        source = f"{folder}/float16.gguf"
        if not os.path.exists(source):
            make_gguf(source)
        for precision in options.precisions.split(","):
            model = f"{folder}/{FORMS[precision]}.gguf"
            if not os.path.exists(model):
                run([f"{options.llama}/llama-quantize", "--pure", source, model, FORMS[precision], "2"])
            rounds = []
            for _ in range(options.rounds):
                peer = {
                    "prefill": llama(options.llama, model, options.threads, TOKENS + TEXT, 0, 0),
                    f"decode after {TEXT}": llama(options.llama, model, options.threads, 0, 16, TEXT),
                    f"decode after {TOKENS + TEXT}": llama(options.llama, model, options.threads, 0, 16, TOKENS + TEXT),
                }
                rounds.append((peer, ours(options.program, precision, options.threads, folder)))
            print(f"\n{precision}, {options.threads} threads, medians of {options.rounds} rounds, scaled to {WHOLE} layers\n")
            print("| work | llama.cpp | ours | ours / llama.cpp, median (least to most) |\n|---|---|---|---|")
            for work in rounds[0][0]:
                ratios = sorted(mine[work] / theirs[work] for theirs, mine in rounds)
                theirs, mine = (statistics.median(r[side][work] for r in rounds) for side in (0, 1))
                print(f"| {work} | {theirs:.3g} s | {mine:.3g} s | {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}) |")


main()
