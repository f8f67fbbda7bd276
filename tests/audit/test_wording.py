"""Tests of titles held against each other, word by word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.wording import word_diff
from tests.builders import steady


@pytest.mark.parametrize(
    ("listed", "other", "told"),
    [
        ("A Survey of Mile Posts", "A Survey of Mode Posts", "A Survey of [-Mile-]{+Mode+} Posts"),
        ("Deep Lists", "Very Deep Lists", "{+Very+} Deep Lists"),
        ("Deep Lists", "Deep Lists Reloaded", "Deep Lists {+Reloaded+}"),
        ("Very Deep Lists", "Deep Lists", "[-Very-] Deep Lists"),
        ("Deep Lists Reloaded", "Deep Lists", "Deep Lists [-Reloaded-]"),
        ("Pre training of Lists", "Pretraining of Lists", "Pre training of Lists"),
        ("pre-training of lists", "Pre\u2011Training of Lists", "pre-training of lists"),
        ("Lists \u2013 a Study", "Lists: a Study", "Lists \u2013 a Study"),
        ("Lists", "Papers", "[-Lists-]{+Papers+}"),
        ("", "Papers", "{+Papers+}"),
        ("Lists", "", "[-Lists-]"),
        ("", "", ""),
    ],
)
def test_words_that_differ_stand_in_marks(listed: str, other: str, told: str) -> None:
    """What typography changes is no difference."""
    assert word_diff(listed, other) == told


WORDS = st.lists(st.sampled_from(["deep", "lists", "of", "papers", "pre-training", "a"]), max_size=8).map(" ".join)


@steady
@given(WORDS, WORDS)
def test_both_titles_can_be_read_from_the_difference(listed: str, other: str) -> None:
    """Without what was put in it is the one title, without what was taken away the other, blanks and hyphens apart."""
    told = word_diff(listed, other)
    ours = re.sub(r"\{\+.*?\+\}", "", re.sub(r"\[-(.*?)-\]", r"\1", told))
    theirs = re.sub(r"\[-.*?-\]", "", re.sub(r"\{\+(.*?)\+\}", r"\1", told))
    assert re.sub(r"[ -]", "", ours) == re.sub(r"[ -]", "", listed)
    assert re.sub(r"[ -]", "", theirs) == re.sub(r"[ -]", "", other)


@steady
@given(st.text(max_size=40))
def test_a_title_does_not_differ_from_itself(title: str) -> None:
    """No marks where there is no difference, and one line whatever it held."""
    told = word_diff(title, title)
    assert told == " ".join(title.split())
