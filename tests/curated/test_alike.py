"""Tests of venues that are known by their place alone."""

from __future__ import annotations

from pipeline.curated.alike import cut_alike
from pipeline.curated.words.claims import Claim
from pipeline.curated.words.clean import CleanTitle, clean_title

KNOWN = [f"A title of {what}, ICML 2019" for what in ("nets", "maps", "words")]
BOOK = "An Introduction to Nets, Book 2019"


def _cut(listed: list[str]) -> list[CleanTitle]:
    return cut_alike(listed, [clean_title(each) for each in listed])


def test_a_venue_nobody_knows() -> None:
    """It is cut where the list's other titles end in venues that are known."""
    assert _cut([*KNOWN, BOOK])[-1] == CleanTitle(title="An Introduction to Nets", claim=Claim(venue="Book", year=2019))


def test_too_few_venues_are_known() -> None:
    """Where few or fewer other titles end in known ones, nothing is cut."""
    assert _cut([*KNOWN[:2], BOOK])[-1].title == BOOK
    assert _cut([*KNOWN, *[BOOK] * 4])[-1].title == BOOK


def test_too_little_would_be_left() -> None:
    """A title keeps its words."""
    assert _cut([*KNOWN, "Nets, Book 2019"])[-1].title == "Nets, Book 2019"


def test_nothing() -> None:
    """No titles, nothing to cut."""
    assert _cut([]) == []
