"""Tests of lists with one title a line."""

from __future__ import annotations

from pipeline.curated.lines import read_lines

TEXT = """# titles to look up

LoRA: Low-Rank Adaptation
  2. Constitutional AI
[3] Attention is all you need
4) 1984: a novel study
- A bullet
\u2022 Another bullet
3D vision
---
# not a title
"""


def test_every_line_is_a_title() -> None:
    """Lines are titles in order, with their numbers; numbering, comments, blank lines and rules are dropped."""
    read = read_lines(TEXT)
    assert [(entry.line, entry.title) for entry in read.entries] == [
        (3, "LoRA: Low-Rank Adaptation"),
        (4, "Constitutional AI"),
        (5, "Attention is all you need"),
        (6, "1984: a novel study"),
        (7, "A bullet"),
        (8, "Another bullet"),
        (9, "3D vision"),
    ]
    assert read.problems == ()


def test_other_separators_do_not_end_a_line() -> None:
    """A form feed or a Unicode line separator inside a line does not shift the numbers of the lines below."""
    read = read_lines("One\x0ctitle\nAnother\u2028title\nA third")
    assert [(entry.line, entry.title) for entry in read.entries] == [
        (1, "One\x0ctitle"),
        (2, "Another\u2028title"),
        (3, "A third"),
    ]
