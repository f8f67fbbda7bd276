"""Hosts that publish no papers."""

from __future__ import annotations

import pytest

from pipeline.matching.hosts import is_no_paper_host


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://openai.com/index/gpt-4", True),
        ("https://cdn.openai.com/papers/gpt-4.pdf", True),
        ("http://www.anthropic.com/news", True),
        ("https://GitHub.com/a/b", True),
        ("https://github.com:443/a/b", True),
        ("https://arxiv.org/abs/2401.00001", False),
        ("https://notopenai.com/x", False),
        ("https://openai.com.example/x", False),
        ("https://a.github.io/paper.pdf", False),
        ("https://x.company/paper", False),
        ("https://[bad/x", False),
        ("openai.com/x", False),
        ("#", False),
        ("", False),
    ],
)
def test_host(url: str, expected: bool) -> None:  # noqa: FBT001
    """A host and its sub-hosts publish no papers; a name that only looks like it, and no URL at all, say nothing."""
    assert is_no_paper_host(url) is expected
