"""Tests of what a reference is made from."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.kinds import Kind
from pipeline.export.reference import key_of, references, seen
from tests.builders import steady
from tests.export.rows import HOSTILE, a_work, an_entry_row


def test_each_matched_work_stands_once_in_the_lists_order() -> None:
    """A work that is listed twice is cited once; an entry without a work is not cited."""
    works = [a_work(work_id=name, title=name) for name in ("a", "b", "c")]
    entries = [an_entry_row(work_id=name) for name in ("b", None, "a", "b")]
    assert [each.key for each in references(entries, works)] == ["b", "a"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, Kind.PREPRINT),
        ({"venue": None}, Kind.PREPRINT),
        ({"arxiv_id": None, "venue": None}, Kind.OTHER),
        ({"venue": "NeurIPS"}, Kind.PAPER),
        ({"venue": "Findings of ACL"}, Kind.PAPER),
        ({"venue": "TMLR"}, Kind.ARTICLE),
        ({"venue": "IEEE Transactions on Automatic Control"}, Kind.ARTICLE),
        ({"venue": "EMNLP Industry"}, Kind.PAPER),
        ({"venue": "PhD thesis, Carnegie Mellon University"}, Kind.THESIS),
        ({"venue": "OpenAI technical report"}, Kind.REPORT),
        ({"venue": "Somewhere"}, Kind.OTHER),
        ({"venue": "Somewhere", "venue_type": "journal"}, Kind.ARTICLE),
        ({"venue": "HRI", "venue_type": "Conference"}, Kind.PAPER),
        ({"venue": "arXiv (NeurIPS workshop)", "venue_type": "conference"}, Kind.PREPRINT),
    ],
)
def test_the_kind_is_what_the_record_says(changes: dict[str, object], kind: Kind) -> None:
    """By the kind of its venue, else its venue's name; what nobody says is not guessed."""
    (reference,) = references([an_entry_row()], [a_work(**changes)])
    assert reference.kind is kind
    assert (reference.venue is None) is (kind is Kind.PREPRINT or not changes.get("venue"))


def test_the_day_counts_where_it_lies_in_the_year() -> None:
    """The day of a preprint is no day of a later publication."""
    for day, published in ((date(2024, 3, 1), date(2024, 3, 1)), (date(2023, 3, 1), None)):
        (reference,) = references([an_entry_row()], [a_work(publication_date=day)])
        assert reference.published == published


def test_the_steadiest_address_is_given() -> None:
    """A DOI before an arXiv id, that before Semantic Scholar's; none where none is known."""
    told = {"doi": "10.1/a", "arxiv_id": "2401.00001", "acl_id": "P11-1015", "s2_corpus_id": 7}
    expected: list[str | None] = [
        "https://doi.org/10.1/a",
        "https://arxiv.org/abs/2401.00001",
        "https://aclanthology.org/P11-1015/",
    ]
    expected += ["https://api.semanticscholar.org/CorpusID:7", None]
    for number, url in enumerate(expected):
        known = dict(list(told.items())[number:])
        (reference,) = references([an_entry_row()], [a_work(**{"arxiv_id": None, **known})])
        assert reference.url == url


@steady
@given(st.sets(st.text(min_size=1, max_size=100), min_size=2, max_size=5))
def test_keys_are_unlike_and_of_harmless_letters(names: set[str]) -> None:
    """Two works never share a key, whatever they are called, and each keeps its own."""
    keys = {key_of(name) for name in names}
    assert len(keys) == len(names)
    assert keys == {key_of(name) for name in names}
    assert set("".join(keys)) <= set(string.ascii_letters + string.digits + ":./_-")


def test_a_key_is_the_works_name() -> None:
    """Where nothing in it needs to go."""
    assert key_of("arxiv:2401.00001") == "arxiv:2401.00001"
    assert key_of("doi:10.1002/(sici)1").startswith("doi:10.1002/-sici-1-")


@pytest.mark.parametrize("text", [*HOSTILE, "a\u200eb\u200fc\u061cd\u200be\ufefff"])
def test_texts_hold_nothing_that_cannot_be_seen(text: str) -> None:
    """Controls, and marks that turn the direction of writing, are gone; the rest stays."""
    shown = seen(text)
    assert not set(shown) & set("\x1b\x07\t\n\u202e\u202c\u2066\u2069\u200e\u200f\u061c\u200b\ufeff")
    assert shown == seen(shown)
