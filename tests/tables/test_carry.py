"""Tests of what the last snapshot lends where a run could not ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from pipeline.matching.knowledge import Knowledge
from pipeline.model import CuratedEntry, Service, SourceRecord
from pipeline.sources.port import Kind
from pipeline.tables.assemble import assemble
from pipeline.tables.carry import carry
from pipeline.tables.check import check_tables
from pipeline.tables.schema import TREND
from tests.builders import a_record, an_answer, an_entry, linked_to

LINKED = an_entry("A Study of Lists", entry_id="e1", **linked_to("2401.00001"))
TITLED = an_entry("A Survey of Surveys", entry_id="e2", position=2)
NOWHERE = an_entry("A Title That Nobody Has", entry_id="e3", position=3)
RICH: dict[str, Any] = {"arxiv_id": "2401.00001", "tldr": "Lists are long.", "fields_of_study": ("Lists",)}
OF_LINKED = a_record("A Study of Lists", **RICH)
ON_ARXIV = a_record("A Study of Lists", Service.ARXIV, arxiv_id="2401.00001", abstract="We study lists.")
OF_TITLED = a_record("A Survey of Surveys", s2_corpus_id=7, authors=("Bo Other", "Cy Third"))


def _says(service: Service, kind: Kind, **found: SourceRecord | None) -> Any:
    """An answer; names of things asked are those of `_ASKED`."""
    told = {_ASKED[name]: (record,) if record else () for name, record in found.items()}
    return an_answer(service=service, kind=kind, found=told)


_ASKED = {"linked": "arxiv:2401.00001", "titled": TITLED.title, "nowhere": NOWHERE.title}
FROM_OTHERS = (
    _says(Service.ARXIV, Kind.IDENTIFIER, linked=ON_ARXIV),
    *(
        _says(service, Kind.TITLE, titled=None, nowhere=None)
        for service in Service
        if service is not Service.SEMANTIC_SCHOLAR
    ),
)
"""ArXiv knows the linked paper, and nobody but Semantic Scholar one of the other titles."""
FROM_S2 = (
    _says(Service.SEMANTIC_SCHOLAR, Kind.IDENTIFIER, linked=OF_LINKED),
    _says(Service.SEMANTIC_SCHOLAR, Kind.TITLE, titled=OF_TITLED, nowhere=None),
)


def _tables(
    *answers: Any,
    last: Mapping[str, pa.Table] | None = None,
    silent: tuple[Service, ...] = (),
    entries: tuple[CuratedEntry, ...] = (LINKED, TITLED, NOWHERE),
) -> Mapping[str, pa.Table]:
    made = assemble(entries, Knowledge.of(answers), last, silent=silent).tables
    assert check_tables({**made, "trend": TREND.schema().empty_table()}) == []
    return made


@pytest.fixture(scope="module")
def last() -> Mapping[str, pa.Table]:
    """A snapshot of a night on which everybody answered."""
    return _tables(*FROM_OTHERS, *FROM_S2)


def _entries(tables: Mapping[str, pa.Table], *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(tables["entries"][name].to_pylist() for name in names), strict=True))


def test_a_verdict_stands_that_could_not_be_made_again(last: Mapping[str, pa.Table]) -> None:
    """A match is carried with its work, an absence stays one; both are stale, and nobody is told that they are open."""
    tables = _tables(*FROM_OTHERS, last=last, silent=(Service.SEMANTIC_SCHOLAR,))

    assert _entries(tables, "status", "matched_by", "stale") == [
        ("matched", "identifier", False),
        ("matched", "carried", True),
        ("not_found", None, True),
    ]
    assert (
        _entries(tables, "work_id", "relation", "last_checked_at")[1:]
        == (_entries(last, "work_id", "relation", "last_checked_at")[1:])
    )
    assert "unchecked" not in tables["findings"]["kind"].to_pylist()
    assert tables["list"]["title"].to_pylist() == last["list"]["title"].to_pylist()


def test_values_stay_that_could_not_be_asked(last: Mapping[str, pa.Table]) -> None:
    """What only the silent service said of a work stays, with where it came from; the work is stale."""
    tables = _tables(*FROM_OTHERS, last=last, silent=(Service.SEMANTIC_SCHOLAR,))

    assert tables["works"].drop_columns(["stale", "source"]).equals(last["works"].drop_columns(["stale", "source"]))
    assert tables["works"]["stale"].to_pylist() == [True, True]
    assert tables["authorships"].equals(last["authorships"])
    kept = {(row["work_id"], row["field"]): row["source"] for row in tables["provenance"].to_pylist()}
    assert kept["arxiv:2401.00001", "tldr"] == "semantic_scholar"
    assert kept["arxiv:2401.00001", "abstract"] == "arxiv"


def test_what_the_other_service_answered_is_not_overruled(last: Mapping[str, pa.Table]) -> None:
    """With arXiv silent, what Semantic Scholar does not say any more is gone, and what arXiv said stays."""
    poorer = a_record("A Study of Lists", arxiv_id="2401.00001")
    answers = (_says(Service.SEMANTIC_SCHOLAR, Kind.IDENTIFIER, linked=poorer), FROM_S2[1])

    tables = _tables(*answers, last=last, silent=(Service.ARXIV,))

    (row,) = [each for each in tables["works"].to_pylist() if each["work_id"] == "arxiv:2401.00001"]
    assert (row["tldr"], row["fields_of_study"], row["abstract"]) == (None, [], "We study lists.")
    assert (row["stale"], row["source"]) == (True, "arxiv+semantic_scholar")


def test_what_was_found_of_a_carried_entry_is_still_found() -> None:
    """Its findings come with its verdict, where the entry stands now; a repeat stays one."""
    again = an_entry("A Survey of Surveys", entry_id="e2-2", position=4)
    before = _tables(*FROM_OTHERS, *FROM_S2, entries=(LINKED, TITLED, NOWHERE, again))
    moved = (LINKED, NOWHERE, replace(TITLED, position=7, line=9), replace(again, position=8, line=11))

    after = _tables(*FROM_OTHERS, last=before, silent=(Service.SEMANTIC_SCHOLAR,), entries=moved)

    def found(tables: Mapping[str, pa.Table]) -> set[tuple[str, str]]:
        return {(row["entry_id"], row["kind"]) for row in tables["findings"].to_pylist()}

    assert found(before) == {("e2-2", "duplicate"), ("e3", "not_found")}
    assert found(after) == found(before)
    assert {row["entry_id"]: row["line"] for row in after["findings"].to_pylist()}["e2-2"] == 11
    assert after["entries"]["duplicate_of"].to_pylist() == [None, None, None, "e2"]


def test_nothing_is_carried_into_a_night_on_which_all_answered(last: Mapping[str, pa.Table]) -> None:
    """A value that a service has dropped is gone."""
    poorer = a_record("A Study of Lists", arxiv_id="2401.00001")
    answers = (*FROM_OTHERS, _says(Service.SEMANTIC_SCHOLAR, Kind.IDENTIFIER, linked=poorer), FROM_S2[1])

    tables = _tables(*answers, last=last)

    assert tables["works"]["tldr"].to_pylist() == [None, None]
    assert not any(tables["works"]["stale"].to_pylist())


def test_nothing_is_carried_for_an_entry_that_was_edited(last: Mapping[str, pa.Table]) -> None:
    """Under another link, or another title, another thing would have to be asked."""
    moved = an_entry(TITLED.title, entry_id="e2", position=2, link="https://example.org/paper")
    tables = _tables(*FROM_OTHERS, last=last, silent=(Service.SEMANTIC_SCHOLAR,), entries=(LINKED, moved, NOWHERE))
    assert _entries(tables, "status")[1] == ("unchecked",)


def test_nothing_is_carried_from_another_schema(last: Mapping[str, pa.Table]) -> None:
    """What an older schema lacks cannot be made up."""
    older = {**last, "works": last["works"].drop_columns(["tldr"])}
    tables = _tables(*FROM_OTHERS, last=older, silent=(Service.SEMANTIC_SCHOLAR,))
    assert _entries(tables, "status")[1] == ("unchecked",)


def test_a_snapshot_lends_itself_nothing(last: Mapping[str, pa.Table]) -> None:
    """Carrying into tables that miss nothing changes no byte of them."""
    for silent in ((), tuple(Service)):
        carried = carry(last, last, silent)
        assert all(carried[name].equals(last[name], check_metadata=True) for name in carried)
