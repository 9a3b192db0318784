"""The mean of several trainings that began at the same weights: better than each, and as fast as one.

    python models/training/average.py --name tuned --of tuned-8 tuned-9

Writes work/NAME/mean.pt and train.json.
"""
import argparse, json

import torch

from data import WORK, write_json


def mean_of(weights):
    """Weights that are numbers are averaged; the rest, as positions, are the same in all."""
    first = weights[0]
    return {k: sum(one[k].double() for one in weights).div(len(weights)).float() if v.is_floating_point() else v for k, v in first.items()}


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--name", required=True, help="of the folder below work/ that the mean is written to")
    args.add_argument("--of", required=True, nargs="+", help="folders below work/ that are averaged")
    args = args.parse_args()
    folder = WORK / args.name
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(mean_of([torch.load(WORK / one / "mean.pt", map_location="cpu") for one in args.of]), folder / "mean.pt")
    write_json(folder / "train.json", {"of": [json.loads((WORK / one / "train.json").read_text()) for one in args.of]})


if __name__ == "__main__":
    main()
