"""Tests of headings and links in lists with one title a line."""

from __future__ import annotations

from pipeline.curated.lines import read_lines
from pipeline.model import Link


def test_headings_among_titles() -> None:
    """A line of two or more hashes is a heading of those below it, by its level; one hash is a comment."""
    read = read_lines(
        "First\n## Nets\n# a comment\nSecond\n### \U0001f525 Deep\nThird\n"
        "###nothing\n#### \u2728\nFourth\n  ## Words\nFifth\n"
    )
    assert [(entry.line, entry.title, entry.headings) for entry in read.entries] == [
        (1, "First", ()),
        (4, "Second", ("Nets",)),
        (6, "Third", ("Nets", "Deep")),
        (9, "Fourth", ("Nets", "Deep")),
        (11, "Fifth", ("Words",)),
    ]


def test_urls_beside_a_title() -> None:
    """URLs in a line are the title's links, wherever they stand, without the stops behind them."""
    (entry,) = read_lines("http://x.org/1 3. Nets of Words (http://x.org/2).").entries
    assert entry.links == (Link(url="http://x.org/1", label=""), Link(url="http://x.org/2", label=""))
    assert entry.papers == ("http://x.org/1", "http://x.org/2")
    assert entry.title.startswith("Nets of Words")
    assert "http" not in entry.title
