"""Records reference values for the tests from numpy, scipy and scikit-learn.

    python -m venv venv && venv/bin/pip install numpy scipy scikit-learn pandas pyarrow
    venv/bin/python test/oracle/record.py

reads the shipped sample (media/sample/flights) and writes test/oracle/sample.json and
test/oracle/functions.json. The tests read those files only: they never need Python.
"""

import glob
import json
import os
import sys

import numpy as np
import pandas as pd
import scipy
import scipy.optimize
import scipy.spatial
import scipy.special
import scipy.stats
import sklearn
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "..", "..", "media", "sample", "flights")
VERSIONS = {
    "python": sys.version.split()[0],
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "scikit-learn": sklearn.__version__,
    "pandas": pd.__version__,
}
FLOOR = 1e-4


def numeric_bins(reference, current):
    """Decile bins of definitions.md, section 2: point bins where a decile repeats."""
    reference = reference[np.isfinite(reference)]
    current = current[np.isfinite(current)]
    deciles = np.quantile(reference, [k / 10 for k in range(1, 10)])
    edges = [-np.inf]
    for i, edge in enumerate(deciles):
        if i > 0 and edge == deciles[i - 1]:
            above = np.nextafter(edge, np.inf)
            if edges[-1] != above:
                edges.append(above)
        elif edge != edges[-1]:
            edges.append(edge)
    edges.append(np.inf)
    r = np.array([np.sum((reference >= a) & (reference < b)) for a, b in zip(edges, edges[1:])])
    c = np.array([np.sum((current >= a) & (current < b)) for a, b in zip(edges, edges[1:])])
    return r, c


def category_bins(reference, current):
    """One bin for each of the 255 most frequent reference values, other, unseen."""
    r_counts = pd.Series(reference).dropna().astype(str).value_counts()
    c_counts = pd.Series(current).dropna().astype(str).value_counts()
    ranked = sorted(r_counts.items(), key=lambda kv: (-kv[1], kv[0].encode()))
    own, rest = ranked[:255], ranked[255:]
    r = [n for _, n in own]
    c = [int(c_counts.get(v, 0)) for v, _ in own]
    if rest:
        r.append(sum(n for _, n in rest))
        c.append(sum(int(c_counts.get(v, 0)) for v, _ in rest))
    unseen = int(c_counts.sum()) - sum(c)
    if unseen:
        r.append(0)
        c.append(unseen)
    return np.array(r), np.array(c)


def chance(r, c):
    """Pearson's chi-squared on the bins, those below an expected 2 in the smaller sample pooled."""
    smaller, everything = min(r.sum(), c.sum()), r.sum() + c.sum()
    small = (r + c) * smaller / everything < 2
    table = np.array([r[~small], c[~small]])
    if small.any():
        table = np.column_stack([table, [r[small].sum(), c[small].sum()]])
    if table.shape[1] < 2:
        return 1.0, bool(small.any())
    return float(scipy.stats.chi2_contingency(table, correction=False).pvalue), bool(small.any())


def noncentrality(x, df, p):
    if scipy.stats.ncx2.cdf(x, df, 0) <= p:
        return 0.0
    high = max(1.0, x)
    while scipy.stats.ncx2.cdf(x, df, high) > p:
        high *= 2
    return float(scipy.optimize.brentq(lambda nc: scipy.stats.ncx2.cdf(x, df, nc) - p, 0, high, xtol=1e-9, rtol=1e-13))


def binned(r, c):
    keep = (r + c) > 0
    r, c = r[keep], c[keep]
    p, q = r / r.sum(), c / c.sum()
    pf, qf = np.maximum(p, FLOOR), np.maximum(q, FLOOR)
    psi = float(np.sum((qf - pf) * np.log(qf / pf)))
    p_value, pooled = chance(r, c)
    interval = None
    if not pooled and len(r) > 1:
        s = 1 / r.sum() + 1 / c.sum()
        interval = [noncentrality(psi / s, len(r) - 1, 0.975) * s, noncentrality(psi / s, len(r) - 1, 0.025) * s]
    return {
        "psi": psi,
        "psi_interval": interval,
        "js_distance": float(scipy.spatial.distance.jensenshannon(p, q, base=2)),
        "chance_p": p_value,
        "n_reference": int(r.sum()),
        "n_current": int(c.sum()),
    }


