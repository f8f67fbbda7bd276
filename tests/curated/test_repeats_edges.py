"""Tests of repeats where many entries have one identifier."""

from __future__ import annotations

from dataclasses import replace

from pipeline.curated.repeats import link_repeats
from tests.builders import an_entry, linked_to

NAMES = ["Nets", "Words of Machines", "A Study in Rivers", "Looking at Stars", "On Music", "Seven Trees", "Old Maps"]


def test_different_papers_of_one_identifier() -> None:
    """Of many titles that link one paper none repeats another, and what nearly repeats one of the first is known."""
    entries = [replace(an_entry(name, **linked_to("2301.00001")), entry_id=name) for name in NAMES]
    again = replace(an_entry("A study in river", **linked_to("2301.00001")), entry_id="again")
    assert [entry.duplicate_of for entry in link_repeats([*entries, again])] == [*[None] * 7, "A Study in Rivers"]


def test_repeats_point_at_the_first() -> None:
    """A repeat of a repeat points at the entry that stands first."""
    entries = [replace(an_entry("Nets of Words"), entry_id=str(number)) for number in range(3)]
    assert [entry.duplicate_of for entry in link_repeats(entries)] == [None, "0", "0"]
    assert link_repeats([]) == ()
