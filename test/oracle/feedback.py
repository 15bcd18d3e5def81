"""Records reference values of the feedback metrics from lifelines and numpy.

    venv/bin/pip install lifelines==0.30.3 && venv/bin/python test/oracle/feedback.py

writes test/oracle/feedback.json (other packages as in record.py). Predictions and labels are made by arithmetic, and the
test makes the same.
"""

import importlib.metadata
import json
import math
import os

import numpy as np
from lifelines import KaplanMeierFitter
from lifelines.utils import qth_survival_times

from record import FLOOR, numeric_bins, wilson

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS, EVERY = 3000, 300  # a prediction every 300 s
DAY = 86_400


def uniform(seed):
    x = seed
    while True:
        x = x * 16807 % 2147483647
        yield x / 2147483647


def predictions():
    """(time, score, delay or None): a few never get a label, low scores more often; some labels come too early."""
    u = uniform(7)
    for i in range(ROWS):
        score = math.floor(next(u) * 1000) / 1000
        labelled = next(u) < 0.9 + 0.1 * score
        delay = math.floor(-math.log(next(u)) * 0.3 * DAY) + 600
        if i % 97 == 0:
            delay = -60
        yield i * EVERY, score, delay if labelled else None


def main():
    as_of = (ROWS - 1) * EVERY
    rows = list(predictions())
    by_day = {}
    for t, score, delay in rows:
        # Labels that would come after as_of have not come.
        known = delay is not None and t + delay <= as_of
        by_day.setdefault(t // DAY, []).append((t, score, delay if known else None))
    days = []
    for day, own in sorted(by_day.items()):
        kept = [(d if d is not None else as_of - t, d is not None) for t, _, d in own if d is None or d >= 0]
        fitter = KaplanMeierFitter().fit([t for t, _ in kept], [e for _, e in kept])
        entry = {"day": day}
        for percent in (50, 95):
            q = 1 - percent / 100
            at = qth_survival_times(q, fitter.survival_function_ + 0)
            low, high = (float(x) for x in qth_survival_times(q, fitter.confidence_interval_).iloc[0])
            ends = sorted([low, high])
            entry[f"label_delay_p{percent}"] = [float(at) if math.isfinite(at) else None] + (ends if math.isfinite(ends[1]) else [])
        future = sum(1 for _, _, d in own if d is not None and d < 0)
        arrived = sum(1 for _, _, d in own if d is not None and d >= 0)
        entry["label_from_future_share"] = [future / (future + arrived), *wilson(future, future + arrived)]
        labelled = np.array([s for _, s, d in own if d is not None])
        others = np.array([s for _, s, d in own if d is None])
        both, l = numeric_bins(np.concatenate([labelled, others]), labelled)
        p, q = np.maximum((both - l) / len(others), FLOOR), np.maximum(l / len(labelled), FLOOR)
        entry["label_bias"] = [float(np.sum((q - p) * np.log(q / p)))]
        days.append(entry)
    out = {"versions": {name: importlib.metadata.version(name) for name in ("lifelines", "numpy")}, "days": days}
    with open(os.path.join(HERE, "feedback.json"), "w") as file:
        json.dump(out, file, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
