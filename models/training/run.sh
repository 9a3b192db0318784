#!/usr/bin/env bash
# From the data to the model that ships: models/training/run.sh DATA. Each step can be run alone; training goes on where
# it was stopped, and a step that is done is not done again: delete models/training/work to begin anew.
set -euo pipefail
cd "$(dirname "$0")"
data=$(realpath "${1:?names the data folder: run.sh DATA}")
python=${PYTHON:-python3}
[ -s work/valid.jsonl ] || "$python" prepare.py --data "$data"
# Two threads that stay on their cores and wait awake are half as fast again as one; left to themselves they are slower.
export OMP_PROC_BIND=true OMP_PLACES=cores GOMP_SPINCOUNT=infinite
[ -s work/run/mean.pt ] || "$python" train.py --name run --steps 4400
[ -s work/tuned/mean.pt ] || "$python" train.py --name tuned --start run --steps 800 --rate 0.3 --seed 8
[ -s work/tuned/choice.json ] || "$python" export.py --name tuned
"$python" calibrate.py --name tuned
"$python" lexicon.py --data "$data"
cd ../.. && npm run -s eval -- --data "$data"
