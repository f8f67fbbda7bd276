"""Catalogues are read, found in, and the bundled one holds facts only."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pipeline import bundled
from pipeline.errors import ListError
from pipeline.identifiers import Identifier, Scheme, parse_identifier
from pipeline.sandbox.catalogue import Catalogue, CatalogueWork, Figure, read_catalogue
from tests.catalogue.write import catalogue as rewritten_catalogue
from tests.evaluation import needs_evaluation_data
from tests.sandbox import ATTENTION, BERT, OLD, TURING, a_catalogue, a_library


def test_a_line_becomes_a_work() -> None:
    """A line's facts become a work; keys the sandbox has no use for and blank lines are passed over."""
    read = read_catalogue('\n{"title": " A ", "authors": ["B"], "role": "listed", "openreview_id": "x"}\n\n', "c.jsonl")

    assert read.works == (CatalogueWork(title="A", authors=("B",)),)


def test_a_work_answers_to_what_was_merged_into_it() -> None:
    """An identifier of a record that was merged leads to the work, which does not bear it; a bearer goes first."""
    merged = {
        "title": "A",
        "authors": ["B"],
        "arxiv_id": "2001.00001",
        "merged_ids": ["doi:10.1000/gone", "doi:10.1000/kept"],
    }
    catalogue = a_catalogue(merged, {"title": "C", "authors": ["D"], "doi": "10.1000/kept"})

    gone = catalogue.find(Identifier(Scheme.DOI, "10.1000/gone"))
    kept = catalogue.find(Identifier(Scheme.DOI, "10.1000/kept"))

    assert gone is not None
    assert kept is not None
    assert (gone.title, kept.title) == ("A", "C")
    assert Identifier(Scheme.DOI, "10.1000/gone") not in gone.identifiers


def test_a_line_separator_inside_a_title_does_not_end_the_line() -> None:
    """Only a line feed ends a line; the other separators of Unicode may stand in a title."""
    read = read_catalogue('{"title": "A\u2028B\u0085C", "authors": []}\n{"title": "D", "authors": []}', "c.jsonl")

    assert [work.title for work in read.works] == ["A\u2028B\u0085C", "D"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        "7",
        '"title"',
        "{}",
        '{"authors": ["A"]}',
        '{"title": null}',
        '{"title": 7}',
        '{"title": "A", "citations": [{"count": 1}]}',
        '{"title": "A", "citations": [7]}',
    ],
)
def test_a_line_that_is_no_work_is_named(line: str) -> None:
    """A line that is no JSON object with a title is refused, and the message names its place."""
    with pytest.raises(ListError, match=r"c\.jsonl:2: expected a work as a JSON object with at least a title"):
        read_catalogue(f'{{"title": "A"}}\n{line}\n', "c.jsonl")


@pytest.mark.parametrize(
    ("identifier", "title"),
    [
        ("arxiv:1706.03762", ATTENTION["title"]),
        ("corpusid:13756489", ATTENTION["title"]),
        ("s2:204e3073870fae3d05bcbc2f6a8e263d9b72e776", ATTENTION["title"]),
        ("doi:10.18653/v1/n19-1423", BERT["title"]),
        ("acl:N19-1423", BERT["title"]),
        ("doi:10.1093/mind/lix.236.433", TURING["title"]),
        ("arxiv:quant-ph/0201082", OLD["title"]),
        ("arxiv:1706.99999", None),
        ("doi:10.1000/unknown", None),
        ("openreview:HyxY6JHKwr", None),
    ],
)
def test_a_work_is_found_by_its_identifiers(identifier: str, title: str | None) -> None:
    """A work answers to each of its identifiers, a DOI in any case, and to no other."""
    asked = parse_identifier(identifier)

    assert asked is not None
    found = a_library().find(asked)
    assert (found.title if found else None) == title


def test_of_two_works_with_one_identifier_the_first_answers() -> None:
    """An identifier that two lines claim belongs to the first of them."""
    found = a_catalogue(ATTENTION, {**BERT, "arxiv_id": ATTENTION["arxiv_id"]})

    assert found.find(Identifier(Scheme.ARXIV, "1706.03762")) == found.works[0]


def test_real_ids_are_kept() -> None:
    """A work whose ids are known bears them."""
    work = a_catalogue(ATTENTION).works[0]

    assert (work.paper_id, work.corpus_id) == (ATTENTION["s2_paper_id"], ATTENTION["s2_corpus_id"])


@pytest.mark.parametrize("facts", [BERT, TURING, OLD, {"title": "A", "authors": []}])
def test_made_up_ids_have_the_form_of_real_ones(facts: dict[str, Any]) -> None:
    """A made-up paperId looks like a real one, a made-up CorpusId lies above all real ones; both are found again."""
    library = a_catalogue(facts)
    work = library.works[0]

    assert re.fullmatch(r"[0-9a-f]{40}", work.paper_id)
    assert work.corpus_id >= 10_000_000_000
    assert library.find(Identifier(Scheme.S2, work.paper_id)) == work
    assert library.find(Identifier(Scheme.CORPUSID, str(work.corpus_id))) == work


