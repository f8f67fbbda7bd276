"""Records of one work, merged: whose word counts for each field, and where each value came from."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.merge import PRECEDENCE, merge, new_work_id, work_id_of
from pipeline.marks import CATALOGUE, CORPUS
from pipeline.model import Author, CitationFigure, Origin, Service, SourceRecord, Work
from tests.builders import NOON, a_record, an_identifier, minutes, steady

S2, ARXIV = Service.SEMANTIC_SCHOLAR, Service.ARXIV

ON_S2 = a_record(
    "A study of lists",
    record_id="on S2",
    authors=(Author(name="A. Example", s2_author_id="7001"),),
    year=2024,
    publication_date=date(2024, 5, 1),
    venue="Neural Information Processing Systems",
    venue_type="conference",
    arxiv_id="2401.00001",
    doi="10.1234/published",
    s2_paper_id="a" * 40,
    s2_corpus_id=1001,
    citations=CitationFigure(count=34, source=S2),
    influential_citation_count=5,
    reference_count=12,
    is_open_access=False,
    abstract="Abstract on S2.",
    tldr="Lists are short.",
)
PREPRINT = a_record(
    "A Study of Lists",
    ARXIV,
    record_id="2401.00001v2",
    authors=("Ada Example",),
    year=2023,
    publication_date=date(2023, 12, 31),
    arxiv_id="2401.00001",
    arxiv_version=2,
    arxiv_primary_category="cs.DL",
    arxiv_categories=("cs.DL", "cs.CL"),
    doi="10.1234/by-hand",
    abstract="Abstract on arXiv.",
    comment="9 pages",
    journal_ref="Conference on Lists",
    withdrawn=False,
    fetched_at=NOON + minutes(1),
)


def _origin(work: Work, field: str) -> Origin:
    (origin,) = [each for each in work.origins if each.field == field]
    return origin


def test_every_field_has_its_precedence() -> None:
    """A new field of a record finds no way into works before it is said whose word counts for it."""
    no_fields_of_works = {
        *("source", "record_id", "fetched_at", "reply_sha256", "authors_complete", "stand_in", "stale"),
    }
    assert set(PRECEDENCE) == {field.name for field in fields(SourceRecord) if field.init} - no_fields_of_works
    assert all(set(order) == set(Service) for order in PRECEDENCE.values())


@pytest.mark.parametrize(
    ("field", "value", "record"),
    [
        ("title", "A study of lists", ON_S2),
        ("authors", ON_S2.authors, ON_S2),
        ("year", 2024, ON_S2),
        ("publication_date", date(2024, 5, 1), ON_S2),
        ("venue_type", "conference", ON_S2),
        ("arxiv_id", "2401.00001", PREPRINT),
        ("arxiv_version", 2, PREPRINT),
        ("arxiv_primary_category", "cs.DL", PREPRINT),
        ("arxiv_categories", ("cs.DL", "cs.CL"), PREPRINT),
        ("doi", "10.1234/published", ON_S2),
        ("s2_paper_id", "a" * 40, ON_S2),
        ("s2_corpus_id", 1001, ON_S2),
        ("citation_count", 34, ON_S2),
        ("influential_citation_count", 5, ON_S2),
        ("reference_count", 12, ON_S2),
        ("is_open_access", False, ON_S2),
        ("abstract", "Abstract on arXiv.", PREPRINT),
        ("tldr", "Lists are short.", ON_S2),
        ("comment", "9 pages", PREPRINT),
        ("journal_ref", "Conference on Lists", PREPRINT),
        ("withdrawn", False, PREPRINT),
    ],
)
def test_precedence(field: str, value: object, record: SourceRecord) -> None:
    """Each field has its first word, and says whose it was, from which record and when."""
    work = merge((PREPRINT, ON_S2), "w")

    assert getattr(work, field) == value
    assert _origin(work, field) == Origin(
        field=field,
        source=record.source,
        source_record=record.record_id,
        fetched_at=record.fetched_at,
    )


def test_work_names_its_sources() -> None:
    """A work tells from whom it was put together, and keeps the name it was given."""
    work = merge((PREPRINT, ON_S2), "arxiv:2401.00001")

    assert (work.work_id, work.source) == ("arxiv:2401.00001", "arxiv+semantic_scholar")
    assert merge((ON_S2,), "w").source == "semantic_scholar"


def test_a_corpus_counted_some_other_day() -> None:
    """The day of a count is that of a service's reply; a corpus that does not say it leaves it open."""
    figure = CitationFigure(count=34, source=CORPUS)
    work = merge((replace(ON_S2, stand_in=CORPUS, citations=figure),), "w")
    dated = merge((replace(ON_S2, stand_in=CORPUS, citations=replace(figure, as_of=date(2025, 1, 2))),), "w")

    assert (work.citation_count, work.citation_count_as_of) == (34, None)
    assert _origin(work, "citation_count").source == "corpus"
    assert dated.citation_count_as_of == date(2025, 1, 2)
    assert merge((ON_S2,), "w").citation_count_as_of == NOON.date()


