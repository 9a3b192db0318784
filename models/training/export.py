"""Chooses among the trained weights on the held-back rows, exports to ONNX and quantises to int8.

    python models/training/export.py [--name run]

Writes models/toxicity/{config.json, tokenizer files, onnx/model_quantized.onnx} and work/NAME/choice.json.
"""
import argparse, json, random, shutil

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score
from transformers import AutoConfig

from calibrate import weights
from data import LABELS, OUT, OUTPUTS, WINDOW, WORK, write_json
from network import BASE, tokenizer
from score import fp32, load, valid

NEWS = {"civil_clean", "civil_toxic", "civil_spans", "written_news"}
# Held-back rows that the choice is made on: each of five readings of all of them takes minutes on a CPU.
TRIED_ON = 2500
# How much of Perspective's head is added to `toxic`: the values tried.
FOLDS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
# The same for the five other labels: Perspective's own attributes rank quiet comments much alike, so each leans on the head
# as far as it tells its own rows apart no worse than by so much AUC.
LABEL_FOLDS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
LABEL_FOLD_COST = 0.002


def folded(z, fold, label=0):
    return z[:, label] + fold * z[:, OUTPUTS.index("perspective")]


def label_folds(network, rows, y, known):
    """For each label but `toxic`, the largest share of Perspective's head that costs it next to nothing, and its AUC by share."""
    z = fp32(network, [row["text"] for row in rows])
    chosen, table = {}, {}
    for k, label in enumerate(LABELS[1:], 1):
        at = known[:, k]
        hit = y[at, k] >= 0.5
        w = weights(label, hit, [row for row, there in zip(rows, at) if there])
        aucs = {fold: round(float(roc_auc_score(hit, folded(z[at], fold, k), sample_weight=w)), 4) for fold in LABEL_FOLDS}
        chosen[label] = max(fold for fold in LABEL_FOLDS if aucs[fold] >= aucs[0.0] - LABEL_FOLD_COST)
        table[label] = {str(fold): auc for fold, auc in aucs.items()}
    return chosen, table


def measure(z, rows, y, known, fold=0.0):
    """What the choice rests on: AUC of `toxic` over all and over news, and the ranks' likeness to Perspective's."""
    toxic = folded(z, fold)
    news = np.array([row["source"] in NEWS for row in rows])
    theirs = np.array([row["labels"].get("perspective", np.nan) for row in rows])
    auc = lambda where: round(float(roc_auc_score(y[where, 0] >= 0.5, toxic[where])), 4)
    seen = ~np.isnan(theirs)
    return {"auc": auc(known[:, 0]), "news": auc(known[:, 0] & news),
            "perspective": round(float(spearmanr(toxic[seen], theirs[seen])[0]), 4)}


def choose(folder, rows, y, known):
    some = sorted(random.Random(7).sample(range(len(rows)), min(TRIED_ON, len(rows))))
    rows, y, known = [rows[i] for i in some], y[some], known[some]
    texts = [row["text"] for row in rows]
    noisy = [row["noisy"][0] for row in rows]
    table, best = {}, None
    for name in ("last", "mean"):
        network = load(folder / f"{name}.pt")
        z = fp32(network, texts)
        table[name] = measure(z, rows, y, known)
        if best is None or table[name]["auc"] + table[name]["news"] > best[0]:
            best = (table[name]["auc"] + table[name]["news"], name, network, z)
    _, name, network, z = best
    for window in (128, 192):
        table[f"{name}, window {window}"] = measure(fp32(network, texts, window), rows, y, known)
    table[f"{name}, disguised"] = measure(fp32(network, noisy), rows, y, known)
    for fold in FOLDS[1:]:
        table[f"{name}, fold {fold}"] = measure(z, rows, y, known, fold)
    score = lambda fold: (lambda m: m["auc"] + m["news"] + 0.1 * m["perspective"])(measure(z, rows, y, known, fold))
    return network, name, max(FOLDS, key=score), table


# The logits are halved: what is plainly clean lies below -9, where a sigmoid of six digits tells nothing apart any more.
HALVED = 0.5


class Shipped(torch.nn.Module):
    """Six labels: Perspective's head becomes a part of each, by `folds` in the order of LABELS."""

    def __init__(self, network, folds):
        super().__init__()
        self.network = network
        self.register_buffer("folds", torch.tensor([folds]))

    def forward(self, input_ids, attention_mask, token_type_ids):
        z = self.network(input_ids, attention_mask, token_type_ids)
        return HALVED * (z[:, :len(LABELS)] + self.folds * z[:, len(LABELS):])


def write_settings():
    config = AutoConfig.from_pretrained(BASE)
    config.architectures = ["BertForSequenceClassification"]
    config.id2label, config.label2id = dict(enumerate(LABELS)), {name: i for i, name in enumerate(LABELS)}
    config.problem_type = "multi_label_classification"
    config.save_pretrained(OUT)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copyfile(BASE / name, OUT / name)
    settings = json.loads((OUT / "tokenizer_config.json").read_text())
    write_json(OUT / "tokenizer_config.json", {**settings, "model_max_length": WINDOW})
    text = json.loads((OUT / "tokenizer.json").read_text())
    # The product cuts windows itself, and pads nothing.
    (OUT / "tokenizer.json").write_text(json.dumps({**text, "truncation": None, "padding": None}, ensure_ascii=False))


def export(network, folds, folder):
    (OUT / "onnx").mkdir(parents=True, exist_ok=True)
    write_settings()
    enc = tokenizer()(["one two", "three four"], return_tensors="pt", return_token_type_ids=True)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"logits": {0: "batch"}}
    torch.onnx.export(Shipped(network, folds).eval(), tuple(enc[name] for name in names), folder / "model.onnx", input_names=names,
                      output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False)
    # Weights in seven bits: without VNNI, eight would overflow the 16-bit sums, and one file serves every machine.
    quantize_dynamic(folder / "model.onnx", OUT / "onnx" / "model_quantized.onnx", per_channel=True, reduce_range=True,
                     weight_type=QuantType.QInt8)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--name", default="run")
    folder = WORK / args.parse_args().name
    rows, y, known = valid()
    network, name, fold, table = choose(folder, rows, y, known)
    others, by_share = label_folds(network, rows, y, known)
    export(network, [fold, *(others[label] for label in LABELS[1:])], folder)
    choice = {"weights": name, "fold": fold, "labelFolds": others, "tried": table, "labelFoldsTried": by_share}
    write_json(folder / "choice.json", choice)
    print(json.dumps(choice, indent=1))


if __name__ == "__main__":
    main()
