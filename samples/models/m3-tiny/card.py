"""The tables of the model card, from the runs that measure.sh makes.

usage: card.py OPEN_SWEEP PLANNER_RUN CHOICE_SWEEP WORLD
"""
import json
import sys

open_sweep, planner_run, choice_sweep, world = sys.argv[1:5]
NAMES = {
    (None, 576): "5x576", (None, 144): "20x144", (None, 36): "80x36", (None, 9): "96x9", (None, 1): "96x1",
    (1, 576): "1x576", (1, 1): "1x1",
}


def load(path):
    with open(path) as file:
        return json.load(file)


def percent(estimate):
    return f"{100 * estimate['value']:.1f} % [{100 * estimate['low']:.1f}, {100 * estimate['high']:.1f}]"


def cell(estimate):
    return f"{100 * estimate['value']:.0f} [{100 * estimate['low']:.0f}, {100 * estimate['high']:.0f}]"


def points(part):
    plans = ((point["plan"], point["accuracy"]) for point in part["points"])
    return {(plan.get("frames"), plan["scale"]): accuracy for plan, accuracy in plans}


def table(report, planner):
    parts = report["types"] + [report["all"]]
    plans = [plan for plan in NAMES if plan in points(parts[0])]
    heads = ["type", "questions"] + [NAMES[plan] for plan in plans] + (["planner"] if planner else [])
    print("| " + " | ".join(heads) + " |")
    print("|---" * len(heads) + "|")
    for part in parts:
        name = part.get("type") or "all"
        cells = [cell(points(part)[plan]) for plan in plans] + ([cell(planner[name])] if planner else [])
        print(f"| {name} | {part['questions']} | " + " | ".join(cells) + " |")
    oracle = report["all"]["oracle"]
    print(
        f"\nOracle over the {len(report['plans'])} plans: {percent(oracle['accuracy'])} with {oracle['tokens']['value']:.0f} "
        f"tokens on average; best single plan {percent(oracle['best_accuracy'])}; gain {percent(oracle['gain'])}, beside "
        f"{percent(oracle['chance'])} that answers independent of each other would show at the same accuracies.\n"
    )


def captions():
    """Captions whose object and action are right, whatever they say of background and flashes."""
    truths = {}
    with open(f"{world}/open.jsonl") as file:
        for line in file:
            row = json.loads(line)
            if row["type"] == "caption":
                truths[row["id"]] = row["answer"]
    right, asked = {}, {}
    with open(f"{open_sweep}/samples.jsonl") as file:
        for line in file:
            row = json.loads(line)
            if row["key"] in truths:
                plan = row["plan"]
                asked[plan] = asked.get(plan, 0) + 1
                said, true = (text.split(" on a ")[0] for text in (row.get("prediction") or "", truths[row["key"]]))
                right[plan] = right.get(plan, 0) + (said == true)
    shares = sorted(((right[plan] / asked[plan], plan) for plan in asked), reverse=True)
    names = {f"{frames or 'max'}x{scale}" + ("" if frames else " in 2880"): name for (frames, scale), name in NAMES.items()}
    best = ", ".join(
        f"{100 * share:.0f} % ({right[plan]} of {asked[plan]}) under {names.get(plan, plan)}" for share, plan in shares[:3])
    print(f"Captions with the right object and action: {best}.\n")


metrics = load(f"{planner_run}/metrics.json")["summary"]
planner = {part["name"]: part["estimate"] for part in metrics["parts"]} | {"all": metrics["headline"]}
print("Open questions\n")
table(load(f"{open_sweep}/sweep.json"), planner)
captions()
print("Multiple choice\n")
table(load(f"{choice_sweep}/sweep.json"), None)
