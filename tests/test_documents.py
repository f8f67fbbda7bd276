"""Tests that the documents say what is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from tests.documents import README, documents
from tests.nights import LATER_COLUMNS, NIGHTS


def test_generated_documents_are_current(published: Path) -> None:
    """What `make docs` writes is what is committed."""
    for path, text in documents(published).items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date; run 'make docs'"


ANSWERS = ("top", "by_author", "growth", "changed")
"""What every engine's examples find out; `over_time` beside them where all snapshots are read."""


def _blocks(language: str) -> list[str]:
    """The README's fenced blocks of a language, in order."""
    blocks = re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    return blocks


def _total(growth: Any) -> int:
    """All citations gained, by whichever engine found them."""
    if isinstance(growth, pd.Series):
        return int(growth.sum())
    if isinstance(growth, pl.DataFrame):
        return int(growth["growth"].sum())
    first, last = (sum(growth[f"citation_count_{which}"].to_pylist()) for which in ("first", "last"))
    return int(last - first)


def _read_in_python(block: str, namespace: dict[str, Any]) -> tuple[dict[str, int], int | None]:
    """What a block finds out: rows of each answer and all citations gained; and how many rows lie over time."""
    for name in (*ANSWERS, "over_time"):
        namespace.pop(name, None)
    exec(compile(block, "README.md", "exec"), namespace)
    answers = {name: len(namespace[name]) for name in ANSWERS} | {"gained": _total(namespace["growth"])}
    over_time = namespace.get("over_time")
    if over_time is None:
        return answers, None
    table = over_time.to_table() if isinstance(over_time, ds.Dataset) else over_time
    columns = table.column_names if isinstance(table, pa.Table) else list(table.columns)
    assert set(LATER_COLUMNS["works"]) < set(columns)
    return answers, len(table)


def _read_in_duckdb(blocks: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each query under the name that the comment before it gives."""
    told = {}
    with duckdb.connect() as connection:
        for block in blocks:
            before, *named = re.split(r"^-- (\w+)\n", block, flags=re.MULTILINE)
            connection.execute(before)
            for name, query in zip(named[::2], named[1::2], strict=True):
                told[name] = connection.execute(query).fetchall()
    return told


def test_examples_of_the_readme_run_and_agree(nights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Block after block in a folder of several nights: pandas, polars, pyarrow and DuckDB find out the same."""
    monkeypatch.chdir(nights)
    namespace: dict[str, Any] = {}
    found = [_read_in_python(block, namespace) for block in _blocks("python")]
    in_duckdb = _read_in_duckdb(_blocks("sql"))

    expected = {name: len(in_duckdb[name]) for name in ANSWERS} | {"gained": sum(row[2] for row in in_duckdb["growth"])}
    assert [answers for answers, _ in found] == [expected] * len(found)
    assert min(expected.values()) == expected["top"] == 5
    rows = [total for _, total in found if total is not None]
    assert rows == [sum(row[1] for row in in_duckdb["over_time"])] * 3
    assert len(in_duckdb["over_time"]) == NIGHTS


def test_no_file_names_a_registry_or_a_machine() -> None:
    """No committed text names a package index or a path of a developer's machine."""
    root = README.parent
    hosts = "|".join(("pypi" + r"\.org", "python" + "hosted", "--index" + "-url", "extra-index" + "-url"))
    for path in (*root.glob("*.lock"), *root.glob("*.md"), root / "pyproject.toml", root / "Makefile"):
        assert not re.search(hosts, path.read_text(encoding="utf-8")), path.name
