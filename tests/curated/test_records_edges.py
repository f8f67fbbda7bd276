"""Tests of the fields of records, however they are filled, and of tables that are broken."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.curated.raw import RawEntry
from pipeline.curated.records import read_csv, read_records, read_tsv
from pipeline.curated.words.claims import Claim
from pipeline.model import Link
from tests.curated.words.hostile import SOON, seconds


def _only(**fields: Any) -> RawEntry:
    (entry,) = read_records([(1, {"title": "Nets of Words", **fields})], "row").entries
    return entry


TITLES: dict[str, tuple[Any, str]] = {
    "a text": ("  Nets\n of\x00 Words ", "Nets of Words"),
    "tags of a page": ("Nets <b>of</b> H<sub>2</sub>O <unknown>", "Nets of H2O <unknown>"),
    "an object": ({"name": "Nets of Words"}, "Nets of Words"),
    "a list": (["Nets", "", None, "Words"], "Nets, Words"),
    "a number": (1984, "1984"),
}


@pytest.mark.parametrize(("value", "title"), TITLES.values(), ids=TITLES.keys())
def test_a_fields_value_is_text(value: Any, title: str) -> None:
    """Texts, numbers, objects with a name and lists of such are one line of text."""
    assert _only(title=value).title == title


@pytest.mark.parametrize("value", [None, True, "", " \n", [], {}, {"id": "x"}, [[[[[[[["deep"]]]]]]]]])
def test_values_that_say_nothing(value: Any) -> None:
    """What is no text, or stands deeper than anything does, says nothing."""
    entry = _only(authors=value, venue=value, year=value, url=value, headings=value, ids=value, code=value)
    assert entry == _only()


def test_a_record_without_a_title_is_told() -> None:
    """Records without a title, and what is no record, are told by their lines and what they are called."""
    read = read_records([(3, {"year": 2001}), (5, None), (7, ""), (9, "Nets of Words"), (11, {})], "record")
    assert [(entry.line, entry.title) for entry in read.entries] == [(9, "Nets of Words")]
    assert [(problem.line, problem.message) for problem in read.problems] == [
        (3, "record has no title; passed over."),
        (5, "record cannot be read; passed over."),
        (7, "record has no title; passed over."),
        (11, "record has no title; passed over."),
    ]


def test_the_first_column_that_says_something() -> None:
    """Of several columns that mean the same, the first that says something counts."""
    (entry,) = read_records([(1, {"Name": "", "Paper Title": "Nets", "title": "Words", "stars": 3})], "row").entries
    assert entry.title == "Nets"


def test_links() -> None:
    """Addresses in texts, lists and objects are links with their labels; what has no address is none."""
    entry = _only(
        links=[
            {"url": "http://x.org/1", "label": "PDF"},
            {"url": "http://x.org/2", "type": "Slides"},
            {"url": "http://x.org/3"},
            {"label": "none"},
            "http://x.org/4, http://x.org/5.",
            "http://x.org/1",
            None,
        ],
        code="https://github.com/a/b",
    )
    assert entry.links == (
        Link(url="http://x.org/1", label="PDF"),
        Link(url="http://x.org/2", label="Slides"),
        Link(url="http://x.org/3", label="Paper"),
        Link(url="http://x.org/4", label="Paper"),
        Link(url="http://x.org/5", label="Paper"),
        Link(url="http://x.org/1", label="Paper"),
        Link(url="https://github.com/a/b", label="Code"),
    )
    assert entry.papers == tuple(f"http://x.org/{number}" for number in range(1, 6))


def test_files_beside_the_list() -> None:
    """The name of a file is an address, words are none."""
    assert _only(pdf="papers/nets-of_words.pdf").papers == ("papers/nets-of_words.pdf",)
    assert _only(pdf="see our papers").links == ()


def test_links_that_lead_to_no_paper() -> None:
    """An address of code counts for the paper's only where there is no other."""
    code, page = "https://github.com/a/b", "https://arxiv.org/abs/2301.00001"
    assert _only(url=code).papers == (code,)
    assert _only(url=[code, page]).papers == (page,)


