"""Records what other packages make of whole rows: scipy's Spearman, scikit-learn's and NannyML's PCA, NannyML's domain
classifier.

    venv/bin/python test/oracle/multivariate.py

writes test/oracle/multivariate.json (versions inside). The rows are made by arithmetic, and the test makes the same.
"""

import importlib.metadata
import json
import os
import warnings

import numpy as np
import pandas as pd
import scipy.stats

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
import nannyml as nml  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CHUNK = 400
FEATURES = ["a", "b", "c", "d", "kind"]


def rows(n, seed, turn, drop):
    """Four numbers and a category; `turn` mixes a into b the other way, `drop` moves the shares of kind."""
    x, out = seed, []
    for i in range(n):
        u = []
        for _ in range(6):
            x = x * 16807 % 2147483647
            u.append(x / 2147483647)
        a = u[0] + u[1]
        b = (a if u[5] >= turn else 2 - a) + 0.3 * u[2]
        c = np.floor(8 * u[3])
        d = np.nan if i % 37 == 0 else a * u[4]
        kind = "xyz"[min(2, int(np.floor((3 - drop) * u[5])))]
        out.append([a, b, c, d, np.nan if i % 41 == 0 else kind])
    return pd.DataFrame(out, columns=FEATURES)


def main():
    warnings.simplefilter("ignore")
    reference = rows(8 * CHUNK, 11, 0.0, 0.0)
    cases = {"no shift": (800, 12, 0.0, 0.0), "relation turned": (800, 13, 0.25, 0.0), "other shares": (1200, 14, 0.0, 0.7)}
    out = {"versions": {name: importlib.metadata.version(name) for name in ("numpy", "scipy", "scikit-learn", "nannyml", "lightgbm")}, "cases": []}
    for name, spec in cases.items():
        current = rows(*spec)
        pairs = {}
        numeric = FEATURES[:4]
        for i, one in enumerate(numeric):
            for other in numeric[i + 1 :]:
                pairs[f"{one} {other}"] = [float(scipy.stats.spearmanr(frame[one], frame[other], nan_policy="omit").statistic) for frame in (reference, current)]
        pca = nml.DataReconstructionDriftCalculator(column_names=FEATURES, chunk_size=len(current)).fit(reference)
        error = float(pca.calculate(current).filter(period="analysis").to_df()[("reconstruction_error", "value")].iloc[0])
        small = nml.DataReconstructionDriftCalculator(column_names=FEATURES, chunk_size=CHUNK).fit(reference)
        own = small.calculate(current).filter(period="reference").to_df()[("reconstruction_error", "value")].astype(float)
        classifier = nml.DomainClassifierCalculator(feature_column_names=FEATURES, chunk_size=len(current)).fit(reference)
        auc = float(classifier.calculate(current).filter(period="analysis").to_df()[("domain_classifier_auroc", "value")].iloc[0])
        out["cases"].append({
            "name": name,
            "spec": spec,
            "correlations": pairs,
            "reconstruction_error": error,
            "pca_reconstruction": float((error - own.mean()) / own.std(ddof=1)),
            "domain_classifier": auc,
        })
    with open(os.path.join(HERE, "multivariate.json"), "w") as file:
        json.dump(out, file, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
