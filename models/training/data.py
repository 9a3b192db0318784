"""Where things lie, what the labels are, and how rows are read and normalised."""
import gzip, json, pathlib, subprocess

HERE = pathlib.Path(__file__).resolve().parent
REPO = HERE.parent.parent
OUT = REPO / "models" / "toxicity"
WORK = HERE / "work"
# The harsh words that are read through a disguise: learned by prepare.py, part of the model.
HARSH = OUT / "harsh-words.json"
LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
# A seventh output while training: Perspective's own score where a source gives it. What ships leans on it.
OUTPUTS = [*LABELS, "perspective"]
# The share of comments that are toxic on a news site, on which calibrated scores are probabilities.
NATURAL_SHARE = 0.08
# Tokens in one window of the network, the special ones included.
WINDOW = 256


def read_gz(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def write_lines(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def normalise(texts, harsh=HARSH):
    """The texts as the product's own code gives them to the network, so that training reads what the model will read."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(["node", "--import", "tsx", str(HERE / "normalise.ts"), str(harsh)], input=lines, capture_output=True,
                          text=True, cwd=REPO, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]
