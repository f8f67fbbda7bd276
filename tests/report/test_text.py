"""Tests of texts and addresses that are made fit for a page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.text import LONGEST, authors_of, clip, links_of, plain, safe_url
from tests.builders import steady


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://arxiv.org/abs/1", True),
        ("http://a.example/x?y=1", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//a.example/x", False),
        ("https://[", False),
        (f"https://a.example/{'x' * 2_000}", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_links_are_linked(url: str | None, kept: bool) -> None:  # noqa: FBT001
    """A link that is no http address is not made clickable."""
    assert safe_url(url) == (url if kept else None)


@steady
@given(st.text(max_size=3 * LONGEST))
def test_a_text_is_one_short_line(text: str) -> None:
    """Whatever it is, what is shown is one line of bounded length, and the same when it is made fit again."""
    shown = clip(text)
    assert len(shown) <= LONGEST
    assert clip(shown) == shown
    assert len(shown.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  A\n title\t", "A title"),
        ("a\x00b", "a b"),
        ("x" * 300, "x" * 300),
        ("x" * 301, "x" * 299 + "…"),
        (" " * 5_000 + "x", "…"),
    ],
)
def test_texts(text: str, shown: str) -> None:
    """White space is one space, controls are none, and what is cut says so."""
    assert clip(text) == shown


def test_nothing_turns_the_direction() -> None:
    """Where a text cannot be isolated, marks and overrides of direction go; right-to-left letters stay."""
    assert plain("\u202egnp\u2066 \u05d0\u200f") == "gnp \u05d0"


def _work(**changes: Any) -> dict[str, Any]:
    return {"arxiv_id": None, "doi": None, "acl_id": None, "s2_corpus_id": None} | changes


def test_links_of_a_work() -> None:
    """The surest first; what an identifier holds cannot leave its address."""
    assert links_of(_work()) == ()
    assert links_of(_work(s2_corpus_id=7, arxiv_id="math/0211159", doi='10.1/"><script>')) == (
        ("arXiv", "https://arxiv.org/abs/math/0211159"),
        ("DOI", "https://doi.org/10.1/%22%3E%3Cscript%3E"),
        ("S2", "https://api.semanticscholar.org/CorpusID:7"),
    )
    assert links_of(_work(acl_id="P19-1001", doi="10.1/" + "x" * 3_000)) == (
        ("ACL", "https://aclanthology.org/P19-1001"),
    )


@pytest.mark.parametrize(
    ("names", "complete", "shown"),
    [
        ([], True, ""),
        ([], False, ""),
        (["A"], True, "A"),
        (["A"], False, "A and others"),
        (["A", "B", "C"], True, "A, B, C"),
        (["A", "B", "C", "D"], True, "A, B, C and others"),
    ],
)
def test_authors(names: list[str], complete: bool, shown: str) -> None:  # noqa: FBT001
    """Three are named; that there are others is said."""
    assert authors_of(names, complete=complete) == shown