def delong_interval(labels, scores):
    positives, negatives = scores[labels == 1], scores[labels == 0]
    m, n = len(positives), len(negatives)
    all_ranks = scipy.stats.rankdata(np.concatenate([positives, negatives]))
    v10 = (all_ranks[:m] - scipy.stats.rankdata(positives)) / n
    v01 = 1 - (all_ranks[m:] - scipy.stats.rankdata(negatives)) / m
    area = v10.mean()
    se = np.sqrt(v10.var(ddof=1) / m + v01.var(ddof=1) / n)
    z = scipy.stats.norm.ppf(0.975)
    logit = np.log(area / (1 - area))
    spread = z * se / (area * (1 - area))
    return [float(1 / (1 + np.exp(-(logit - spread)))), float(1 / (1 + np.exp(-(logit + spread))))]


def wilson(k, n):
    interval = scipy.stats.binomtest(int(k), int(n)).proportion_ci(method="wilson")
    return [float(interval.low), float(interval.high)]


def performance(rows):
    labels = rows["delayed"].to_numpy().astype(int)
    scores = rows["p_delayed"].to_numpy().astype(float)
    losses = -np.where(labels == 1, np.log(scores), np.log1p(-scores))
    z = scipy.stats.norm.ppf(0.975)
    se = losses.std(ddof=1) / np.sqrt(len(losses))
    correct = int((rows["predicted"].to_numpy() == labels).sum())
    return {
        "n": len(rows),
        "roc_auc": float(roc_auc_score(labels, scores)),
        "roc_auc_interval": delong_interval(labels, scores),
        "accuracy": float(accuracy_score(labels, rows["predicted"])),
        "accuracy_interval": wilson(correct, len(rows)),
        "log_loss": float(log_loss(labels, scores)),
        "log_loss_interval": [float(losses.mean() - z * se), float(losses.mean() + z * se)],
    }


def record_sample():
    reference = pd.read_parquet(os.path.join(SAMPLE, "logs", "training.parquet"))
    current = pd.concat(
        [pd.read_parquet(path) for path in sorted(glob.glob(os.path.join(SAMPLE, "logs", "scored-*.parquet")))],
        ignore_index=True,
    )
    labels = pd.concat(
        [pd.read_csv(path) for path in sorted(glob.glob(os.path.join(SAMPLE, "labels", "*.csv.gz")))],
        ignore_index=True,
    )
    joined = current.merge(labels[["flight_id", "delayed"]], on="flight_id", how="left")
    week = joined["scheduled_at"].dt.to_period("W-SUN").dt.start_time
    slices = {"window": joined, "2001-06-18T00:00:00Z": joined[week == pd.Timestamp("2001-06-18")], "2001-05-28T00:00:00Z": joined[week == pd.Timestamp("2001-05-28")]}
    out = {"versions": VERSIONS, "reference_rows": len(reference), "slices": {}}
    for name, rows in slices.items():
        columns = {}
        for column in ["traffic", "backlog", "distance", "hour", "p_delayed"]:
            r, c = reference[column].to_numpy(float), rows[column].to_numpy(float)
            entry = binned(*numeric_bins(r, c))
            r, c = r[np.isfinite(r)], c[np.isfinite(c)]
            ks = scipy.stats.ks_2samp(r, c)
            e = len(r) * len(c) / (len(r) + len(c))
            entry["ks"] = float(ks.statistic)
            entry["ks_p"] = float(scipy.stats.kstwobign.sf((np.sqrt(e) + 0.12 + 0.11 / np.sqrt(e)) * ks.statistic))
            entry["missing"] = int(rows[column].isna().sum())
            columns[column] = entry
        for column in ["origin", "destination", "weekday"]:
            entry = binned(*category_bins(reference[column], rows[column]))
            entry["unseen"] = int((~rows[column].isin(reference[column].unique())).sum())
            columns[column] = entry
        errors = int((rows["status"] >= 500).sum())
        out["slices"][name] = {
            "rows": len(rows),
            "columns": columns,
            "operations": {
                **{f"latency_p{p}_ms": float(np.quantile(rows["latency_ms"].to_numpy(float), p / 100)) for p in (50, 95, 99)},
                "error_rate": errors / len(rows),
                "error_rate_interval": wilson(errors, len(rows)),
            },
            # The window row of label metrics is over mature chunks only: those that end three days before as_of.
            "performance": performance(
                (rows if name != "window" else rows[week + pd.Timedelta(days=10) <= pd.Timestamp("2001-06-30 23:59:59")]).dropna(subset=["delayed"])
            ),
        }
    with open(os.path.join(HERE, "sample.json"), "w") as file:
        json.dump(out, file, indent=1)
        file.write("\n")


