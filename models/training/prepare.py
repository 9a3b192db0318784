"""Reads, cleans, splits and disguises: DATA/train and written/ to work/train.jsonl and work/valid.jsonl.

    python models/training/prepare.py --data DATA
"""
import argparse, collections, hashlib, json, math, pathlib, random, re

from clean import clean
from data import HARSH, HERE, WORK, normalise, read_gz, read_lines, write_json, write_lines
from network import BASE
from noise import disguise

# Source: how often each of its rows is read in an epoch (below 1: another part each epoch), the weight of a row in the
# loss, and the share that is held back. News counts most; tweets' labels are biased against dialect and count least.
SOURCES = {
    "civil_clean": (2.0, 1.0, 0.10), "civil_toxic": (2.0, 1.0, 0.10), "civil_spans": (1.0, 1.0, 0.08),
    "jigsaw_six": (1.0, 1.0, 0.06), "jigsaw": (1.0, 1.0, 0.06), "jigsaw_six_normalised": (0.3, 0.7, 0.04),
    "wiki_context_gc": (0.8, 0.7, 0.05), "wiki_context_gn": (0.8, 0.7, 0.05), "hatemoji": (2.0, 1.0, 0.06),
    "edos": (0.25, 0.7, 0.04), "misogyny": (0.2, 0.7, 0.04), "davidson": (0.06, 0.3, 0.04), "paradetox": (0.1, 0.7, 0.04),
    "identity_clean": (0.5, 1.0, 0.05), "wiki_clean": (0.2, 1.0, 0.05), "openai_840": (1.0, 1.0, 0.05),
}
WRITTEN = (1.5, 1.0, 0.05)
# Short sentences are a class of their own: a network that has seen only comments takes any of them with a hard word for toxic.
# Those from few templates are read less often.
WRITTEN_TAKES = {"written_edges": 2.0, "written_identities": 2.0, "written_news": 3.0, "written_profanity": 2.0, "written_short": 1.0, "written_counter": 1.5, "written_swearing": 3.0}
# Wikipedia's rows that name a group are few, and a name beside a quarrel is soon taken for the quarrel: they are read more often.
TALK = {"jigsaw", "jigsaw_six", "jigsaw_six_normalised", "wiki_context_gc", "wiki_context_gn"}
NAMED = re.compile(r"\b(?:gays?|lesbians?|homosexuals?|transgender|queer|bisexuals?|muslims?|islam(?:ic)?|jews?|jewish|christians?|catholics?|protestants?|hindus?|buddhists?|"
                   r"atheists?|blacks?|whites?|african|asian|indian|mexican|chinese|japanese|arabs?|latinos?|hispanic|american|canadian|european|wom[ae]n|females?|males?|feminists?|"
                   r"blind|deaf|disabled|elderly|teenagers?)\b", re.I)
NAMED_TAKES = 2.5
# Labels that a source gives with less certainty than it writes: civil_toxic has mild rows, civil_clean borderline ones.
CERTAINTY = {("civil_toxic", 1): 0.9, ("civil_clean", 0): 0.02}
# Sources that say "toxic" of their hateful rows and nothing of the others: what the others count as in training. Left
# unknown, the network takes a source's manner for toxic: it gave .88 on average to hatemoji's harmless rows.
REST_TOXIC = {"hatemoji": 0.1, "edos": 0.25, "misogyny": 0.2, "openai_840": 0.1}
# From here on the others are so often rude that a word's count tells the source's topic.
RUDE_REST = 0.2
NOISY_VARIANTS = 2
# Sources that call all swearing toxic. In paradetox nothing tells who is meant; in Jigsaw's, swearing that meets nobody counts little.
SWEARING_TOXIC = {"jigsaw", "jigsaw_six", "jigsaw_six_normalised"}
PLAIN_SWEARING = 0.3
SWEARING = re.compile(r"\b(?:\w*fuck\w*|\w*shit\w*|wtf|damn\w*|god ?damn\w*|crap\w*|ass|asses|hell|bloody|piss\w*|sucks?|bollocks|bugger)\b", re.I)
SOMEBODY = re.compile(r"\b(?:you|your|yours|yourself|ya|u|ur|r|he|him|his|she|her|they|them|their|those|these people|someone|somebody|people|guys?|dude|man|men|"
                      r"wom[ae]n|boys?|girls?|kids?|admins?|editors?|users?|mom|mother|father|dad|jews?|muslims?|blacks?|whites?|gays?|off)\b", re.I)
# A harsh word: seen so often in toxic rows, and so much more often than in clean ones.
HARSH_SEEN, HARSH_MORE, MOST_HARSH = 6, 1.2, 2000
CLEAN_SEEN = 3
# Sources that come without capitals.
LOWER_CASED = {"paradetox", "jigsaw_six_normalised"}


def target(source, label, value):
    return CERTAINTY.get((source, value), value) if label == "toxic" else value


def soften_swearing(rows):
    """Swearing at no one: unknown where the source cannot tell, little toxic where plain swear words are all that is rude."""
    hard = rude_words(rows)
    for row in rows:
        labels = row["labels"]
        if row["source"] == "paradetox":
            labels.pop("toxic", None)
        elif row["source"] in SWEARING_TOXIC and labels.get("toxic") == 1 and at_no_one(row["text"], hard) \
                and not any(labels.get(name, 0) >= 0.5 for name in ("insult", "identity_hate", "threat")):
            labels["toxic"] = PLAIN_SWEARING


