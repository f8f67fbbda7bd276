"""Tests of a published snapshot by the validators of both standards, every row of every table."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import mlcroissant
import pytest

from pipeline.snapshot.store import SnapshotStore
from tests.snapshot.descriptions import plain, with_rows

pytestmark = [
    pytest.mark.system,
    # mlcroissant uses parts of pandas and rdflib that those mean to drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_frictionless_finds_every_row_as_described(published: Path) -> None:
    """Types, words, ranges, keys and references hold of every row."""
    store = SnapshotStore(published)
    described = json.loads((store.find() / "datapackage.json").read_bytes())
    report = frictionless.Package.from_descriptor(with_rows(described, store.read_tables(store.find()))).validate()
    assert report.valid, report.flatten(["title", "fieldName", "note"])[:5]


def test_mlcroissant_loads_every_row(published: Path) -> None:
    """All tables come as they are, one after another from one dataset."""
    store = SnapshotStore(published)
    dataset = mlcroissant.Dataset(store.find() / "croissant.json")
    for name, table in store.read_tables(store.find()).items():
        assert [plain(record) for record in dataset.records(name)] == table.to_pylist()