def test_made_up_ids_stay_with_the_work() -> None:
    """A made-up id hangs on the work's own identifier, not on its place in the file or its spelling."""
    first = a_catalogue(BERT).works[0]
    second = a_catalogue(ATTENTION, {**BERT, "title": "BERT", "venue": None}).works[1]

    assert (first.paper_id, first.corpus_id) == (second.paper_id, second.corpus_id)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], None),
        ([(5, "2023-01-01")], 5),
        ([(9, "2023-01-01"), (5, "2024-01-01")], 5),
        ([(5, "2024-01-01"), (9, "2023-01-01")], 5),
        ([(5, "2024-01-01"), (9, "2024-01-01"), (7, "2024-01-01")], 9),
    ],
)
def test_the_newest_figure_counts(counts: list[tuple[int, str]], expected: int | None) -> None:
    """Of several counts the newest is given, of one day the largest, of none none."""
    figures = tuple(Figure(count=count, source="Somebody", date=date) for count, date in counts)

    figure = CatalogueWork(title="A", authors=(), citations=figures).figure

    assert (figure.count if figure else None) == expected


# The bundled catalogue.

_MOST_CHARACTERS = {
    **dict.fromkeys(("title", "venue", "citations.source", "authors", "dblp_key", "doi"), 300),
    **dict.fromkeys(("arxiv_id", "acl_id", "openreview_id", "pmlr_id", "other_arxiv_ids"), 40),
    **dict.fromkeys(("s2_paper_id",), 40),
    **dict.fromkeys(("citations.date", "role"), 10),
}
"""Every text the bundled catalogue may hold, and its longest length; an abstract fits nowhere."""

_NUMBERS = {"year", "year_published", "s2_corpus_id", "citations.count", "authors_complete"}


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """The bundled catalogue as it lies on disk."""
    text = bundled.bundled_file(bundled.CATALOGUE).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def library() -> Catalogue:
    """The bundled catalogue as the sandbox reads it."""
    file = bundled.bundled_file(bundled.CATALOGUE)
    return read_catalogue(file.read_text(encoding="utf-8"), file.name)


def _texts(key: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for inner, each in value.items() for pair in _texts(f"{key}.{inner}", each)]
    if isinstance(value, list):
        return [pair for each in value for pair in _texts(key, each)]
    return [(key, value)] if isinstance(value, str) else []


def test_the_bundled_catalogue_has_neighbours(lines: list[dict[str, Any]]) -> None:
    """At least 300 works stand beside those of the list, so that a search may hit the wrong one."""
    assert sum(line["role"] == "neighbour" for line in lines) >= 300


def test_every_bundled_work_can_be_described(lines: list[dict[str, Any]]) -> None:
    """Every work has a title, at least one named author, and a year."""
    for line in lines:
        assert line["title"].strip() == line["title"] != "", line
        assert line["authors"], line
        assert all(name.strip() for name in line["authors"]), line
        assert 1900 <= line["year"] <= 2100, line


def test_every_bundled_figure_says_who_counted_and_when(lines: list[dict[str, Any]]) -> None:
    """A count that nobody can be named for is not in the catalogue."""
    figures = [figure for line in lines for figure in line.get("citations", [])]

    assert figures
    for figure in figures:
        assert set(figure) == {"count", "source", "date"}, figure
        assert isinstance(figure["count"], int), figure
        assert figure["count"] >= 0, figure
        assert figure["source"].strip(), figure
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", figure["date"]), figure


def test_the_bundled_catalogue_holds_no_prose(lines: list[dict[str, Any]]) -> None:
    """Only known keys with short texts: no abstract, no summary, nothing that somebody wrote about a work."""
    for line in lines:
        for key, text in (pair for name, value in line.items() for pair in _texts(name, value)):
            assert len(text) <= _MOST_CHARACTERS[key], f"{line['title']}: {key} is {text[:80]!r}..."
        simple = {name for name in line if name != "citations"}
        assert simple <= _MOST_CHARACTERS.keys() | _NUMBERS, line["title"]


def test_every_bundled_identifier_is_well_formed(library: Catalogue) -> None:
    """Every identifier is one that a client may send, in canonical form."""
    for work in library.works:
        for identifier in work.identifiers:
            assert parse_identifier(str(identifier)) == identifier, work.title


@needs_evaluation_data
def test_the_bundled_catalogue_is_what_its_writer_writes(lines: list[dict[str, Any]]) -> None:
    """The file is generated; a line changed by hand would be lost with the next generation."""
    assert lines == rewritten_catalogue()
