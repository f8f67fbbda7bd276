"""Tests of which lines of a document are the papers of the list, and what is told of the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.markup.document import read_document
from pipeline.curated.markup.layout import to_html
from pipeline.curated.papers.select import select
from pipeline.curated.raw import RawList
from tests.curated.papers.runs import CODE, PAGE, A, B, C
from tests.curated.words.hostile import LAW

PAPER = f"- [Nets of Words]({A})\n"
OTHER = f"- [Words of Nets]({B})\n"


def _read(text: str) -> RawList:
    return select(read_document(to_html(text))[0])


def _titles(text: str) -> list[str]:
    return [entry.title for entry in _read(text).entries]


def _why_not(line: str, *, above: str = f"{PAPER}{OTHER}", heading: str = "Papers") -> str | None:
    """Why a bullet below two papers is passed over; None when it is an entry."""
    text = f"# A list\n\n## {heading}\n\n{above}{line}\n"
    number = text.rstrip("\n").count("\n") + 1
    read = _read(text)
    told = next((each.message for each in read.problems if each.line == number), None)
    taken = [each for each in read.entries if each.line == number]
    assert (told is None) == bool(taken)
    return told


TAKEN = [
    f"- Some Words [pdf]({C})",
    "- Words of Many Nets",
    f"- [Words of Many Nets]({PAGE})",
    "- **Some Words** ACL 2022",
    f"- [Words of Many Nets]({CODE}) - Ada Lovelace, Grace Hopper",
    "- [Words of Many Nets](notes/1.md), 2021",
]


@pytest.mark.parametrize("line", TAKEN)
def test_papers_among_papers(line: str) -> None:
    """In a list of papers a line is one too if it links a paper or claims a venue, or reads like a title."""
    assert _why_not(line) is None


PASSED_OVER = {
    f"- [Words of Many Nets]({CODE})": "links code, data or a page only",
    f"- Words of Many Nets [code]({CODE})": "links code, data or a page only",
    f"- [Otter]({CODE}) - Ada Lovelace, Grace Hopper": "links code, data or a page only",
    "- [Ada of Many Nets](mailto:ada@example.org)": "names people",
    f"- [Otter]({PAGE})": "no link that leads to a paper",
    f"- [See all our many nets]({PAGE})": "no link that leads to a paper",
    "- Otter": "has no link",
    "- Please read the many words of ours": "has no link",
    "- **Please read our many words** ACL 2022": "is a sentence that names a venue",
}


@pytest.mark.parametrize(("line", "reason"), PASSED_OVER.items(), ids=PASSED_OVER.keys())
def test_what_is_no_paper_among_papers(line: str, reason: str) -> None:
    """Code, people, names and sentences are passed over, and the reason is told."""
    told = _why_not(line)
    assert told is not None
    assert told.startswith("bullet ")
    assert reason in told
    assert told.endswith("; passed over.")


RARE = {
    f"- Some Words [pdf]({C})": True,
    "- **Some Many Words** ACL 2022": True,
    "- Words of Many Nets": False,
    f"- [Words of Many Nets]({PAGE})": False,
    f"- [Words of Many Nets]({CODE}) - Ada Lovelace, Grace Hopper": False,
}


@pytest.mark.parametrize(("line", "taken"), RARE.items(), ids=RARE.keys())
def test_papers_among_other_things(line: str, *, taken: bool) -> None:
    """Below blogs, talks and tools a line must link a paper, or claim a venue where most lines around it do."""
    assert (_why_not(line, heading="Tools") is None) is taken


def test_a_venue_among_other_things() -> None:
    """Where few lines link papers and the heading is that of tools, a venue alone makes no paper."""
    others = f"- [Otter]({PAGE}/1)\n- [Seal]({PAGE}/2)\n- [Walrus]({PAGE}/3)\n"
    told = _why_not("- **Some Many Words** ACL 2022", heading="Tools", above=others)
    assert told == "bullet names a venue but links no paper; passed over."


def test_the_documents_title_says_little_of_its_lines() -> None:
    """A list that calls itself one of tools holds papers under its other headings."""
    assert _titles(f"# Awesome Tools\n\n## Nets\n\n{PAPER}- Words of Many Nets\n") == [
        "Nets of Words",
        "Words of Many Nets",
    ]


SHARES = {
    "few links anywhere": (f"{PAPER}\n## More\n\n" + "- Words of Many Nets\n" * 12, True),
    "papers in the same list": (f"{PAPER}- Words of Many Nets\n", True),
    "papers in another list": (f"{PAPER}\n## More\n\n- Words of Many Nets\n", False),
    "no links at all": ("- Otter\n- Words of Many Nets\n", True),
}


@pytest.mark.parametrize(("text", "taken"), SHARES.values(), ids=SHARES.keys())
def test_lines_without_links(text: str, *, taken: bool) -> None:
    """A title without a link is a paper where papers stand beside it, or where few lines of the document have links."""
    assert ("Words of Many Nets" in _titles(f"# A list\n\n## Nets\n\n{text}")) is taken


def test_links_to_nobody_knows_where() -> None:
    """A title that links an unknown page is a paper where most lines of its section are, and only if it stands out."""
    assert _why_not(f"- [Words of Many Nets]({PAGE})") is None
    assert _why_not(f"- Words of many nets [page]({PAGE})") is not None
    assert _why_not(f"- [Words of Many Nets]({PAGE})", above=f"{PAPER}- [Otter]({PAGE})\n") is not None


def test_rows_of_names_and_venues() -> None:
    """A row that has a name and a venue and no link is no paper of a list that has papers."""
    table = "| Model | Venue |\n|--|--|\n| GPT | ACL 2022 |\n| Words of Nets | ACL 2021 |\n"
    read = _read(f"# A list\n\n{PAPER}\n{table}")
    assert [entry.title for entry in read.entries] == ["Nets of Words", "Words of Nets"]
    assert [(each.line, each.message) for each in read.problems] == [
        (7, "row has a name and a venue, but neither title nor link; passed over."),
    ]


def test_what_stands_under_no_list() -> None:
    """Below news and the like papers are told and not taken, other lines belong to the house and are not told."""
    for heading in ("News", "Citation", "Table of Contents"):
        read = _read(f"# A list\n\n## {heading}\n\n{OTHER}- Words we saw in 2001\n\n## Papers\n\n{PAPER}")
        assert [entry.title for entry in read.entries] == ["Nets of Words"]
        assert [(each.line, heading in each.message) for each in read.problems] == [(5, True)]


def test_dates_below_news_are_news() -> None:
    """A date between the news and their lines changes nothing; contents end at any heading."""
    news, contents = (
        f"# A list\n\n## {name}\n\n### 2024\n\n{OTHER}\n## Papers\n\n{PAPER}" for name in ("News", "Contents")
    )
    assert _titles(news) == ["Nets of Words"]
    assert _titles(contents) == ["Words of Nets", "Nets of Words"]


def test_contents_are_not_told() -> None:
    """Lines that lead into the document itself are neither entries nor problems."""
    read = _read(f"# A list\n\n- [Nets of many words](#nets)\n- [Other](#other)\n\n## Nets\n\n{PAPER}")
    assert ([entry.title for entry in read.entries], read.problems) == (["Nets of Words"], ())


HEADINGS: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "a document's title": (f"# A list\n\n## Nets\n\n### Deep\n\n{PAPER}", [("Nets", "Deep")]),
    "nothing but a title": (f"# Nets\n\n{PAPER}", [("Nets",)]),
    "several of the first level": (f"# Nets\n\n{PAPER}\n# Words\n\n## Deep\n\n{OTHER}", [("Nets",), ("Words", "Deep")]),
    "lines right below the title": (f"# A list\n\n{PAPER}\n## Nets\n\n{OTHER}", [(), ("Nets",)]),
    "no heading": (PAPER, [()]),
    "lines before the first heading": (f"{PAPER}\n## Nets\n\n{OTHER}", [(), ("Nets",)]),
    "folds": (
        f"<details><summary>Nets</summary>\n<details><summary>Deep</summary>\n\n{PAPER}\n</details></details>\n",
        [("Nets", "Deep")],
    ),
    "folds without end": ("<details><summary>Nets</summary>\n\n" * 9 + PAPER, [("Nets",) * 5]),
    "folds that only ask to be opened": (f"<details><summary>Click me</summary>\n\n{PAPER}\n</details>\n", [()]),
}


@pytest.mark.parametrize(("text", "headings"), HEADINGS.values(), ids=HEADINGS.keys())
def test_the_headings_of_an_entry(text: str, headings: list[tuple[str, ...]]) -> None:
    """An entry stands under its headings, without the document's title; where there are none, under its folds."""
    assert [entry.headings for entry in _read(text).entries] == headings


