"""Tests of printing what few entries have."""

from __future__ import annotations

from dataclasses import replace

from pipeline.curated.parse import parse_list
from pipeline.curated.render import render_list
from tests.builders import an_entry


def test_a_papers_address_that_no_link_has() -> None:
    """A paper's address that is not among an entry's links is printed as the link of its title, and comes back."""
    text = render_list([replace(an_entry("Nets", link="http://x.org/1"), links=())], "A list")
    assert "- [Nets](http://x.org/1)\n" in text
    (entry,) = parse_list(text, "again.md").entries
    assert (entry.title, entry.link) == ("Nets", "http://x.org/1")