def test_venue_has_one_name_and_keeps_its_raw_one() -> None:
    """The venue is normalised, what the source printed stands beside it, and both have one origin."""
    work = merge((ON_S2,), "w")

    assert (work.venue, work.venue_raw) == ("NeurIPS", "Neural Information Processing Systems")
    assert _origin(work, "venue").source_record == "on S2"


@pytest.mark.parametrize("name", sorted(set(PRECEDENCE) - {"title", "citations", "venue"}))
def test_source_that_does_not_say_is_passed_over(name: str) -> None:
    """When the first source says nothing of a field, the second one's word is taken."""
    numbers = ("arxiv_version", "s2_corpus_id", "influential_citation_count", "reference_count", "year")
    told: dict[str, Any] = dict.fromkeys(PRECEDENCE, "text") | dict.fromkeys(numbers, 3)
    told |= {"authors": (Author(name="Bo Sample"),), "publication_date": date(2020, 1, 1)}
    told |= dict.fromkeys(("is_open_access", "withdrawn"), True)
    told |= dict.fromkeys(("arxiv_categories", "fields_of_study", "publication_types"), ("x",))
    empty: Any = () if isinstance(told[name], tuple) else None
    first, second, *_ = PRECEDENCE[name]
    silent: SourceRecord = replace(a_record(source=first, record_id="first"), **{name: empty})
    saying: SourceRecord = replace(a_record(source=second, record_id="second"), **{name: told[name]})

    work = merge((silent, saying), "w")

    assert getattr(work, name) == told[name]
    assert _origin(work, name).source_record == "second"


def test_zero_and_false_are_said() -> None:
    """A count of none and a plain no are values, not silence."""
    none = replace(ON_S2, reference_count=0, is_open_access=False, citations=CitationFigure(count=0, source=S2))
    other = replace(none, record_id="older", reference_count=9, is_open_access=True, fetched_at=NOON - minutes(5))

    work = merge((other, none), "w")

    assert (work.reference_count, work.is_open_access, work.citation_count) == (0, False, 0)


def test_nothing_said_is_nothing() -> None:
    """What no source says stays empty, and has no origin."""
    work = merge((a_record(year=None, authors=()),), "w")

    assert (work.year, work.doi, work.citation_count, work.citation_count_as_of) == (None, None, None, None)
    assert (work.authors, work.withdrawn, work.stale) == ((), False, False)
    assert [origin.field for origin in work.origins] == ["title"]


def test_newest_record_of_a_source_counts() -> None:
    """Of two records of one source the one fetched last counts."""
    older, newer = (
        replace(ON_S2, record_id=name, reference_count=count, fetched_at=NOON + minutes(count))
        for name, count in (("older", 1), ("newer", 2))
    )

    assert merge((newer, older), "w").reference_count == merge((older, newer), "w").reference_count == 2


def test_older_record_fills_what_the_newest_leaves_out() -> None:
    """A newer record that says less takes nothing away."""
    newer = a_record(record_id="newer", fetched_at=NOON + minutes(9))

    work = merge((newer, ON_S2), "w")

    assert (work.tldr, _origin(work, "tldr").source_record) == ("Lists are short.", "on S2")
    assert work.title == newer.title


def test_figure_without_a_day_is_of_the_day_it_was_fetched() -> None:
    """A count that the service gives is as old as its reply."""
    work = merge((ON_S2,), "w")

    assert (work.citation_count, work.citation_count_as_of) == (34, NOON.date())


def test_figure_keeps_its_own_source_and_day() -> None:
    """A bundled count is its counter's, of the day of the count, whoever passed it on."""
    figure = CitationFigure(count=7, source="a public index", as_of=date(2026, 3, 1))
    work = merge((replace(ON_S2, citations=figure, stand_in=CATALOGUE),), "w")

    assert (work.citation_count, work.citation_count_as_of) == (7, date(2026, 3, 1))
    assert _origin(work, "citation_count").source == "a public index"


def test_bundled_values_say_that_they_are_bundled() -> None:
    """What the sandbox answered is never shown as the service's own word."""
    work = merge((replace(ON_S2, stand_in=CATALOGUE), replace(PREPRINT, stand_in=CATALOGUE)), "w")

    assert work.source == CATALOGUE
    assert _origin(work, "title").source == "bundled catalogue (as semantic_scholar)"
    assert _origin(work, "abstract").source == "bundled catalogue (as arxiv)"
    assert {origin.source for origin in work.origins} & set(Service) == set()


def test_all_authors_go_before_some() -> None:
    """Some of the authors are worth less than all of them, whoever names them."""
    some = replace(ON_S2, authors_complete=False)

    work = merge((some, PREPRINT), "w")

    assert (work.authors, work.authors_complete) == (PREPRINT.authors, True)
    assert _origin(work, "authors").source == ARXIV


def test_some_authors_are_better_than_none() -> None:
    """When nobody names all authors, those that are named are kept, and said to be some."""
    some = replace(ON_S2, authors_complete=False)

    work = merge((some, replace(PREPRINT, authors=())), "w")

    assert (work.authors, work.authors_complete) == (ON_S2.authors, False)


