"""Tests of the Croissant description: mlcroissant loads records from the files beside it, offline."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import mlcroissant
import pytest

from pipeline.snapshot.croissant import croissant
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.schema import TABLES
from tests.snapshot.descriptions import plain
from tests.snapshot.test_about import ABOUT

# mlcroissant uses parts of pandas and rdflib that those mean to drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_records_are_the_rows(published: Path) -> None:
    """Neither error nor warning; rows come as records whole: texts, numbers, lists, nested authors and gaps."""
    store = SnapshotStore(published)
    dataset = mlcroissant.Dataset(store.find() / "croissant.json")
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())

    for name, table in store.read_tables(store.find(), ["entries", "works"]).items():
        records = islice(dataset.records(name), 20)
        assert [plain(record) for record in records] == table.slice(0, 20).to_pylist()


def test_each_record_set_takes_its_columns_from_its_own_file() -> None:
    """Each file stands with its SHA-256, and each record set is made of one of them."""
    described = croissant(ABOUT)
    assert [each["sha256"] for each in described["distribution"]] == ["ab" * 32] * len(TABLES)
    for record_set in described["recordSet"]:
        leaves = [leaf for field in record_set["field"] for leaf in field.get("subField", [field])]
        assert {leaf["source"]["fileObject"]["@id"] for leaf in leaves} == {f"{record_set['@id']}.parquet"}
