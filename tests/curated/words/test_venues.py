"""Tests of the names of venues: what is looked for first stands in all that is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.words.venues import ANY_NAME, KNOWN, VENUE, VENUE_WORD
from tests.curated.words.hostile import ANY_TEXT, LAW

WORDS = ["arXiv", "Ph.D. Thesis", "Proc.", "Under Review", "Annual Review", "PLoS ONE", "Computing Surveys", "NEJM"]


def _begins(text: str) -> bool:
    return re.search(rf"\b(?:{ANY_NAME})", text.lower()) is not None


@pytest.mark.parametrize("name", [*WORDS, *sorted(KNOWN)])
def test_every_name_is_looked_for(name: str) -> None:
    """Each name of a venue, in whatever case, is among what is looked for in small letters."""
    assert _begins(name)


@LAW
@given(ANY_TEXT | st.text("ACLarxivNIPS& -'*2024", max_size=12))
def test_nothing_is_found_that_is_not_looked_for(text: str) -> None:
    """Where none of the beginnings stands, no venue is named."""
    found = VENUE.search(text) or VENUE_WORD.search(text)
    assert not (text.isascii() and found) or _begins(text)
