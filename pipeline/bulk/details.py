"""What a record says of a work beside what it is found by, of any of the shapes that corpora have; as a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

import pyarrow as pa

from pipeline.bulk.values import (
    RecordError,
    calendar_day,
    count_of,
    day_of,
    flag_of,
    is_given,
    text_of,
    texts_of,
    version_of,
)
from pipeline.sources.details import NO_DETAILS, Details
from pipeline.sources.withdrawn import is_withdrawn

_STRINGS = pa.list_(pa.field("item", pa.string(), nullable=False))
SCHEMA = pa.schema(
    [
        pa.field("publication_date", pa.date32()),
        pa.field("venue", pa.string()),
        pa.field("venue_type", pa.string()),
        pa.field("arxiv_version", pa.int32()),
        pa.field("arxiv_primary_category", pa.string()),
        pa.field("arxiv_categories", _STRINGS, nullable=False),
        pa.field("dblp_key", pa.string()),
        pa.field("citation_count", pa.int32()),
        pa.field("citation_source", pa.string()),
        pa.field("citation_count_as_of", pa.date32()),
        pa.field("influential_citation_count", pa.int32()),
        pa.field("reference_count", pa.int32()),
        pa.field("is_open_access", pa.bool_()),
        pa.field("open_access_pdf_url", pa.string()),
        pa.field("fields_of_study", _STRINGS, nullable=False),
        pa.field("publication_types", _STRINGS, nullable=False),
        pa.field("journal_ref", pa.string()),
        pa.field("comment", pa.string()),
        pa.field("withdrawn", pa.bool_()),
    ]
)
"""The columns of a table of details, those of `Details`."""
_LISTS = tuple(field.name for field in SCHEMA if field.type == _STRINGS)

_Value = TypeVar("_Value")
_Reader = Callable[[object, str], Any]
_READERS: Mapping[str, tuple[str, _Reader]] = {
    "publication_date": ("publication_date", day_of),
    "publicationdate": ("publication_date", day_of),
    "venue_type": ("venue_type", text_of),
    "arxiv_version": ("arxiv_version", version_of),
    "arxiv_primary_category": ("arxiv_primary_category", text_of),
    "arxiv_categories": ("arxiv_categories", texts_of),
    "dblp_key": ("dblp_key", text_of),
    "citation_count": ("citation_count", count_of),
    "citationcount": ("citation_count", count_of),
    "citation_source": ("citation_source", text_of),
    "citation_count_as_of": ("citation_count_as_of", day_of),
    "citation_date": ("citation_count_as_of", day_of),
    "influential_citation_count": ("influential_citation_count", count_of),
    "influentialcitationcount": ("influential_citation_count", count_of),
    "reference_count": ("reference_count", count_of),
    "referencecount": ("reference_count", count_of),
    "is_open_access": ("is_open_access", flag_of),
    "isopenaccess": ("is_open_access", flag_of),
    "open_access_pdf_url": ("open_access_pdf_url", text_of),
    "fields_of_study": ("fields_of_study", texts_of),
    "s2fieldsofstudy": ("fields_of_study", partial(texts_of, key="category")),
    "publication_types": ("publication_types", texts_of),
    "publicationtypes": ("publication_types", texts_of),
    "journal_ref": ("journal_ref", text_of),
    "journal-ref": ("journal_ref", text_of),
    "comment": ("comment", text_of),
    "comments": ("comment", text_of),
    "withdrawn": ("withdrawn", flag_of),
}
"""What is read by which name: our own columns, the `papers` of Semantic Scholar, arXiv's snapshot."""
_VENUES = ("venue_raw", "venue")
"""A venue as its source prints it goes before the name that we have for it."""
COLUMNS = frozenset({*_READERS, *_VENUES, "journal", "categories", "versions", "abstract"})
"""All that is read of a record, beside `externalids`."""
_CREATED = re.compile(r"\b(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_VERSION = re.compile(r"v([1-9]\d{0,3})")


LeaveOut = Callable[[str, str], None]
"""Takes the name of a detail that cannot be read, and what is to be said of it."""


def details_of(record: Mapping[str, Any], external: Mapping[str, Any], leave_out: LeaveOut) -> Details:
    """Read what a record says of a work, each of which may be missing.

    Args:
        record: Of any known shape.
        external: Its `externalids`, where it has any.
        leave_out: Takes what is of a wrong type, or longer than any; the rest is read.
    """

    def value(name: str, read: Callable[[object, str], _Value], given: object) -> _Value | None:
        try:
            return read(given, name) if is_given(given) else None
        except RecordError as error:
            leave_out(name, str(error))
            return None

    found: dict[str, Any] = {}
    if isinstance(record.get("versions"), list):
        found = _of_arxiv(record, value("categories", _categories_of, record.get("categories")) or ())
    for name, given in record.items():
        known = _READERS.get(name)
        if known and found.get(known[0]) in (None, ()) and (read := value(name, known[1], given)) is not None:
            found[known[0]] = read
    venues = (value(name, text_of, record.get(name)) for name in _VENUES)
    found["venue"] = next(filter(None, venues), None) or value("journal", text_of, _journal_of(record))
    found["dblp_key"] = found.get("dblp_key") or value("DBLP", text_of, external.get("DBLP"))
    return Details(**found)


def _journal_of(record: Mapping[str, Any]) -> object:
    """The journal that a record of Semantic Scholar names, which counts where there is no venue."""
    journal = record.get("journal")
    return journal.get("name") if isinstance(journal, dict) else journal


def _categories_of(value: object, what: str) -> tuple[str, ...]:
    """Categories in one text, as arXiv's snapshot has them, or in a list, as some copies of it have."""
    told = texts_of(value, what) if isinstance(value, list) else (text_of(value, what) or "",)
    return tuple(dict.fromkeys(name for text in told for name in text.split()))


def _of_arxiv(record: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """What arXiv's snapshot says in its own way: categories, the primary one first, and versions."""
    versions = [each for each in record["versions"] if isinstance(each, dict)]
    number = _VERSION.fullmatch(str(versions[-1].get("version"))) if versions else None
    summary = record.get("abstract")
    comment = record.get("comments")
    withdrawn = is_withdrawn(
        comment if isinstance(comment, str) else None, summary.strip() if isinstance(summary, str) else None
    )
    return {
        "arxiv_categories": names,
        "arxiv_primary_category": names[0] if names else None,
        "arxiv_version": int(number[1]) if number else None,
        "publication_date": _created_on(versions[0]) if versions else None,
        "withdrawn": withdrawn,
    }


def _created_on(version: Mapping[str, Any]) -> date | None:
    """The day of a version, as `Thu, 17 Jun 2021 17:37:18 GMT` says it."""
    found = _CREATED.search(str(version.get("created")))
    return calendar_day(int(found[3]), 1 + _MONTHS.index(found[2]), int(found[1])) if found else None


def with_details(table: pa.Table, details: Sequence[Details | None]) -> pa.Table:
    """A table with details beside its columns, row by row; nothing is said of a work without any."""
    told = [each or NO_DETAILS for each in details]
    for field in SCHEMA:
        table = table.append_column(field, pa.array([getattr(each, field.name) for each in told], field.type))
    return table


def details_in(table: pa.Table) -> Iterator[Details]:
    """The details of a table that has the columns of `SCHEMA`, in its order."""
    for row in table.select(SCHEMA.names).to_pylist():
        yield Details(**(row | {name: tuple(row[name]) for name in _LISTS}))
