"""Tests of printing a list: what is printed, and that reading it again gives the same entries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.curated import Format, parse_list, render_list
from pipeline.curated.render import escape
from pipeline.curated.words.clean import clean_heading, clean_title
from pipeline.errors import ListError
from pipeline.model import CuratedEntry, Link
from tests.builders import an_entry

LAW = settings(derandomize=True, deadline=None, max_examples=40)

Facts = tuple[str, tuple[str, ...], str | None, tuple[Link, ...], str | None, int | None, str | None]


def _facts(entry: CuratedEntry) -> Facts:
    claim = entry.claimed_venue, entry.claimed_year
    return entry.title, entry.headings, entry.link, entry.links, *claim, entry.authors


def _again(*entries: CuratedEntry) -> list[Facts]:
    return [_facts(entry) for entry in parse_list(render_list(entries, "A list"), "again.md").entries]


def test_a_list_reads_well() -> None:
    """The page is what a curator would write: a name, headings where they change, a bullet for each entry."""
    entries = [
        an_entry("LoRA", headings=("One", "Sub"), link="http://x/1", claimed_venue="ICLR", claimed_year=2022),
        an_entry("A plain title", headings=("One", "Sub")),
        an_entry("Code", headings=("One", "Other"), link="http://x/2"),
        an_entry("C* [draft]", headings=("One",), claimed_year=2020),
        an_entry("1. Numbered", headings=()),
    ]
    assert render_list(entries, "A *list*") == (
        "# A \\*list\\*\n\n<!-- curated-papers: every bullet is an entry -->\n\n## One\n\n### Sub\n\n"
        "- LoRA *(ICLR 2022)* [Paper](http://x/1)\n- A plain title\n\n"
        "### Other\n\n- Code [Paper](http://x/2)\n\n"
        "## One\n\n- C\\* \\[draft\\] *(2020)*\n\n"
        "##\n\n- 1\\. Numbered\n"
    )
    assert _again(*entries) == [_facts(entry) for entry in entries]


def test_links_and_authors_come_back() -> None:
    """All links come back with their labels and in their order, whichever is the paper's; so do authors."""
    code, paper = Link(url="http://x/code", label="Code"), Link(url="https://arxiv.org/abs/2106.09685", label="arXiv")
    entries = [
        an_entry("Both", links=(code, paper), link=paper.url, authors="Edward J. Hu, Yelong Shen*"),
        an_entry("Code alone", links=(code,)),
        an_entry("arXiv", links=(paper, code), link=paper.url),
        an_entry("Linked", links=(Link(url="http://x/1", label="Linked"),), link="http://x/1"),
    ]
    assert [facts[:4] for facts in _again(*entries)] == [_facts(entry)[:4] for entry in entries]
    assert _again(*entries)[0][-1] == "Edward J. Hu, Yelong Shen*"


def test_an_empty_list_is_its_name() -> None:
    """Without entries the name alone is printed."""
    assert render_list([], "A list") == "# A list\n\n<!-- curated-papers: every bullet is an entry -->\n\n"


@pytest.mark.parametrize(
    "title",
    [
        "1. Not a number",
        "12) Not a number",
        "# Not a heading",
        "- Not a bullet",
        "+ Not a bullet",
        "* Not a bullet",
        "> Not a quotation",
        "--- not a rule",
        "``` not code",
        "~~~ not code",
        "=== not a heading",
        "[Not](a link)",
        "![Not](an image)",
        "[not]: http://x/1",
        "<b>not bold</b>",
        "<!-- not a comment -->",
        "<http://not.a.link>",
        "not &amp; an entity &lt;",
        "_not_ **bold** ~~at~~ `all`",
        "| not | a | table |",
        "\\not an escape\\",
        "$O(n^2)$ for A* and C#",
        "How to write a paper",
        "Looking back (2022)",
        *("Paper", "PDF", "arXiv", "Link", "Code", "Data", "Project Page"),
        "\u6df1\u5ea6\u5b66\u4e60",
    ],
)
@pytest.mark.parametrize("link", [None, "http://x/1"])
def test_awkward_titles_come_back(title: str, link: str | None) -> None:
    """What Markdown would read as markup, or our reader as a label, is printed so that it comes back as it was."""
    entry = an_entry(title, link=link, headings=("One",))
    assert _again(entry) == [_facts(entry)]


