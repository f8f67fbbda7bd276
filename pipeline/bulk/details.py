"""What a record says of a work beside what it is found by, of any of the shapes that corpora have; as a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa

from pipeline.bulk.values import calendar_day, count_of, day_of, flag_of, is_given, text_of, texts_of
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

_Reader = Callable[[object, str], Any]
_READERS: Mapping[str, tuple[str, _Reader]] = {
    "publication_date": ("publication_date", day_of),
    "publicationdate": ("publication_date", day_of),
    "venue_type": ("venue_type", text_of),
    "arxiv_version": ("arxiv_version", count_of),
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


def details_of(record: Mapping[str, Any], external: Mapping[str, Any]) -> Details:
    """Read what a record says of a work, each of which may be missing.

    Args:
        record: Of any known shape.
        external: Its `externalids`, where it has any.

    Raises:
        RecordError: Something is of a wrong type, or longer than any.
    """
    found: dict[str, Any] = _of_arxiv(record) if isinstance(record.get("versions"), list) else {}
    for name, value in record.items():
        known = _READERS.get(name)
        if known and is_given(value):
            field, read = known
            found.setdefault(field, read(value, name))
    if (venue := _venue_of(record)) is not None:
        found["venue"] = venue
    if is_given(dblp := external.get("DBLP")):
        found.setdefault("dblp_key", text_of(dblp, "DBLP"))
    return Details(**found) if found else NO_DETAILS


def _venue_of(record: Mapping[str, Any]) -> str | None:
    """The venue, else the journal that a record of Semantic Scholar names."""
    for name in _VENUES:
        if is_given(value := record.get(name)) and (venue := text_of(value, name)):
            return venue
    journal = record.get("journal")
    named = journal.get("name") if isinstance(journal, dict) else journal
    return text_of(named, "journal") if is_given(named) else None


def _of_arxiv(record: Mapping[str, Any]) -> dict[str, Any]:
    """What arXiv's snapshot says in its own way: categories in one text, the primary one first, and versions."""
    categories = record.get("categories")
    told = text_of(categories, "categories") if is_given(categories) else None
    names = tuple(dict.fromkeys((told or "").split()))
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
