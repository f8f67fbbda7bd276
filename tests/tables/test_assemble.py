"""Tests of making all tables from entries and knowledge."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

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