@pytest.mark.parametrize(
    ("venue", "year"),
    [
        ("ACL", 2022),
        ("ACL", None),
        (None, 2022),
        ("IEEE TAC", 2025),
        ("NAACL-HLT", 2019),
        ("snake_case", 2019),
        ("Proc. (ACL)", 2022),
        ("50% & more?", 2022),
        ("3DV", 2021),
        ("NeurIPS D&B / Workshop: [x]", 2021),
        ("A venue whose name is longer than forty characters, as many are", 2021),
    ],
)
@pytest.mark.parametrize("link", [None, "http://x/1"])
def test_awkward_claims_come_back(venue: str | None, year: int | None, link: str | None) -> None:
    """A claim comes back as it was, whatever stands in it."""
    entry = an_entry("LoRA", link=link, headings=("One",), claimed_venue=venue, claimed_year=year)
    assert _again(entry) == [_facts(entry)]


@pytest.mark.parametrize(
    "link",
    [
        "http://x/a(b)c",
        "http://x/?a=1&copy;=2&b=3",
        "http://x/a%20b",
        "http://x/a%3Cb%3E",
        "#section",
        "papers/lora.pdf",
    ],
)
def test_awkward_links_come_back(link: str) -> None:
    """Brackets, entities and escapes in an address come back as they were."""
    entry = an_entry("LoRA", link=link, headings=("One",))
    assert _again(entry) == [_facts(entry)]


@pytest.mark.parametrize(
    "paths",
    [
        [()],
        [("One",), ()],
        [(), ("One",), (), ("One", "Sub")],
        [("One", "Sub"), ("One",), ("Two", "Sub"), ("One", "Sub")],
        [("One", "One"), ("One",)],
        [("C#", "F #"), ("1. First", "# 2"), ("*", "a * b")],
        [("What f() and a[ ] do",)],
        [("A", "B", "C", "D", "E"), ("A", "B", "X", "D")],
    ],
)
def test_paths_of_headings_come_back(paths: list[tuple[str, ...]]) -> None:
    """Sections open, close and repeat as the entries say, also for entries under no heading."""
    entries = [an_entry("LoRA", headings=path) for path in paths]
    assert [facts[1] for facts in _again(*entries)] == paths


def test_escape() -> None:
    """A text is escaped where Markdown would read it, and nowhere else."""
    assert escape("A 4-bit, 1.5x C++ (draft)") == "A 4-bit, 1.5x C++ (draft)"
    assert escape("*1* <a> & [b]") == "\\*1\\* \\<a\\> \\& \\[b\\]"


# Not C1 controls and the first letters of mojibake: whether they are mended depends on what stands beside them.
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u00c2\u00c3\u03b2\u0392")
_MARKUP = st.sampled_from([*"-*+#[]()<>!|~`_\\&: ", "1. ", "http://x/", "[Paper]", " (ACL 2022)", "&amp;", "A*"])
_TEXTS = st.lists(_MARKUP | st.text(_LETTERS, max_size=4), max_size=12).map("".join)


def _named(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


_TITLES = _TEXTS.map(lambda text: clean_title(text).title).filter(
    lambda title: _named(title) and clean_title(title).title == title
)
_HEADINGS = _TEXTS.map(clean_heading).filter(lambda text: _named(text) and clean_heading(text) == text)
_VENUES = st.none() | _TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
_LINKS = st.none() | st.sampled_from(["http://x/1", "https://arxiv.org/abs/2305.18290", "http://x/a_(b)?c=d&e=f#g"])


def _entry(
    title: str, headings: tuple[str, ...], link: str | None, venue: str | None, year: int | None
) -> CuratedEntry:
    return an_entry(title, headings=headings, link=link, claimed_venue=venue, claimed_year=year)


_ENTRIES = st.builds(
    _entry,
    _TITLES,
    st.lists(_HEADINGS, max_size=3).map(tuple),
    _LINKS,
    _VENUES,
    st.none() | st.integers(1900, 2099),
)


@LAW
@given(st.lists(_ENTRIES, min_size=1, max_size=6))
def test_printing_and_reading_gives_the_same(entries: list[CuratedEntry]) -> None:
    """Titles, headings, links and claims of any list come back in order; printed again, they are the same text."""
    printed = render_list(entries, "A list")
    again = parse_list(printed, "again.md").entries
    assert [_facts(entry) for entry in again] == [_facts(entry) for entry in entries]
    assert render_list(again, "A list") == printed


_LINES = st.sampled_from(["- ", "  - ", "# ", "### ", "\n", "[Paper](http://x/1)", "[a](http://x/2)", "**", "> "])


@LAW
@given(st.lists(_LINES | _TEXTS, max_size=20).map("".join), st.sampled_from(Format))
def test_a_list_survives_its_correction(text: str, fmt: Format) -> None:
    """Whatever list was read, its entries come back from the corrected list that is made of them."""
    try:
        entries = parse_list(text, "list.md", fmt).entries
    except ListError:
        return
    kept = [entry for entry in entries if clean_title(entry.title).title == entry.title]
    if kept:
        assert _again(*kept) == [_facts(entry) for entry in kept]
