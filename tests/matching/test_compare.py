"""Candidates of an entry: who is considered, how near each is, and in what order they stand."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import Identifier, Scheme
from pipeline.matching.compare import compare, compare_all, lookups_of, same_title
from pipeline.model import Candidate, FoundBy, Service, SourceRecord
from pipeline.titles import Relation
from tests.builders import a_record, an_entry, linked_to, steady
from tests.matching.answers import ARXIV, S2, knowing, says_of_id, says_of_title


@pytest.mark.parametrize(
    ("scheme", "services"),
    [
        (Scheme.ARXIV, (S2, ARXIV)),
        (Scheme.DOI, (S2,)),
        (Scheme.ACL, (S2,)),
        (Scheme.CORPUSID, (S2,)),
        (Scheme.S2, (S2,)),
        (Scheme.OPENREVIEW, ()),
        (Scheme.PMLR, ()),
        (Scheme.NEURIPS, ()),
        (Scheme.CVF, ()),
        (Scheme.IEEE, ()),
        (Scheme.AAAI, ()),
        (Scheme.JMLR, ()),
        (Scheme.DBLP, ()),
    ],
)
def test_who_knows_a_scheme(scheme: Scheme, services: tuple[Service, ...]) -> None:
    """Each scheme is asked of the services that resolve it."""
    assert lookups_of(Identifier(scheme, "x")) == services


def test_everything_known_is_considered() -> None:
    """Whatever either service said of the entry's identifiers or title is held against it."""
    entry = an_entry(**linked_to("2401.00001"))
    knowledge = knowing(
        says_of_id(S2, "arxiv:2401.00001", a_record("By Id", arxiv_id="2401.00001")),
        says_of_id(ARXIV, "arxiv:2401.00001", a_record("By Id", source=ARXIV, arxiv_id="2401.00001")),
        says_of_title(S2, entry.title, a_record(doi="10.1234/a")),
        says_of_title(ARXIV, entry.title, a_record(source=ARXIV, arxiv_id="2401.00002")),
        says_of_title(S2, "Trees", a_record("Trees")),
    )

    found = [(each.candidate.found_by, each.candidate.record.source) for each in compare_all(entry, knowledge)]

    assert sorted(found) == [
        (FoundBy.IDENTIFIER, ARXIV),
        (FoundBy.IDENTIFIER, S2),
        (FoundBy.TITLE, ARXIV),
        (FoundBy.TITLE, S2),
    ]


def test_nothing_known_is_nothing_to_compare() -> None:
    """An entry of which nobody has said anything has no candidates."""
    assert compare_all(an_entry(), knowing()) == ()


def test_comparison_tells_relation_and_similarity() -> None:
    """A comparison holds how the titles relate, and how near their letters are."""
    entry = an_entry("LoRA: Low-Rank Adaptation")
    candidate = Candidate(record=a_record("Low-rank adaptation"), found_by=FoundBy.TITLE)

    compared = compare(entry, candidate)

    assert compared.relation is Relation.NAME_PREFIX
    assert 0 < compared.similarity < 100


def test_same_titles_come_first_then_the_nearest() -> None:
    """Same titles go before near ones, near before far; the entry's own link breaks a tie."""
    entry = an_entry(**linked_to("2401.00001"))
    knowledge = knowing(
        says_of_id(S2, "arxiv:2401.00001", a_record("a study of lists", arxiv_id="2401.00001")),
        says_of_title(
            ARXIV,
            entry.title,
            a_record("Words about Something Else", source=ARXIV, record_id="far"),
            a_record("A Study of Trees", source=ARXIV, record_id="near"),
            a_record("A Study of Lists", source=ARXIV, record_id="same"),
        ),
    )

    compared = compare_all(entry, knowledge)

    assert [each.candidate.record.record_id for each in compared] == ["2401.00001", "same", "near", "far"]
    assert [each.candidate.record.record_id for each in same_title(compared)] == ["2401.00001", "same"]


_RECORDS = st.builds(
    a_record,
    st.sampled_from(["A Study of Lists", "a study of lists", "A Study of Trees", "Words", "A Study of Lists: Part 2"]),
    source=st.sampled_from(Service),
    record_id=st.text("abcdef", min_size=1, max_size=2),
)


@steady
@given(st.lists(_RECORDS, max_size=8, unique_by=lambda record: (record.source, record.record_id)), st.randoms())
def test_order_of_records_does_not_matter(records: list[SourceRecord], random: Random) -> None:
    """The comparisons stand in the same order, whatever order a service lists its hits in."""
    shuffled = list(records)
    random.shuffle(shuffled)
    entry = an_entry()

    once, again = (compare_all(entry, knowing(says_of_title(S2, entry.title, *each))) for each in (records, shuffled))

    assert once == again
