"""The open or the multiple-choice questions about the first clips of a world's annotations.

usage: questions.py ANNOTATIONS open|choice CLIPS
"""
import json
import sys

annotations, form, clips = sys.argv[1], sys.argv[2], int(sys.argv[3])
seen = set()
for line in open(annotations):
    row = json.loads(line)
    if row["video"] not in seen and len(seen) == clips:
        break
    seen.add(row["video"])
    if ("choices" in row) == (form == "choice"):
        sys.stdout.write(line)
