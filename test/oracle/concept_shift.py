"""Records reference values of concept_shift from scikit-learn's losses and scipy's Welch test, on small seeded data.

    venv/bin/python test/oracle/concept_shift.py

writes test/oracle/concept_shift.json. The tests read that file only.
"""

import json
import os
import sys

import numpy as np
import scipy
import scipy.stats
import sklearn
from sklearn.metrics import log_loss

HERE = os.path.dirname(os.path.abspath(__file__))
Z = scipy.stats.norm.ppf(0.975)


def binary(rng, n, noise):
    score = np.round(np.clip(rng.beta(2, 4, n), 0.01, 0.99), 3)
    label = (rng.uniform(size=n) < np.clip(score + rng.normal(0, noise, n), 0, 1)).astype(int)
    return {"label": label.tolist(), "score": score.tolist(), "said": (score >= 0.4).astype(int).tolist()}


def regression(rng, n, noise):
    label = np.round(rng.normal(20, 5, n), 3)
    return {"label": label.tolist(), "said": np.round(label + rng.normal(0, noise, n), 3).tolist()}


def losses(side, kind):
    label = np.array(side["label"])
    if kind == "log loss":
        loss = np.array([log_loss([y], [s], labels=[0, 1]) for y, s in zip(label, side["score"])])
    elif kind == "wrong":
        loss = (label != np.array(side["said"])).astype(float)
    else:
        loss = np.abs(np.array(side["said"]) - label)
    return loss


def case(name, kind, reference, current):
    r, c = losses(reference, kind), losses(current, kind)
    ratio = c.mean() / r.mean()
    spread = Z * np.sqrt(c.var(ddof=1) / len(c) / r.mean() ** 2 + ratio**2 * r.var(ddof=1) / len(r) / r.mean() ** 2)
    p = scipy.stats.ttest_ind(r, c, equal_var=False).pvalue
    return {
        "name": name,
        "kind": kind,
        "reference": reference,
        "current": current,
        "value": float(ratio - 1),
        "interval": [float(max(-1, ratio - 1 - spread)), float(ratio - 1 + spread)],
        "p": float(p),
    }


rng = np.random.default_rng(11)
cases = [
    case("log loss, worse", "log loss", binary(rng, 150, 0.05), binary(rng, 120, 0.6)),
    case("log loss, alike", "log loss", binary(rng, 150, 0.2), binary(rng, 90, 0.2)),
    case("wrong predictions", "wrong", binary(rng, 150, 0.05), binary(rng, 120, 0.5)),
    case("absolute error", "absolute error", regression(rng, 150, 1.0), regression(rng, 120, 1.6)),
]
versions = {
    "python": sys.version.split()[0],
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "scikit-learn": sklearn.__version__,
}
with open(os.path.join(HERE, "concept_shift.json"), "w") as out:
    json.dump({"versions": versions, "cases": cases}, out)
