"""Tests of making all tables from entries and knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import Identifier, Scheme
from pipeline.matching.knowledge import Knowledge
from pipeline.model import Service
from pipeline.sources.port import Kind
from pipeline.tables.assemble import assemble
from tests.builders import a_record, an_answer, an_entry, steady

FIRST = Identifier(Scheme.ARXIV, "2301.00001")
SECOND = Identifier(Scheme.ARXIV, "2301.00002")


def test_two_works_never_become_one_by_a_given_name() -> None:
    """A DOI that moved from one paper to another takes the name along only to the paper that bears it."""
    entries = [
        an_entry(entry_id="a", position=1, title="Paper A", identifiers=(str(FIRST),)),
        an_entry(entry_id="b", position=2, title="Paper B", identifiers=(str(SECOND),)),
    ]

    def tables_where(moved_to: str) -> Mapping[str, pa.Table]:
        found = {
            str(each): (a_record(title=title, arxiv_id=each.value, doi="10.1/x" if title == moved_to else None),)
            for each, title in ((FIRST, "Paper A"), (SECOND, "Paper B"))
        }
        return assemble(entries, Knowledge.of([an_answer(kind=Kind.IDENTIFIER, found=found)]), last).tables

    last = None
    last = tables_where("Paper A")
    tables = tables_where("Paper B")

    assert tables["works"].select(["work_id", "title"]).to_pylist() == [
        {"work_id": str(FIRST), "title": "Paper A"},
        {"work_id": str(SECOND), "title": "Paper B"},
    ]
    assert tables["entries"]["work_id"].to_pylist() == [str(FIRST), str(SECOND)]


def test_a_work_that_was_merged_upstream_keeps_its_name() -> None:
    """A name goes along to the record that the work's identifier leads to now, though it bears other ones."""
    entry = an_entry(identifiers=("doi:10.1234/old",))

    def leading_to(doi: str, paper_id: str) -> Knowledge:
        return Knowledge.of([an_answer({"doi:10.1234/old": (a_record(doi=doi, s2_paper_id=paper_id),)})])

    last = assemble([entry], leading_to("10.1234/old", "b" * 40)).tables
    tables = assemble([entry], leading_to("10.1234/new", "c" * 40), last).tables
    once_more = assemble([entry], leading_to("10.1234/new", "c" * 40), tables).tables

    for each in (tables, once_more):
        assert each["entries"]["work_id"].to_pylist() == ["doi:10.1234/old"]
    assert {row["field"] for row in tables["changes"].to_pylist()} == {"doi", "s2_paper_id"}


def test_a_work_that_others_are_merged_into_keeps_its_own_name() -> None:
    """Of works that become one, the name is that of the one whose record stays."""
    entries = [
        an_entry(entry_id="a", position=1, identifiers=("doi:10.1234/a",)),
        an_entry(entry_id="b", position=2, identifiers=("doi:10.1234/b",)),
    ]

    def tables_of(first: str, last: Mapping[str, pa.Table] | None = None) -> Mapping[str, pa.Table]:
        records = {"a": a_record(doi="10.1234/a", authors=("Cy Other",)), "b": a_record(doi="10.1234/b")}
        found = {"doi:10.1234/a": (records[first],), "doi:10.1234/b": (records["b"],)}
        return assemble(entries, Knowledge.of([an_answer(found)]), last).tables

    last = tables_of("a")
    assert last["entries"]["work_id"].to_pylist() == ["doi:10.1234/a", "doi:10.1234/b"]
    assert tables_of("b", last)["entries"]["work_id"].to_pylist() == ["doi:10.1234/b"] * 2


def _knowing(**changes: Any) -> Knowledge:
    """A paper that is known by its title alone, with one identifier or another."""
    record = a_record("A Study of Lists", **changes)
    found = {"A Study of Lists": (record,)}
    return Knowledge.of(
        [
            an_answer(kind=Kind.TITLE, found=found),
            an_answer(service=Service.ARXIV, kind=Kind.TITLE, found={"A Study of Lists": ()}),
        ]
    )


def test_a_work_that_was_away_keeps_its_name() -> None:
    """Neither a night off the list nor one on which no service has it costs a work its name, though it gains a DOI."""
    entry, other = an_entry("A Study of Lists"), an_entry("Another", entry_id="e2")
    first = assemble([entry], _knowing(s2_corpus_id=4242)).tables
    (name,) = first["works"]["work_id"].to_pylist()
    away = assemble([other], Knowledge.of([]), first).tables
    back = assemble([entry], _knowing(s2_corpus_id=4242, doi="10.1/x"), away).tables

    assert away["works"].num_rows == 0
    assert away["identifiers"].equals(first["identifiers"])
    assert back["works"]["work_id"].to_pylist() == [name] == ["corpusid:4242"]
    assert dict(back["identifiers"].to_pydict()) == {
        "identifier": ["corpusid:4242", "doi:10.1/x"],
        "work_id": [name, name],
    }


@given(st.permutations(range(4)))
@steady
def test_the_order_in_memory_changes_nothing(order: list[int]) -> None:
    """Entries in any order make the same tables, repeats among them."""
    titles = ("A Study of Lists", "A study of lists", "Another", "A Study of Lists")
    entries = [an_entry(title, entry_id=f"e{n}", position=n + 1) for n, title in enumerate(titles)]
    expected = assemble(entries, _knowing(doi="10.1/x")).tables
    shuffled = assemble([entries[n] for n in order], _knowing(doi="10.1/x")).tables
    assert all(shuffled[name].equals(expected[name]) for name in expected)
