"""Reads, cleans, splits and disguises: DATA/train and written/ to work/train.jsonl and work/valid.jsonl.

    python models/training/prepare.py --data DATA
"""
import argparse, collections, hashlib, math, pathlib, random, re

from clean import clean
from data import HERE, WORK, normalise, read_gz, read_lines, write_lines
from noise import disguise

# Source: how often each of its rows is read in an epoch (below 1: another part each epoch), the weight of a row in the
# loss, and the share that is held back. News counts most; tweets' labels are biased against dialect and count least.
SOURCES = {
    "civil_clean": (2.0, 1.0, 0.10), "civil_toxic": (2.0, 1.0, 0.10), "civil_spans": (1.0, 1.0, 0.08),
    "jigsaw_six": (1.0, 1.0, 0.06), "jigsaw": (1.0, 1.0, 0.06), "jigsaw_six_normalised": (0.4, 0.7, 0.04),
    "wiki_context_gc": (0.3, 0.7, 0.05), "wiki_context_gn": (0.3, 0.7, 0.05), "hatemoji": (1.5, 1.0, 0.06),
    "edos": (0.3, 0.7, 0.04), "misogyny": (0.25, 0.7, 0.04), "davidson": (0.08, 0.3, 0.04), "paradetox": (0.35, 0.7, 0.04),
    "identity_clean": (0.5, 1.0, 0.05), "wiki_clean": (0.25, 1.0, 0.05), "openai_840": (1.0, 1.0, 0.05),
}
WRITTEN = (1.5, 1.0, 0.05)
# Short sentences are a class of their own: a network that has seen only comments takes any of them with a hard word for toxic.
WRITTEN_TAKES = {"written_edges": 2.0, "written_identities": 2.0}
# Labels that a source gives with less certainty than it writes: civil_toxic has mild rows, civil_clean borderline ones.
CERTAINTY = {("civil_toxic", 1): 0.9, ("civil_clean", 0): 0.02}
# Sources that say "toxic" of their hateful rows and nothing of the others: what the others count as in training. Left
# unknown, the network takes a source's manner for toxic: it gave .88 on average to hatemoji's harmless rows.
REST_TOXIC = {"hatemoji": 0.1, "edos": 0.25, "misogyny": 0.2, "openai_840": 0.1}
NOISY_VARIANTS = 2


def target(source, label, value):
    return CERTAINTY.get((source, value), value) if label == "toxic" else value


def pair_key(source, row):
    """What the rows of a pair share. hatemoji's rows name each other, the others share a name."""
    if row.get("pair") is None:
        return None
    return f"{source}:{min(row['pair'], row['id']) if source == 'hatemoji' else row['pair']}"


def rows_of(source, found):
    take, weight, held = SOURCES.get(source, WRITTEN)
    take = WRITTEN_TAKES.get(source, take)
    for row in found:
        labels = {name: target(source, name, value) for name, value in row["labels"].items()}
        perspective = row.get("perspective", {}).get("toxic")
        if perspective is not None:
            labels["perspective"] = perspective
        yield {"source": source, "text": clean(source, row["text"]), "labels": labels, "take": take, "weight": weight,
               "held": held, "key": pair_key(source, row)}


def load(data):
    rows = {}
    for source in SOURCES:
        for row in rows_of(source, read_gz(data / "train" / f"{source}.jsonl.gz")):
            if row["text"]:
                keep(rows, row)
    for path in sorted((HERE / "written").glob("*.jsonl")):
        if path.stem != "heated_civil_test":
            for row in rows_of(f"written_{path.stem}", read_lines(path)):
                keep(rows, row)
    return list(rows.values())


def keep(rows, row):
    """The same text twice is one row: the one with more labels."""
    old = rows.get(row["text"].lower())
    if old is None or len(row["labels"]) > len(old["labels"]):
        rows[row["text"].lower()] = row


def split(rows, seed):
    """Holds back whole pairs and near-identical texts, so that no held-back row has its twin in training. By a hash, so
    that a new source moves no row of another from one side to the other."""
    fit, held = [], []
    for row in rows:
        key = row["key"] or re.sub(r"[^a-z]+", "", row["text"].lower())
        place = int(hashlib.sha256(f"{seed}-{key}".encode()).hexdigest()[:8], 16) / 2**32
        (held if place < row["held"] else fit).append(row)
    return fit, held


def fill_rest(rows):
    for row in rows:
        labels = row["labels"]
        if row["source"] in REST_TOXIC and "toxic" not in labels and labels.get("identity_hate", 1) < 0.5:
            labels["toxic"] = REST_TOXIC[row["source"]]


def rude_words(rows):
    """Words that stand far more often in toxic rows than in clean ones: those that readers disguise."""
    toxic, clean_ = collections.Counter(), collections.Counter()
    for row in rows:
        value = row["labels"].get("toxic")
        if value is not None:
            (toxic if value >= 0.5 else clean_).update(set(re.findall(r"[a-z]{3,}", row["text"].lower())))
    return {word for word, n in toxic.items() if n >= 8 and math.log((n + 1) / (clean_[word] * 0.6 + 1)) > 1.2}


def add_noise(rows, rude, rng):
    variants = [[disguise(row["text"], rude, rng) for _ in range(NOISY_VARIANTS)] for row in rows]
    flat = normalise([text for row in variants for text in row])
    plain = normalise([row["text"] for row in rows])
    for i, row in enumerate(rows):
        row["text"], row["noisy"] = plain[i], flat[i * NOISY_VARIANTS:(i + 1) * NOISY_VARIANTS]


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--data", required=True, type=pathlib.Path)
    args.add_argument("--seed", type=int, default=7)
    args = args.parse_args()
    rng = random.Random(args.seed)
    rows = load(args.data)
    fit, held = split(rows, args.seed)
    rude = rude_words(fit)
    fill_rest(fit)
    print(f"{len(fit)} rows to train on, {len(held)} held back, {len(rude)} rude words", flush=True)
    for part, name in ((fit, "train"), (held, "valid")):
        add_noise(part, rude, rng)
        write_lines(WORK / f"{name}.jsonl", [{k: v for k, v in row.items() if k not in ("held", "key")} for row in part])
    counts = collections.Counter(row["source"] for row in fit)
    print({name: counts[name] for name in sorted(counts)})


if __name__ == "__main__":
    main()
