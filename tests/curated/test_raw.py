"""Tests of parting a text from the URLs in it."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.curated.raw import UNPRINTABLE, UNSEEN, part_urls
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

PARTED: dict[str, tuple[str, list[str]]] = {
    "Nets of Words": ("Nets of Words", []),
    "Nets https://x.org/a of Words": ("Nets of Words", ["https://x.org/a"]),
    "Nets (https://x.org/a).": ("Nets (", ["https://x.org/a"]),
    "[https://x.org/a], https://x.org/b;": ("[", ["https://x.org/a", "https://x.org/b"]),
    "https://x.org/a_(b)": ("", ["https://x.org/a_(b)"]),
    "(https://x.org/a_(b))": ("(", ["https://x.org/a_(b)"]),
    "https://x.org/a[1]:": ("", ["https://x.org/a[1]"]),
    "<https://x.org/a>|http://x.org/b|": ("< >| |", ["https://x.org/a", "http://x.org/b"]),
    "http://x and ftp://x.org/a": ("http://x and ftp://x.org/a", []),
}


@pytest.mark.parametrize(("text", "parted"), PARTED.items(), ids=PARTED.keys())
def test_urls_are_parted_from_a_text(text: str, parted: tuple[str, list[str]]) -> None:
    """URLs come without the stops and brackets of the sentence around them, brackets of their own stay."""
    left, urls = part_urls(text)
    assert (" ".join(left.split()), list(urls)) == parted


@LAW
@given(ANY_TEXT)
def test_any_text_is_parted(text: str) -> None:
    """Whatever a text is, its URLs stand in it, in their order, and none is left in the rest."""
    left, urls = part_urls(text)
    at = 0
    for url in urls:
        at = text.index(url, at) + len(url)
    assert part_urls(left)[1] == ()


def test_characters_that_say_nothing() -> None:
    """Control characters vanish but for blanks, halves of characters become the sign for one that cannot be read."""
    assert "N\x00e\x07t\x7fs\tof\n\ud800".translate(UNPRINTABLE) == "Nets\tof\n\ufffd"
    assert "N\x80e\u202et\u2066s".translate(UNSEEN) == "Nets"


@pytest.mark.parametrize("text", [*HOSTILE.values(), "http://x" + ")" * 20_000, "http://x" + "(]" * 10_000 + ")"])
def test_hostile_urls_cost_little(text: str) -> None:
    """Addresses without end are read in time with their length."""
    assert seconds(part_urls, text=text) < SOON
