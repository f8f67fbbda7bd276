"""Tests of linking entries that repeat another."""

from __future__ import annotations

from dataclasses import replace

from pipeline.curated.repeats import link_repeats
from tests.builders import an_entry, linked_to


def test_repeats_are_linked_and_kept() -> None:
    """The same title, or one identifier with nearly the same title, points at the first; a wrong link does not."""
    entries = [
        replace(an_entry("LoRA: Low-Rank Adaptation of Language Models", **linked_to("2106.09685")), entry_id="a"),
        replace(an_entry("LORA: low rank adaptation of language models"), entry_id="b"),
        replace(
            an_entry("LoRA: Low-Rank Adaptation of Large Language Models", **linked_to("2106.09685")), entry_id="c"
        ),
        replace(an_entry("An entirely different study", **linked_to("2106.09685")), entry_id="d"),
        replace(an_entry("LoRA: Low-Rank Adaptation of Large Language Models"), entry_id="e"),
    ]
    assert [entry.duplicate_of for entry in link_repeats(entries)] == [None, "a", "a", None, "a"]