def test_version_belongs_to_its_arxiv_id() -> None:
    """The version comes from the same record as the id, though another was fetched before."""
    first = replace(PREPRINT, record_id="2401.00001v1", arxiv_version=1, fetched_at=NOON)

    work = merge((first, PREPRINT), "w")

    assert (_origin(work, "arxiv_id").source_record, work.arxiv_version) == ("2401.00001v2", 2)


@pytest.mark.parametrize(
    ("records", "work_id"),
    [
        ((ON_S2, PREPRINT), "arxiv:2401.00001"),
        ((a_record(doi="10.1234/b", s2_corpus_id=7), a_record(doi="10.1234/a")), "doi:10.1234/a"),
        ((a_record(s2_corpus_id=7, s2_paper_id="a" * 40, acl_id="P19-1001"),), "corpusid:7"),
        ((a_record(s2_paper_id="a" * 40, acl_id="P19-1001"),), "s2:" + "a" * 40),
        ((a_record(acl_id="P19-1001"),), "acl:P19-1001"),
    ],
)
def test_new_work_is_named_by_its_steadiest_identifier(records: tuple[SourceRecord, ...], work_id: str) -> None:
    """ArXiv id, DOI, corpus id, paper id, ACL id, in this order; of two of a kind the first by its letters."""
    assert new_work_id(records) == new_work_id(records[::-1]) == work_id


def test_work_without_identifiers_is_named_by_what_it_is() -> None:
    """Title, first author and year make the name; spelling of the title does not count."""
    name = new_work_id((a_record(),))

    assert name.startswith("title:")
    assert name == new_work_id((a_record("a study-of LISTS", record_id="another"),))
    assert len({name, new_work_id((a_record(year=1999),)), new_work_id((a_record(authors=()),))}) == 3


def test_work_keeps_the_name_it_was_given() -> None:
    """A name once given is found again by any identifier, also by one that makes no name itself."""
    given = {an_identifier("corpusid:1001"): "title:0123456789abcdef"}

    assert work_id_of((PREPRINT, ON_S2), given) == "title:0123456789abcdef"
    assert work_id_of((PREPRINT,), given) == "arxiv:2401.00001"


def test_work_that_gained_an_identifier_keeps_its_name() -> None:
    """A work that was named by its DOI is not renamed when an arXiv id turns up."""
    given = {an_identifier("doi:10.1234/published"): "doi:10.1234/published"}

    assert work_id_of((PREPRINT, ON_S2), given) == "doi:10.1234/published"


def test_works_that_became_one_take_the_first_name() -> None:
    """When two works turn out to be one, the choice of name does not depend on order."""
    given = {an_identifier("doi:10.1234/published"): "w2", an_identifier("arxiv:2401.00001"): "w1"}

    assert work_id_of((PREPRINT, ON_S2), given) == work_id_of((ON_S2, PREPRINT), given) == "w1"


_TEXT = st.sampled_from([None, "x", "y"])
_RECORDS = st.builds(
    a_record,
    st.sampled_from(["A Study of Lists", "a study of lists"]),
    source=st.sampled_from(Service),
    record_id=st.sampled_from(["a", "b"]),
    reply_sha256=st.text("0123456789abcdef", min_size=8, max_size=8),
    fetched_at=st.integers(0, 1).map(lambda number: NOON + minutes(number)),
    authors=st.sampled_from([(), ("Ada Example",), ("Bo Sample",)]),
    authors_complete=st.booleans(),
    year=st.sampled_from([None, 2023, 2024]),
    venue=_TEXT,
    abstract=_TEXT,
    doi=st.sampled_from([None, "10.1234/x"]),
    citations=st.sampled_from([None, CitationFigure(count=1, source="x"), CitationFigure(count=2, source="y")]),
    is_open_access=st.sampled_from([None, True, False]),
)
_GROUPS = st.lists(_RECORDS, min_size=1, max_size=5, unique_by=lambda record: record.reply_sha256)


@steady
@given(_GROUPS, st.randoms())
def test_order_of_records_does_not_matter(records: list[SourceRecord], random: Random) -> None:
    """The same records make the same work, in whatever order they come."""
    shuffled = list(records)
    random.shuffle(shuffled)

    assert merge(tuple(shuffled), "w") == merge(tuple(records), "w")


def _said(record: SourceRecord, name: str) -> Any:
    value = getattr(record, name)
    return value.count if isinstance(value, CitationFigure) else value


@steady
@given(_GROUPS)
def test_every_value_is_some_records_own(records: list[SourceRecord]) -> None:
    """Merging makes nothing up and loses nothing: each value stands in the record its origin names."""
    work = merge(tuple(records), "w")

    for name, column in {"year": "year", "doi": "doi", "citations": "citation_count", "venue": "venue_raw"}.items():
        said = {_said(record, name) for record in records} - {None}
        assert (getattr(work, column) is None) == (not said)
        assert getattr(work, column) in said | {None}
    named = [origin.field for origin in work.origins]
    assert len(named) == len(set(named))
    assert {origin.source_record for origin in work.origins} <= {record.record_id for record in records}
