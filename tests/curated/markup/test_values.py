"""Tests of what elements, attributes and captions of HTML say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.markup import values
from pipeline.curated.markup.flow import Kind, Run, Span, Style
from pipeline.curated.markup.values import caption, cells_taken, usable_url
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

URLS = {
    "https://arxiv.org/abs/2301.00001": "https://arxiv.org/abs/2301.00001",
    "  http://x/1\t": "http://x/1",
    "http://x/1 2.pdf": "http://x/1%202.pdf",
    "http://x/1%202.pdf": "http://x/1%202.pdf",
    "http://x/a_(b)?c=d&e=[f]#g": "http://x/a_(b)?c=d&e=[f]#g",
    'http://x/"><b>': "http://x/%22%3E%3Cb%3E",
    "http://x/\u00e9": "http://x/%C3%A9",
    "#part": "#part",
    "papers/1.pdf": "papers/1.pdf",
    "mailto:ada@example.org": "mailto:ada@example.org",
    "": "",
    "javascript:alert()": "",
    " JavaScript :alert()": "",
    "vbscript:x": "",
    "data:text/html,x": "",
    "data/papers.html": "data/papers.html",
}


@pytest.mark.parametrize(("url", "usable"), URLS.items(), ids=range(len(URLS)))
def test_addresses(url: str, usable: str) -> None:
    """An address is kept but for what none may hold, which is escaped once; a script is none."""
    assert usable_url(url) == usable


@LAW
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_address_is_one(url: str) -> None:
    """Whatever is given for an address, what comes of it is ASCII without blanks, quotes and angles, and stays so."""
    usable = usable_url(url)
    assert usable.isascii()
    assert not set(usable) & set(" \t\n\"<>`{}|\\^'") - {"'"}
    assert usable_url(usable) == usable


CELLS = {
    "2": 2,
    "1": 1,
    "500": 500,
    "501": 500,
    "999999": 500,
    "9999999999": 1,
    "0": 1,
    "-3": 1,
    "2.5": 1,
    "two": 1,
    "\u0664": 1,
    "": 1,
    None: 1,
}


@pytest.mark.parametrize(("value", "taken"), CELLS.items(), ids=map(str, CELLS))
def test_cells_taken(value: str | None, taken: int) -> None:
    """A cell takes as many rows or columns as it says, from 1 to 500; whatever is no number is 1."""
    assert cells_taken(value) == taken


@LAW
@given(ANY_TEXT)
def test_any_value_takes_some_cells(value: str) -> None:
    """Whatever an attribute says, a cell takes between 1 and 500."""
    assert 1 <= cells_taken(value) <= 500


def _text(text: str) -> Span:
    return Span(kind=Kind.TEXT, line=1, text=text)


def _link(text: str, url: str) -> Span:
    return Span(kind=Kind.LINK, line=1, text=text, url=url)


@pytest.mark.parametrize(
    "label", ["Back to top", "back to the top \u2191", "top", "[TOC]", "\u21a9", "", "link", "\u00b6"]
)
def test_links_back_to_the_top_are_no_words(label: str) -> None:
    """A heading's words are those without the links that lead back to the top, or to the heading itself."""
    assert caption([_text("Neural nets "), _link(label, "#top")]) == "Neural nets"


@pytest.mark.parametrize(
    "link",
    [
        _link("of words", "#words"),
        _link("top", "http://x/1"),
        _link("Back to top" + ", or not" * 20, "#top"),
        _link("Topic models", "#topic"),
    ],
    ids=["a part", "elsewhere", "many words", "a word like it"],
)
def test_other_links_are_words(link: Span) -> None:
    """A link that leads elsewhere, or has words of its own, is part of the heading."""
    assert caption([_text("On "), link]).startswith(f"On {link.text[:20]}")


def test_captions_are_one_line() -> None:
    """A heading over lines, with a picture in it, is one line of words without blanks around it."""
    run: Run = [
        Span(kind=Kind.IMAGE, line=1, text="Star", url="a.png"),
        _text("  Neural  "),
        Span(kind=Kind.BREAK, line=1),
        Span(kind=Kind.TEXT, line=2, text="nets", style=Style.BOLD),
        Span(kind=Kind.LINE, line=2),
    ]
    assert caption(run) == "Neural nets"
    assert caption([]) == ""


def test_captions_have_an_end() -> None:
    """No more than 500 characters of a heading are taken."""
    assert caption([_text("word " * 400)]) == " ".join(["word"] * 100)
    assert caption([_text("x" * 400), _text("y" * 400)]) == "x" * 400 + "y" * 100


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_values_cost_little(text: str) -> None:
    """Addresses, numbers and labels without end are read in time with their length."""
    assert seconds(usable_url, cells_taken, lambda label: caption([_link(label, "#")]), text=text) < SOON


def test_elements_are_of_one_kind() -> None:
    """No element is told to be two things: unread, within a line, of style or an item."""
    kinds = [values.UNREAD, values.WITHIN_LINES, frozenset(values.STYLES), values.ITEMS, values.HEADINGS]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