def at_no_one(text, hard):
    """Whether plain swear words are the only rude ones and nobody is spoken to or of."""
    rest, found = SWEARING.subn(" ", text)
    return found > 0 and not SOMEBODY.search(rest) and not hard & set(re.findall(r"[a-z]{3,}", rest.lower()))


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
        more = NAMED_TAKES if source in TALK and NAMED.search(row["text"]) else 1
        if perspective is not None:
            labels["perspective"] = perspective
        yield {"source": source, "text": clean(source, row["text"]), "labels": labels, "take": take * more, "weight": weight,
               "held": held, "key": pair_key(source, row)}


def letters(text):
    """What is left of a text without case, punctuation, digits and emoji; one that has nothing else is left whole."""
    return re.sub(r"[^a-z]+", "", text.lower()) or text


def measured_texts(data):
    """The letters of all texts of eval/: a sentence of our own that happens to be one of them is left out."""
    files = list((data / "eval").glob("*.jsonl.gz"))
    if not files:
        raise SystemExit(f"{data / 'eval'} has no *.jsonl.gz: without what is measured on, it cannot be kept out of training.")
    return {letters(row.get("text") or row["raw"]) for path in files for row in read_gz(path)}


def load(data):
    rows, measured = {}, measured_texts(data)
    for source in SOURCES:
        for row in rows_of(source, read_gz(data / "train" / f"{source}.jsonl.gz")):
            if row["text"]:
                keep(rows, row)
    for path in sorted((HERE / "written").glob("*.jsonl")):
        if path.stem != "heated_civil_test":
            for row in rows_of(f"written_{path.stem}", read_lines(path)):
                if letters(row["text"]) not in measured:
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
        key = row["key"] or letters(row["text"])
        place = int(hashlib.sha256(f"{seed}-{key}".encode()).hexdigest()[:8], 16) / 2**32
        (held if place < row["held"] else fit).append(row)
    return fit, held


def fill_rest(rows):
    for row in rows:
        labels = row["labels"]
        if row["source"] in REST_TOXIC and "toxic" not in labels and labels.get("identity_hate", 1) < 0.5:
            labels["toxic"] = REST_TOXIC[row["source"]]


def word_counts(rows):
    """In how many toxic and in how many clean rows each word stands; not of sources whose others
    may be rude as well, lest their topic pass for rudeness."""
    toxic, clean_ = collections.Counter(), collections.Counter()
    for row in rows:
        value = row["labels"].get("toxic")
        if value is not None and REST_TOXIC.get(row["source"], 0) < RUDE_REST:
            (toxic if value >= 0.5 else clean_).update(set(re.findall(r"[a-z]{3,}", row["text"].lower())))
    return toxic, clean_


def rude_words(rows, seen=8, more=1.2):
    """Words that stand far more often in toxic rows than in clean ones, with in how many: those that readers disguise."""
    toxic, clean_ = word_counts(rows)
    return {word: n for word, n in toxic.items() if n >= seen and math.log((n + 1) / (clean_[word] * 0.6 + 1)) > more}.keys()


def names(rows):
    """Which words are written with a capital as often as without: people that rude rows talk about."""
    large, small = collections.Counter(), collections.Counter()
    for row in rows:
        if row["source"] not in LOWER_CASED:
            words = re.findall(r"\b[A-Za-z]{3,}\b", row["text"])
            large.update(word.lower() for word in words if word.istitle())
            small.update(word for word in words if word.islower())
    return lambda word: large[word] >= small[word]


def write_harsh_words(rows):
    """models/toxicity/harsh-words.json: what is read through a disguise, and the common words that only look like one."""
    rows = [row for row in rows if not row["source"].startswith("written_")]
    toxic, clean_ = word_counts(rows)
    is_name = names(rows)
    harsh = sorted((word for word in rude_words(rows, HARSH_SEEN, HARSH_MORE) if 3 <= len(word) <= 20 and not is_name(word)),
                   key=lambda word: -toxic[word])[:MOST_HARSH]
    words = {word: toxic[word] for word in sorted(harsh)}
    write_json(HARSH, {"version": 1, "words": words, "innocent": []})
    vocabulary = json.loads((BASE / "tokenizer.json").read_text())["model"]["vocab"]
    common = sorted({word for word in [*vocabulary, *(word for word, n in clean_.items() if n >= CLEAN_SEEN)]
                     if re.fullmatch("[a-z0-9]{4,40}", word)} - words.keys())
    innocent = [word for word, read in zip(common, normalise(common)) if words.keys() & set(read.lower().split()) - {word}]
    write_json(HARSH, {"version": 1, "words": words, "innocent": innocent})
    print(f"{len(words)} harsh words, {len(innocent)} that only look like one", flush=True)


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
    fill_rest(fit)
    rude = rude_words(fit)
    write_harsh_words(fit)
    soften_swearing(fit)
    soften_swearing(held)
    fit, held = ([row for row in part if row["labels"]] for part in (fit, held))
    print(f"{len(fit)} rows to train on, {len(held)} held back, {len(rude)} rude words", flush=True)
    for part, name in ((fit, "train"), (held, "valid")):
        add_noise(part, rude, rng)
        write_lines(WORK / f"{name}.jsonl", [{k: v for k, v in row.items() if k not in ("held", "key")} for row in part])
    counts = collections.Counter(row["source"] for row in fit)
    print({name: counts[name] for name in sorted(counts)})


if __name__ == "__main__":
    main()
