#!/usr/bin/env bash
# From the data to the model that ships: models/training/run.sh DATA. Each step can be run alone; training goes on where
# it was stopped, and a step that is done is not done again: delete models/training/work to begin anew.
set -euo pipefail
cd "$(dirname "$0")"
data=$(realpath "${1:?names the data folder: run.sh DATA}")
python=${PYTHON:-python3}
[ -s work/valid.jsonl ] || "$python" prepare.py --data "$data"
[ -s work/run/mean.pt ] || "$python" train.py --name run --epochs 2
[ -s work/tuned/mean.pt ] || "$python" train.py --name tuned --start run --steps 700 --rate 0.3 --seed 8
[ -s work/third/mean.pt ] || "$python" train.py --name third --start tuned --steps 500 --rate 0.35 --seed 9
[ -s work/third/choice.json ] || "$python" export.py --name third
"$python" calibrate.py --name third
"$python" lexicon.py --data "$data"
cd ../.. && npm run -s eval -- --data "$data"
