"""Tests of scraped plain text: bullets that end in the label of a link that was lost."""

from __future__ import annotations

from pipeline.curated.scraped import is_scraped, read_scraped

TEXT = """Welcome to the list.
- Corresponding authors: A, B.
Fine-tuning is a   cornerstone of LLM\u03b2s.
- LoRA: Low-Rank Adaptation Paper
- Constitutional AI [Paper]

Alignment comes next.
  * How to write a paper Paper
\u2022 Attention is all you need paper
"""


def test_bullets_that_end_in_the_label_are_entries() -> None:
    """Labelled bullets are entries without the label; the paragraph above them is their context."""
    read = read_scraped(TEXT)
    first, second = "Fine-tuning is a cornerstone of LLM\u2019s.", "Alignment comes next."
    assert [(entry.line, entry.title, entry.context) for entry in read.entries] == [
        (4, "LoRA: Low-Rank Adaptation", first),
        (5, "Constitutional AI", first),
        (8, "How to write a paper", second),
        (9, "Attention is all you need", second),
    ]
    assert all(entry.headings == () and entry.papers == () for entry in read.entries)


def test_a_bullet_without_the_label_is_told() -> None:
    """A bullet that names no paper is not lost in silence."""
    assert [(problem.line, "passed over" in problem.message) for problem in read_scraped(TEXT).problems] == [(2, True)]


def test_most_bullets_decide() -> None:
    """A text is scraped when more than half of its bullets bear the label."""
    assert is_scraped(TEXT)
    assert is_scraped("- A Paper\n")
    assert not is_scraped("- A Paper\n- B\n")
    assert not is_scraped("A Paper\nB Paper\n")
    assert not is_scraped("- Paper\n")
    assert not is_scraped("")
