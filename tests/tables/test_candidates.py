"""Tests of the table of candidates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.compare import compare_all
from pipeline.matching.knowledge import Knowledge
from pipeline.model import CuratedEntry, LinkCheck, Resolution, Status
from pipeline.snapshot.read import read_snapshot
from pipeline.sources.port import Answer
from pipeline.tables.assemble import assemble
from pipeline.tables.candidates import build_candidates
from tests.builders import NOON, a_record, an_entry, linked_to, steady
from tests.matching.answers import ARXIV, S2, knowing, says_of_id, says_of_title

TITLE = "A Study of Growing Trees with Recurrent Networks"
ID = "arxiv:2401.00001"
MEANT = a_record(TITLE, S2, s2_paper_id="a" * 40, arxiv_id="2401.00001", authors=("Ada Example",))
OTHER = a_record("Something Else Altogether", ARXIV, arxiv_id="2402.00002", authors=("Bo Other",), year=2019)
ENTRY = an_entry(TITLE, **linked_to("2401.00001"), authors="Ada Example", claimed_year=2024)


def _rows(knowledge: Knowledge, *entries: CuratedEntry) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = assemble(entries, knowledge).tables["candidates"].to_pylist()
    return rows


def test_what_was_considered_is_told_with_its_evidence() -> None:
    """The nearest record comes first, with what speaks for it; what was not meant is told as well."""
    known = knowing(says_of_id(S2, ID, MEANT), says_of_id(ARXIV, ID), says_of_title(ARXIV, TITLE, OTHER))

    first, second = _rows(known, ENTRY)

    assert (first["entry_id"], first["rank"], first["title"], first["relation"]) == ("e1", 1, TITLE, "exact")
    assert (first["chosen"], first["suggested"], first["work_id"]) == (True, False, ID)
    assert (first["found_by"], first["authors"], first["years_apart"]) == ("identifier", "agree", 0)
    assert first["evidence_for"] == ["link", "authors", "year"]
    assert first["identifiers"] == [ID, f"s2:{'a' * 40}"]
    assert first["fetched_at"] == NOON
    assert (second["rank"], second["title"], second["relation"]) == (2, OTHER.title, "different")
    assert (second["chosen"], second["work_id"], second["found_by"]) == (False, None, "title")
    assert second["evidence_against"] == ["authors", "year"]
    assert second["probability"] < 0.1 < first["probability"]


def test_a_record_found_twice_is_one_candidate() -> None:
    """Found under the identifier and by the title, a record is told once, as found under the identifier."""
    known = knowing(says_of_id(S2, ID, MEANT), says_of_title(S2, TITLE, MEANT))
    (row,) = _rows(known, ENTRY)
    assert row["found_by"] == "identifier"


def test_what_is_suggested_is_marked() -> None:
    """A near match marks the record that it suggests, and chooses none."""
    near = a_record(TITLE.replace("Growing", "Falling"), ARXIV, arxiv_id="2403.00003")
    entry = an_entry(TITLE)
    known = knowing(says_of_title(S2, TITLE), says_of_title(ARXIV, TITLE, near, OTHER))
    assert [(row["suggested"], row["chosen"]) for row in _rows(known, entry)] == [(True, False), (False, False)]


@steady
@given(order=st.permutations(range(4)))
def test_the_table_is_the_same_whatever_came_first(order: list[int]) -> None:
    """Neither the order of the replies nor that of their records leaves a trace."""
    records = (MEANT, OTHER)
    answers: list[Answer] = [
        says_of_id(S2, ID, MEANT),
        says_of_id(ARXIV, ID),
        says_of_title(S2, TITLE, *(records if order[0] < order[1] else records[::-1])),
        says_of_title(ARXIV, TITLE, OTHER),
    ]
    assert _rows(knowing(*(answers[n] for n in order)), ENTRY) == _rows(knowing(*answers), ENTRY)


def test_more_entries_than_are_built_at_once_come_in_order() -> None:
    """A long list leaves no candidate out, and is sorted as a whole."""
    (comparison,) = compare_all(ENTRY, knowing(says_of_id(S2, ID, MEANT)))
    names = [f"e{number:04}" for number in range(5_001)]
    resolutions = [
        Resolution(entry_id=name, status=Status.NOT_FOUND, link_check=LinkCheck.NONE) for name in reversed(names)
    ]
    table = build_candidates(resolutions, [(comparison,)] * len(names), {})
    assert table["entry_id"].to_pylist() == names


def test_the_chosen_candidates_are_the_matches(published: Path) -> None:
    """Each match has the candidate that it rests on, of the same work, probability and relation."""
    entries, candidates = (read_snapshot(published, name) for name in ("entries", "candidates"))
    matched = entries[entries["status"] == "matched"]
    both = matched.merge(candidates[candidates["chosen"]], on="entry_id", how="outer", suffixes=("", "_of_candidate"))
    assert len(both) == len(matched)
    by_model = both[both["matched_by"] != "override"]
    assert len(by_model) > 300
    assert (by_model["work_id"] == by_model["work_id_of_candidate"]).all()
    assert (by_model["probability"] == by_model["probability_of_candidate"]).all()
