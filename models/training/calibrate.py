"""Makes of the int8 file's values probabilities at the natural share, on the held-back rows.

    python models/training/calibrate.py [--name run]

Writes models/toxicity/{calibration.json, thresholds.json, training.json}.
"""
import argparse, json

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from data import LABELS, NATURAL_SHARE, OUT, WORK, read_lines, write_json
from score import INT8, onnx, sigmoid, valid

# Of 100 toxic comments, how many have each other label: between Jigsaw's Wikipedia talk (published shares of its 160,000
# rows: severe 10, obscene 55, threat 3, insult 51, identity 9) and news, where sites filter swearing and insults are most.
GIVEN_TOXIC = {"toxic": 1.0, "severe_toxic": 0.06, "obscene": 0.30, "threat": 0.03, "insult": 0.60, "identity_hate": 0.10}
# How much each source counts: news is what the scores are for. What was picked for being borderline counts little.
SOURCE_WEIGHT = {"civil_clean": 3.0, "civil_toxic": 2.0, "civil_spans": 0.5, "written_news": 0.5, "hatemoji": 0.2, "davidson": 0.1, "edos": 0.2, "paradetox": 0.2, "openai_840": 0.2}
# Our own sentences but those on the news: from templates, and plainer than what readers write.
WRITTEN_WEIGHT = 0.2
GRID = np.arange(-9, 9.01, 0.5)
# Rows written or collected for talk about groups, hateful and not.
GROUPS = ("written_identities", "written_counter", "hatemoji")
# What so few rows cannot tell from the best.
HATE_SLACK = 0.005
THRESHOLDS = [0.005, 0.01, 0.02, 0.03, 0.05, *np.arange(0.1, 1, 0.05).round(2), 0.97, 0.99]
BINS = 15


def weights(label, hit, rows):
    """Weighs rows so that the label has its natural share, and news comes before the rest."""
    source = np.array([SOURCE_WEIGHT.get(row["source"], WRITTEN_WEIGHT if row["source"].startswith("written_") else 1.0) for row in rows])
    share = NATURAL_SHARE * GIVEN_TOXIC[label]
    return np.where(hit, share * source / source[hit].sum(), (1 - share) * source / source[~hit].sum())


def logistic(z, hit, w):
    fit = LogisticRegression(C=10).fit(z[:, None], hit, sample_weight=w * len(w))
    a, b = max(float(fit.coef_[0][0]), 1e-3), float(fit.intercept_[0])
    return lambda at: sigmoid(a * at + b)


def isotonic(z, hit, w):
    fit = IsotonicRegression(y_min=1e-5, y_max=1 - 1e-5, out_of_bounds="clip").fit(z, hit, sample_weight=w)
    # Its steps are noise of single rows: the mean over the width of a grid step is as true and never jumps; and a tenth of
    # the logistic keeps it rising, so that no two scores become one.
    around, rising = np.linspace(-0.5, 0.5, 21), logistic(z, hit, w)
    return lambda at: 0.1 * rising(at) + 0.9 * np.maximum.accumulate(fit.predict((np.sort(at)[:, None] + around).ravel()).reshape(-1, 21).mean(1))[np.argsort(np.argsort(at))]


def log_loss(p, hit, w):
    p = np.clip(p, 1e-5, 1 - 1e-5)
    return float(-(w * np.where(hit, np.log(p), np.log(1 - p))).sum() / w.sum())


def expected_error(p, hit, w):
    """Expected calibration error over bins of equal weight."""
    order = np.argsort(p)
    edges = np.searchsorted(np.cumsum(w[order]) / w.sum(), np.linspace(0, 1, BINS + 1)[1:-1])
    return float(sum(abs((w[b] * (p[b] - hit[b])).sum()) for b in np.split(order, edges)) / w.sum())


def crossed(way, z, hit, w, folds=5):
    """What each row would be given by a map that has not seen it."""
    part = np.random.default_rng(7).integers(0, folds, len(z))
    out = np.zeros(len(z))
    for k in range(folds):
        out[part == k] = way(z[part != k], hit[part != k], w[part != k])(z[part == k])
    return out


def table_of(p, hit, w):
    rows = []
    for threshold in THRESHOLDS:
        over = p >= threshold
        found, right = w[over].sum(), w[over & hit].sum()
        rows.append({"threshold": float(threshold), "precision": round(float(right / found), 4) if found else None,
                     "recall": round(float(right / w[hit].sum()), 4), "flagged": round(float(found / w.sum()), 4)})
    return rows


