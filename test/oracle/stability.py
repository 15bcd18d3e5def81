"""Records reference values of the stability metrics from numpy and scipy, on hard data too.

    venv/bin/python test/oracle/stability.py

writes test/oracle/stability.json (same packages as record.py, whose bins and chance key it uses). The tests read
that file only: they never need Python.
"""

import json
import os
import warnings

import numpy as np
import scipy.special
import scipy.stats
from scipy.spatial import distance

from record import FLOOR, VERSIONS, category_bins, chance, numeric_bins

HERE = os.path.dirname(os.path.abspath(__file__))


def pooled_table(r, c):
    small = (r + c) * min(r.sum(), c.sum()) / (r.sum() + c.sum()) < 2
    table = np.array([r[~small], c[~small]])
    if small.any():
        table = np.column_stack([table, [r[small].sum(), c[small].sum()]])
    return table


def bergsma(table):
    """Bias-corrected Cramér's V, written for any r x k table."""
    if table.shape[1] < 2:
        return 0.0, 0.0
    chi2 = scipy.stats.chi2_contingency(table, correction=False).statistic
    n = table.sum()
    rows, columns = table.shape
    phi2 = max(0, chi2 / n - (rows - 1) * (columns - 1) / (n - 1))
    rows_corrected = rows - (rows - 1) ** 2 / (n - 1)
    columns_corrected = columns - (columns - 1) ** 2 / (n - 1)
    return float(chi2), float(np.sqrt(phi2 / min(rows_corrected - 1, columns_corrected - 1)))


def shares(r, c):
    keep = (r + c) > 0
    r, c = r[keep], c[keep]
    p, q = r / r.sum(), c / c.sum()
    chi2, v = bergsma(pooled_table(r, c))
    return {
        "kl": float(scipy.stats.entropy(np.maximum(p, FLOOR), np.maximum(q, FLOOR))),
        "hellinger": float(distance.euclidean(np.sqrt(p), np.sqrt(q)) / np.sqrt(2)),
        "tvd": float(distance.cityblock(p, q) / 2),
        "l_infinity": float(distance.chebyshev(p, q)),
        "js_distance": float(distance.jensenshannon(p, q, base=2)),
        "chi2": chi2,
        "cramers_v": v,
        "chance_p": chance(r, c)[0],
    }


def values(r, c):
    ks = scipy.stats.ks_2samp(r, c, method="asymp").statistic
    e = len(r) * len(c) / (len(r) + len(c))
    w = scipy.stats.wasserstein_distance(r, c)
    sd = r.std(ddof=1) if len(r) > 1 else np.nan
    out = {
        "ks": float(ks),
        "ks_p": float(scipy.stats.kstwobign.sf((np.sqrt(e) + 0.12 + 0.11 / np.sqrt(e)) * ks)),
        "wasserstein": float(w),
        "energy_distance": float(scipy.stats.energy_distance(r, c)),
    }
    if len(r) > 1 and sd > 0:
        out["wasserstein_normed"] = float(w / sd)
        out["mean_shift"] = float((c.mean() - r.mean()) / sd)
        if len(c) > 1:
            # Its squares of huge variances overflow; ours do not.
            if r.var() + c.var() < 1e150:
                t = scipy.stats.ttest_ind(c, r, equal_var=False)
                ci = t.confidence_interval(0.95)
                out["mean_shift_p"] = float(t.pvalue)
                out["mean_shift_interval"] = [float(ci.low / sd), float(ci.high / sd)]
    if min(len(r), len(c)) > 1:
        cvm = scipy.stats.cramervonmises_2samp(r, c, method="asymptotic")
        out["cramer_von_mises"] = [float(cvm.statistic), float(cvm.pvalue)]
    if len(np.unique(np.concatenate([r, c]))) > 1 and len(r) + len(c) > 3:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ad = scipy.stats.anderson_ksamp([r, c], variant="midrank")
        out["anderson_darling"] = [float(ad.statistic), float(ad.pvalue)]
    return out


def numeric_cases(rng):
    yield "normal, shifted", rng.normal(size=300).round(3), rng.normal(0.3, 1.2, 250).round(3)
    yield "normal, same", rng.normal(size=200).round(3), rng.normal(size=200).round(3)
    yield "ties", rng.integers(0, 7, 200).astype(float), rng.integers(1, 8, 90).astype(float)
    yield "point mass", np.concatenate([np.zeros(120), rng.exponential(2, 80).round(2)]), np.concatenate([np.zeros(40), rng.exponential(3, 160).round(2)])
    yield "heavy tails", rng.standard_cauchy(200).round(4), (rng.standard_cauchy(200) + 0.5).round(4)
    yield "tiny", np.array([1.0, 2, 2, 3, 8]), np.array([2.0, 4, 5, 5])
    yield "one current value", np.array([1.0, 2, 3, 4, 5]), np.array([3.5])
    yield "constant, moved", np.full(40, 5.0), np.full(35, 6.0)
    yield "constant, same", np.full(40, 5.0), np.full(35, 5.0)
    yield "constant reference", np.full(40, 5.0), np.array([4.0, 5, 5, 5, 6] * 8)
    yield "disjoint", np.arange(50.0), np.arange(100.0, 160.0)
    yield "subnormal to huge", np.array([5e-324, -5e-324, 0.0, 1e-300, 1.0] * 9), np.array([1e150, -1e150, 0.0, 1e-300, 2.0, 3.0] * 7)
    yield "far from zero", 1e9 + rng.integers(0, 50, 120).astype(float), 1e9 + rng.integers(5, 60, 130).astype(float)
    # The two published samples of evidently tests/stattests/test_stattests.py: Anderson-Darling p .0635, t-test p .0841.
    yield "published", np.array([38.7, 41.5, 43.8, 44.5, 45.5, 46, 47.7, 58]), np.array([39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8])


