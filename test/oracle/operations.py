"""Records reference values of the operations metrics that look at minutes, computed minute by minute with pandas.

    venv/bin/python test/oracle/operations.py

writes test/oracle/operations.json (packages as in record.py). The requests are made by arithmetic, and the test makes
the same.
"""

import json
import os

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
START = 1767225600000  # 2026-01-01T00:00:00Z
MINUTE = 60_000
PAIRS = [(60, 5, 14.4), (360, 30, 6), (4320, 360, 1)]


def uniform(seed):
    x = seed
    while True:
        x = x * 16807 % 2147483647
        yield x / 2147483647


def requests(days=6):
    """Requests at uneven times: a pause every night of a few minutes, an outage on the third and the fifth day."""
    u, t, rows = uniform(42), START, []
    while t < START + days * 86_400_000:
        hour = (t - START) / 3_600_000
        outage = 60.5 <= hour < 61.25 or 110 <= hour < 110.1
        status = 503 if next(u) < (0.3 if outage else 0.002) else 200
        rows.append((t, status))
        t += int(-np.log(next(u)) * (4_000 if outage else 40_000)) + 1
        if len(rows) % 700 == 0:
            t += 400_000 + 1000 * len(rows)
    return rows


def main():
    rows = requests()
    frame = pd.DataFrame(rows, columns=["t", "status"])
    frame["day"] = (frame["t"] - START) // 86_400_000
    frame["error"] = (frame["status"] >= 500).astype(int)
    frame["gap"] = frame["t"].diff() / 1000
    frame["minute"] = frame["t"] // MINUTE
    seconds = frame["t"] // 1000
    frame["gap_seconds"] = seconds.diff()
    first, last = frame["minute"].min(), frame["minute"].max()
    by_minute = frame.groupby("minute")["error"].agg(["size", "sum"]).reindex(range(first, last + 1), fill_value=0)
    objective, window = 0.995, 2880
    burn = {}
    for long, short, factor in PAIRS:
        rates = []
        for length in (long, short):
            sums = by_minute.rolling(length, min_periods=1).sum()
            rates.append((sums["sum"] / sums["size"]).fillna(0) / (1 - objective))
        # The pair counts from the minute on at which the log reaches back over its long window.
        burn[long] = pd.concat(rates, axis=1).min(axis=1).where(by_minute.index + 1 - long >= first) / factor
    worst = pd.concat(burn, axis=1).max(axis=1)
    days = []
    for day, own in frame.groupby("day"):
        minutes = own["minute"]
        end = (START + (day + 1) * 86_400_000) // MINUTE
        inside = frame[(frame["minute"] < end) & (frame["minute"] >= end - window)]
        days.append({
            "start": int(START + day * 86_400_000),
            "peak_per_s": float(own.groupby("minute").size().max() / 60),
            "max_gap_s": float(own["gap"].max()),
            "max_gap_s_to_the_second": float(own["gap_seconds"].max()),
            "slo_budget_left": float(1 - inside["error"].sum() / ((1 - objective) * len(inside))),
            "burn_rate": float(worst.loc[minutes.min() : minutes.max()].max()),
        })
    out = {
        "versions": {"numpy": np.__version__, "pandas": pd.__version__},
        "objective": objective,
        "window": "2d",
        "rows": len(rows),
        "days": days,
    }
    with open(os.path.join(HERE, "operations.json"), "w") as file:
        json.dump(out, file, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
