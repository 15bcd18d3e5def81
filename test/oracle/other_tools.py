"""Records what other tools print, for `definition: evidently` and `definition: nannyml`.

    python -m venv e && e/bin/pip install evidently==0.7.21 'pandas<3' && e/bin/python test/oracle/other_tools.py evidently
    python -m venv n && n/bin/pip install nannyml==0.13.1 'numpy<2' 'pandas<2.3' && n/bin/python test/oracle/other_tools.py nannyml

writes test/oracle/evidently.json and test/oracle/nannyml.json. Data is made by arithmetic (no generator, whose stream
could change), and the tests make the same. The tests read those files only: they never need Python.
"""

import importlib.metadata
import json
import os
import sys
import warnings

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ("numpy", "scipy", "pandas")


def series(n, seed, scale=1.0, shift=0.0, power=1):
    """n numbers from the multiplicative generator of Lewis, Goodman and Miller 1969, to a power."""
    values, x = [], seed
    for _ in range(n):
        x = x * 16807 % 2147483647
        base, product = 2 * x / 2147483647 - 1, 1.0
        for _ in range(power):
            product *= base
        values.append(product * scale + shift)
    return np.array(values)


# name: (n, seed, scale, shift, power), reference and current.
NUMERIC = {
    "shifted": ((1500, 1, 1.0, 0.0, 1), (900, 2, 1.1, 0.2, 1)),
    "heavy": ((800, 3, 50.0, 0.0, 7), (700, 4, 60.0, 1.0, 7)),
    "equal sizes": ((400, 5, 1.0, 0.0, 3), (400, 6, 1.0, 0.1, 3)),
    "small": ((30, 7, 1.0, 0.0, 1), (25, 8, 1.0, 0.3, 1)),
    "far apart": ((200, 9, 1.0, 0.0, 1), (150, 10, 1.0, 5.0, 1)),
    "large reference": ((12000, 11, 1.0, 0.0, 1), (3000, 12, 1.2, 0.05, 1)),
    "large both": ((15000, 13, 1.0, 0.0, 3), (14000, 14, 1.0, 0.004, 3)),
    "large, tiny chunk": ((12000, 15, 1.0, 0.0, 1), (60, 16, 1.0, 0.1, 1)),
    "constant reference": ((1, 17, 0.0, 3.0, 1), (300, 18, 1.0, 3.0, 1)),
}
CATEGORIES = {
    "few": ({"a": 500, "b": 300, "c": 200}, {"a": 380, "b": 420, "c": 100}),
    "two": ({"a": 200, "b": 800}, {"a": 400, "b": 600}),
    "new and gone": ({"a": 500, "b": 300, "gone": 3}, {"a": 380, "b": 420, "new": 20}),
    "same": ({"a": 30, "b": 60}, {"a": 15, "b": 30}),
    "published": ({"1": 16, "2": 18, "3": 16, "4": 14, "5": 12, "6": 12}, {"1": 16, "2": 16, "3": 16, "4": 16, "5": 16, "6": 8}),
    "zero fill": ({"2": 2, "3": 1}, {"1": 1, "2": 1, "3": 1}),
}


def numbers(spec):
    """Whole numbers, few distinct ones, and fractions."""
    yield "fractions", series(*spec)
    yield "few values", np.round(series(*spec) * 3)
    yield "whole numbers", np.round(series(*spec) * 40).astype("int64")


def expand(counts):
    return pd.Series([value for value, n in counts.items() for _ in range(n)], dtype=object)


def finite(x):
    return float(x) if np.isfinite(x) else None


