#!/usr/bin/env python3
"""Answers of Hugging Face transformers with a checkpoint of LLaVA's form, for comparison with those of m3-video.

    answers.py MODEL CASES

CASES is a JSON list of {"crops": folder of PNG files, "scale": tokens a frame, "question": text}, the crops as `m3-video
frames --crops` writes them. Prints a JSON list of answers, decoded greedily. transformers does the tokenizing, the
normalizing, the vision tower, the projector and the language model; the pooling between (M3, section 3.1) is done here.
Exit code 77: a Python package is missing.
"""

import json
import pathlib
import sys

try:
    import google.protobuf  # noqa: F401: tokenizer.model is read by it
    import sentencepiece  # noqa: F401
    import torch
    from PIL import Image
    from transformers import AutoTokenizer, CLIPImageProcessor, LlavaForConditionalGeneration
except ImportError as error:
    print(f"missing: {error}", file=sys.stderr)
    sys.exit(77)

SYSTEM = (
    "A chat between a curious user and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the user's questions."
)


def main():
    torch.manual_seed(0)
    folder, cases = sys.argv[1], json.loads(sys.argv[2])
    model, report = LlavaForConditionalGeneration.from_pretrained(
        folder, dtype=torch.float32, output_loading_info=True, attn_implementation="eager"
    )
    wrong = {name: list(report[name]) for name in ("unexpected_keys", "mismatched_keys") if report[name]}
    # The last vision layer and the norm behind it are not run; everything else must be there.
    wrong_missing = [key for key in report["missing_keys"] if "vision_tower" not in key]
    if wrong or wrong_missing:
        sys.exit(f"{folder} is not read whole: {wrong} {wrong_missing}")
    model.eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.add_special_tokens({"additional_special_tokens": ["<image>"]})
    image = model.config.image_token_id
    assert tokenizer.convert_tokens_to_ids("<image>") == image, "the image token has another number"
    pictures = CLIPImageProcessor.from_pretrained(folder)
    answers = []
    with torch.no_grad():
        for case in cases:
            crops = [Image.open(path).convert("RGB") for path in sorted(pathlib.Path(case["crops"]).glob("*.png"))]
            pixels = pictures(crops, return_tensors="pt")["pixel_values"]
            features = model.get_image_features(pixel_values=pixels)
            features = getattr(features, "pooler_output", features)
            features = torch.stack([f.reshape(-1, f.shape[-1]) for f in features])
            side = int(features.shape[1] ** 0.5)
            kept = int(case["scale"] ** 0.5)
            grid = features.transpose(1, 2).reshape(len(crops), -1, side, side)
            pooled = torch.nn.functional.avg_pool2d(grid, side // kept).flatten(2).transpose(1, 2)
            ids = tokenizer(f"{SYSTEM} USER: <image>\n{case['question']} ASSISTANT:", return_tensors="pt")["input_ids"][0]
            place = int((ids == image).nonzero())
            embed = model.get_input_embeddings()
            embeddings = torch.cat(
                [embed(ids[:place]), pooled.reshape(-1, pooled.shape[-1]), embed(ids[place + 1 :])]
            ).unsqueeze(0)
            mask = torch.ones(embeddings.shape[:2], dtype=torch.long)
            made = model.generate(
                inputs_embeds=embeddings, attention_mask=mask, max_new_tokens=32, do_sample=False, pad_token_id=0
            )
            answers.append(tokenizer.decode(made[0], skip_special_tokens=True).strip())
    print(json.dumps(answers))


main()
