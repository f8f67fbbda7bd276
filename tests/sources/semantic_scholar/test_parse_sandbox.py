"""The marks of the sandbox: nothing it made up is taken for real."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import ReplyShapeError
from pipeline.marks import CATALOGUE, SANDBOX_KEY
from pipeline.model import CitationFigure, SourceRecord
from tests.sources.semantic_scholar.replies import S2, a_paper, batch_of, json_reply, read_paper


def _marked(mark: dict[str, Any]) -> SourceRecord:
    external = {"CorpusId": 1001, "DOI": "10.1234/lists.1"}
    paper = a_paper(corpusId=1001, externalIds=external, citationCount=34, authors=[{"authorId": None, "name": "Ada"}])
    return read_paper(paper | {SANDBOX_KEY: mark})


def test_invented_paper_id_is_dropped() -> None:
    """An id that had to be made up names the record inside, and is no identifier of the paper."""
    record = _marked({"invented": ["paperId"]})

    assert (record.s2_paper_id, record.record_id) == (None, f"sandbox:{'1' * 40}")
    assert record.s2_corpus_id == 1001


def test_invented_corpus_id_is_dropped_in_both_places() -> None:
    """The corpus id stands in the paper and among its external ids; neither is taken when it is made up."""
    record = _marked({"invented": ["corpusId"]})

    assert record.s2_corpus_id is None
    assert record.doi == "10.1234/lists.1"
    assert record.record_id == "1" * 40


def test_what_is_not_marked_stays() -> None:
    """A record of the sandbox without made-up fields is a bundled fact, and says that it is bundled."""
    record = _marked({"invented": []})

    assert (record.s2_paper_id, record.s2_corpus_id) == ("1" * 40, 1001)
    assert record.stand_in == CATALOGUE
    assert record.authors_complete


def test_figure_names_who_counted_and_when() -> None:
    """A bundled count keeps the one who counted and the day, so that it is never shown as somebody else's."""
    record = _marked({"invented": [], "citation": {"source": "a public index", "date": "2026-03-01"}})

    assert record.citations == CitationFigure(count=34, source="a public index", as_of=date(2026, 3, 1))


def test_incomplete_authors_are_said_to_be_so() -> None:
    """A record that holds only some of the authors says so."""
    record = _marked({"invented": [], "incomplete": ["authors"]})

    assert not record.authors_complete
    assert [author.name for author in record.authors] == ["Ada"]


@pytest.mark.parametrize(
    "mark",
    ["yes", ["paperId"], {"invented": 7}, {"invented": [["paperId"]]}, {"invented": [], "citation": {"source": "x"}}],
    ids=str,
)
def test_misshapen_mark_is_refused(mark: object) -> None:
    """A mark that cannot be read is no reason to take what it marks for real."""
    with pytest.raises(ReplyShapeError):
        S2.read(batch_of("corpusid:1"), json_reply([a_paper(citationCount=1) | {SANDBOX_KEY: mark}]))
