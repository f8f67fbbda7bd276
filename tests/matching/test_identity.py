"""Which records are one work: shared identifiers, or one title, a common author and near years."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.identity import contradict, group_records, same_paper
from pipeline.model import Service, SourceRecord
from tests.builders import NOON, a_record, minutes, steady

S2, ARXIV = Service.SEMANTIC_SCHOLAR, Service.ARXIV


def _ids(*records: SourceRecord) -> list[list[str]]:
    return sorted(sorted(record.record_id for record in group) for group in group_records(records))


@pytest.mark.parametrize(
    ("left", "right", "together"),
    [
        ({"arxiv_id": "2401.00001"}, {"arxiv_id": "2401.00001", "source": ARXIV, "title": "Another Title"}, True),
        ({"doi": "10.1234/x"}, {"doi": "10.1234/x", "title": "Another Title"}, True),
        ({"s2_corpus_id": 7}, {"s2_corpus_id": 7, "title": "Another Title"}, True),
        ({"acl_id": "P19-1001"}, {"acl_id": "P19-1001", "title": "Another Title"}, True),
        ({"doi": "10.1234/x"}, {"arxiv_id": "2401.00001", "source": ARXIV}, True),
        ({"doi": "10.1234/x"}, {"arxiv_id": "2401.00001", "title": "a study-of LISTS"}, True),
        ({"doi": "10.1234/x", "year": 2024}, {"arxiv_id": "2401.00001", "year": 2021}, True),
        ({"doi": "10.1234/x", "year": 2025}, {"arxiv_id": "2401.00001", "year": 2021}, False),
        ({"doi": "10.1234/x", "year": None}, {"arxiv_id": "2401.00001", "year": 1990}, True),
        (
            {"doi": "10.1234/x", "authors": ("Ada Example", "Bo Sample")},
            {"doi": "10.1234/y", "authors": ("B. Sample",)},
            True,
        ),
        ({"doi": "10.1234/x", "authors": ("José Ñandú",)}, {"doi": "10.1234/y", "authors": ("Jose Nandu",)}, True),
        ({"doi": "10.1234/x", "authors": ("Ada Example",)}, {"doi": "10.1234/y", "authors": ("Cy Other",)}, False),
        ({"doi": "10.1234/x", "authors": ()}, {"doi": "10.1234/y"}, False),
        ({"doi": "10.1234/x", "authors": ()}, {"doi": "10.1234/y", "authors": ()}, False),
        ({"doi": "10.1234/x"}, {"doi": "10.1234/y", "title": "A Study of Trees"}, False),
        ({"arxiv_id": "2401.00001"}, {"arxiv_id": "2401.00002"}, False),
        ({"arxiv_id": "2401.00001", "doi": "10.1234/x"}, {"arxiv_id": "2401.00002", "doi": "10.1234/x"}, False),
    ],
    ids=[
        *("same arXiv id", "same DOI", "same corpus id", "same ACL id", "preprint and published", "spelt otherwise"),
        *("three years apart", "four years apart", "year unknown", "one common author", "accents"),
        *("other authors", "authors unknown to one", "authors unknown", "other title", "two arXiv ids"),
        "two arXiv ids and one DOI",
    ],
)
def test_two_records(left: dict[str, Any], right: dict[str, Any], together: bool) -> None:  # noqa: FBT001
    """Two records are one work, or they are not."""
    records = a_record(**{"record_id": "a"} | left), a_record(**{"record_id": "b"} | right)

    assert _ids(*records) == ([["a", "b"]] if together else [["a"], ["b"]])


def test_same_paper_is_symmetric() -> None:
    """Which record comes first is of no account."""
    one, other = a_record(arxiv_id="2401.00001", year=2020), a_record(doi="10.1234/x", year=2022)

    assert same_paper(one, other)
    assert same_paper(other, one)


def test_identifiers_chain() -> None:
    """A record that shares one identifier with each of two others holds all three together."""
    preprint = a_record("Old Title", source=ARXIV, record_id="a", arxiv_id="2401.00001")
    both = a_record("New Title", record_id="b", arxiv_id="2401.00001", doi="10.1234/x")
    published = a_record("Newest Title", record_id="c", doi="10.1234/x")

    assert _ids(published, preprint, both) == [["a", "b", "c"]]


def test_one_record_of_two_times_is_one() -> None:
    """The same record fetched twice describes one work."""
    records = [a_record(record_id="a", fetched_at=NOON + minutes(number), citations=None) for number in range(2)]

    assert len(group_records(records)) == 1


def test_published_version_does_not_join_two_preprints() -> None:
    """Two arXiv ids stay two works, even when a record without one would fit both."""
    one = a_record(source=ARXIV, record_id="a", arxiv_id="2401.00001")
    other = a_record(source=ARXIV, record_id="b", arxiv_id="2401.00002")
    published = a_record(record_id="c", doi="10.1234/x")

    groups = group_records([published, other, one])

    assert len(groups) == 2
    assert all(len({record.arxiv_id for record in group if record.arxiv_id}) == 1 for group in groups)


def test_nothing_makes_no_group() -> None:
    """Without records there are no works."""
    assert group_records([]) == []


_PAPERS = st.builds(
    a_record,
    st.sampled_from(["A Study of Lists", "a study of lists", "Trees"]),
    source=st.sampled_from(Service),
    record_id=st.text("ab", min_size=3, max_size=6),
    arxiv_id=st.sampled_from([None, "2401.00001", "2401.00002"]),
    doi=st.sampled_from([None, "10.1234/x", "10.1234/y"]),
    s2_corpus_id=st.sampled_from([None, 1]),
    year=st.sampled_from([None, 2020, 2022, 2025]),
    authors=st.sampled_from([(), ("Ada Example",), ("Bo Sample", "Ada Example"), ("Cy Other",)]),
)
_MANY = st.lists(_PAPERS, max_size=8, unique_by=lambda record: (record.source, record.record_id))


@steady
@given(_MANY, st.randoms())
def test_order_of_records_does_not_matter(records: list[SourceRecord], random: Random) -> None:
    """The same records make the same groups, each in the same order, whatever order they come in."""
    shuffled = list(records)
    random.shuffle(shuffled)

    assert group_records(shuffled) == group_records(records)


@steady
@given(_MANY)
def test_groups_hold_every_record_once_and_at_most_one_arxiv_id(records: list[SourceRecord]) -> None:
    """No record is lost or doubled, and no work has two arXiv ids."""
    groups = group_records(records)

    members = [record for group in groups for record in group]
    assert len(members) == len(records)
    assert set(members) == set(records)
    assert all(len({record.arxiv_id for record in group if record.arxiv_id}) <= 1 for group in groups)
    for one, other in combinations(groups, 2):
        pairs = [(left, right) for left in one for right in other if left.arxiv_id and left.arxiv_id == right.arxiv_id]
        assert not pairs or any(contradict(left, right) for left, right in product(one, other))


def test_sources_that_describe_different_papers_under_one_identifier() -> None:
    """A record that bears another paper's identifier is no record of it; renamed papers have their authors."""
    own = a_record(source=ARXIV, record_id="a", arxiv_id="2401.00001")
    corrupt = a_record("Trees of Rivers", record_id="b", arxiv_id="2401.00001", authors=("Cy Other",))
    renamed = a_record("Trees of Rivers", record_id="c", arxiv_id="2401.00001")

    assert contradict(own, corrupt)
    assert contradict(corrupt, own)
    assert _ids(own, corrupt) == [["a"], ["b"]]
    assert _ids(own, renamed) == [["a", "c"]]
    assert not contradict(own, replace(corrupt, authors=()))
