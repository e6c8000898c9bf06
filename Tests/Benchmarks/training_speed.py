"""Steps of training a second: `m3-video train` against PyTorch with transformers, on the same model and sizes of batch.

usage: python3 training_speed.py MODEL [--program m3-video] [--threads 1] [--batch 8] [--scale 576] [--steps 12]

Both run forward and backward through vision tower, projector and language model, and AdamW, in float32, with one question
an image, and each prints the median of its steps; the two take turns, three times. Needs torch, transformers and numpy.
"""
import argparse, json, os, statistics, subprocess, tempfile, time

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--program", default="m3-video")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--batch", type=int, default=8)
parser.add_argument("--scale", type=int, default=576)
parser.add_argument("--steps", type=int, default=12)
options = parser.parse_args()

os.environ["OMP_NUM_THREADS"] = str(options.threads)
import torch
import torch.nn.functional as F
from transformers import LlavaForConditionalGeneration

torch.set_num_threads(options.threads)
model = LlavaForConditionalGeneration.from_pretrained(options.model).float().train()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
side = model.config.vision_config.image_size
grid = side // model.config.vision_config.patch_size
window = grid // int(options.scale**0.5)


def torch_step(text, answer=2):
    """One step; `text` tokens stand around the pictures' tokens, the last ones are the answer."""
    pixels = torch.randn(options.batch, 3, side, side)
    ids = torch.randint(3, 200, (options.batch, text))
    inner = model.model
    features = inner.vision_tower(pixels, output_hidden_states=True).hidden_states[model.config.vision_feature_layer]
    features = inner.multi_modal_projector(features[:, 1:])
    width = features.shape[-1]
    square = features.view(-1, grid, grid, width).permute(0, 3, 1, 2)
    visual = F.avg_pool2d(square, window).permute(0, 2, 3, 1).reshape(options.batch, -1, width)
    words = inner.language_model.embed_tokens(ids)
    half = text // 2
    x = torch.cat([words[:, :half], visual, words[:, half:]], 1)
    hidden = inner.language_model(inputs_embeds=x).last_hidden_state[:, -answer - 1 : -1]
    loss = F.cross_entropy(model.lm_head(hidden).flatten(0, 1), ids[:, -answer:].flatten())
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


def ours(folder):
    recipe = {
        "schema": 1, "name": "speed", "seed": 1,
        "stages": [{
            "name": "speed", "data": {"kind": "world-images", "questions": 1}, "steps": options.steps,
            "batch": options.batch, "plans": [{"frames": 1, "scales": [options.scale]}],
            "rates": {"vision": 1e-5, "projector": 1e-5, "language": 1e-5},
        }],
    }
    path = os.path.join(folder, "recipe.json")
    json.dump(recipe, open(path, "w"))
    out = os.path.join(folder, f"out{time.monotonic_ns()}")
    subprocess.run(
        [options.program, "train", "--recipe", path, "--init", options.model, "-o", out, "-q", "--threads",
         str(options.threads)], check=True)
    steps = [json.loads(line) for line in open(os.path.join(out, "train.jsonl"))]
    seconds = [b["seconds"] - a["seconds"] for a, b in zip(steps, steps[1:])]
    tokens = statistics.mean(step["tokens"] for step in steps) / options.batch
    rate = statistics.median(step["gigaflops"] for step in steps)
    return statistics.median(seconds[1:]), tokens, rate


ratios = []
with tempfile.TemporaryDirectory() as folder:
    for turn in range(3):
        mine, tokens, rate = ours(folder)
        text = round(tokens) - options.scale
        times = []
        for _ in range(options.steps):
            began = time.perf_counter()
            torch_step(text)
            times.append(time.perf_counter() - began)
        theirs = statistics.median(times[1:])
        ratios.append(theirs / mine)
        print(f"m3-video {mine:.3f} s a step ({rate:.0f} GFLOP/s), PyTorch {theirs:.3f} s: {theirs / mine:.2f} times as fast")
print(f"median ratio {statistics.median(ratios):.2f}, {options.threads} threads, batch {options.batch}, {text} tokens of text, 1x{options.scale}")
