"""Tests of what a snapshot says of itself."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.snapshot.about import About
from pipeline.snapshot.manifest import FileNote
from pipeline.tables.schema import TABLES

ABOUT = About(
    list_name="a-list",
    list_sha256="11",
    as_of="2026-11-22",
    run="0123456789ab",
    source="live",
    files=tuple((table, FileNote(name=f"{table.name}.parquet", bytes=7, sha256="ab" * 32, rows=1)) for table in TABLES),
)


@pytest.mark.parametrize(
    ("list_name", "name"),
    [
        ("a-list", "papers-of-a-list"),
        ("A List, of Papers!", "papers-of-a-list-of-papers"),
        ("论文列表", "papers-of-lunwenliebiao"),
        ("***", "papers-of"),
    ],
)
def test_any_list_gets_a_name_for_urls(list_name: str, name: str) -> None:
    """Whatever a list is called, its snapshots' name holds lower-case letters, digits and dashes only."""
    assert replace(ABOUT, list_name=list_name).name == name


@pytest.mark.parametrize("source", ["sandbox", "corpus"])
def test_what_no_service_said_is_named_everywhere(source: str) -> None:
    """Nobody who reads the name, the title or the description takes it for what the services say."""
    about = replace(ABOUT, source=source)
    assert all(source in told.lower() for told in (about.name, about.title, about.description))
    assert not any(source in told.lower() for told in (ABOUT.name, ABOUT.title, ABOUT.description))


def test_the_version_is_semantic() -> None:
    """The version orders by the schema's and names the snapshot."""
    assert re.fullmatch(r"\d+\.\d+\.\d+\+2026-11-22\.0123456789ab", ABOUT.version)


def test_a_citation_stays_whole_whatever_the_list_is_called() -> None:
    """Braces in a list's name open and close nothing."""
    citation = replace(ABOUT, list_name="}, note = {x\\").citation
    assert citation.count("{") == citation.count("}") == 4
    assert "\\" not in citation
