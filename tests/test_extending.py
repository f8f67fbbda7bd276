"""Tests of `docs/extending.md`: what it sends its readers to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = re.compile(r"enw|openalex|page_count")
"""What the guide's own examples are called, which the reader makes."""
TOLD = re.findall(r"`([^`\n]+)`", (ROOT / "docs" / "extending.md").read_text(encoding="utf-8"))
CODE = {each for each in TOLD if not EXAMPLES.search(each)}
PATHS = sorted({each for each in CODE if "/" in each and "…" not in each})
NAMES = sorted({each for each in CODE if re.fullmatch(r"[A-Za-z_]\w+", each)})


def _words() -> frozenset[str]:
    here = Path(__file__)
    texts = (
        path.read_text(encoding="utf-8")
        for folder in ("pipeline", "flows", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if path != here
    )
    return frozenset(word for text in texts for word in re.findall(r"[A-Za-z_]\w+", text))


@pytest.mark.parametrize("path", PATHS)
def test_a_path_leads_somewhere(path: str) -> None:
    """A file or folder that is named is there."""
    assert (ROOT / path).exists()


def test_a_name_is_one_of_ours() -> None:
    """A name that is given occurs in the code."""
    assert len(NAMES) > 20
    assert set(NAMES) <= _words()