def record_functions():
    rng = np.random.default_rng(1)
    ncx2 = [[float(x), df, float(lam), float(scipy.stats.ncx2.cdf(x, df, lam))]
            for x, df, lam in [(1, 1, 0.5), (5, 9, 1), (20, 9, 10), (100, 9, 80), (5116, 257, 4800), (60000, 9, 59000), (0.5, 3, 40), (300, 12, 100)]]
    chi2 = [[float(x), df, float(scipy.stats.chi2.sf(x, df))]
            for x, df in [(0.1, 1), (3.84, 1), (30, 9), (500, 257), (2000, 9), (1e-3, 5), (250, 257), (90, 12)]]
    kolmogorov = [[float(t), float(scipy.stats.kstwobign.sf(t))] for t in (0.1, 0.3, 0.5, 0.9, 1, 1.2, 2, 3.5, 6)]
    gammaln = [[float(x), float(scipy.special.gammaln(x))] for x in (0.5, 1, 2.5, 10, 128.5, 5000.25, 1e6)]
    normal = [[float(z), float(scipy.stats.norm.sf(z))] for z in (-3, -0.5, 0, 0.7, 1.959963984540054, 4, 8)]
    wilsons = [[k, n, wilson(k, n)] for k, n in [(0, 10), (10, 10), (3, 10), (1, 1000), (500, 1000), (999, 1000)]]
    p_values = rng.uniform(size=12) ** 3
    fdr = {"p": p_values.tolist(), "q": scipy.stats.false_discovery_control(p_values).tolist()}
    # Hard data: ties, heavy tails, point masses, negatives, a subnormal, huge integers.
    hard = np.concatenate([np.zeros(40), rng.standard_cauchy(120), rng.integers(-3, 4, 60).astype(float), [5e-324, 9007199254740993.0, -1e300]])
    other = np.concatenate([np.zeros(70), rng.standard_cauchy(90) + 0.4, rng.integers(-2, 6, 80).astype(float)])
    scores = np.round(rng.beta(2, 4, 400), 2)
    outcome = (rng.uniform(size=400) < scores).astype(int)
    out = {
        "versions": VERSIONS,
        "ncx2_cdf": ncx2,
        "chi2_sf": chi2,
        "kolmogorov_sf": kolmogorov,
        "gammaln": gammaln,
        "normal_sf": normal,
        "wilson": wilsons,
        "benjamini_hochberg": fdr,
        "hard": {
            "reference": [repr(x) for x in hard.tolist()],
            "current": [repr(x) for x in other.tolist()],
            "quantiles": [[k / 10, repr(float(np.quantile(hard, k / 10)))] for k in range(11)],
            "binned": binned(*numeric_bins(hard, other)),
            "ks": float(scipy.stats.ks_2samp(hard, other).statistic),
        },
        "auc": {
            "scores": scores.tolist(),
            "labels": outcome.tolist(),
            "roc_auc": float(roc_auc_score(outcome, scores)),
            "interval": delong_interval(outcome, scores),
            "log_loss": float(log_loss(outcome, np.clip(scores, 2.220446049250313e-16, 1 - 2.220446049250313e-16))),
        },
    }
    with open(os.path.join(HERE, "functions.json"), "w") as file:
        json.dump(out, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    record_functions()
    record_sample()
