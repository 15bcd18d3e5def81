"""Records reference values of the performance metrics from scikit-learn, on small seeded data.

    venv/bin/python test/oracle/performance.py

writes test/oracle/performance.json (same packages as record.py). Intervals have no function there: they come from
the influence of each row, written here as one formula on rows, not on counts. The tests read that file only.
"""

import itertools
import json
import os

import numpy as np
import scipy.stats
from sklearn import metrics

from record import VERSIONS, wilson

HERE = os.path.dirname(os.path.abspath(__file__))
Z = scipy.stats.norm.ppf(0.975)


def jackknife(value, *columns):
    """Infinitesimal jackknife: the standard error of a function of weighted rows, by numerical derivatives."""
    n = len(columns[0])
    weights = np.ones(n)
    slopes = np.empty(n)
    for i in range(n):
        up, down = weights.copy(), weights.copy()
        up[i] += 1e-4
        down[i] -= 1e-4
        slopes[i] = (value(up, *columns) - value(down, *columns)) / 2e-4
    return float(np.sqrt(np.sum(slopes**2)))


def binary(rng, n, name, prevalence=0.3, rounded=2):
    score = np.round(rng.beta(2, 4, n), rounded)
    label = (rng.uniform(size=n) < np.clip(score * prevalence / 0.33, 0, 1)).astype(int)
    said = (score >= 0.4).astype(int)
    tn, fp, fn, tp = (int(x) for x in metrics.confusion_matrix(label, said, labels=[0, 1]).ravel())
    ap = metrics.average_precision_score(label, score)
    logit, spread = np.log(ap / (1 - ap)), Z / np.sqrt(label.sum() * ap * (1 - ap))
    squares = (score - label) ** 2
    order = np.argsort(score, kind="stable")
    bins = np.array_split(order, 10)
    values = {
        "accuracy": [metrics.accuracy_score(label, said), *wilson(tp + tn, n)],
        "precision": [metrics.precision_score(label, said), *wilson(tp, tp + fp)],
        "recall": [metrics.recall_score(label, said), *wilson(tp, tp + fn)],
        "specificity": [metrics.recall_score(label, said, pos_label=0), *wilson(tn, tn + fp)],
        "npv": [metrics.precision_score(label, said, pos_label=0), *wilson(tn, tn + fn)],
        "fpr": [fp / (fp + tn), *wilson(fp, tn + fp)],
        "fnr": [fn / (fn + tp), *wilson(fn, fn + tp)],
        "average_precision": [ap, 1 / (1 + np.exp(-(logit - spread))), 1 / (1 + np.exp(-(logit + spread)))],
        "roc_auc": [metrics.roc_auc_score(label, score)],
        "log_loss": [metrics.log_loss(label, score)],
        "brier": [metrics.brier_score_loss(label, score), *normal(squares.mean(), squares.std(ddof=1) / np.sqrt(n))],
    }
    if len(np.unique(score)) == n:
        values["ece"] = [sum(len(b) / n * abs(label[b].mean() - score[b].mean()) for b in bins)]
    for key, function in {
        "f1": lambda w, y, p: metrics.f1_score(y, p, sample_weight=w),
        "mcc": lambda w, y, p: metrics.matthews_corrcoef(y, p, sample_weight=w),
        "balanced_accuracy": lambda w, y, p: metrics.balanced_accuracy_score(y, p, sample_weight=w),
    }.items():
        value = float(function(np.ones(n), label, said))
        values[key] = [value, *normal(value, jackknife(function, label, said))]
    return {"name": name, "label": label.tolist(), "score": score.tolist(), "said": said.tolist(), "values": plain(values)}


def multiclass(rng, n, name):
    classes = ["cat", "dog", "owl"]
    label = rng.choice(3, n, p=[0.5, 0.3, 0.2])
    logits = rng.normal(size=(n, 3)) + 1.5 * np.eye(3)[label]
    score = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    said = score.argmax(axis=1)
    values = {
        "accuracy": [metrics.accuracy_score(label, said), *wilson((label == said).sum(), n)],
        "log_loss": [metrics.log_loss(label, score)],
        "roc_auc_ovr": [metrics.roc_auc_score(label, score, multi_class="ovr")],
    }
    for key, function in {
        "macro_precision": lambda w, y, p: metrics.precision_score(y, p, average="macro", sample_weight=w),
        "macro_recall": lambda w, y, p: metrics.recall_score(y, p, average="macro", sample_weight=w),
        "macro_f1": lambda w, y, p: metrics.f1_score(y, p, average="macro", sample_weight=w),
        "weighted_f1": lambda w, y, p: metrics.f1_score(y, p, average="weighted", sample_weight=w),
    }.items():
        value = float(function(np.ones(n), label, said))
        values[key] = [value, *normal(value, jackknife(function, label, said), 0, 1)]
    return {
        "name": name,
        "classes": classes,
        "label": label.tolist(),
        "said": said.tolist(),
        "score": score.tolist(),
        "values": plain(values),
    }


