"""The statistics of the bench's job, on numpy arrays; what differs between the variants is how they get there."""
import numpy as np

NUMERIC = [f"n{i}" for i in range(1, 13)] + ["score"]
CATEGORICAL = [f"c{i}" for i in range(1, 7)] + ["prediction"]
QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
LATENCIES = {"latency_p50_ms": 0.5, "latency_p95_ms": 0.95, "latency_p99_ms": 0.99}


def edges_of(reference):
    """Bins of definitions.md, section 2: deciles, a point bin where one repeats."""
    edges, previous = [-np.inf], -np.inf
    for edge in np.quantile(reference, np.arange(1, 10) / 10):
        if edge == previous:
            above = np.nextafter(edge, np.inf)
            if edges[-1] != above:
                edges.append(above)
        else:
            if edge != edges[-1]:
                edges.append(edge)
            previous = edge
    return np.array(edges + [np.inf])


def binned(r, c):
    keep = (r + c) > 0
    r, c = r[keep].astype(float), c[keep].astype(float)
    p, q = r / r.sum(), c / c.sum()
    fp, fq = np.maximum(p, 1e-4), np.maximum(q, 1e-4)
    m = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        js = np.where(p > 0, p * np.log2(p / m), 0).sum() / 2 + np.where(q > 0, q * np.log2(q / m), 0).sum() / 2
    pooled = (r + c) * min(r.sum(), c.sum()) / (r.sum() + c.sum()) < 2
    if pooled.any():
        r = np.append(r[~pooled], r[pooled].sum())
        c = np.append(c[~pooled], c[pooled].sum())
    e = (r + c) / (r.sum() + c.sum())
    chi2 = ((r - e * r.sum()) ** 2 / (e * r.sum())).sum() + ((c - e * c.sum()) ** 2 / (e * c.sum())).sum()
    return {
        "psi": float(((fq - fp) * np.log(fq / fp)).sum()),
        "js_distance": float(np.sqrt(max(js, 0))),
        "tvd": float(np.abs(p - q).sum() / 2),
        "chi2": float(chi2),
    }


def categories(reference, current):
    """Counts by value of both sides (dicts), in the bins of definitions.md, section 2."""
    ranked = sorted(reference.items(), key=lambda item: (-item[1], item[0]))
    own, rest = ranked[:255], ranked[255:]
    r = [n for _, n in own]
    c = [current.get(value, 0) for value, _ in own]
    r.append(sum(n for _, n in rest))
    c.append(sum(current.get(value, 0) for value, _ in rest))
    unseen = sum(n for value, n in current.items() if value not in reference)
    out = binned(np.array(r + [0]), np.array(c + [unseen]))
    out["unseen_share"] = unseen / max(1, sum(current.values()))
    return out


def area(score, label):
    """Mann-Whitney, ties count half."""
    order = np.argsort(score, kind="mergesort")
    s, y = score[order], label[order]
    _, start, count = np.unique(s, return_index=True, return_counts=True)
    rank = np.repeat(start + (count + 1) / 2, count)
    positives = y.sum()
    negatives = len(y) - positives
    return float((rank[y == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))
