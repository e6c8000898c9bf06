#!/bin/sh
# The tables of this folder's README: the model on clips of the test split, through the whole program.
#
#   samples/models/m3-tiny/measure.sh FOLDER [CLIPS] [MODEL]     # 500 clips: about 40 minutes on two cores
#
# FOLDER takes the clips and the runs; what is there already is gone on with.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
clips=${2:-500}
model=${3:-$here}
program=${M3_VIDEO:-m3-video}

[ -f "$folder/world/annotations.jsonl" ] || "$program" world --split test --count "$clips" -o "$folder/world"
for form in open choice; do
  python3 "$here/questions.py" "$folder/world/annotations.jsonl" $form "$clips" > "$folder/world/$form.jsonl"
done

# run NAME FORM COMMAND...: the halves of a run side by side, one thread each.
run() {
  name=$1 form=$2 command=$3
  shift 3
  waiting=
  for part in 1 2; do
    "$program" "$command" generic --annotations "$folder/world/$form.jsonl" --videos "$folder/world" --model "$model" \
      --budget 2880 --max-tokens 32 --cache-disk 0 --threads 1 --quiet "$@" --shard $part/2 \
      -o "$folder/$name-$part" > /dev/null &
    waiting="$waiting $!"
  done
  for process in $waiting; do wait "$process"; done
  [ -d "$folder/$name" ] || "$program" merge "$folder/$name-1" "$folder/$name-2" -o "$folder/$name" > /dev/null
}

run open open sweep --scales 1,9,36,144,576 --frames 1,max
run planner open eval
run choice choice sweep --scales 1,9,36,144,576 --frames max
python3 "$here/card.py" "$folder/open" "$folder/planner" "$folder/choice" "$folder/world"
