"""Records estimates of performance without labels: by scikit-learn's isotonic regression and the formulas, and by NannyML.

    venv/bin/python test/oracle/estimation.py

writes test/oracle/estimation.json (versions inside). The rows are made by arithmetic, and the test makes the same.
"""

import importlib.metadata
import json
import logging
import os
import warnings

import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
import nannyml as nml  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = ["cat", "dog", "owl"]


def uniform(seed):
    x = seed
    while True:
        x = x * 16807 % 2147483647
        yield x / 2147483647


def binary_rows(n, seed, power):
    """Scores to three digits, too sure of themselves; `power` moves them up or down."""
    u, rows = uniform(seed), []
    for _ in range(n):
        score = np.floor(next(u) ** power * 1000) / 1000
        truth = 0.15 + 0.6 * score
        rows.append((score, int(score >= 0.5), int(next(u) < truth)))
    return pd.DataFrame(rows, columns=["score", "said", "label"])


def class_rows(n, seed, lean):
    u, rows = uniform(seed), []
    for _ in range(n):
        raw = [next(u) + (lean if c == 0 else 0) for c in range(3)]
        p = [np.floor(x / sum(raw) * 1e9) / 1e9 for x in raw[:2]]
        p.append(1 - p[0] - p[1])
        said = CLASSES[int(np.argmax(p))]
        softer = [0.2 + x for x in p]
        at, label, draw = 0.0, CLASSES[2], next(u) * sum(softer)
        for c in range(3):
            at += softer[c]
            if draw < at:
                label = CLASSES[c]
                break
        rows.append((*p, said, label))
    return pd.DataFrame(rows, columns=[*CLASSES, "said", "label"])


def regression_rows(n, seed, power):
    """Errors grow with x, and are larger for one kind."""
    u, rows = uniform(seed), []
    for _ in range(n):
        x = next(u) ** power
        kind = "ab"[int(next(u) < 0.3)]
        said = 10 + 5 * x
        label = said + (0.5 + 2 * x + (2 if kind == "b" else 0)) * (next(u) + next(u) - 1)
        rows.append((x, kind, said, label))
    return pd.DataFrame(rows, columns=["x", "kind", "said", "label"])


def expected_counts(p, said):
    return p[said].sum(), (1 - p[said]).sum(), p[~said].sum(), (1 - p[~said]).sum()


def weighted_area(score, p):
    """Each row once as a positive of weight p and once as a negative of weight 1 - p."""
    y = np.r_[np.ones(len(p)), np.zeros(len(p))]
    w = np.r_[p, 1 - p]
    s = np.r_[score, score]
    return metrics.roc_auc_score(y, s, sample_weight=w), metrics.average_precision_score(y, s, sample_weight=w)


def calibrator(scores, labels):
    """scikit-learn's isotonic regression over about sqrt(n) groups of rows by score, rows of one score together."""
    rows = pd.DataFrame({"s": scores, "y": labels}).groupby("s")["y"].agg(["size", "sum"])
    n, wanted = rows["size"].sum(), int(np.sqrt(rows["size"].sum()))
    x, y, w, own, seen = [], [], [], [0.0, 0, 0], 0
    for i, (score, (size, yes)) in enumerate(rows.iterrows()):
        own = [own[0] + score * size, own[1] + yes, own[2] + size]
        seen += size
        if seen >= (len(x) + 1) * n / wanted or i == len(rows) - 1:
            x.append(own[0] / own[2])
            y.append(own[1] / own[2])
            w.append(own[2])
            own = [0.0, 0, 0]
    return IsotonicRegression(out_of_bounds="clip").fit(x, y, sample_weight=w)


def binary(name, reference, current):
    fit = calibrator(reference["score"], reference["label"])
    score = current["score"].to_numpy()
    p, said = fit.predict(score), current["said"].to_numpy() == 1
    tp, fp, fn, tn = expected_counts(p, said)
    area, ap = weighted_area(score, p)
    s = np.clip(score, np.finfo(float).eps, 1 - np.finfo(float).eps)
    ours = {
        "roc_auc": area,
        "average_precision": ap,
        "accuracy": (tp + tn) / len(p),
        "precision": tp / (tp + fp),
        "recall": tp / (tp + fn),
        "specificity": tn / (tn + fp),
        "f1": tp / (tp + 0.5 * (fp + fn)),
        "log_loss": -(p * np.log(s) + (1 - p) * np.log1p(-s)).mean(),
        "brier": (p * (1 - score) ** 2 + (1 - p) * score**2).mean(),
    }
    names = ["roc_auc", "f1", "precision", "recall", "specificity", "accuracy", "average_precision"]
    np.random.seed(1)  # NannyML draws the error of the average precision
    cbpe = nml.CBPE(metrics=names, y_pred_proba="score", y_pred="said", y_true="label", problem_type="classification_binary", chunk_size=len(current)).fit(reference)
    frame = cbpe.estimate(current.drop(columns="label")).filter(period="analysis").to_df()
    theirs = {m: [float(frame[(m, key)].iloc[0]) for key in ("value", "lower_confidence_boundary", "upper_confidence_boundary")] for m in names}
    return {"name": name, "ours": {k: float(v) for k, v in ours.items()}, "nannyml": theirs}


