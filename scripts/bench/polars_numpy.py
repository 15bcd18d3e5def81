"""The job in polars and numpy, written for speed. Prints JSON."""
import json
import sys

import numpy as np
import polars as pl

from job import CATEGORICAL, LATENCIES, NUMERIC, QUANTILES, area, binned, categories, edges_of


def read(path):
    if path.endswith(".csv"):
        return pl.read_csv(path, try_parse_dates=True)
    if path.endswith(".ndjson"):
        return pl.read_ndjson(path).with_columns(pl.col("scored_at").str.to_datetime(strict=False))
    return pl.read_parquet(path)


reference, current = read(sys.argv[1]), read(sys.argv[2])
columns = {}
for name in NUMERIC:
    r = np.sort(reference[name].drop_nulls().to_numpy().astype(float))
    c = np.sort(current[name].drop_nulls().to_numpy().astype(float))
    edges = edges_of(r)
    bins = lambda x: np.diff(np.concatenate(([0], np.searchsorted(x, edges[1:-1], side="left"), [len(x)])))
    both = np.concatenate((r, c))
    both.sort()
    gap = np.searchsorted(r, both, side="right") / len(r) - np.searchsorted(c, both, side="right") / len(c)
    columns[name] = binned(bins(r), bins(c)) | {
        "missing_share": current[name].null_count() / len(current),
        "ks": float(np.abs(gap).max()),
        "wasserstein_normed": float((np.abs(gap[:-1]) * np.diff(both)).sum() / r.std(ddof=1)),
        "reference_quantiles": np.quantile(r, QUANTILES).tolist(),
        "current_quantiles": np.quantile(c, QUANTILES).tolist(),
    }
for name in CATEGORICAL:
    counts = lambda frame: dict(frame[name].drop_nulls().value_counts().iter_rows())
    columns[name] = categories(counts(reference), counts(current))
    columns[name]["missing_share"] = current[name].null_count() / len(current)
for frame in (reference, current):
    hours = frame.group_by(pl.col("scored_at").dt.truncate("1h")).agg(
        pl.len().alias("requests"),
        (pl.col("status") >= 500).mean().alias("error_rate"),
        *[pl.col("latency_ms").quantile(p, "linear").alias(name) for name, p in LATENCIES.items()],
    )
performance = {}
for frame in (reference, current):
    labelled = frame.filter(pl.col("label").is_not_null()).with_columns(day=pl.col("scored_at").dt.truncate("1d"))
    for (day,), rows in labelled.group_by("day"):
        y, s = rows["label"].to_numpy(), np.clip(rows["score"].to_numpy(), 2.220446049250313e-16, 1 - 2.220446049250313e-16)
        performance[day.isoformat()] = {
            "roc_auc": area(s, y),
            "accuracy": float((rows["prediction"].to_numpy() == y).mean()),
            "log_loss": float(-np.where(y == 1, np.log(s), np.log1p(-s)).mean()),
        }
operations = {hour.pop("scored_at").isoformat(): hour for hour in hours.iter_rows(named=True)}
json.dump({"columns": columns, "performance": performance, "operations": operations}, sys.stdout)
