"""Chooses among the trained weights on the held-back rows, exports to ONNX and quantises to int8.

    python models/training/export.py [--name run]

Writes models/toxicity/{config.json, tokenizer files, onnx/model_quantized.onnx} and work/NAME/choice.json.
"""
import argparse, itertools, json, random, shutil

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
# Held-back rows that weights and window are chosen on: a reading of all of them takes minutes on a CPU.
TRIED_ON = 2500
# What two AUCs on so many rows differ by without a reason.
CHANCE = 0.005
# How a label leans on the head that learned Perspective's scores: a share of it is added to the label's own logit, and what
# both take for clean is ranked by it alone, so many logits down that it holds no comment by itself. (Of
# Wikipedia's held-back rows that name identities, 36 of them toxic, 1.5 cost .000 to .002 of AUC and 3 .003: it has learned
# Perspective's bias too.)
SHARES = (0.0, 0.3, 0.5, 1.0)
DEPTHS = (4.0, 5.0, 6.0)
# Perspective's own attributes rank quiet comments much alike. A label leans as it grows most like them without telling its
# own rows apart worse than it could by more than this AUC.
LEAN_COST = 0.002


def leaning(own, perspective, share, depth):
    return np.logaddexp(own + share * perspective, perspective - depth)


def alike(score, rows):
    """Spearman of a score with Perspective's own, where a row has one."""
    theirs = np.array([row["labels"].get("perspective", np.nan) for row in rows])
    seen = ~np.isnan(theirs)
    return float(spearmanr(score[seen], theirs[seen])[0])


def lean(z, k, rows, y, known):
    """How the label at k leans best, {share, depth}, with its AUC at the natural share and its likeness before and after."""
    own, perspective, at = z[:, k], z[:, OUTPUTS.index("perspective")], known[:, k]
    hit = y[at, k] >= 0.5
    w = weights(LABELS[k], hit, [row for row, there in zip(rows, at) if there])
    tried = []
    for share, depth in [(0.0, np.inf), *itertools.product(SHARES, DEPTHS)]:
        score = leaning(own, perspective, share, depth)
        tried.append({"share": share, "depth": depth, "auc": round(float(roc_auc_score(hit, score[at], sample_weight=w)), 4),
                      "alike": round(alike(score, rows), 3)})
    able = [one for one in tried[1:] if one["auc"] >= max(two["auc"] for two in tried) - LEAN_COST]
    best = max(able or tried[-1:], key=lambda one: one["alike"])
    return {"share": best["share"], "depth": best["depth"], "auc": [tried[0]["auc"], best["auc"]], "alike": [tried[0]["alike"], best["alike"]]}


def measure(z, rows, y, known):
    """What the choice of weights rests on: AUC of `toxic` over all and over news."""
    news = np.array([row["source"] in NEWS for row in rows])
    auc = lambda where: round(float(roc_auc_score(y[where, 0] >= 0.5, z[where, 0])), 4)
    return {"auc": auc(known[:, 0]), "news": auc(known[:, 0] & news)}


def choose(folder, rows, y, known):
    """The mean of several weights, unless the last of a single training are better by more than chance; and a table of what was tried."""
    some = sorted(random.Random(7).sample(range(len(rows)), min(TRIED_ON, len(rows))))
    rows, y, known = [rows[i] for i in some], y[some], known[some]
    texts, files = [row["text"] for row in rows], [folder / f"{name}.pt" for name in ("last", "mean")]
    networks = {file.stem: load(file) for file in files if file.exists()}
    table = {name: measure(fp32(network, texts), rows, y, known) for name, network in networks.items()}
    name = max(table, key=lambda one: table[one]["auc"] + table[one]["news"] + (CHANCE if one == "mean" else 0))
    for window in (128, 192):
        table[f"{name}, window {window}"] = measure(fp32(networks[name], texts, window), rows, y, known)
    table[f"{name}, disguised"] = measure(fp32(networks[name], [row["noisy"][0] for row in rows]), rows, y, known)
    return networks[name], name, table


# The logits are halved: what is plainly clean lies below -9, where a sigmoid of six digits tells nothing apart any more.
HALVED = 0.5


class Shipped(torch.nn.Module):
    """Six labels: each leans on Perspective's head by its share and depth, as `leaning` does."""

    def __init__(self, network, leanings):
        super().__init__()
        self.network = network
        self.register_buffer("shares", torch.tensor([[one["share"] for one in leanings]]))
        self.register_buffer("depths", torch.tensor([[one["depth"] for one in leanings]]))

    def forward(self, input_ids, attention_mask, token_type_ids):
        z = self.network(input_ids, attention_mask, token_type_ids)
        own, perspective = z[:, :len(LABELS)], z[:, len(LABELS):]
        quiet = perspective - self.depths
        return HALVED * (quiet + torch.nn.functional.softplus(own + self.shares * perspective - quiet))


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


def export(network, leanings, folder):
    (OUT / "onnx").mkdir(parents=True, exist_ok=True)
    write_settings()
    enc = tokenizer()(["one two", "three four"], return_tensors="pt", return_token_type_ids=True)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"logits": {0: "batch"}}
    torch.onnx.export(Shipped(network, leanings).eval(), tuple(enc[name] for name in names), folder / "model.onnx", input_names=names,
                      output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False)
    # Weights in seven bits: without VNNI, eight would overflow the 16-bit sums, and one file serves every machine.
    quantize_dynamic(folder / "model.onnx", OUT / "onnx" / "model_quantized.onnx", per_channel=True, reduce_range=True,
                     weight_type=QuantType.QInt8)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--name", default="run")
    folder = WORK / args.parse_args().name
    rows, y, known = valid()
    network, name, table = choose(folder, rows, y, known)
    z = fp32(network, [row["text"] for row in rows])
    leanings = [lean(z, k, rows, y, known) for k in range(len(LABELS))]
    export(network, leanings, folder)
    choice = {"weights": name, "tried": table, "leanings": dict(zip(LABELS, leanings))}
    write_json(folder / "choice.json", choice)
    print(json.dumps(choice, indent=1))


if __name__ == "__main__":
    main()
