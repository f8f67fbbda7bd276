"""Tests of reading tables: what each column holds, and the paper of each row."""

from __future__ import annotations

import pytest

from pipeline.curated.markup.flow import Cell, Row, Table
from pipeline.curated.papers.fields import MOST_LINKS
from pipeline.curated.papers.grid import read_rows
from pipeline.curated.papers.unit import Evidence, Unit
from tests.curated.papers.runs import CODE, PAGE, A, B, run_of, table_of
from tests.curated.words.hostile import SOON, seconds

NETS, WORDS = "Nets of Words", "Words of Nets"


def _table(*rows: tuple[str, ...]) -> str:
    """A table in Markdown, its first row the header."""
    head, *others = (f"| {' | '.join(cells)} |" for cells in rows)
    return "\n".join([head, "|" + "--|" * len(rows[0]), *others, ""])


def _only(*rows: tuple[str, ...]) -> Unit:
    """The one paper of a table of one row below its header."""
    ((_, (unit,)),) = read_rows(table_of(_table(*rows)))
    return unit


def _titles(html: str) -> list[tuple[int, list[str]]]:
    return [(line, [unit.title for unit in units]) for line, units in read_rows(table_of(html))]


def test_rows_and_their_papers() -> None:
    """Each row below the header has its line and its papers, in order; a cell may name several."""
    assert _titles(_table(("Title",), (f"[{NETS}]({A})",), (f"[{NETS} 2]({A})<br>[{WORDS}]({B})",))) == [
        (3, [NETS]),
        (4, [f"{NETS} 2", WORDS]),
    ]


TITLES = {
    "the column of titles": (("Year", "Title", "Link"), ("2001", NETS, f"[pdf]({A})"), NETS),
    "the column of papers": (("Name", "Paper"), ("GPT", f"[{NETS}]({A})"), NETS),
    "a title before a name": (("Name", "Title", "Paper"), ("GPT", NETS, f"[GPT]({A})"), NETS),
    "the linked one of two titles": (("Title", "Paper"), (NETS, f"[{WORDS}]({A})"), WORDS),
    "a paper's link in any column": (("Task", "Reading"), ("words", f"[{NETS}]({A})"), NETS),
    "a title among venues": (("Venue", "Task"), (f"[{NETS}]({A})", "words"), NETS),
    "words in bold in any column": (("Task", "Reading"), ("words of ours", f"**{NETS}**"), NETS),
    "a short title": (("Task", "Paper"), ("words of ours", f"[GPT]({A})"), "GPT"),
    "the name where the paper's cell is a label": (("Task", "Model", "Paper"), ("words", "GPT", f"[pdf]({A})"), "GPT"),
    "the name where the paper's cell is its authors": (
        ("Model", "Paper"),
        ("GPT", f"[A. Lovelace et al.]({A})"),
        "GPT",
    ),
    "the name where the paper's cell is empty": (("Paper", "Model"), ("", "GPT"), "GPT"),
    "the first words that are no venue": (("A", "B"), (f"[ACL]({PAGE})", "words of ours"), "words of ours"),
    "a title beside a publication": (("Publication", "Title"), ("Words 2021", f"[{NETS}]({A})"), NETS),
    "a publication where there is no title": (("Group", "Publication"), ("Ada Labs", f"[{NETS}]({A})"), NETS),
    "a header of many words": (("Words " * 20, "Paper"), ("Some words of ours", NETS), NETS),
    "Chinese headers": (("\u6a21\u578b", "\u8bba\u6587\u6807\u9898"), ("GPT", NETS), NETS),
}


@pytest.mark.parametrize(("header", "row", "title"), TITLES.values(), ids=TITLES.keys())
def test_the_cell_of_the_title(header: tuple[str, ...], row: tuple[str, ...], title: str) -> None:
    """The title is found by its header, then by its form, then by the name in the row."""
    assert _only(header, row).title == title


CLAIMS: dict[tuple[str, str], tuple[str | None, int | None]] = {
    ("Venue", "ACL 2022"): ("ACL", 2022),
    ("Venue", "Words and Minds"): ("Words and Minds", None),
    ("Pub.", "ACL<br>2022-05"): ("ACL", 2022),
    ("Publication", "Words 2021"): ("Words", 2021),
    ("Published in", "ACL<br>some more words of it"): ("ACL", None),
    ("Year", "2022"): (None, 2022),
    ("Release Date", "May 2022, first"): (None, 2022),
    ("Date", "2205"): (None, 2022),
    ("Date", "20.10"): (None, 2020),
    ("Date", "2213"): (None, None),
    ("Notes", "ACL 2022"): ("ACL", 2022),
    ("Notes", "in words"): (None, None),
    ("Notes", "2205"): (None, None),
    ("Venue", "-"): (None, None),
    ("Venue", "words " * 20): (None, None),
    ("Speaker, Date", "2024-01-29"): (None, None),
}


