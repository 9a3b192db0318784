"""What each part of the recipe gives: short trainings that differ in one thing, measured on the held-back rows.

    python models/training/ablate.py [--steps 500]

Writes work/ablation.json after each. A short training tells which way a thing pulls, not how far it goes in a long one.
"""
import argparse, random

import numpy as np
from sklearn.metrics import roc_auc_score

from calibrate import GROUPS
from data import WORK, read_lines, write_json
from export import NEWS
from score import fp32, load, valid
from train import fit


def without(*sources):
    return lambda rows: [row for row in rows if row["source"] not in sources]


def each(change):
    return lambda rows: [{**row, **change(row)} for row in rows]


VARIANTS = {
    "all": lambda rows: rows,
    "sources as large as they are": each(lambda row: {"take": 0.55, "weight": 1.0}),
    "shares of raters rounded to 0 and 1": each(lambda row: {"labels": {k: v if k == "perspective" else float(v >= 0.5) for k, v in row["labels"].items()}}),
    "no disguises": each(lambda row: {"noisy": [row["text"]]}),
    "without our own sentences": lambda rows: [row for row in rows if not row["source"].startswith("written_")],
    "without the answers to hate": without("written_counter"),
    "without the identity sources": without("identity_clean", "hatemoji", "edos", "misogyny", "written_identities", "written_groups", "written_counter"),
    "without Perspective's scores": each(lambda row: {"labels": {k: v for k, v in row["labels"].items() if k != "perspective"}}),
}


def auc(hit, z):
    return round(float(roc_auc_score(hit, z)), 4)


def measure(folder, rows, y, known):
    network = load(folder / "mean.pt")
    z, noisy = (fp32(network, texts) for texts in ([row["text"] for row in rows], [row["noisy"][0] for row in rows]))
    source = np.array([row["source"] for row in rows])
    toxic, hate, news = known[:, 0], known[:, 5] & np.isin(source, GROUPS), known[:, 0] & np.isin(source, list(NEWS - {"written_news"}))
    own = toxic & (source == "written_news")
    return {"toxic": auc(y[toxic, 0] >= 0.5, z[toxic, 0]), "news": auc(y[news, 0] >= 0.5, z[news, 0]),
            "heated news talk, written": auc(y[own, 0] >= 0.5, z[own, 0]),
            "hate at groups": auc(y[hate, 5] >= 0.5, np.maximum(z[hate, 0], z[hate, 5])),
            "toxic, disguised": auc(y[toxic, 0] >= 0.5, noisy[toxic, 0])}


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=500)
    args.add_argument("--seed", type=int, default=7)
    args = args.parse_args()
    train = read_lines(WORK / "train.jsonl")
    rows, y, known = valid()
    some = sorted(random.Random(args.seed).sample(range(len(rows)), min(3000, len(rows))))
    rows, y, known = [rows[i] for i in some], y[some], known[some]
    table = {}
    for name, change in VARIANTS.items():
        folder = WORK / "ablation" / name.replace(" ", "-")
        if not (folder / "mean.pt").exists():
            fit(change(train), folder, {"steps": args.steps, "seed": args.seed, "start": None, "rate": 1.0})
        table[name] = measure(folder, rows, y, known)
        print(name, table[name], flush=True)
        write_json(WORK / "ablation.json", {"steps": args.steps, "variants": table})


if __name__ == "__main__":
    main()
