"""Writes Arrow files as pyarrow, pandas and polars write them, and what they hold.

    python -m venv venv && venv/bin/pip install pyarrow==26.0.1 pandas==3.1.1 polars==2.1.0 lz4==4.4.5
    venv/bin/python test/oracle/arrow.py

writes test/fixtures/arrow/*.{arrow,feather} and test/oracle/arrow.json: for each file its columns with their values (times as
microseconds since the epoch), and frames of LZ4 and Zstandard by themselves. The tests read those files only: they never need Python.
"""

import base64
import datetime as dt
import decimal
import json
import os
import sys
import warnings

import lz4.frame
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather as feather
import pyarrow.ipc as ipc

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "fixtures", "arrow")
ROWS = 60
expected = {}


def plain(column):
    """The values of a column: times as microseconds, decimals and halves as numbers, large whole numbers as text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.to_pylist()
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        naive = column.cast(pa.timestamp(kind.unit)) if pa.types.is_timestamp(kind) else column
        return naive.cast(pa.timestamp("us"), safe=False).cast(pa.int64()).to_pylist()
    if pa.types.is_decimal(kind) or pa.types.is_float16(kind):
        return column.cast(pa.float64()).to_pylist()
    if pa.types.is_integer(kind) and kind.bit_width == 64:
        return [None if value is None else str(value) for value in column.to_pylist()]
    return column.to_pylist()


def record(name, table):
    expected[name] = {column: plain(table[column].combine_chunks()) for column in table.column_names}


def write(name, table, stream=False, **options):
    with pa.OSFile(os.path.join(FOLDER, name), "wb") as sink:
        new = ipc.new_stream if stream else ipc.new_file
        with new(sink, table.schema, options=ipc.IpcWriteOptions(**options)) as writer:
            writer.write_table(table, max_chunksize=25)
    record(name, table)


def every_type():
    start = dt.datetime(2024, 3, 31, 0, 30)
    at = [None if i % 11 == 5 else start + dt.timedelta(minutes=17 * i) for i in range(ROWS)]
    days = [None if i % 7 == 3 else dt.date(1969, 12, 28) + dt.timedelta(days=i) for i in range(ROWS)]
    some = lambda make, step: [None if i % step == 2 else make(i) for i in range(ROWS)]
    return pa.table(
        {
            "ns": pa.array(at, pa.timestamp("ns")),
            "us_zone": pa.array(at, pa.timestamp("us", "Europe/Berlin")),
            "ms": pa.array(at, pa.timestamp("ms")),
            "s": pa.array(at, pa.timestamp("s")),
            "date32": pa.array(days, pa.date32()),
            "date64": pa.array(days, pa.date64()),
            "int8": pa.array(some(lambda i: i - 30, 5), pa.int8()),
            "uint16": pa.array(some(lambda i: 1000 * i, 5), pa.uint16()),
            "int64": pa.array(some(lambda i: (-1) ** i * (2**62 + i), 5), pa.int64()),
            "uint64": pa.array(some(lambda i: 2**63 + i, 5), pa.uint64()),
            "half": pa.array(np.arange(ROWS).astype(np.float16) / 4),
            "single": pa.array(some(lambda i: i / 8, 5), pa.float32()),
            "double": pa.array(some(lambda i: i / 7, 5), pa.float64()),
            "decimal": pa.array(some(lambda i: decimal.Decimal(i * 25 - 300) / 100, 5), pa.decimal128(12, 2)),
            "text": pa.array(some(lambda i: ["", "Zürich", "🏔", "a\nb"][i % 4], 5)),
            "large_text": pa.array(some(lambda i: f"row {i}", 5), pa.large_string()),
            "text_view": pa.array(some(lambda i: "long enough to be kept apart" if i % 2 else "short", 5), pa.string_view()),
            "words": pa.array(some(lambda i: ["basic", "plus", "pro"][i % 3], 5)).dictionary_encode(),
            "truth": pa.array(some(lambda i: i % 3 == 0, 5)),
            "nothing": pa.nulls(ROWS),
        }
    )


def frames():
    """Frames of all kinds; each holds so many squares modulo 251, one a byte."""
    few, many = (bytes(i * i % 251 for i in range(count)) for count in (100, 150_000))
    small = {"block_size": lz4.frame.BLOCKSIZE_MAX64KB}
    sums = {"content_checksum": True, "block_checksum": True}
    made = {
        "LZ4, nothing to pack": (few, lz4.frame.compress(few)),
        "LZ4, blocks that point into the ones before": (many, lz4.frame.compress(many, block_linked=True, **small)),
        "LZ4, blocks by themselves": (many, lz4.frame.compress(many, block_linked=False, **small)),
        "LZ4, sums of blocks and of all": (many, lz4.frame.compress(many, store_size=True, **small, **sums)),
        "LZ4, no size, nothing to pack, sums": (few, lz4.frame.compress(few, store_size=False, **sums)),
        "Zstandard, one segment": (few, pa.Codec("zstd").compress(few, asbytes=True)),
        "Zstandard, several blocks": (many, pa.Codec("zstd").compress(many, asbytes=True)),
    }
    return {name: {"holds": len(data), "frame": base64.b64encode(frame).decode()} for name, (data, frame) in made.items()}


def main():
    os.makedirs(FOLDER, exist_ok=True)
    table = every_type()
    for compression in (None, "lz4", "zstd"):
        write(f"file-{compression or 'plain'}.arrow", table, compression=compression)
        write(f"stream-{compression or 'plain'}.arrow", table, stream=True, compression=compression)

    # More than one block of LZ4, the later ones pointing into the earlier.
    many = pa.table({"x": pa.array([(i * i) % 1009 / 8 for i in range(24_000)])})
    with pa.OSFile(os.path.join(FOLDER, "linked-blocks.arrow"), "wb") as sink:
        with ipc.new_file(sink, many.schema, options=ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_table(many)
    expected["linked-blocks.arrow"] = {"rows": many.num_rows, "sum": pc.sum(many["x"]).as_py()}

    # Words that are replaced from batch to batch, and words that are added to.
    schema = pa.schema([("word", pa.dictionary(pa.int32(), pa.string()))])
    for name, batches, options in (
        ("replaced.arrow", [pa.array([f"old {k}", f"new {k}"]).dictionary_encode() for k in range(5)], {}),
        (
            "added.arrow",
            [pa.DictionaryArray.from_arrays(pa.array([k, 0], pa.int32()), pa.array([f"word {j}" for j in range(k + 1)])) for k in range(5)],
            {"emit_dictionary_deltas": True},
        ),
    ):
        with pa.OSFile(os.path.join(FOLDER, name), "wb") as sink:
            with ipc.new_stream(sink, schema, options=ipc.IpcWriteOptions(**options)) as writer:
                for batch in batches:
                    writer.write_batch(pa.record_batch([batch], schema=schema))
        expected[name] = {"word": [value for batch in batches for value in batch.to_pylist()]}

    write("empty.arrow", table.slice(0, 0))

    frame = pd.DataFrame(
        {
            "at": pd.date_range("2024-02-01", periods=ROWS, freq="7min"),
            "x": np.arange(ROWS) / 3,
            "word": pd.Categorical([["b", "a"][i % 2] for i in range(ROWS)]),
        }
    )
    frame.to_feather(os.path.join(FOLDER, "pandas.feather"))
    record("pandas.feather", feather.read_table(os.path.join(FOLDER, "pandas.feather")))

    polars = pl.DataFrame(
        {"at": [dt.datetime(2024, 2, 1) + dt.timedelta(minutes=i) for i in range(ROWS)], "word": [f"w{i % 3}" for i in range(ROWS)]}
    ).with_columns(
        pl.col("word").cast(pl.Categorical).alias("categorical"), pl.col("word").cast(pl.Enum(["w0", "w1", "w2"])).alias("enum")
    )
    for name, compression in (("polars.arrow", "uncompressed"), ("polars-zstd.arrow", "zstd")):
        polars.write_ipc(os.path.join(FOLDER, name), compression=compression)
        record(name, ipc.open_file(os.path.join(FOLDER, name)).read_all())

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        feather.write_feather(pa.table({"x": [1.0, 2.0]}), os.path.join(FOLDER, "version-1.feather"), version=1, compression=None)

    versions = {
        "python": sys.version.split()[0],
        "pyarrow": pa.__version__,
        "pandas": pd.__version__,
        "polars": pl.__version__,
        "lz4": lz4.__version__,
    }
    with open(os.path.join(HERE, "arrow.json"), "w") as out:
        lines = [f"{json.dumps(name)}: {json.dumps(of, ensure_ascii=False)}" for name, of in expected.items()]
        out.write(f'{{"versions": {json.dumps(versions)}, "files": {{\n' + ",\n".join(lines) + f"\n}}, \"frames\": {json.dumps(frames(), indent=0)}}}\n")


main()