@pytest.mark.parametrize(("cell", "claim"), CLAIMS.items(), ids=map(" ".join, CLAIMS))
def test_claims_of_columns(cell: tuple[str, str], claim: tuple[str | None, int | None]) -> None:
    """Columns of venues claim whatever they say, those of dates the year, others what reads like a claim."""
    header, text = cell
    unit = _only(("Title", header), (f"[{NETS}]({A})", text))
    assert (unit.claim.venue, unit.claim.year) == claim


def test_the_dates_of_a_schedule() -> None:
    """In a table of sessions the dates say when they are, not when a paper appeared."""
    for header in (("Week", "Date", "Paper"), ("Session", "Date", "Paper"), ("Speaker", "Date", "Paper")):
        unit = _only(header, ("1", "2024-01-29", f"[{NETS}]({A})"))
        assert (unit.title, unit.claim.year) == (NETS, None)


AUTHORS: dict[tuple[str, str], str | None] = {
    ("Authors", "Ada Lovelace"): "Ada Lovelace",
    ("First Author", "the words team"): "the words team",
    ("Authors", ""): None,
    ("Notes", "Ada Lovelace, Grace Hopper"): "Ada Lovelace, Grace Hopper",
    ("Notes", "words, more words"): None,
    ("Speakers", "Ada Lovelace, Grace Hopper"): None,
}


@pytest.mark.parametrize(("cell", "authors"), AUTHORS.items(), ids=map(" ".join, AUTHORS))
def test_authors_of_columns(cell: tuple[str, str], authors: str | None) -> None:
    """A column of authors names them as it does; in a column of no known kind they are told by their form."""
    header, text = cell
    assert _only(("Title", header), (f"[{NETS}]({A})", text)).authors == authors


def test_a_titles_cell_counts_before_others() -> None:
    """What stands beside the title in its own cell is not overwritten by other cells."""
    unit = _only(
        ("Title & Authors", "Notes", "Venue"),
        (f"[{NETS}]({A})<br>Ada Lovelace, Grace Hopper<br>ACL 2022", "Jim Gray, Alan Kay", "EMNLP 2019"),
    )
    assert (unit.title, unit.authors) == (NETS, "Ada Lovelace, Grace Hopper")
    assert (unit.claim.venue, unit.claim.year) == ("ACL", 2022)


EVIDENCE: dict[str, tuple[tuple[str, ...], tuple[str, ...], Evidence, tuple[str, ...]]] = {
    "a paper's link in another column": (("Title", "Link"), (NETS, f"[x]({PAGE}) [pdf]({A})"), Evidence.PAPER, (A,)),
    "a link in a column of papers": (("Paper", "x"), (f"[{NETS}]({CODE})", ""), Evidence.PAPER, (CODE,)),
    "a name's link in a column of papers": (("Paper", "x"), (f"[GPT]({CODE})", ""), Evidence.ELSEWHERE, (CODE,)),
    "a link in a column of names": (("Name", "x"), (f"[{NETS}]({CODE})", ""), Evidence.ELSEWHERE, (CODE,)),
    "code in another column": (("Title", "Code"), (NETS, f"[code]({CODE})"), Evidence.ELSEWHERE, ()),
    "a known venue": (("Title", "Venue"), (NETS, "ACL 2022"), Evidence.CLAIMED, ()),
    "another venue": (("Title", "Venue"), (NETS, "words"), Evidence.NONE, ()),
    "nothing": (("Title", "x"), (NETS, ""), Evidence.NONE, ()),
    "the known host first": (("Title", "Link"), (f"[{NETS}]({PAGE})", f"[pdf]({A})"), Evidence.PAPER, (A, PAGE)),
    "a paper that a note mentions": (
        ("Title", "Notes"),
        (f"[{NETS}]({A})", f"[{WORDS}]({B})"),
        Evidence.PAPER,
        (A,),
    ),
}


@pytest.mark.parametrize(("header", "row", "evidence", "papers"), EVIDENCE.values(), ids=EVIDENCE.keys())
def test_what_speaks_for_a_row(
    header: tuple[str, ...], row: tuple[str, ...], evidence: Evidence, papers: tuple[str, ...]
) -> None:
    """The cells of a row together say whether it is a paper, and which links lead to it."""
    unit = _only(header, row)
    assert (unit.evidence, unit.papers) == (evidence, papers)