def calibrate(z, rows, y, known):
    maps, tables, report, values = {}, {}, {}, np.zeros_like(z)
    for k, label in enumerate(LABELS):
        at = known[:, k]
        hit, some = y[at, k] >= 0.5, [row for row, there in zip(rows, at) if there]
        w = weights(label, hit, some)
        tried = {way.__name__: crossed(way, z[at, k], hit, w) for way in (logistic, isotonic)}
        best = min(tried, key=lambda name: log_loss(tried[name], hit, w))
        curve = {"logistic": logistic, "isotonic": isotonic}[best](z[at, k], hit, w)
        maps[label] = {"x": sigmoid(GRID).round(8).tolist(), "y": np.clip(curve(GRID), 0, 1).round(9).tolist()}
        values[:, k] = np.interp(sigmoid(z[:, k]), maps[label]["x"], maps[label]["y"])
        tables[label] = table_of(values[at, k], hit, w)
        report[label] = {"rows": int(at.sum()), "positive": int(hit.sum()), "way": best,
                         "auc": round(float(roc_auc_score(hit, z[at, k], sample_weight=w)), 4),
                         **{f"ece_{name}": round(expected_error(p, hit, w), 4) for name, p in tried.items()},
                         "ece": round(expected_error(tried[best], hit, w), 4)}
    return maps, tables, report, values


def best_f1(value, hit, weight, slack=0.0):
    """The threshold with the best mean of the two classes' F1, of a grid; the lowest of those that come as near as `slack`."""
    def macro(t):
        over = value >= t
        score = 0.0
        for guess, truth in ((over, hit), (~over, ~hit)):
            right = weight[guess & truth].sum()
            score += right / max(weight[guess].sum() + weight[truth].sum(), 1e-9)
        return score
    grid = np.unique(np.round(np.concatenate([np.arange(0.01, 0.2, 0.005), np.arange(0.2, 0.96, 0.01)]), 3))
    scores = [round(macro(t), 4) for t in grid]
    return float(next(t for t, score in zip(grid, scores) if score >= max(scores) - slack))


def hold_thresholds(values, rows, y, known):
    """`hate`: where talk about groups divides best into hateful and not; hate that is missed weighs more than a look.
    `toxic`: the best F1 on news at the natural share."""
    groups = np.array([row["source"] in GROUPS for row in rows]) & known[:, 5]
    hate = best_f1(np.maximum(values[groups, 0], values[groups, 5]), y[groups, 5] >= 0.5, np.ones(groups.sum()), HATE_SLACK)
    at = known[:, 0]
    hit = y[at, 0] >= 0.5
    w = weights("toxic", hit, [row for row, there in zip(rows, at) if there])
    return {"toxic": best_f1(values[at, 0], hit, w), "hate": hate}


def int8_loss(folder, rows, y, known, z):
    at = np.flatnonzero(known[:, 0])
    exact = onnx(folder / "model.onnx", [rows[i]["text"] for i in at])[:, 0]
    hit = y[at, 0] >= 0.5
    return round(float(roc_auc_score(hit, exact) - roc_auc_score(hit, z[at, 0])), 5)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--name", default="run")
    folder = WORK / args.parse_args().name
    rows, y, known = valid()
    z = onnx(INT8, [row["text"] for row in rows])
    np.save(folder / "valid.npy", z)
    maps, tables, report, values = calibrate(z, rows, y, known)
    hold = hold_thresholds(values, rows, y, known)
    write_json(OUT / "calibration.json", {"version": 1, "prevalence": NATURAL_SHARE, "labels": maps})
    write_json(OUT / "thresholds.json", {"version": 1, "prevalence": NATURAL_SHARE, "rows": len(rows), "hold": hold, "labels": tables})
    done = json.loads((folder / "train.json").read_text())
    training = {**done, "heldBack": len(rows), "choice": json.loads((folder / "choice.json").read_text()), "calibration": report,
                "eceToxic": report["toxic"]["ece"], "aucLossInt8": int8_loss(folder, rows, y, known, z)}
    write_json(OUT / "training.json", training)
    print(json.dumps({"hold": hold, "calibration": report, "aucLossInt8": training["aucLossInt8"]}, indent=1))


if __name__ == "__main__":
    main()
