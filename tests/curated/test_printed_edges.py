"""Tests of what stands between the bullets of a list that we printed."""

from __future__ import annotations

from pipeline.curated.printed import MARK, read_printed


def test_other_parts_are_passed_over() -> None:
    """Paragraphs and tables that a curator writes between the bullets are no entries, and not told."""
    read = read_printed(f"# A list\n\n{MARK}\n\nSome words.\n\n- Nets\n\n| a |\n|--|\n| b |\n\n- Words\n")
    assert [(entry.line, entry.title) for entry in read.entries] == [(7, "Nets"), (13, "Words")]
    assert read.problems == ()


def test_headings_above_bullets() -> None:
    """A heading holds until one of its level or above; the list's own name is none, nor is an empty one."""
    read = read_printed(
        f"# A list\n\n{MARK}\n\n## A\n\n### B\n\n- One\n\n### C\n\n- Two\n\n##\n\n- Three\n\n## D\n\n- Four\n"
    )
    assert [entry.headings for entry in read.entries] == [("A", "B"), ("A", "C"), (), ("D",)]