def test_links_of_a_row() -> None:
    """All links of a row are the paper's, up to some hundreds."""
    unit = _only(("Title", "Links"), (f"[{NETS}]({A})", f"[code]({CODE}) [page]({PAGE})"))
    assert [link.url for link in unit.links] == [A, CODE, PAGE]
    cells = " ".join(f"[x]({PAGE}/{number})" for number in range(MOST_LINKS))
    many = _only(("Title", "Links", "More", "Most"), (f"[{NETS}]({A})", cells, cells, f"[code]({CODE})"))
    assert MOST_LINKS <= len(many.links) <= 2 * MOST_LINKS
    assert CODE not in [link.url for link in many.links]


WITHOUT = {
    "an empty title": (("Title", "Link"), ("", f"[code]({CODE})")),
    "a dash": (("Title", "Code"), (" - ", "x")),
    "numbers": (("Title", "Year"), ("2001", "2002")),
    "venues": (("A", "B"), ("ACL 2022", "May 2001")),
    "nothing": (("A", "B"), ("", "\u2014")),
}


@pytest.mark.parametrize(("header", "row"), WITHOUT.values(), ids=WITHOUT.keys())
def test_rows_without_words(header: tuple[str, ...], row: tuple[str, ...]) -> None:
    """A row without a title's words names no paper; it is there all the same."""
    assert _titles(_table(header, row)) == [(3, [])]


def test_a_link_without_a_title_is_known() -> None:
    """A row that links a paper and gives no title has a unit without one, so that it can be told."""
    ((line, (unit,)),) = read_rows(table_of(_table(("Title", "x"), (f"[]({A})", ""))))
    assert (line, unit.title, unit.papers) == (3, "", (A,))


def test_a_row_of_links_that_are_no_title() -> None:
    """Where no cell can be the title, what the cells name is given as it is."""
    ((_, units),) = read_rows(table_of(_table(("A", "B"), (f"[pdf]({A})", f"[code]({CODE})"))))
    assert [(unit.title, unit.papers) for unit in units] == [("", (A,)), ("", ())]


HEADERS = {
    "names of columns in a first row": (
        f"<table><tr><td>Title</td><td>Where</td></tr>\n<tr><td>{NETS}</td><td>Words</td></tr></table>",
        [(2, [NETS])],
    ),
    "a first row with a link": (
        f"<table><tr><td>Paper</td><td><a href='{A}'>{NETS}</a></td></tr></table>",
        [(1, [NETS])],
    ),
    "two rows of headers": (
        f"<table><tr><th colspan=2>Read</tr>\n<tr><th>Title<th>Authors</tr>\n<tr><td>{NETS}<td>Ada</tr></table>",
        [(3, [NETS])],
    ),
    "no header": (f"<table><tr><td>{NETS}</td></tr>\n<tr><td>{WORDS}</td></tr></table>", [(1, [NETS]), (2, [WORDS])]),
    "names of columns in a later row": (
        f"<table><tr><th>Model</tr>\n<tr><td>{NETS}</tr>\n<tr><td>Title</tr></table>",
        [(2, [NETS]), (3, ["Title"])],
    ),
    "headers alone": ("<table><tr><th>Title<th>Year</tr></table>", []),
    "rows without cells": (f"<table><tr></tr><tr><th>Title</tr><tr></tr>\n<tr><td>{NETS}</tr></table>", [(2, [NETS])]),
    "nothing": ("<table></table>", []),
}


@pytest.mark.parametrize(("html", "titles"), HEADERS.values(), ids=HEADERS.keys())
def test_rows_that_are_headers(html: str, titles: list[tuple[int, list[str]]]) -> None:
    """Rows that are marked so, or a first one of nothing but names of columns, are headers; others are not."""
    assert _titles(html) == titles


def test_cells_over_several_rows() -> None:
    """A cell that takes two rows moves those of the second row to their own columns."""
    html = (
        "<table><tr><th>Venue<th>Title<th>Where</tr>\n"
        f"<tr><td rowspan=2>ACL 2022<td>{NETS}<td>Words</tr>\n<tr><td>{WORDS}<td>Minds</tr></table>"
    )
    assert _titles(html) == [(2, [NETS]), (3, [WORDS])]


def test_cells_over_several_columns() -> None:
    """A header over two columns moves the one beside it to its own column."""
    html = (
        "<table><tr><th colspan=2>Reading<th>Title</tr>\n"
        f"<tr><td>Some words of ours<td>Some more words<td>{NETS}</tr></table>"
    )
    assert _titles(html) == [(2, [NETS])]


def test_a_table_of_hostile_cells_costs_little() -> None:
    """Cells that say they take hundreds of rows and columns are read in time with their number."""
    cells = [Cell(run=run_of("words"), rows=500, columns=500) for _ in range(300)]
    table = Table(line=1, rows=[Row(line=number, cells=cells) for number in range(1, 20)])
    assert [line for line, _ in read_rows(table)] == list(range(1, 20))
    assert seconds(lambda _: read_rows(table), text="") < SOON
