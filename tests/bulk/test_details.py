"""Tests of what a record says of a work beside what it is found by."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bulk.details import SCHEMA, details_in, details_of, with_details
from pipeline.bulk.problems import Problem, stop
from pipeline.bulk.read import read_works
from pipeline.model import SourceRecord
from pipeline.sources.details import NO_DETAILS, Details

OWN: dict[str, Any] = {
    "venue": "NeurIPS",
    "venue_raw": "Neural Information Processing Systems",
    "venue_type": "conference",
    "publication_date": date(2021, 6, 17),
    "arxiv_version": 2,
    "arxiv_primary_category": "cs.CL",
    "arxiv_categories": ["cs.CL", "cs.AI"],
    "dblp_key": "conf/nips/X21",
    "citation_count": 12,
    "citation_count_as_of": date(2026, 1, 5),
    "influential_citation_count": 3,
    "reference_count": 40.0,
    "is_open_access": True,
    "open_access_pdf_url": "https://example.org/x.pdf",
    "fields_of_study": ["Computer Science"],
    "publication_types": ["Conference"],
    "journal_ref": "J. 1",
    "comment": "12  pages\n",
    "withdrawn": False,
}
DUMP: dict[str, Any] = {
    "venue": "",
    "journal": {"name": "Nature", "pages": "1", "volume": None},
    "publicationdate": "2021-06-17",
    "citationcount": 12,
    "influentialcitationcount": 0,
    "referencecount": None,
    "isopenaccess": False,
    "s2fieldsofstudy": [{"category": "Biology", "source": "s2"}, {"category": "Biology", "source": "external"}],
    "publicationtypes": None,
}
ARXIV: dict[str, Any] = {
    "journal-ref": "J. 1 (2021)",
    "comments": None,
    "categories": "cs.CL cs.AI",
    "abstract": "  This paper has been withdrawn by its author.",
    "versions": [
        {"version": "v1", "created": "Thu, 17 Jun 2021 17:37:18 GMT"},
        {"version": "v2", "created": "Sat, 16 Oct 2021 18:40:34 GMT"},
    ],
    "update_date": "2021-10-19",
}
SAID = {
    "own": (
        OWN,
        {},
        Details(
            venue="Neural Information Processing Systems",
            **{name: value for name, value in OWN.items() if name not in {"venue", "venue_raw"}}
            | {"arxiv_categories": ("cs.CL", "cs.AI"), "fields_of_study": ("Computer Science",)}
            | {"publication_types": ("Conference",), "comment": "12 pages"},
        ),
    ),
    "Semantic Scholar": (
        DUMP,
        {"DBLP": "journals/nature/X21"},
        Details(
            venue="Nature",
            publication_date=date(2021, 6, 17),
            citation_count=12,
            influential_citation_count=0,
            is_open_access=False,
            fields_of_study=("Biology",),
            dblp_key="journals/nature/X21",
        ),
    ),
    "arXiv": (
        ARXIV,
        {},
        Details(
            publication_date=date(2021, 6, 17),
            arxiv_version=2,
            arxiv_primary_category="cs.CL",
            arxiv_categories=("cs.CL", "cs.AI"),
            journal_ref="J. 1 (2021)",
            withdrawn=True,
        ),
    ),
    "the bundled facts": (
        {"citation_count": 7, "citation_source": "somebody", "citation_date": "2025-06-12"},
        {},
        Details(citation_count=7, citation_source="somebody", citation_count_as_of=date(2025, 6, 12)),
    ),
    "nothing": ({"venue": None, "citation_count": float("nan"), "publication_date": ""}, {}, NO_DETAILS),
}


def _said(record: dict[str, Any], external: dict[str, Any]) -> Details:
    """What is said by a record of which nothing is left out."""
    left_out: list[str] = []
    details = details_of(record, external, lambda name, _: left_out.append(name))
    assert not left_out
    return details


@pytest.mark.parametrize(("record", "external", "said"), SAID.values(), ids=SAID.keys())
def test_what_each_shape_says(record: dict[str, Any], external: dict[str, Any], said: Details) -> None:
    """Our own columns, the papers of Semantic Scholar, arXiv's snapshot: everything under one name; gaps stay gaps."""
    assert _said(record, external) == said


