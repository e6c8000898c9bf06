#!/usr/bin/env python3
"""A model of LLaVA-1.5-7B's shape, whole: quantises it, asks it about a clip, and measures time and memory of each process.

    make build
    python3 Tests/Benchmarks/seven_billion.py FOLDER [--program PROGRAM] [--type int4] [--ask="--kv-type int8"]

FOLDER takes 14 GB for random bfloat16 weights and 4 to 7.5 GB for the quantised ones, which stay there for the next run. Weights
are random, so answers mean nothing; tokenizer and clip are the small model's. Needs numpy. Ends with code 1 when a target is
missed: 6 GB resident for int4 with 2880 visual tokens, 2 s from a warm start to the first work.
"""
import argparse, json, os, shutil, subprocess, sys, time

WIDTH, INNER, VOCABULARY, LAYERS = 4096, 11008, 32064, 32
VISION = {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24, "num_attention_heads": 16,
          "patch_size": 14, "image_size": 336, "model_type": "clip_vision_model"}
CONFIG = {
    "model_type": "llava", "image_token_index": 32000, "vision_feature_layer": -2, "vision_feature_select_strategy": "default",
    "vision_config": VISION,
    "text_config": {"model_type": "llama", "hidden_size": WIDTH, "intermediate_size": INNER, "num_hidden_layers": LAYERS,
                    "num_attention_heads": 32, "vocab_size": VOCABULARY, "max_position_embeddings": 4096},
}


def tensors():
    """Names as Hugging Face stored them up to 4.51, and shapes."""
    linear = lambda name, outputs, inputs: [(f"{name}.weight", (outputs, inputs)), (f"{name}.bias", (outputs,))]
    norm = lambda name: [(f"{name}.weight", (1024,)), (f"{name}.bias", (1024,))]
    tower, language = "vision_tower.vision_model", "language_model.model"
    yield f"{tower}.embeddings.class_embedding", (1024,)
    yield f"{tower}.embeddings.patch_embedding.weight", (1024, 3, 14, 14)
    yield f"{tower}.embeddings.position_embedding.weight", (577, 1024)
    for name in ("pre_layrnorm", "post_layernorm"):
        yield from norm(f"{tower}.{name}")
    for layer in range(VISION["num_hidden_layers"]):
        at = f"{tower}.encoder.layers.{layer}"
        for part in ("q", "k", "v", "out"):
            yield from linear(f"{at}.self_attn.{part}_proj", 1024, 1024)
        yield from linear(f"{at}.mlp.fc1", 4096, 1024)
        yield from linear(f"{at}.mlp.fc2", 1024, 4096)
        yield from norm(f"{at}.layer_norm1")
        yield from norm(f"{at}.layer_norm2")
    yield from linear("multi_modal_projector.linear_1", WIDTH, 1024)
    yield from linear("multi_modal_projector.linear_2", WIDTH, WIDTH)
    yield f"{language}.embed_tokens.weight", (VOCABULARY, WIDTH)
    for layer in range(LAYERS):
        at = f"{language}.layers.{layer}"
        for part in "qkvo":
            yield f"{at}.self_attn.{part}_proj.weight", (WIDTH, WIDTH)
        for part, shape in (("gate", (INNER, WIDTH)), ("up", (INNER, WIDTH)), ("down", (WIDTH, INNER))):
            yield f"{at}.mlp.{part}_proj.weight", shape
        for name in ("input_layernorm", "post_attention_layernorm"):
            yield f"{at}.{name}.weight", (WIDTH,)
    yield f"{language}.norm.weight", (WIDTH,)
    yield "language_model.lm_head.weight", (VOCABULARY, WIDTH)


def write(folder, model):
    """A safetensors file of bfloat16s of either sign around 0.02; norms are ones."""
    import numpy

    os.makedirs(folder)
    pool = (numpy.random.default_rng(0).standard_normal(1 << 24, dtype=numpy.float32) * numpy.float32(0.02)).view(numpy.uint32)
    pool = (pool >> 16).astype(numpy.uint16)
    header, at, count = {"__metadata__": {"format": "pt"}}, 0, lambda shape: int(numpy.prod(shape))
    for name, shape in tensors():
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, at + 2 * count(shape)]}
        at += 2 * count(shape)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(f"{folder}/part", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, shape in tensors():
            if "norm" in name and name.endswith(".weight"):
                file.write(numpy.full(count(shape), 0x3F80, numpy.uint16).tobytes())
                continue
            for start in range(0, count(shape), len(pool)):
                file.write(pool[: count(shape) - start].tobytes())
    with open(f"{folder}/config.json", "w") as file:
        json.dump(CONFIG, file)
    for name in ("tokenizer.model", "tokenizer_config.json"):
        shutil.copy(f"{model}/{name}", folder)
    os.rename(f"{folder}/part", f"{folder}/model.safetensors")


def run(words):
    """Wall seconds, most resident bytes, and what it printed."""
    start = time.monotonic()
    child = subprocess.Popen(words, stdout=subprocess.PIPE)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(words)}: code {child.returncode}")
    return time.monotonic() - start, usage.ru_maxrss * 1024, text


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--program", default=".build/release/m3-video")
    parser.add_argument("--type", default="int4", choices=["int4", "int8"])
    parser.add_argument("--samples", default="samples")
    parser.add_argument("--ask", default="", help="more words for `ask`")
    options = parser.parse_args()
    source, model = f"{options.folder}/random-7b", f"{options.folder}/random-7b-{options.type}"
    if not os.path.exists(f"{source}/model.safetensors"):
        shutil.rmtree(source, ignore_errors=True)
        write(source, f"{options.samples}/models/m3-tiny")
    if not os.path.exists(model):
        seconds, bytes, _ = run([options.program, "model", "quantize", source, "-o", model, "--type", options.type])
        print(f"quantize: {seconds:.0f} s, {bytes / 1e9:.2f} GB resident at most")
    ask = [options.program, "ask", f"{options.samples}/clips/first.mp4", "--model", model, "--cache-disk", "0", "--quiet", "--json"]
    run(ask + ["--frames", "1", "--scale", "1", "--max-tokens", "1", "what happens?"])  # its files are in memory now
    seconds, bytes, text = run(
        ask + ["--frames", "5", "--scale", "576", "--max-tokens", "8"] + options.ask.split() + ["what happens?"])
    answer = json.loads(text)
    stages = {name: value for name, value in answer["seconds"].items() if isinstance(value, (int, float))}
    print(f"ask: {seconds:.1f} s, {bytes / 1e9:.2f} GB resident at most, {answer['visual_tokens']} visual tokens")
    print("  " + ", ".join(f"{name} {value:.2f} s" for name, value in stages.items()))
    outside = seconds - sum(stages[name] for name in ("read", "preprocess", "encode", "prefill", "decode") if name in stages)
    print(f"  beside reading and computing: {outside:.2f} s")
    if options.type == "int4" and (bytes > 6e9 or outside > 2):
        sys.exit("a target was missed")


if __name__ == "__main__":
    main()
