"""Writes test/fixtures/parquet: small Parquet files as other programs write them, in the ways the format allows.

    python -m venv venv && venv/bin/pip install pyarrow==26.0.1 polars==2.1.0
    venv/bin/python test/oracle/parquet_files.py

The tests compare what our reader reads of them with what DuckDB does: they never need Python.
"""

import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent.parent / "fixtures" / "parquet"
ROWS = 3000


def table() -> pa.Table:
    i = range(ROWS)
    start = datetime(2024, 3, 30, 22, 0, 0, 123456)
    none = lambda n, x: None if n % 7 == 3 else x
    return pa.table(
        {
            "double": pa.array([none(n, [0.0, -0.0, float("nan"), float("inf"), -1.5e300, n / 3][n % 6]) for n in i]),
            "few": pa.array([none(n, (n % 5) / 2) for n in i]),
            "float": pa.array([n * 0.1 for n in i], pa.float32()),
            "int": pa.array([none(n, n * n - 5000) for n in i], pa.int32()),
            "tiny": pa.array([n % 200 - 100 for n in i], pa.int8()),
            "unsigned": pa.array([2**32 - 1 - n for n in i], pa.uint32()),
            "huge": pa.array([none(n, 2**53 + n * (-1) ** n * 2**40) for n in i], pa.int64()),
            "status": pa.array([[200, 200, 404, 500][n % 4] for n in i], pa.int64()),
            "flag": pa.array([none(n, n % 3 == 0) for n in i]),
            "text": pa.array([none(n, ["", "é", "🏔", "a b", "x" * 40][n % 5]) for n in i]),
            "many": pa.array([f"value {n % 1700}" for n in i]),
            "day": pa.array([none(n, date(1969, 12, 25) + timedelta(days=n)) for n in i]),
            "us": pa.array([none(n, start + timedelta(seconds=37 * n, microseconds=n)) for n in i], pa.timestamp("us")),
            "ms": pa.array([start + timedelta(seconds=37 * n) for n in i], pa.timestamp("ms")),
            "ns": pa.array([none(n, -7 + n * 86_400_000_000_001 // 9) for n in i], pa.timestamp("ns")),
            "zoned": pa.array([(start + timedelta(hours=n)).replace(tzinfo=timezone.utc) for n in i], pa.timestamp("us", "Europe/Berlin")),
        }
    )


DELTA = {
    **dict.fromkeys(["int", "tiny", "unsigned", "huge", "status", "day", "us", "ms", "ns", "zoned"], "DELTA_BINARY_PACKED"),
    **{"text": "DELTA_BYTE_ARRAY", "many": "DELTA_LENGTH_BYTE_ARRAY"},
    **dict.fromkeys(["double", "few", "float"], "BYTE_STREAM_SPLIT"),
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    plain = table()
    ways = {
        "snappy": dict(),
        "small-pages": dict(data_page_size=700, write_batch_size=64, row_group_size=900),
        "version-2-pages": dict(data_page_version="2.0", row_group_size=1300),
        "no-dictionary": dict(use_dictionary=False, compression="none"),
        "dictionary-overflows": dict(dictionary_pagesize_limit=600, data_page_size=2000, write_batch_size=50),
        "zstd": dict(compression="zstd"),
        "gzip": dict(compression="gzip"),
        "delta": dict(use_dictionary=False, column_encoding=DELTA),
        "delta-small-pages": dict(use_dictionary=False, column_encoding=DELTA, compression="zstd", data_page_version="2.0", data_page_size=700, write_batch_size=64, row_group_size=900),
        # One that the reader leaves to DuckDB.
        "brotli": dict(compression="brotli"),
    }
    for name, options in ways.items():
        pq.write_table(plain, FOLDER / f"{name}.parquet", **options)
    required = pa.schema([field.with_nullable(False) for field in plain.schema if plain[field.name].null_count == 0])
    pq.write_table(plain.select(required.names).cast(required), FOLDER / "required.parquet", row_group_size=1000)
    pl.from_arrow(plain).write_parquet(FOLDER / "polars.parquet", compression="snappy", row_group_size=1100)
    print(f"pyarrow {pa.__version__}, polars {pl.__version__}, Python {sys.version.split()[0]}")


main()
