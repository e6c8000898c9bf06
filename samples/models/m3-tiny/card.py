"""The model card's table from a sweep's numbers: accuracy by question type and plan, and the oracle.  usage: card.py sweep.json"""
import json, sys

report = json.load(open(sys.argv[1]))
PLANS = [(None, 576), (None, 144), (None, 36), (None, 9), (None, 1), (1, 576), (1, 1)]
FULL = {576: "5x576", 144: "20x144", 36: "80x36", 9: "96x9", 1: "96x1"}


def cell(part, frames, scale):
    for point in part["points"]:
        if point["plan"].get("frames") == frames and point["plan"]["scale"] == scale:
            a = point["accuracy"]
            return f"{100 * a['value']:.0f} [{100 * a['low']:.0f}, {100 * a['high']:.0f}]"
    return "-"


names = [FULL[scale] if frames is None else f"{frames}x{scale}" for frames, scale in PLANS]
print("| type | questions | " + " | ".join(names) + " |")
print("|---" * (len(PLANS) + 2) + "|")
for part in report["types"] + [report["all"]]:
    print(f"| {part.get('type') or 'all'} | {part['questions']} | " + " | ".join(cell(part, *plan) for plan in PLANS) + " |")
oracle = report["all"]["oracle"]


def percent(estimate):
    return f"{100 * estimate['value']:.1f} % [{100 * estimate['low']:.1f}, {100 * estimate['high']:.1f}]"


print(f"\nThe oracle over all ten plans of the sweep: {percent(oracle['accuracy'])} with {oracle['tokens']['value']:.0f} tokens on "
      f"average; the best single plan {percent(oracle['best_accuracy'])}. The gain of {percent(oracle['gain'])} stands against "
      f"{percent(oracle['chance'])} that answers independent of each other would show at the same accuracies.")