def evidently():
    from evidently.legacy.calculations.stattests import registry
    from evidently.legacy.core import ColumnType

    def score(name, r, c, kind):
        test = registry.get_stattest(r, c, kind, name)
        return finite(test.func(r.copy(), c.copy(), kind, 0.1)[0])

    numeric, categories = [], []
    for name, (r_spec, c_spec) in NUMERIC.items():
        for (make, r), (_, c) in zip(numbers(r_spec), numbers(c_spec)):
            r, c = pd.Series(r), pd.Series(c)
            tests = {"psi": "psi", "kl": "kl_div", "js_distance": "jensenshannon", "hellinger": "hellinger", "wasserstein": "wasserstein", "ks_p": "ks"}
            numeric.append({"name": name, "make": make, "reference": r_spec, "current": c_spec, **{ours: score(theirs, r, c, ColumnType.Numerical) for ours, theirs in tests.items()}})
    for name, (r_counts, c_counts) in CATEGORIES.items():
        r, c = expand(r_counts), expand(c_counts)
        tests = {"psi": "psi", "kl": "kl_div", "js_distance": "jensenshannon", "hellinger": "hellinger", "chi2_p": "chisquare"}
        from evidently.legacy.calculations.stattests.tvd_stattest import _total_variation_distance
        categories.append({"name": name, "reference": r_counts, "current": c_counts, **{ours: score(theirs, r, c, ColumnType.Categorical) for ours, theirs in tests.items()}, "tvd": float(_total_variation_distance(r, c))})

    from evidently import DataDefinition, Dataset, Report
    from evidently.metrics import MissingValueCount, OutListValueCount
    frame = pd.DataFrame({"x": ["a"] * 6 + ["b"] * 3 + ["new"] * 2 + [None] * 4})
    result = Report([MissingValueCount(column="x"), OutListValueCount(column="x", values=["a", "b"])]).run(
        Dataset.from_pandas(frame, data_definition=DataDefinition(categorical_columns=["x"])), None)
    missing, unseen = (entry["value"]["share"] for entry in result.dict()["metrics"])
    return {"numeric": numeric, "categories": categories, "quality": {"missing_share": float(missing), "unseen_share": float(unseen)}}


def nannyml():
    import nannyml as nml
    from nannyml.chunk import SizeBasedChunker
    from nannyml.drift.univariate.methods import FeatureType, MethodFactory
    from nannyml.thresholds import ConstantThreshold

    def value(name, r, c, kind):
        method = MethodFactory.create(name, kind, chunker=SizeBasedChunker(chunk_size=len(r)), threshold=ConstantThreshold(upper=1))
        method.fit(r)
        result = finite(method.calculate(c))
        return (result, float(method._p_value)) if name == "chi2" else result

    numeric, categories = [], []
    for name, (r_spec, c_spec) in NUMERIC.items():
        for (make, r), (_, c) in zip(numbers(r_spec), numbers(c_spec)):
            r, c = pd.Series(r, name="x"), pd.Series(c, name="x")
            methods = {"js_distance": "jensen_shannon", "hellinger": "hellinger", "wasserstein": "wasserstein", "ks": "kolmogorov_smirnov"}
            numeric.append({"name": name, "make": make, "reference": r_spec, "current": c_spec, **{ours: value(theirs, r, c, FeatureType.CONTINUOUS) for ours, theirs in methods.items()}})
    for name, (r_counts, c_counts) in CATEGORIES.items():
        r, c = expand(r_counts).rename("x"), expand(c_counts).rename("x")
        methods = {"js_distance": "jensen_shannon", "hellinger": "hellinger", "l_infinity": "l_infinity"}
        statistic, p = value("chi2", r, c, FeatureType.CATEGORICAL)
        categories.append({"name": name, "reference": r_counts, "current": c_counts, **{ours: value(theirs, r, c, FeatureType.CATEGORICAL) for ours, theirs in methods.items()}, "chi2": statistic, "chi2_p": p})

    quality = {}
    for name, reference in {"reference complete": ["a"] * 20 + ["b"] * 30, "reference with missing": ["a"] * 20 + ["b"] * 25 + [None] * 5}.items():
        reference, current = pd.DataFrame({"x": reference}), pd.DataFrame({"x": ["a"] * 6 + ["b"] * 3 + ["new"] * 2 + [None] * 4})
        missing = nml.MissingValuesCalculator(column_names=["x"], chunk_number=1).fit(reference).calculate(current).filter(period="analysis").to_df()
        unseen = nml.UnseenValuesCalculator(column_names=["x"], chunk_number=1).fit(reference).calculate(current).filter(period="analysis").to_df()
        quality[name] = {
            "missing_share": float(missing[("x", "value")].iloc[0]),
            "missing_interval": [float(missing[("x", f"{end}_confidence_boundary")].iloc[0]) for end in ("lower", "upper")],
            "unseen_share": float(unseen[("x", "value")].iloc[0]),
        }
    return {"numeric": numeric, "categories": categories, "quality": quality}


if __name__ == "__main__":
    tool = sys.argv[1]
    warnings.simplefilter("ignore")
    out = {"versions": {name: importlib.metadata.version(name) for name in (tool, *PACKAGES)}, **{"evidently": evidently, "nannyml": nannyml}[tool]()}
    with open(os.path.join(HERE, f"{tool}.json"), "w") as file:
        json.dump(out, file, indent=1, allow_nan=False)
        file.write("\n")
