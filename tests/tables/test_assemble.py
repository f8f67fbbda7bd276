"""Tests of making all tables from entries and knowledge."""

from __future__ import annotations

from pipeline.identifiers import Identifier, Scheme
from pipeline.matching.knowledge import Knowledge
from pipeline.sources.port import Kind
from pipeline.tables.assemble import assemble
from tests.builders import a_record, an_answer, an_entry

FIRST = Identifier(Scheme.ARXIV, "2301.00001")
SECOND = Identifier(Scheme.ARXIV, "2301.00002")


def test_two_works_never_become_one_by_a_given_name() -> None:
    """A DOI that moved from one paper to another takes the name along only to the paper that bears it."""
    entries = [
        an_entry(entry_id="a", position=1, title="Paper A", identifiers=(str(FIRST),)),
        an_entry(entry_id="b", position=2, title="Paper B", identifiers=(str(SECOND),)),
    ]
    found = {
        str(FIRST): (a_record(title="Paper A", arxiv_id=FIRST.value, record_id="1"),),
        str(SECOND): (a_record(title="Paper B", arxiv_id=SECOND.value, doi="10.1/moved", record_id="2"),),
    }
    knowledge = Knowledge.of([an_answer(kind=Kind.IDENTIFIER, found=found)])
    given = {FIRST: str(FIRST), Identifier(Scheme.DOI, "10.1/moved"): str(FIRST)}

    tables = assemble(entries, knowledge, given).tables

    assert tables["works"].select(["work_id", "title"]).to_pylist() == [
        {"work_id": str(FIRST), "title": "Paper A"},
        {"work_id": str(SECOND), "title": "Paper B"},
    ]
    assert tables["entries"]["work_id"].to_pylist() == [str(FIRST), str(SECOND)]
