"""Tests of what paragraphs are: links alone, and what a list says of itself."""

from __future__ import annotations

import pytest

from pipeline.curated.papers.paragraphs import is_links_alone, is_tagline
from tests.curated.papers.runs import CODE, A, run_of


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        (f"[[Paper]({A})][[Code]({CODE})]", True),
        (f"[PDF]({A}) | [Code]({CODE})", True),
        (f"[Code]({CODE})", False),
        (f"[Nets of Many Words]({A}) [Code]({CODE})", False),
        (f"[Paper]({A}) of Ada Lovelace", False),
        ("[Paper](#paper)", False),
        ("", False),
    ],
)
def test_links_alone(text: str, alone: bool) -> None:  # noqa: FBT001
    """Labels that say what they lead to, the paper among them, and no word beside them."""
    assert is_links_alone(run_of(text)) is alone


@pytest.mark.parametrize(
    ("text", "tagline"),
    [
        ("A curated list of large looms", True),
        ("Awesome Looms", True),
        ("Looms and the People Who Mend Them", False),
    ],
)
def test_taglines(text: str, tagline: bool) -> None:  # noqa: FBT001
    """What says that it is a list says so of the list."""
    assert is_tagline(text) is tagline
