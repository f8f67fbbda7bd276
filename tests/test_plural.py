"""Tests of counts in words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plural import counted, word_for


@pytest.mark.parametrize(
    ("number", "one", "said"),
    [
        (1, "entry", "1 entry"),
        (2, "entry", "2 entries"),
        (0, "entry", "0 entries"),
        (1, "archived reply", "1 archived reply"),
        (3, "archived reply", "3 archived replies"),
        (2, "day", "2 days"),
        (2, "work", "2 works"),
        (2, "match", "2 matches"),
        (2, "address", "2 addresses"),
        (2, "index", "2 indexes"),
    ],
)
def test_a_count_is_said_in_words(number: int, one: str, said: str) -> None:
    """One of a thing is said as one, any other number of it as many, none too."""
    assert counted(number, one) == said


ROOT = Path(__file__).resolve().parents[1]
BARE = re.compile(
    r"\0 (?:more |archived |citation )?"
    r"(?:entries|works|replies|lines|findings|snapshots|queries|titles|rows|checks|files|papers|records|counts)\b"
)
"""A number, in the place of which stands a null here, before a noun that is always said of many."""


def _texts(tree: ast.AST) -> list[str]:
    return [
        "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    ]


def test_no_sentence_counts_without_it() -> None:
    """Where one of a thing may be, no text of ours says `1 entries`."""
    paths = [path for folder in ("pipeline", "flows") for path in (ROOT / folder).rglob("*.py")]
    told = [
        (path.name, text)
        for path in paths
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if BARE.search(text)
    ]
    assert not told


@given(st.integers(), st.text(), st.text())
def test_a_form_of_its_own_is_taken_as_it_is(number: int, one: str, many: str) -> None:
    """Verbs and irregular nouns name both forms."""
    assert word_for(number, one, many) == (one if number == 1 else many)
