"""Reading a snapshot's tables: size and time of Parquet beside JSON lines and CSV of the same rows.

The works and entries of the bundled list are multiplied to about 100,000 rows. Copies would compress as no real rows
do, so that in each copy the words of titles and names are put in another order, and digits of identifiers are drawn
anew; columns of few words (venues, statuses) stay. The bundled catalogue has no abstracts, so neither have these.
Times are the best of three, by DuckDB for one column and for all, by pandas for all; all ratios are to Parquet. Nested
values are JSON in CSV, which pandas leaves as text, where from Parquet it makes objects of them.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.build import to_arrow
from pipeline.tables.declare import Table
from pipeline.tables.schema import ENTRIES, WORKS
from tests.documents import publish_bundled

_ROWS = 100_000
_TRIES = 3
_SUMMED = {"works": "citation_count", "entries": "position"}
_FORMATS = ("parquet", "jsonl", "csv")


def _varied(value: Any, chance: random.Random) -> Any:
    """A value like another: its words in another order; or, where it is one word, other digits."""
    if isinstance(value, list):
        return [_varied(each, chance) for each in value]
    if isinstance(value, dict):
        return {key: _varied(each, chance) for key, each in value.items()}
    if not isinstance(value, str):
        return value
    words = value.split(" ")
    if len(words) > 1:
        return " ".join(chance.sample(words, len(words)))
    return "".join(str(chance.randrange(10)) if letter.isdigit() else letter for letter in value)


def _telling(table: pa.Table) -> set[str]:
    """Columns whose values are mostly different ones."""
    printed = {name: [repr(value) for value in table[name].to_pylist() if value] for name in table.column_names}
    return {name for name, values in printed.items() if len(set(values)) > len(values) / 2}


def _multiplied(table: pa.Table, declared: Table) -> pa.Table:
    """About `_ROWS` rows like those of a table."""
    rows, telling, chance = table.to_pylist(), _telling(table), random.Random(0)
    varied = (
        {name: _varied(value, chance) if name in telling else value for name, value in row.items()}
        for _ in range(_ROWS // len(rows) + 1)
        for row in rows
    )
    return to_arrow(declared, varied)


def _written(store: SnapshotStore, folder: Path, name: str, table: pa.Table) -> dict[str, Path]:
    """The same rows in each format."""
    files = {kind: folder / f"{name}.{kind}" for kind in _FORMATS}
    store.write_table(folder, name, table, {})
    rows = table.to_pylist()
    with files["jsonl"].open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    with files["csv"].open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, table.column_names)
        writer.writeheader()
        writer.writerows(map(_flat, rows))
    return files


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value for name, value in row.items()
    }


def _seconds(read: Callable[[], object]) -> float:
    """The best of a few tries."""
    times = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        read()
        times.append(time.perf_counter() - began)
    return min(times)


_BY_PANDAS: Mapping[str, Callable[[Path], object]] = {
    "parquet": pd.read_parquet,
    "jsonl": lambda path: pd.read_json(path, lines=True),
    "csv": lambda path: pd.read_csv(path, low_memory=False),
}


def _figures(files: Mapping[str, Path], summed: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Each measure by format: megabytes, or seconds."""
    bodies = {kind: path.read_bytes() for kind, path in files.items()}
    yield "MB", {kind: len(body) / 1e6 for kind, body in bodies.items()}
    packed = {kind: body if kind == "parquet" else pa.compress(body, "zstd") for kind, body in bodies.items()}
    yield "MB, all packed by zstd", {kind: len(body) / 1e6 for kind, body in packed.items()}
    with duckdb.connect() as connection:
        for told, query in (("one column", f"SELECT sum({summed})"), ("all columns", "SELECT *")):

            def scan(path: Path, query: str = query) -> object:
                return connection.sql(f"{query} FROM '{path}'").to_arrow_table()

            yield f"s, {told}, DuckDB", {kind: _seconds(partial(scan, path)) for kind, path in files.items()}
    yield "s, all columns, pandas", {kind: _seconds(partial(_BY_PANDAS[kind], path)) for kind, path in files.items()}


def main() -> None:
    """Publish the bundled list through the sandbox, multiply its works and entries, and print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        store = SnapshotStore(publish_bundled(Path(scratch)))
        tables = store.read_tables(store.find(), list(_SUMMED))
        for declared in (WORKS, ENTRIES):
            table = _multiplied(tables[declared.name], declared)
            files = _written(store, Path(scratch), declared.name, table)
            sys.stdout.write(f"{declared.name}, {table.num_rows} rows\n")
            for measure, by_kind in _figures(files, _SUMMED[declared.name]):
                least = by_kind["parquet"]
                told = ", ".join(f"{kind} {value:.3g} ({value / least:.1f} times)" for kind, value in by_kind.items())
                sys.stdout.write(f"  {measure:24} {told}\n")


if __name__ == "__main__":
    main()
