"""Disguises as readers use them. They are put on before the normaliser, so that the model learns on what it leaves."""
import re

WORD = re.compile(r"[A-Za-z]{3,}")
LEET = {"a": "@4", "e": "3", "i": "1!", "o": "0", "s": "$5", "t": "7", "b": "8", "l": "1", "g": "9"}
VOWELS = "aeiou"


def swap(word, rng):
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 2) if len(word) > 3 else 0
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def drop(word, rng):
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1:]


def double(word, rng):
    at = rng.randrange(len(word))
    return word[:at] + word[at] * rng.randint(2, 5) + word[at + 1:]


def star(word, rng):
    vowels = [i for i, c in enumerate(word) if i > 0 and c.lower() in VOWELS] or [1]
    hit = set(vowels) if rng.random() < 0.3 else {rng.choice(vowels)}
    sign = rng.choice("***#_-.x")
    return "".join(sign if i in hit else c for i, c in enumerate(word))


def bleep(word, rng):
    return word[0] + rng.choice("**#-") * (len(word) - 2) + word[-1]


def leet(word, rng):
    return "".join(rng.choice(LEET[c.lower()]) if c.lower() in LEET and rng.random() < 0.6 else c for c in word)


def spread(word, rng):
    return rng.choice([" ", ".", "-", "*", "_", " . "]).join(word)


def split(word, rng):
    at = rng.randrange(1, len(word))
    return word[:at] + rng.choice([" ", "-", ".", "*", "\u200b"]) + word[at:]


def phonetic(word, rng):
    for old, new in rng.sample([("f", "ph"), ("ck", "k"), ("ck", "kk"), ("s", "z"), ("i", "y"), ("er", "a"), ("ing", "in"), ("you", "u"),
                                ("c", "k"), ("oo", "u"), ("k", "q"), ("qu", "kw")], 12):
        if old in word.lower():
            return re.sub(old, new, word, count=1, flags=re.I)
    return drop(word, rng)


def lookalike(word, rng):
    return word.translate(str.maketrans({"a": "а", "e": "е", "o": "о", "i": "і", "c": "с", "p": "р", "s": "ѕ"}))


WAYS = [swap, swap, drop, drop, double, star, star, bleep, leet, leet, spread, split, split, phonetic, phonetic, lookalike]


def glue(text, rng):
    """Two to all of the blanks left out."""
    blanks = [i for i, c in enumerate(text) if c == " "]
    if not blanks:
        return text
    gone = set(rng.sample(blanks, min(len(blanks), rng.choice([1, 1, 2, 3]))))
    return "".join(c for i, c in enumerate(text) if i not in gone)


def disguise(text, rude, rng):
    """One to three words disguised, those in the set `rude` (lower-cased words) before others."""
    words = list(WORD.finditer(text))
    if not words:
        return text
    harsh = [w for w in words if w.group().lower() in rude]
    chosen = harsh[:3] if harsh and rng.random() < 0.8 else rng.sample(words, min(len(words), rng.choice([1, 1, 2, 3])))
    for word in sorted(chosen, key=lambda w: -w.start()):
        text = text[:word.start()] + rng.choice(WAYS)(word.group(), rng) + text[word.end():]
    return glue(text, rng) if rng.random() < 0.15 else text