@pytest.mark.parametrize("name", ["c.jsonl", "c.parquet"])
def test_they_are_read_with_the_work(tmp_path: Path, name: str) -> None:
    """From lines and from columns, whose names are those that are read."""
    record = {"id": "1", "title": "A", "externalids": {"DBLP": "k"}} | DUMP
    if name == "c.parquet":
        pq.write_table(pa.Table.from_pylist([record]), tmp_path / name)
    else:
        (tmp_path / name).write_text(json.dumps(record), encoding="utf-8")
    ((_, work),) = read_works(tmp_path / name, stop)
    assert work.details == _said(DUMP, {"DBLP": "k"})


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a venue": ({"venue": 7}, "expected venue to be a text, found int"),
    "a venue that is a book": ({"venue": "a" * 5001}, "venue of up to 5000 characters, found 5001"),
    "a count": ({"citationcount": "many"}, "expected citationcount to be a whole number, found 'many'"),
    "half a count": ({"citation_count": 1.5}, "a whole number, found float"),
    "a count that is none": ({"reference_count": True}, "a whole number, found bool"),
    "a flag": ({"isopenaccess": "yes"}, "expected isopenaccess to be true or false, found 'yes'"),
    "a day": ({"publicationdate": "soon"}, "expected publicationdate to be a day such as 2023-05-29, found 'soon'"),
    "a day that is a number": ({"publicationdate": 2021}, "found int"),
    "a list": ({"publicationtypes": "Review"}, "expected publicationtypes to be a list, found 'Review'"),
    "a list of other things": ({"publicationtypes": [7]}, "each of publicationtypes to be a text, found int"),
    "a list without end": ({"fields_of_study": ["a"] * 1001}, "of up to 1000, found one of 1001"),
    "a list of objects": ({"fields_of_study": [{"category": "a"}]}, "to be a text, found dict"),
    "categories": ({"versions": [], "categories": 7}, "expected categories to be a text, found int"),
    "a venue that is an object": ({"venue": {"name": "ICML"}}, "expected venue to be a text, found dict"),
    "a day of a month": ({"publicationdate": "May 2020"}, "such as 2023-05-29, found 'May 2020'"),
    "nought for no": ({"withdrawn": 0}, "expected withdrawn to be true or false, found int"),
    "a key of dblp": ({"externalids": {"DBLP": 7}}, "expected DBLP to be a text, found int"),
    "a journal": ({"journal": [1]}, "expected journal to be a text, found list"),
}


@pytest.mark.parametrize(("record", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_of_a_wrong_type(tmp_path: Path, record: dict[str, Any], told: str) -> None:
    """It is left out and told with file and line, and the work stays one with all else that is said of it."""
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"id": "1", "title": "A", "journal_ref": "J."} | record), encoding="utf-8")
    problems: list[Problem] = []
    ((_, work),) = read_works(path, problems.append)
    (problem,) = problems
    assert work.title == "A"
    assert work.details is not None
    assert work.details.journal_ref == "J."
    assert (problem.path, problem.line, problem.records) == (str(path), 1, 0)
    assert problem.detail in record or problem.detail == "DBLP"
    assert told in str(problem)
    assert [each.work_id for _, each in read_works(path, stop)] == ["1"]


def test_another_name_of_what_is_left_out() -> None:
    """Where one column of a detail cannot be read, the next that holds it is."""
    left_out: list[str] = []
    record = {"publication_date": "soon", "publicationdate": "2021-06-17", "venue_raw": 7, "venue": "ICML"}
    said = details_of(record, {}, lambda name, _: left_out.append(name))
    assert (said.publication_date, said.venue) == (date(2021, 6, 17), "ICML")
    assert left_out == ["publication_date", "venue_raw"]


def test_categories_in_a_list() -> None:
    """Some copies of arXiv's snapshot have them so; the first is the primary one there too."""
    said = _said({"versions": [], "categories": ["cs.CL cs.AI", "cs.LG"]}, {})
    assert said.arxiv_categories == ("cs.CL", "cs.AI", "cs.LG")
    assert said.arxiv_primary_category == "cs.CL"


@pytest.mark.parametrize(
    "record",
    [
        {"citationcount": -1},
        {"citationcount": 1 << 40},
        {"arxiv_version": 0},
        {"arxiv_version": 40_000},
        {"versions": [{"version": "v40000"}]},
        {"publicationdate": "2021-02-30"},
        {"publicationdate": "2021-06"},
        {"publicationdate": "2021"},
        {"venue": " "},
        {"versions": [{"version": "vX", "created": "31 Feb 2021"}]},
        {"versions": ["v1"]},
    ],
)
def test_what_cannot_be_is_not_known(record: dict[str, Any]) -> None:
    """As where a service says it: no count below zero, no day that no calendar has, no part of a day."""
    said = _said(record, {})
    assert (said.citation_count, said.publication_date, said.venue, said.arxiv_version) == (None, None, None, None)


def test_days_of_tables() -> None:
    """A time is of its day, whether a column or a text has it; a count may be a text."""
    record = {"publication_date": datetime(2021, 6, 17, 23, tzinfo=UTC), "citation_count_as_of": "2021-06-18 00:00:00"}
    said = _said(record | {"citation_count": "7"}, {})
    assert (said.publication_date, said.citation_count_as_of) == (date(2021, 6, 17), date(2021, 6, 18))
    assert said.citation_count == 7


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=5)
_STRATEGIES = {
    "string": st.none() | _TEXTS,
    "int32": st.none() | st.integers(0, 2**31 - 1),
    "bool": st.none() | st.booleans(),
    "date32[day]": st.none() | st.dates(),
}
_ANY = st.builds(
    Details,
    **{field.name: _STRATEGIES.get(str(field.type), st.lists(_TEXTS, max_size=3).map(tuple)) for field in SCHEMA},
)


@given(st.lists(_ANY, max_size=4))
def test_a_table_holds_them(details: list[Details]) -> None:
    """What goes into a table comes out of it, in order; who says nothing has a row of gaps."""
    table = with_details(pa.table({"work_id": list(map(str, range(1 + len(details))))}), [*details, None])
    assert list(details_in(table)) == [*details, NO_DETAILS]


def test_columns_are_fields() -> None:
    """A field that is added has a column, in one order."""
    assert SCHEMA.names == [field.name for field in fields(Details)]


def test_a_record_has_each_of_them() -> None:
    """Under the same name, but for the count, of which it makes a figure."""
    counted = {"citation_count", "citation_source", "citation_count_as_of"}
    assert {each.name for each in fields(Details)} - counted <= {each.name for each in fields(SourceRecord)}
