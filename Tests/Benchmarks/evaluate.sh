#!/bin/bash
# What grouping by clip is worth, as ratios out of one run on one machine:
#
#   eval    questions a second with ten questions a clip, against asking each with `ask`   (wanted: at least 5)
#   sweep   a sweep of five scales, against its dearest single plan                        (wanted: less than 2.5)
#
# Each ratio stands there twice: by the clock, and by processor time, which a busy machine does not change much.
#
#   Tests/Benchmarks/evaluate.sh [PROGRAM [MODEL]]      after `make build`; CLIPS=, FRAMES=, TOKENS= change the size
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-.build/release/m3-video}
model=${2:-samples/models/m3-tiny}
clips=${CLIPS:-5} frames=${FRAMES:-3} tokens=${TOKENS:-8}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Runs a command and prints how long it took in seconds: by the clock, and of processors.
timed() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" > "$folder/out" 2> "$folder/err"; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

# Fails if a run has questions without an answer.
complete() {
  ! grep -q '"outcome":"failed"' "$1/samples.jsonl" || { grep -m 1 '"outcome":"failed"' "$1/samples.jsonl" >&2; return 1; }
}

"$program" world --count "$clips" -o "$folder/world" > /dev/null
# Ten questions a clip, all asked openly.
sed 's/"choices":\[[^]]*\],//' "$folder/world/annotations.jsonl" |
  awk -F'"video":"' '{ split($2, name, "\""); if (count[name[1]]++ < 10) print }' > "$folder/world/ten.jsonl"
questions=$(wc -l < "$folder/world/ten.jsonl")
common=(--model "$model" --max-tokens "$tokens" --frames "$frames")
export XDG_CACHE_HOME="$folder/cache"
run=(generic --annotations "$folder/world/ten.jsonl" --videos "$folder/world/clips" -q)

# Each side begins with nothing kept on the disk; `ask` may keep, and finds what its own earlier questions kept.
fresh() { rm -rf "$XDG_CACHE_HOME"; timed "$@"; }

ask_each() {
  local line clip question
  while IFS= read -r line; do
    clip=$(sed 's/.*"video":"\([^"]*\)".*/\1/' <<< "$line")
    question=$(sed 's/.*"question":"\([^"]*\)".*/\1/' <<< "$line")
    "$program" ask -q "${common[@]}" --scale 36 "$folder/world/$clip" "$question"
  done < "$folder/world/ten.jsonl"
}

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
echo "$questions questions about $clips clips, $frames frames, up to $tokens tokens an answer, $(basename "$model"), $processor"
alone=$(fresh ask_each)
grouped=$(fresh "$program" eval "${run[@]}" "${common[@]}" --scale 36 -o "$folder/eval")
complete "$folder/eval"
awk -v n="$questions" -v a="$alone" -v g="$grouped" 'BEGIN {
  split(a, A, " "); split(g, G, " ")
  printf "ask each     %7.2f s, %6.2f of processors, %6.2f questions a second\n", A[1], A[2], n / A[1]
  printf "eval         %7.2f s, %6.2f of processors, %6.2f questions a second: %.1f times as many (%.1f)\n",
    G[1], G[2], n / G[1], A[1] / G[1], A[2] / G[2] }'

dearest=$(fresh "$program" eval "${run[@]}" "${common[@]}" --budget $((576 * frames)) --scale 576 -o "$folder/dearest")
sweep=$(fresh "$program" sweep "${run[@]}" --model "$model" --max-tokens "$tokens" --budget $((576 * frames)) \
  --scales 1,9,36,144,576 --frames "$frames" -o "$folder/sweep")
complete "$folder/dearest" && complete "$folder/sweep"
awk -v d="$dearest" -v s="$sweep" 'BEGIN {
  split(d, D, " "); split(s, S, " ")
  printf "576 alone    %7.2f s, %6.2f of processors\n", D[1], D[2]
  printf "five scales  %7.2f s, %6.2f of processors: %.2f times the time of 576 alone (%.2f)\n",
    S[1], S[2], S[1] / D[1], S[2] / D[2] }'
