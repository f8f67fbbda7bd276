"""Tests of the Data Package: its shape, and what frictionless says of it and of rows that it describes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import pytest

from pipeline.snapshot.datapackage import datapackage
from pipeline.snapshot.disk import note_of
from pipeline.snapshot.manifest import LICENCES
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.assemble import assemble
from pipeline.tables.trend import build_trend
from tests.builders import NOON, a_record, an_entry, linked_to
from tests.matching.answers import ARXIV, S2, knowing, nobody_has, says_of_id, says_of_title
from tests.snapshot.descriptions import with_rows
from tests.snapshot.test_about import ABOUT

TITLE = "A Study of Growing Trees"
RECORD = a_record(TITLE, S2, arxiv_id="2401.00001", authors=("Ada Example", "Bo Other"))


@pytest.fixture(scope="module")
def folder(published: Path) -> Path:
    """The folder of a published snapshot."""
    return SnapshotStore(published).find()


def _described(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "datapackage.json").read_bytes())
    return read


def _few_rows() -> dict[str, Any]:
    """A description with rows: a match, its repeat, and a title that nobody has."""
    entries = [
        an_entry(TITLE, entry_id="e1", headings=("Trees", "Forests"), **linked_to("2401.00001")),
        an_entry(TITLE, entry_id="e2", position=2, duplicate_of="e1", **linked_to("2401.00001")),
        an_entry("Nobody Has This", entry_id="e3", position=3),
    ]
    known = knowing(
        says_of_id(S2, "arxiv:2401.00001", RECORD),
        says_of_id(ARXIV, "arxiv:2401.00001"),
        says_of_title(ARXIV, TITLE),
        *nobody_has("Nobody Has This"),
    )
    tables = dict(assemble(entries, known).tables)
    tables["trend"] = build_trend(tables, None, None, snapshot_id="2026-04-12-x", as_of=NOON.date())
    return with_rows(datapackage(ABOUT), tables)


def test_the_description_keeps_to_the_standard(folder: Path) -> None:
    """Frictionless finds nothing wrong with the description."""
    assert list(frictionless.Package.metadata_validate(_described(folder))) == []


def test_rows_are_checked_by_the_description() -> None:
    """Types, words, ranges, gaps, keys and references: what is right passes, and each kind of damage is told."""
    rows = _few_rows()
    assert frictionless.Package.from_descriptor(rows).validate().valid

    for table, column, value in (
        ("works", "year", 12),
        ("works", "title", None),
        ("entries", "status", "fine"),
        ("entries", "headings", 7),
        ("entries", "duplicate_of", "nobody"),
        ("authorships", "work_id", "nobody"),
        ("list", "position", "first"),
    ):
        resource = next(each for each in rows["resources"] if each["name"] == table)
        resource["data"][1][resource["data"][0].index(column)] = value
    report = frictionless.Package.from_descriptor(rows).validate()

    told = {(task.name, error.type, getattr(error, "field_name", "")) for task in report.tasks for error in task.errors}
    assert told == {
        ("works", "constraint-error", "year"),
        ("works", "constraint-error", "title"),
        ("entries", "constraint-error", "status"),
        ("entries", "type-error", "headings"),
        ("entries", "foreign-key", ""),
        ("authorships", "foreign-key", ""),
        ("list", "type-error", "position"),
    }


def test_every_file_is_described_with_its_digest(folder: Path) -> None:
    """Size and SHA-256 of each Parquet file are those on disk, and no file is left out."""
    resources = _described(folder)["resources"]
    assert {each["path"] for each in resources} == {path.name for path in folder.glob("*.parquet")}
    for each in resources:
        note = note_of(folder / each["path"])
        assert (each["bytes"], each["hash"]) == (note.bytes, f"sha256:{note.sha256}")


def test_thanks_and_licences_are_told() -> None:
    """Each source is named with a link, in the words it asks for, and with its licence."""
    described = datapackage(ABOUT)
    assert [each.get("path") for each in described["licenses"]] == [each["url"] for each in LICENCES.values()]
    told = " ".join(each["title"] for each in described["sources"])
    assert "Thank you to arXiv for use of its open access interoperability." in told
    assert "Semantic Scholar" in told