def test_identifiers_are_links() -> None:
    """Identifiers in whatever field lead to the paper, each once; what is none is passed over."""
    entry = _only(
        ids=["arxiv:2301.00001", "nets"],
        doi="https://doi.org/10.1000/x1",
        arxiv="2301.00002v3",
        venue="arXiv:2301.00003",
        externalIds={"ArXiv": "2301.00001", "DOI": "10.1000/x2", "MAG": "17", "CorpusId": 12, "ACL": "nets and words"},
    )
    assert entry.papers == (
        "https://arxiv.org/abs/2301.00001",
        "https://doi.org/10.1000/x1",
        "https://arxiv.org/abs/2301.00002",
        "https://arxiv.org/abs/2301.00003",
        "https://doi.org/10.1000/x2",
        "https://api.semanticscholar.org/CorpusID:12",
    )
    assert [str(link.label) for link in entry.links] == ["arxiv", "doi", "arxiv", "arxiv", "doi", "corpusid"]
    assert _only(doi="nets", arxiv="words", externalIds="nets", ids=17).papers == ()


CLAIMS: dict[str, tuple[dict[str, Any], Claim]] = {
    "both": ({"venue": "ACL", "year": 2022}, Claim(venue="ACL", year=2022)),
    "a venue with its year": ({"venue": "ACL 2022"}, Claim(venue="ACL", year=2022)),
    "a year of its own": ({"venue": "ACL 2022", "year": "2021"}, Claim(venue="ACL", year=2021)),
    "an unknown venue": ({"venue": "Words of Ours"}, Claim(venue="Words of Ours")),
    "a date": ({"date": "17 May 2001"}, Claim(year=2001)),
    "a fraction": ({"year": 2001.0}, Claim(year=2001)),
    "no year": ({"year": "soon"}, Claim()),
    "nothing": ({}, Claim()),
}


@pytest.mark.parametrize(("fields", "claim"), CLAIMS.values(), ids=CLAIMS.keys())
def test_claims(fields: dict[str, Any], claim: Claim) -> None:
    """Venue and year are as their fields say."""
    assert _only(**fields).claim == claim


def test_headings() -> None:
    """A list of headings is a path, a text is one heading."""
    assert _only(headings=["Nets", "", None, "Deep"]).headings == ("Nets", "Deep")
    assert _only(category="Nets").headings == ("Nets",)


def test_a_link_in_the_midst_of_a_title() -> None:
    """A Markdown link in a title is its link, and its label a part of it."""
    entry = _only(title="[Nets](http://x.org/1) of Words")
    assert (entry.title, entry.links) == ("Nets of Words", (Link(url="http://x.org/1", label="Nets"),))


TABLES = {
    "a cell too long": (f"title,note\nA,{'x' * 200_000}\nB,\n", [(3, "B")], [2]),
    "a quote that never ends": ('title,note\nA,\n"B', [(2, "A"), (3, "B")], []),
    "blank rows": ("title,note\n\n,\n , \nA,\n\n", [(5, "A")], []),
    "cells too many": ("title\nNets, of, Words\n", [(2, "Nets, of, Words")], []),
    "cells too few": ("note,title\nA\nx,B\n", [(3, "B")], [2]),
    "a title below the beginning of its row": (
        'note,title\n"a\n\nb","Nets of Words\nand Minds"\n',
        [(4, "Nets of Words and Minds")],
        [],
    ),
    "lines in a title": ('title\n"Nets\nof\nWords"\nB\n', [(2, "Nets of Words"), (5, "B")], []),
    "a header alone": ("\ntitle,note\n", [], []),
    "nothing": ("", [], []),
}


@pytest.mark.parametrize(("text", "entries", "told"), TABLES.values(), ids=TABLES.keys())
def test_tables_that_are_broken(text: str, entries: list[tuple[int, str]], told: list[int]) -> None:
    """Rows that cannot be read or have no title are told, and all others are on their lines."""
    read = read_csv(text)
    assert [(entry.line, entry.title) for entry in read.entries] == entries
    assert [problem.line for problem in read.problems] == told


def test_tabs_part_nothing_but_cells() -> None:
    """In a table of tabs commas and semicolons are part of the cells."""
    (entry,) = read_tsv("title\tnote\nNets, Words; Minds\tx, y\n").entries
    assert entry.title == "Nets, Words; Minds"


@pytest.mark.parametrize("text", ["title\n" + '"' * 50_000, "title\n" + "," * 50_000, "title\n" + "a\n" * 20_000])
def test_hostile_tables_cost_little(text: str) -> None:
    """Tables of quotes, commas and rows without end are read in time with their length."""
    assert seconds(read_csv, text=text) < SOON
