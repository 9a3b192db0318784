"""The mean of several trainings that began at the same weights: better than each, and as fast as one.

    python models/training/average.py --name tuned --of tuned-8 tuned-9

Writes work/NAME/mean.pt and train.json.
"""
import argparse, json

import torch

from data import WORK, write_json
from train import Averager, save


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--name", required=True, help="of the folder below work/ that the mean is written to")
    args.add_argument("--of", required=True, nargs="+", help="folders below work/ that are averaged")
    args = args.parse_args()
    folder = WORK / args.name
    folder.mkdir(parents=True, exist_ok=True)
    averager = Averager()
    for one in args.of:
        state = torch.load(WORK / one / "mean.pt", map_location="cpu")
        averager.add(state)
    # What is no number, as positions, is the same in all.
    save(folder / "mean.pt", {**state, **averager.mean()})
    write_json(folder / "train.json", {"of": [json.loads((WORK / one / "train.json").read_text()) for one in args.of]})


if __name__ == "__main__":
    main()
