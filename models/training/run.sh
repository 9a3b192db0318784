#!/usr/bin/env bash
# From the data to the model that ships: models/training/run.sh DATA. Each step can be run alone; training goes on where
# it was stopped, and a step that is done is not done again: delete models/training/work to begin anew.
set -euo pipefail
cd "$(dirname "$0")"
data=$(realpath "${1:?names the data folder: run.sh DATA}")
python=${PYTHON:-python3}

# Trainings that run side by side end with this script, or a new start would train them twice.
trap 'kill $(jobs -p) 2> /dev/null || true' EXIT

# Goes on from START twice, with the rows in another order each time, and takes the mean: NAME START STEPS RATE SEED SEED.
tune() {
  [ -s "work/$1/mean.pt" ] && return
  local running=()
  for seed in "$5" "$6"; do
    [ -s "work/$1-$seed/mean.pt" ] && continue
    OMP_NUM_THREADS=1 "$python" train.py --name "$1-$seed" --start "$2" --steps "$3" --rate "$4" --seed "$seed" &
    running+=($!)
  done
  for one in "${running[@]}"; do wait "$one"; done
  "$python" average.py --name "$1" --of "$1-$5" "$1-$6"
}

[ -s work/valid.jsonl ] || "$python" prepare.py --data "$data"
# Two threads that stay on their cores and wait awake are half as fast again as one; left to themselves they are slower.
[ -s work/run/mean.pt ] || OMP_PROC_BIND=true OMP_PLACES=cores GOMP_SPINCOUNT=infinite "$python" train.py --name run --steps 4400
tune tuned run 1000 0.5 8 9
tune again tuned 1200 0.4 10 11
tune third again 1200 0.4 12 13
tune fourth third 1200 0.4 14 15
[ -s work/both/mean.pt ] || "$python" average.py --name both --of third fourth
tune last both 1000 0.3 16 17
[ -s work/last/choice.json ] || "$python" export.py --name last
"$python" calibrate.py --name last
"$python" lexicon.py --data "$data"
cd ../.. && npm run -s eval -- --data "$data"
