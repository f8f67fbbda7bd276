"""Tests of counts in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plural import counted, word_for


@pytest.mark.parametrize(
    ("number", "one", "said"),
    [
        (1, "entry", "1 entry"),
        (2, "entry", "2 entries"),
        (0, "entry", "0 entries"),
        (1, "archived reply", "1 archived reply"),
        (3, "archived reply", "3 archived replies"),
        (2, "day", "2 days"),
        (2, "work", "2 works"),
        (2, "match", "2 matches"),
        (2, "address", "2 addresses"),
        (2, "index", "2 indexes"),
    ],
)
def test_a_count_is_said_in_words(number: int, one: str, said: str) -> None:
    """One of a thing is said as one, any other number of it as many, none too."""
    assert counted(number, one) == said


@given(st.integers(), st.text(), st.text())
def test_a_form_of_its_own_is_taken_as_it_is(number: int, one: str, many: str) -> None:
    """Verbs and irregular nouns name both forms."""
    assert word_for(number, one, many) == (one if number == 1 else many)