def regression(rng, n, name, scale=1.0, shift=0.0):
    label = np.round(shift + scale * rng.normal(size=n), 3)
    label[:2] = 0
    said = np.round(label + scale * 0.4 * rng.standard_t(5, n) + 0.05 * scale, 3)
    error, keep = said - label, label != 0
    values = {
        "mae": metrics.mean_absolute_error(label, said),
        "mse": metrics.mean_squared_error(label, said),
        "rmse": metrics.root_mean_squared_error(label, said),
        "bias": error.mean(),
        "r2": metrics.r2_score(label, said),
        "wape": np.abs(error).sum() / np.abs(label).sum(),
    }
    functions = {
        "mae": lambda w, y, p: metrics.mean_absolute_error(y, p, sample_weight=w),
        "mse": lambda w, y, p: metrics.mean_squared_error(y, p, sample_weight=w),
        "rmse": lambda w, y, p: metrics.root_mean_squared_error(y, p, sample_weight=w),
        "bias": lambda w, y, p: np.average(p - y, weights=w),
        "r2": lambda w, y, p: metrics.r2_score(y, p, sample_weight=w),
        "wape": lambda w, y, p: np.sum(w * np.abs(p - y)) / np.sum(w * np.abs(y)),
    }
    # The metrics divide by n − 1 where the jackknife divides by n.
    ranges = {"bias": (-np.inf, np.inf), "r2": (-np.inf, 1)}
    bounds = {
        key: normal(value, jackknife(functions[key], label, said) * np.sqrt(n / (n - 1)), *ranges.get(key, (0, np.inf)))
        for key, value in values.items()
    }
    relative = np.abs(error[keep] / label[keep])
    ordered, half = np.sort(np.abs(error)), Z * np.sqrt(n) / 2
    return {
        "name": name,
        "label": label.tolist(),
        "said": said.tolist(),
        "values": plain({
            **{key: [value, *bounds[key]] for key, value in values.items()},
            "median_ae": [
                metrics.median_absolute_error(label, said),
                ordered[int(np.floor(n / 2 - half)) - 1],
                ordered[int(np.ceil(n / 2 + half + 1)) - 1],
            ],
            "mape": [
                metrics.mean_absolute_percentage_error(label[keep], said[keep]),
                *normal(relative.mean(), relative.std(ddof=1) / np.sqrt(keep.sum()), 0),
            ],
        }),
    }


def one_order(relevance, k):
    """What one ordered list is worth, straight from the definitions."""
    hits = relevance > 0
    ranks = np.arange(1, len(relevance) + 1)
    precisions = np.cumsum(hits) / ranks
    top = hits[:k]
    return np.array([
        (precisions[:k] * top).sum() / min(k, hits.sum()),
        1 / ranks[hits][0],
        float(top.any()),
        top.sum() / k,
        top.sum() / hits.sum(),
    ])


def ranking(rng, queries, name, k, ties):
    rows, worth, ndcg = [], [], []
    for query in range(queries):
        n = int(rng.integers(2, 7))
        score = rng.choice(4 if ties else 1000, n, replace=ties).astype(float)
        relevance = rng.choice([0, 0, 0, 1, 2], n)
        rows += [[f"q{query}", float(s), float(r)] for s, r in zip(score, relevance)]
        if not (relevance > 0).any():
            continue
        ndcg.append(metrics.ndcg_score([2.0**relevance - 1], [score], k=k))
        # Every order of equal scores, each alike.
        groups = [np.flatnonzero(score == s) for s in sorted(set(score), reverse=True)]
        orders = [np.concatenate(order) for order in itertools.product(*(map(np.array, itertools.permutations(g)) for g in groups))]
        worth.append(np.mean([one_order(relevance[order], k) for order in orders], axis=0))
    table = np.column_stack([ndcg, np.array(worth)])
    names = ["ndcg_at_k", "map_at_k", "mrr", "hit_rate_at_k", "precision_at_k", "recall_at_k"]
    return {
        "name": name,
        "k": k,
        "rows": rows,
        "without": queries - len(ndcg),
        "values": plain({
            # All lists worth the same: there is no interval.
            key: [column.mean()] + (normal(column.mean(), column.std(ddof=1) / np.sqrt(len(column)), 0, 1) if column.std() > 0 else [])
            for key, column in zip(names, table.T)
        }),
    }


def normal(value, error, low=-np.inf, high=np.inf):
    return [max(low, value - Z * error), min(high, value + Z * error)]


def plain(values):
    return {key: [float(x) for x in value] for key, value in values.items()}


def main():
    rng = np.random.default_rng(7)
    out = {
        "versions": VERSIONS,
        "binary": [
            binary(rng, 300, "ties"),
            binary(rng, 203, "distinct scores", rounded=12),
            binary(rng, 120, "rare positives", prevalence=0.08),
        ],
        "multiclass": [multiclass(rng, 150, "three classes")],
        "regression": [
            regression(rng, 160, "around zero"),
            regression(rng, 90, "far from zero", scale=3.0, shift=500.0),
        ],
        "ranking": [
            ranking(rng, 40, "distinct scores", 3, False),
            ranking(rng, 40, "ties", 3, True),
            ranking(rng, 25, "k beyond the lists", 10, True),
        ],
    }
    with open(os.path.join(HERE, "performance.json"), "w") as file:
        json.dump(out, file, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
