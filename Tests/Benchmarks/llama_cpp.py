#!/usr/bin/env python3
"""Prefill and decode of LLaMA-7B's shape, and CLIP-ViT-L/14-336 with LLaVA-1.5's projector, beside llama.cpp, in turns.

    swift build -c release --product weights-benchmark
    python3 Tests/Benchmarks/llama_cpp.py LLAMA_BIN [--threads 2] [--rounds 5] [--folder DIR] [--clip PROGRAM]

PROGRAM is made from Tests/Benchmarks/clip_cpp.cpp, which says how; without it there is no vision tower.

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


def make_tower(path, is_int8):
    """CLIP-ViT-L/14-336 and LLaVA-1.5's projector; llama.cpp runs 23 of the 24 layers, as LLaVA does."""
    import gguf
    import numpy

    writer = gguf.GGUFWriter(path, "clip")
    generator = numpy.random.default_rng(0)
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", "mlp")
    writer.add_bool("clip.use_gelu", False)
    writer.add_bool("clip.use_silu", False)
    facts = {"image_size": 336, "patch_size": 14, "embedding_length": 1024, "feed_forward_length": 4096,
             "projection_dim": 768, "attention.head_count": 16, "block_count": 24}
    for name, value in facts.items():
        writer.add_uint32(f"clip.vision.{name}", value)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-5)
    writer.add_array("clip.vision.image_mean", [0.48145466, 0.4578275, 0.40821073])
    writer.add_array("clip.vision.image_std", [0.26862954, 0.26130258, 0.27577711])
    writer.add_file_type(7 if is_int8 else 1)

    def matrix(name, *shape, packed=True):
        values = generator.standard_normal(shape, dtype=numpy.float32) * numpy.float32(0.02)
        if is_int8 and packed:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, values.astype(numpy.float16))

    def linear(name, outputs, inputs):
        matrix(f"{name}.weight", outputs, inputs)
        writer.add_tensor(f"{name}.bias", numpy.zeros(outputs, numpy.float32))

    def norm(name):
        writer.add_tensor(f"{name}.weight", numpy.ones(1024, numpy.float32))
        writer.add_tensor(f"{name}.bias", numpy.zeros(1024, numpy.float32))

    matrix("v.patch_embd.weight", 1024, 3, 14, 14, packed=False)
    writer.add_tensor("v.class_embd", numpy.zeros(1024, numpy.float32))
    writer.add_tensor("v.position_embd.weight", numpy.zeros((577, 1024), numpy.float32))
    norm("v.pre_ln")
    norm("v.post_ln")
    for layer in range(24):
        name = f"v.blk.{layer}."
        for part in ("attn_q", "attn_k", "attn_v", "attn_out"):
            linear(name + part, 1024, 1024)
        linear(name + "ffn_up", 4096, 1024)
        linear(name + "ffn_down", 1024, 4096)
        norm(name + "ln1")
        norm(name + "ln2")
    linear("mm.0", 4096, 1024)
    linear("mm.2", 4096, 4096)
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


def table(title, rounds):
    """rounds: pairs of {work: seconds}, theirs and ours."""
    print(f"\n{title}, medians of {len(rounds)} rounds\n")
    print("| work | llama.cpp | ours | ours / llama.cpp, median (least to most) |\n|---|---|---|---|")
    for work in rounds[0][0]:
        ratios = sorted(mine[work] / theirs[work] for theirs, mine in rounds)
        theirs, mine = (statistics.median(each[side][work] for each in rounds) for side in (0, 1))
        print(f"| {work} | {theirs:.3g} s | {mine:.3g} s | {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}) |")
    sys.stdout.flush()


def towers(options, folder):
    rounds = []
    for form in ("float16", "q8_0"):
        path = f"{folder}/tower-{form}.gguf"
        if not os.path.exists(path):
            make_tower(path, form == "q8_0")
    for _ in range(options.rounds):
        theirs = min(  # the better of its two forms, the first picture of each left out
            statistics.median(float(line) for line in run([options.clip, f"{folder}/tower-{form}.gguf", str(options.threads), "4"]).split()[1:])
            for form in ("float16", "q8_0"))
        text = run([options.program, "--pictures", "3", "--precisions", "int8", "--threads", str(options.threads), "--folder", folder])
        rounds.append(({"a picture": theirs}, {"a picture": float(re.search(r"in ([\d.]+) ms", text)[1]) / 1000}))
    table(f"CLIP-ViT-L/14-336 and projector, ours int8, {options.threads} threads", rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("llama", metavar="LLAMA_BIN")
    parser.add_argument("--clip", metavar="PROGRAM")
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
        for precision in filter(None, options.precisions.split(",")):
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
            table(f"{precision}, {options.threads} threads, scaled to {WHOLE} layers", rounds)
        if options.clip:
            towers(options, folder)


main()
