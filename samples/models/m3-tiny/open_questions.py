"""The open questions about the first clips of a world's annotations.  usage: open_questions.py ANNOTATIONS CLIPS"""
import json, sys

seen = set()
for line in open(sys.argv[1]):
    row = json.loads(line)
    if row["video"] not in seen and len(seen) == int(sys.argv[2]):
        break
    seen.add(row["video"])
    if "choices" not in row:
        sys.stdout.write(line)