def multiclass(name, reference, current):
    p = np.column_stack([
        calibrator(reference[c], (reference["label"] == c).astype(int)).predict(current[c]) for c in CLASSES
    ])
    p /= p.sum(axis=1, keepdims=True)
    said = current["said"].to_numpy()
    counts = [expected_counts(p[:, i], said == c) for i, c in enumerate(CLASSES)]
    s = np.clip(current[CLASSES].to_numpy(), np.finfo(float).eps, 1)
    ours = {
        "roc_auc_ovr": np.mean([weighted_area(current[c].to_numpy(), p[:, i])[0] for i, c in enumerate(CLASSES)]),
        "accuracy": np.mean([p[row, CLASSES.index(c)] for row, c in enumerate(said)]),
        "macro_precision": np.mean([tp / (tp + fp) for tp, fp, _, _ in counts]),
        "macro_recall": np.mean([tp / (tp + fn) for tp, _, fn, _ in counts]),
        "macro_f1": np.mean([tp / (tp + 0.5 * (fp + fn)) for tp, fp, fn, _ in counts]),
        "log_loss": -(p * np.log(s)).sum(axis=1).mean(),
    }
    names = {"roc_auc": "roc_auc_ovr", "f1": "macro_f1", "precision": "macro_precision", "recall": "macro_recall", "accuracy": "accuracy"}
    cbpe = nml.CBPE(metrics=list(names), y_pred_proba={c: c for c in CLASSES}, y_pred="said", y_true="label", problem_type="classification_multiclass", chunk_size=len(current)).fit(reference)
    frame = cbpe.estimate(current.drop(columns="label")).filter(period="analysis").to_df()
    theirs = {names[m]: [float(frame[(m, key)].iloc[0]) for key in ("value", "lower_confidence_boundary", "upper_confidence_boundary")] for m in names}
    return {"name": name, "ours": {k: float(v) for k, v in ours.items()}, "nannyml": theirs}


def regression(name, reference, current):
    names = ["mae", "mse", "rmse", "mape"]
    dle = nml.DLE(metrics=names, feature_column_names=["x", "kind"], y_pred="said", y_true="label", chunk_size=len(current)).fit(reference)
    frame = dle.estimate(current.drop(columns="label")).filter(period="analysis").to_df()
    theirs = {m: [float(frame[(m, key)].iloc[0]) for key in ("value", "lower_confidence_boundary", "upper_confidence_boundary")] for m in names}
    e = (current["said"] - current["label"]).abs()
    real = {"mae": e.mean(), "mse": (e**2).mean(), "rmse": np.sqrt((e**2).mean()), "mape": (e / current["label"].abs()).mean()}
    return {"name": name, "nannyml": theirs, "realised": {k: float(v) for k, v in real.items()}}


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    out = {"versions": {name: importlib.metadata.version(name) for name in ("numpy", "scikit-learn", "nannyml", "lightgbm")}}
    reference = binary_rows(4000, 21, 1.0)
    out["binary"] = [binary("no shift", reference, binary_rows(900, 22, 1.0)), binary("lower scores", reference, binary_rows(700, 23, 2.0))]
    reference = class_rows(3000, 31, 0.0)
    out["multiclass"] = [multiclass("no shift", reference, class_rows(800, 32, 0.0)), multiclass("more of one", reference, class_rows(800, 33, 0.4))]
    reference = regression_rows(4000, 41, 1.0)
    out["regression"] = [regression("no shift", reference, regression_rows(900, 42, 1.0)), regression("larger x", reference, regression_rows(900, 43, 0.4))]
    with open(os.path.join(HERE, "estimation.json"), "w") as file:
        json.dump(out, file, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
