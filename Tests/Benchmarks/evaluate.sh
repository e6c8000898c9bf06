#!/bin/bash
# What grouping by clip is worth, as ratios out of one run on one machine:
#
#   eval    questions a second with ten questions a clip, against asking each with `ask`   (wanted: at least 5)
#   sweep   a sweep of five scales, against its dearest single plan                        (wanted: less than 2.5)
#
#   Tests/Benchmarks/evaluate.sh [PROGRAM [MODEL]]      after `make build`; CLIPS=, FRAMES=, TOKENS= change the size
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-.build/release/m3-video}
model=${2:-samples/models/m3-tiny}
clips=${CLIPS:-3} frames=${FRAMES:-8} tokens=${TOKENS:-4}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

now() { date +%s.%N; }
# Runs a command and prints how long it took, in seconds.
timed() {
  local start
  start=$(now)
  "$@" > "$folder/out" 2> "$folder/err" || { cat "$folder/err" >&2; return 1; }
  awk -v a="$start" -v b="$(now)" 'BEGIN { printf "%.3f", b - a }'
}

"$program" world --count "$clips" -o "$folder/world" > /dev/null
# Ten questions a clip, all asked openly.
sed 's/"choices":\[[^]]*\],//' "$folder/world/annotations.jsonl" |
  awk -F'"video":"' '{ split($2, name, "\""); if (count[name[1]]++ < 10) print }' > "$folder/world/ten.jsonl"
questions=$(wc -l < "$folder/world/ten.jsonl")
common=(--model "$model" --max-tokens "$tokens" --frames "$frames")
run=(generic --annotations "$folder/world/ten.jsonl" --videos "$folder/world/clips" -q)

ask_each() {
  local line clip question
  while IFS= read -r line; do
    clip=$(sed 's/.*"video":"\([^"]*\)".*/\1/' <<< "$line")
    question=$(sed 's/.*"question":"\([^"]*\)".*/\1/' <<< "$line")
    "$program" ask -q "${common[@]}" --scale 36 "$folder/world/clips/$(basename "$clip" .mp4).mp4" "$question"
  done < "$folder/world/ten.jsonl"
}

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
echo "$questions questions about $clips clips, $frames frames, answers of up to $tokens tokens, $(basename "$model"), $processor"
alone=$(timed ask_each)
grouped=$(timed "$program" eval "${run[@]}" "${common[@]}" --scale 36 -o "$folder/eval")
awk -v n="$questions" -v a="$alone" -v g="$grouped" 'BEGIN {
  printf "ask each:   %7.2f s, %6.2f questions a second\n", a, n / a
  printf "eval:       %7.2f s, %6.2f questions a second, %.1f times as many\n", g, n / g, a / g }'

dearest=$(timed "$program" eval "${run[@]}" "${common[@]}" --budget $((576 * frames)) --scale 576 -o "$folder/dearest")
sweep=$(timed "$program" sweep "${run[@]}" --model "$model" --max-tokens "$tokens" --budget $((576 * frames)) \
  --scales 1,9,36,144,576 --frames "$frames" -o "$folder/sweep")
awk -v d="$dearest" -v s="$sweep" 'BEGIN {
  printf "576 alone:  %7.2f s\n", d
  printf "five scales:%7.2f s, %.2f times the time of 576 alone\n", s, s / d }'
