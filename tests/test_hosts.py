"""Tests of hosts: which publish no papers, and what an address leads to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.hosts import Place, is_no_paper_host, place_of
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds


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


PLACES = {
    Place.PAPER: [
        *("https://arxiv.org/abs/2106.09685", "http://arxiv.org/pdf/2106.09685v2", "https://ARXIV.org/abs/2106.09685"),
        *("https://export.arxiv.org/abs/2106.09685", "https://huggingface.co/papers/2106.09685"),
        *("https://doi.org/10.18653/v1/2020.acl-main.1", "https://aclanthology.org/2020.acl-main.1/"),
        *("https://openreview.net/forum?id=nZeVKeeFYf9", "https://openreview.net/?id=nZeVKeeFYf9"),
        *("https://dl.acm.org/doi/10.1145/3442188.3445922", "https://proceedings.mlr.press/v139/radford21a.html"),
        *(
            "https://papers.nips.cc/paper/2017/hash/abc-Abstract.html",
            "https://www.nature.com/articles/s41586-021-03819-2",
        ),
        *("https://www.semanticscholar.org/paper/abc", "https://distill.pub/2017/feature-visualization/"),
        *(
            "https://people.example.edu/~ada/adapters.pdf",
            "https://example.org/A.PDF?download=1",
            "http://x.example/a.ps.gz",
        ),
        *("https://cdn.openai.com/papers/gpt-4.pdf", "https://github.com/a/b/blob/main/paper.pdf"),
    ],
    Place.ELSEWHERE: [
        *(
            "https://github.com/microsoft/LoRA",
            "https://www.github.com/a",
            "https://gist.github.com/a",
            "https://GitHub.com/a",
        ),
        *(
            "https://openai.com/index/gpt-4",
            "https://huggingface.co/a/b",
            "https://www.youtube.com/watch?v=1",
            "https://youtu.be/1",
        ),
        *(
            "https://medium.com/@a/b",
            "https://a.substack.com/p/b",
            "https://en.wikipedia.org/wiki/LoRA",
            "https://x.com/a/status/1",
        ),
        *(
            "https://newsroom.example.com/lora",
            "https://blog.example.org/lora",
            "https://docs.example.org/lora",
            "https://news.example.edu/lora",
        ),
        *("https://blog.neurips.cc/2023/awards", "https://blogs.nature.com/news", "mailto:ada@example.org"),
        *("https://arxiv.org", "https://arxiv.org/", "https://www.nature.com/index.html", "https://distill.pub/"),
        *(
            "https://arxiv.org/list/cs.CL/recent",
            "https://openreview.net/group?id=ICLR.cc/2024",
            "https://neurips.cc/virtual/2023/1",
        ),
        *(
            "https://aclanthology.org/events/acl-2023/",
            "https://aclanthology.org/venues/acl/",
            "https://openreview.net/profile?id=~A1",
        ),
    ],
    Place.INSIDE: ["#", "#adapters", "#https://arxiv.org/abs/2106.09685"],
    Place.UNKNOWN: [
        *(
            "",
            " ",
            "notes/lora.md",
            "/lora",
            "../a.html",
            "lora.example/a",
            "ftp://example.org/a",
            "javascript:void(0)",
        ),
        *(
            "https://example.org/lora",
            "https://a.github.io/lora",
            "https://notgithub.com/a",
            "https://arxiv.org.example/a",
        ),
        *("https://", "https://[bad/x", "http://[::1", "https://\u4f8b\u3048.example/a"),
    ],
}


@pytest.mark.parametrize(("url", "place"), [(url, place) for place, urls in PLACES.items() for url in urls])
def test_place(url: str, place: Place) -> None:
    """An address leads to a paper, elsewhere, to another part of the document, or tells nothing."""
    assert place_of(url) is place
    assert url.startswith("#") or place_of(f" {url}") is place


@LAW
@given(st.sampled_from(sorted(PLACES[Place.PAPER] + PLACES[Place.ELSEWHERE])), st.sampled_from(["", "#page=2", "#S1"]))
def test_a_fragment_changes_no_place(url: str, fragment: str) -> None:
    """The part of a page that a link points to does not change what page it is."""
    assert place_of(url + fragment) is place_of(url)


@LAW
@given(ANY_TEXT | ANY_TEXT.map("https://{}".format) | ANY_TEXT.map("https://arxiv.org/{}".format))
def test_any_text_is_an_address(text: str) -> None:
    """No text makes reading fail, however broken the address."""
    assert place_of(text) in Place
    assert is_no_paper_host(text) in {True, False}


@pytest.mark.parametrize("scheme", ["", "https://", "https://example.org/", "https://arxiv.org/abs/"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_addresses_are_read_soon(text: str, scheme: str) -> None:
    """Endless and repetitive addresses are read in time proportional to their length."""
    assert seconds(place_of, is_no_paper_host, text=scheme + text) < SOON
