"""Reads the labelled comments, and makes the sources look alike, so that no label can be read off a source's markup."""

import gzip
import json
import random
import re
from pathlib import Path

LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]

# Rows taken of each source an epoch. The news weigh most; davidson's labels are biased against dialect.
ROWS = {
    "civil_clean": 6000, "civil_toxic": 2200, "civil_spans": 5000, "jigsaw": 7000, "jigsaw_six": 6247,
    "jigsaw_six_normalised": 3500, "wiki_context_gc": 1500, "wiki_context_gn": 1000, "identity_clean": 2000,
    "wiki_clean": 800, "hatemoji": 3000, "paradetox": 3000, "edos": 2000, "davidson": 1000, "misogyny": 600,
    "openai_840": 820,
}


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def key(text):
    """Near-identical texts share a key: case, punctuation and digits are left out."""
    return re.sub(r"[\W\d_]+", "", text.lower())


def plain(text):
    """Lower case without punctuation and digits, as two of the sources come."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s']|\d", " ", text.lower())).strip()


def disguise(text, rng):
    """At random what some sources always are, so that casing and punctuation tell nothing."""
    roll = rng.random()
    if roll < 0.15:
        return plain(text) or text
    return text.lower() if roll < 0.25 else text


def load(folder, seed):
    """Answers (train, validation): lists of (text, six targets, six masks). Validation is split off by text and pair."""
    rng = random.Random(seed)
    rows = {}
    for name in ROWS:
        source = read(Path(folder) / "train" / f"{name}.jsonl.gz")
        rng.shuffle(source)
        for row in source[: ROWS[name]]:
            group = str(row.get("pair") or key(row["text"]))
            known = rows.get(key(row["text"]))
            if known is None or len(row["labels"]) > len(known[1]):
                rows[key(row["text"])] = (row["text"], row["labels"], f"{name}:{group}")
    train, validation = [], []
    for text, found, group in rows.values():
        targets = [float(found.get(label) or 0) for label in LABELS]
        masks = [0.0 if found.get(label) is None else 1.0 for label in LABELS]
        held_back = random.Random(f"{seed}:{group}").random() < 0.05
        (validation if held_back else train).append((text, targets, masks))
    rng.shuffle(train)
    return train, validation