CONTEXTS = {
    "a fold": ("<details><summary>Deep</summary>\n\n{}\n</details>\n", "Deep"),
    "a fold in a fold": (
        "<details><summary>Deep</summary>\n<details><summary>Wide</summary>\n\n{}\n</details></details>\n",
        "Wide",
    ),
    "a fold called like the heading": ("<details><summary>nets</summary>\n\n{}\n</details>\n", None),
    "a fold that only asks to be opened": ("<details><summary>Show all</summary>\n\n{}\n</details>\n", None),
    "a bullet above": ("- Wide nets\n  {}", "Wide nets"),
    "a bullet in a fold": ("<details><summary>Deep</summary>\n\n- Wide nets\n  {}\n</details>\n", "Wide nets"),
    "nothing": ("{}", None),
}


@pytest.mark.parametrize(("text", "context"), CONTEXTS.values(), ids=CONTEXTS.keys())
def test_the_context_of_an_entry(text: str, context: str | None) -> None:
    """Below a heading the nearest label above an entry is its context: a bullet, else a fold of another name."""
    (entry,) = _read(f"# A list\n\n## Nets\n\n{text.format(PAPER)}").entries
    assert (entry.headings, entry.context) == (("Nets",), context)


def test_what_an_entry_has() -> None:
    """All that a line says of its paper is handed on."""
    (entry,) = _read(
        f"## Nets\n\n- [Nets of Words]({A}). Ada Lovelace, Grace Hopper. ACL 2022. [code]({CODE})\n"
    ).entries
    assert (entry.line, entry.title, entry.authors) == (3, "Nets of Words", "Ada Lovelace, Grace Hopper")
    assert (entry.claim.venue, entry.claim.year, entry.papers) == ("ACL", 2022, (A,))
    assert [link.url for link in entry.links] == [A, CODE]


def test_a_document_without_candidates() -> None:
    """Where nothing may be a paper, nothing is given."""
    assert _read("# A list\n\nWords.\n").entries == _read("").entries == ()


LINES = st.sampled_from(
    [
        PAPER,
        OTHER,
        "- Otter\n",
        f"- [code]({CODE})\n",
        f"- [Words of Many Nets]({PAGE})\n",
        "## Nets\n",
        "## News\n",
        "  - Ada Lovelace. ACL 2022\n",
        "| Title |\n|--|\n| Nets |\n",
        "Words.\n",
        "\n",
    ],
)


@LAW
@given(st.lists(LINES, max_size=12).map("".join))
def test_no_line_is_both_entry_and_problem(text: str) -> None:
    """Whatever lines a document has, entries and problems come in their order, and no line is both."""
    read = _read(text)
    entries, problems = ([each.line for each in some] for some in (read.entries, read.problems))
    assert entries == sorted(entries)
    assert problems == sorted(problems)
    assert set(entries).isdisjoint(problems)
