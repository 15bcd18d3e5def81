"""The job in pandas, scipy and scikit-learn, as a monitoring script would have it. Prints JSON."""
import json
import sys

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score

from job import CATEGORICAL, LATENCIES, NUMERIC, QUANTILES, binned, categories, edges_of


def read(path):
    if path.endswith(".csv"):
        # Of whole seconds and fractions together pandas makes text, unless it is told the format.
        return pd.read_csv(path, parse_dates=["scored_at"], date_format="ISO8601")
    if path.endswith(".ndjson"):
        frame = pd.read_json(path, lines=True, convert_dates=False)
        return frame.assign(scored_at=pd.to_datetime(frame.scored_at, format="ISO8601"))
    return pd.read_parquet(path)


reference, current = read(sys.argv[1]), read(sys.argv[2])
columns = {}
for name in NUMERIC:
    r, c = reference[name].to_numpy(float), current[name].to_numpy(float)
    missing = float(np.isnan(c).mean())
    r, c = r[~np.isnan(r)], c[~np.isnan(c)]
    edges = edges_of(r)
    bins = lambda x: np.bincount(np.searchsorted(edges, x, side="right") - 1, minlength=len(edges) - 1)
    ks = stats.ks_2samp(r, c, method="asymp")
    columns[name] = binned(bins(r), bins(c)) | {
        "missing_share": missing,
        "ks": float(ks.statistic),
        "wasserstein_normed": float(stats.wasserstein_distance(r, c) / r.std(ddof=1)),
        "reference_quantiles": np.quantile(r, QUANTILES).tolist(),
        "current_quantiles": np.quantile(c, QUANTILES).tolist(),
    }
for name in CATEGORICAL:
    r, c = reference[name].dropna(), current[name].dropna()
    columns[name] = categories(r.value_counts().to_dict(), c.value_counts().to_dict())
    columns[name]["missing_share"] = float(current[name].isna().mean())
for frame in (reference, current):
    hours = frame.assign(error=frame.status >= 500).groupby(frame.scored_at.dt.floor("h"))
    latency = hours.latency_ms.quantile(list(LATENCIES.values())).unstack()
    operations = hours.agg(requests=("status", "size"), error_rate=("error", "mean")).join(
        latency.set_axis(list(LATENCIES), axis=1)
    )
performance = {}
for frame in (reference, current):
    labelled = frame[frame.label.notna()]
    for day, rows in labelled.groupby(labelled.scored_at.dt.floor("D")):
        performance[day.isoformat()] = {
            "roc_auc": float(roc_auc_score(rows.label, rows.score)),
            "accuracy": float(accuracy_score(rows.label, rows.prediction)),
            "log_loss": float(log_loss(rows.label, rows.score)),
        }
operations.index = operations.index.map(lambda hour: hour.isoformat())
json.dump({"columns": columns, "performance": performance, "operations": operations.to_dict("index")}, sys.stdout)
