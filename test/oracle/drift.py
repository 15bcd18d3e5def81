"""Records where river's sequential detectors give their alarms.

    python -m venv venv && venv/bin/pip install river==0.26.1 && venv/bin/python test/oracle/drift.py

writes test/oracle/drift.json. The streams are made by arithmetic, and the test makes the same.
"""

import importlib.metadata
import json
import math
import os

from river import drift

HERE = os.path.dirname(os.path.abspath(__file__))


def uniform(seed):
    x = seed
    while True:
        x = x * 16807 % 2147483647
        yield x / 2147483647


def stream(kind, parts, seed):
    """Parts are (rows, level): wrong rows of a share, losses around a level, or a slow rise to it."""
    u, last, values = uniform(seed), parts[0][1], []
    for rows, level in parts:
        for i in range(rows):
            if kind == "wrong":
                values.append(1.0 if next(u) < level else 0.0)
            elif kind == "loss":
                values.append(-level * math.log(next(u)))
            else:
                values.append(last + (level - last) * i / rows + next(u))
        last = level
    return values


STREAMS = {
    "no change": ("wrong", [(4000, 0.2)]),
    "more errors": ("wrong", [(1500, 0.1), (1500, 0.3)]),
    "fewer errors": ("wrong", [(1500, 0.4), (1500, 0.1)]),
    "twice": ("wrong", [(900, 0.1), (900, 0.5), (900, 0.9)]),
    "always right, then wrong": ("wrong", [(500, 0.0), (500, 1.0)]),
    "losses": ("loss", [(2000, 0.3), (2000, 0.9), (2000, 0.2)]),
    "a slow rise": ("slow", [(3000, 0.0), (3000, 2.0)]),
    "errors of regression": ("loss", [(700, 40.0), (700, 90.0)]),
}


def alarms(detector, values):
    found = []
    for i, x in enumerate(values):
        detector.update(x)
        if detector.drift_detected:
            found.append(i)
    return found


def main():
    out = {"versions": {"river": importlib.metadata.version("river")}, "streams": []}
    for seed, (name, (kind, parts)) in enumerate(STREAMS.items(), 1):
        values = stream(kind, parts, seed)
        entry = {"name": name, "kind": kind, "parts": parts, "seed": seed}
        entry["adwin"] = alarms(drift.ADWIN(), values)
        entry["page_hinkley"] = alarms(drift.PageHinkley(), values)
        if kind == "wrong":
            entry["ddm"] = alarms(drift.binary.DDM(), values)
        out["streams"].append(entry)
    with open(os.path.join(HERE, "drift.json"), "w") as file:
        json.dump(out, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