def category_cases(rng):
    yield "few", {"a": 500, "b": 300, "c": 200}, {"a": 380, "b": 420, "c": 100, "new": 20}
    yield "same", {"a": 50, "b": 30}, {"a": 100, "b": 60}
    yield "published, uncorrected 2 x 2", {"a": 200, "b": 800}, {"a": 400, "b": 600}
    yield "nothing in common", {"a": 1000}, {"b": 1000}
    yield "one category", {"a": 70}, {"a": 60}
    yield "tiny", {"a": 2, "b": 1}, {"b": 1, "c": 1}
    weights = 1 / np.arange(1, 401)
    draw = lambda n, w: {f"v{i:03d}": int(k) for i, k in enumerate(rng.multinomial(n, w / w.sum())) if k}
    yield "400 categories", draw(5000, weights), draw(3000, np.roll(weights, 2))
    yield "400 categories, small chunk", draw(5000, weights), draw(60, weights)


def main():
    rng = np.random.default_rng(5)
    numeric = []
    for name, r, c in numeric_cases(rng):
        numeric.append({"name": name, "reference": r.tolist(), "current": c.tolist(), **values(r, c), "binned": shares(*numeric_bins(r, c))})
    many = rng.multinomial(200_000, np.ones(60) / 60), rng.multinomial(150_000, np.linspace(1, 1.2, 60) / np.linspace(1, 1.2, 60).sum())
    r, c = (np.repeat(np.arange(60.0), counts) for counts in many)
    large = {"reference": many[0].tolist(), "current": many[1].tolist(), **values(r, c), "binned": shares(*numeric_bins(r, c))}
    categories = []
    for name, r, c in category_cases(rng):
        expand = lambda counts: np.repeat(np.array(list(counts), dtype=object), list(counts.values()))
        categories.append({"name": name, "reference": r, "current": c, **shares(*category_bins(expand(r), expand(c)))})
    functions = {
        "student_two_sided": [[t, df, float(2 * scipy.stats.t.sf(t, df))] for t, df in [(0.0, 5), (0.5, 1.3), (2, 3), (2.1, 37.5), (6, 400), (40, 12), (1e-8, 9), (3, 1e6)]],
        "student_95": [[df, float(scipy.stats.t.ppf(0.975, df))] for df in (1, 2.5, 10, 123.4, 1e5)],
        "beta_i": [[x, a, b, float(scipy.special.betainc(a, b, x))] for x, a, b in [(0.3, 2, 5), (0.999, 0.5, 0.5), (1e-6, 3, 0.5), (0.5, 200, 210), (0.02, 1, 40)]],
        "bessel_k_scaled": [[order, x, float(scipy.special.kve(order, x))] for order, x in [(0.25, 0.01), (0.25, 1), (0.25, 30), (0.25, 700), (0, 2), (1, 0.5)]],
        "cramer_von_mises_sf": [[x, float(1 - scipy.stats._hypotests._cdf_cvm_inf(np.float64(x)))] for x in (0.01, 0.05, 0.1189, 0.46136, 0.74346, 1.16786, 2.5)],
        "ks_exact": [[d, m, n, float(scipy.stats._stats_py._attempt_exact_2kssamp(m, n, int(np.gcd(m, n)), d, "two-sided")[2])] for d, m, n in [(0.5, 4, 4), (0.75, 4, 8), (0.3, 30, 20), (0.02, 5000, 4999), (0.1, 300, 3000), (0.05, 1000, 1000), (1, 5, 7), (0.05, 10, 7)]],
        "kolmogorov_one_sample": [[d, n, float(scipy.stats.kstwo.sf(d, n))] for d, n in [(0.5, 5), (0.2, 10), (0.1, 50), (0.12, 140), (0.1, 141), (0.05, 300), (0.15, 300), (0.01, 7500), (0.02, 7500), (0.03, 7500), (0.002, 250_000), (0.005, 250_000), (0.3, 3), (0.999, 8), (0.05, 20)]],
        "harmonic": [[n, float(sum(1 / i for i in range(n, 0, -1))), float(sum(1 / i**2 for i in range(n, 0, -1)))] for n in (1, 2, 999, 1000, 1001, 50_000)],
    }
    out = {"versions": VERSIONS, "numeric": numeric, "large": large, "categories": categories, "functions": functions}
    with open(os.path.join(HERE, "stability.json"), "w") as file:
        json.dump(out, file, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
