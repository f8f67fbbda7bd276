"""Tests of what a heading says of what stands below it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from pipeline.curated.papers.sections import asks_to_open, is_contents, is_no_list, rarely_has_papers
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

CONTENTS = [
    "Contents",
    "Table of Contents",
    "TABLE OF CONTENT",
    "TOC",
    "Index",
    "Quick Links",
    "\U0001f4d1 Contents",
    "\u76ee\u5f55",
]
HOUSE = [
    "News",
    "Latest News",
    "\U0001f525 Latest News \U0001f525",
    "What's New",
    "1. Updates",
    "Update Log",
    "Change Log",
    "News and Updates",
    "News & Announcements",
    "2024 News",
    "\u66f4\u65b0\u65e5\u5fd7",
    "Citation",
    "How to cite",
    "Citing our survey",
    "BibTeX",
    "Contact",
    "Contact us",
    "Our Team",
    "Maintainers",
    "Acknowledgements",
    "Acknowledgments and License",
    "Star History",
    "License",
    "Licence",
    "Contributing",
    "How to Contribute to this list",
    "FAQ",
    "Roadmap",
]
LISTS = [
    "Papers",
    "Surveys",
    "News Recommendation",
    "Fake News Detection",
    "Citation Networks",
    "Community Detection",
    "Histories of Nets",
    "Contrastive Learning",
    "Open Datasets",
    "Star Graphs",
    "Teams of Agents",
    "2024",
    "",
    "\U0001f525",
]


@pytest.mark.parametrize("heading", [*CONTENTS, *HOUSE])
def test_headings_of_no_list(heading: str) -> None:
    """Below news, contents, citations, people and the house itself no papers are listed."""
    assert is_no_list(heading)


@pytest.mark.parametrize("heading", LISTS)
def test_headings_of_lists(heading: str) -> None:
    """A heading with a word of the house among others, or without words, may head a list."""
    assert not is_no_list(heading)


@pytest.mark.parametrize("heading", CONTENTS)
def test_headings_of_contents(heading: str) -> None:
    """A table of contents is told from what else is no list."""
    assert is_contents(heading)


@pytest.mark.parametrize("heading", [*HOUSE, *LISTS])
def test_other_headings_are_no_contents(heading: str) -> None:
    """Neither the house's headings nor those of papers are a table of contents."""
    assert not is_contents(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Blogs",
        "Blog Posts and Talks",
        "\U0001f4da Books",
        "Tutorials",
        "Tools and Libraries",
        "Code",
        "Software",
        "Leaderboards",
        "Useful Links",
        "Open-source Models",
        "Related Awesome Lists",
        "Awesome Nets",
        "Deep Learning Courses",
        "Projects:",
    ],
)
def test_headings_of_other_things(heading: str) -> None:
    """Below blogs, talks, tools, books and other lists a line must link a paper to be one."""
    assert rarely_has_papers(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Papers",
        "Code Generation",
        "Tool Learning",
        "Video Retrieval",
        "Booking",
        "Surveys",
        "Datasets",
        "Codebooks",
        "",
    ],
)
def test_headings_of_papers(heading: str) -> None:
    """A heading that is about such things is that of papers."""
    assert not rarely_has_papers(heading)


@pytest.mark.parametrize(
    "text",
    [
        "Click to expand",
        "(click here)",
        "\U0001f449 Click me",
        "Show all",
        "More",
        "Details",
        "View the full list",
        "Read more ...",
        "Expand 12 papers",
    ],
)
def test_folds_that_ask_to_be_opened(text: str) -> None:
    """What only asks to be opened says nothing of what is in a fold."""
    assert asks_to_open(text)


@pytest.mark.parametrize(
    "text", ["Surveys", "Abstract", "Openness of Models", "Morphology", "Papers, click", "2001", ""]
)
def test_folds_that_say_what_is_in_them(text: str) -> None:
    """A fold's words that begin otherwise are its name."""
    assert not asks_to_open(text)


FUNCTIONS: tuple[Callable[[str], bool], ...] = (is_no_list, is_contents, rarely_has_papers, asks_to_open)


@LAW
@given(ANY_TEXT)
def test_contents_are_no_list(heading: str) -> None:
    """Whatever a heading is, contents are never a list of papers."""
    assert is_no_list(heading) or not is_contents(heading)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_headings_cost_little(text: str) -> None:
    """Headings without end are read in time with their length."""
    assert seconds(*FUNCTIONS, text=text) < SOON
