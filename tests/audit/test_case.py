"""Tests of gathering what is known of an entry, and of how papers are named."""

from __future__ import annotations

from pipeline.audit.case import cases_of, cut, described, link_to
from pipeline.matching.decide import decide
from pipeline.matching.knowledge import Knowledge
from pipeline.model import Service
from pipeline.sources.port import Kind
from tests.audit.cases import a_work
from tests.builders import a_record, an_answer, an_entry, linked_to


def test_a_case_holds_what_the_link_leads_to_and_what_was_asked() -> None:
    """Of two records behind a link arXiv's counts, and every question stands with its time and answer."""
    entry = an_entry("A Study of Lists", **linked_to("2407.16493"))
    ours = a_record("Speckle Microscopy", Service.ARXIV, arxiv_id="2407.16493")
    theirs = a_record("Speckle microscopy.", Service.SEMANTIC_SCHOLAR, arxiv_id="2407.16493")
    knowledge = Knowledge.of(
        [
            an_answer({"arxiv:2407.16493": (theirs,)}),
            an_answer({"arxiv:2407.16493": (ours,)}, Service.ARXIV),
            an_answer({entry.title: ()}, kind=Kind.TITLE),
            an_answer({entry.title: (ours, theirs)}, Service.ARXIV, kind=Kind.TITLE),
        ]
    )
    (case,) = cases_of([entry], [decide(entry, knowledge)], knowledge, works={}, repeats={})

    assert case.linked == ours
    assert case.asked == (
        "Semantic Scholar, asked for arxiv:2407.16493 on 2026-04-12 12:00 UTC, gave 1 record",
        "arXiv, asked for arxiv:2407.16493 on 2026-04-12 12:00 UTC, gave 1 record",
        "Semantic Scholar, asked for the title on 2026-04-12 12:00 UTC, had nothing",
        "arXiv, asked for the title on 2026-04-12 12:00 UTC, gave 2 records",
    )


def test_a_link_that_agrees_leads_to_no_other_paper() -> None:
    """Only what a wrong link leads to is looked at."""
    entry = an_entry("A Study of Lists", **linked_to("2401.00001"))
    record = a_record(entry.title, Service.ARXIV, arxiv_id="2401.00001")
    knowledge = Knowledge.of([an_answer({"arxiv:2401.00001": (record,)}, Service.ARXIV)])
    work = a_work()
    (case,) = cases_of([entry], [decide(entry, knowledge)], knowledge, works={record: work}, repeats={})

    assert (case.linked, case.work) == (None, work)


def test_a_repeat_holds_the_first_entry_and_its_work() -> None:
    """Whatever follows in the list can name what stands above."""
    first, second = an_entry(entry_id="e1"), an_entry(entry_id="e2", position=2)
    record = a_record(first.title, arxiv_id="2401.00001")
    knowledge = Knowledge.of([an_answer({first.title: (record,)}, kind=Kind.TITLE)])
    resolutions = [decide(entry, knowledge) for entry in (first, second)]
    works = {record: a_work()}
    cases = cases_of([first, second], resolutions, knowledge, works=works, repeats={"e2": "e1"})

    assert [case.original for case in cases] == [None, first]
    assert cases[1].original_work == works[record]


def test_a_paper_is_named_by_the_identifier_that_leads_to_it() -> None:
    """By arXiv's first, then the DOI, the anthology's and Semantic Scholar's own; by none where there is none."""
    work = a_work(doi="10.1/x y", acl_id="2024.acl-long.1", s2_corpus_id=7)

    assert described(work) == '"A Study of Lists", by Ada Example, 2024, arxiv:2401.00001'
    assert link_to(work) == "https://arxiv.org/abs/2401.00001"
    assert link_to(a_work(arxiv_id=None, doi="10.1/x y")) == "https://doi.org/10.1/x%20y"
    assert link_to(a_work(arxiv_id=None, acl_id="2024.acl-long.1")) == "https://aclanthology.org/2024.acl-long.1/"
    assert link_to(a_work(arxiv_id=None, s2_corpus_id=7)) == "https://api.semanticscholar.org/CorpusID:7"
    assert link_to(a_work(arxiv_id=None)) is None
    assert described(a_work(arxiv_id=None, authors=(), year=None, authors_complete=False)) == '"A Study of Lists"'


def test_what_is_quoted_is_one_short_line() -> None:
    """A title of a megabyte with line ends in it stays readable."""
    assert cut("a\n b\t c") == "a b c"
    assert len(cut("x" * 1_000_000)) == 301
