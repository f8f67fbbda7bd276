"""A record of any of the shapes that corpora have → a work. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from pipeline.bulk.details import COLUMNS as OF_DETAILS
from pipeline.bulk.details import LeaveOut, details_of
from pipeline.bulk.values import RecordError, is_given, plain, printable
from pipeline.bulk.works import CorpusWork
from pipeline.identifiers import Scheme, parse_identifier, read_identifier
from pipeline.matching.people import split_names

ID_COLUMNS = ("work_id", "corpusid", "id")
"""What names a work, the first that is there."""
_SCHEMES = {
    "acl": Scheme.ACL,
    "acl_id": Scheme.ACL,
    "arxiv": Scheme.ARXIV,
    "arxiv_id": Scheme.ARXIV,
    "corpusid": Scheme.CORPUSID,
    "corpus_id": Scheme.CORPUSID,
    "doi": Scheme.DOI,
    "s2_paper_id": Scheme.S2,
    "s2_corpus_id": Scheme.CORPUSID,
}
"""Columns and keys that hold identifiers, in small letters."""
_NAMING = (Scheme.ARXIV, Scheme.DOI)
"""Schemes of identifiers that a corpus may name its works by."""
_NESTED = ("externalids", "externalIds")
COLUMNS = frozenset(
    {*ID_COLUMNS, *_SCHEMES, *_NESTED, "title", "authors", "authors_parsed", "authors_complete", "year"}
    | {"versions", "update_date"}
    | OF_DETAILS
)
"""All that is read of a record."""
_PAIR = 2
_LONGEST_TITLE = 3000
"""Characters beyond which a text is no title."""
_MOST_AUTHORS = 5000
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def parse_record(line: bytes | str) -> Mapping[str, Any]:
    """Read a line of JSON that is an object.

    Raises:
        RecordError: It is none.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"expected a JSON object, found something else ({error}).") from None
    if not isinstance(record, dict):
        raise RecordError(f"expected a JSON object, found {type(record).__name__}.")
    return record


def id_of(record: Mapping[str, Any]) -> str:
    """What names a work.

    Raises:
        RecordError: Nothing does.
    """
    name = _name_of(record)
    if name is None:
        where = ", ".join(ID_COLUMNS)
        there = "no value" if record.keys() & set(ID_COLUMNS) else _keys(record)
        raise RecordError(f"expected one of {where} that names the work, found {there}.")
    if isinstance(name, bool) or not isinstance(name, str | int | float):
        raise RecordError(f"expected an id that is a text or a number, found {type(name).__name__}.")
    if isinstance(name, float) and not isfinite(name):
        raise RecordError(f"expected an id that is a text or a number, found {name}.")
    return printable(plain(name))


def _name_of(record: Mapping[str, Any]) -> object:
    """The first value that may name a work; a blank text is none, nor is NaN, which a column with gaps has there."""
    there = (record.get(key) for key in ID_COLUMNS)
    return next((name for name in there if is_given(name) and str(name).strip()), None)


def work_of(record: Mapping[str, Any], leave_out: LeaveOut) -> CorpusWork:
    """Read a work of any known shape.

    Known are our own columns (`work_id`, `title`, `authors`, `year`, `arxiv_id`, `doi`), the `papers` records of
    Semantic Scholar (`corpusid`, `externalids`, authors with `name`) and arXiv's snapshot (`id`, `authors_parsed`).

    Args:
        record: What was read.
        leave_out: Takes details that are of a wrong type; nothing is matched by them, so the work stays one.

    Raises:
        RecordError: It is none; what is not there is allowed, what it is found by and is of a wrong type is not.
    """
    work_id = id_of(record)
    external = _external(record)
    if "title" not in record:
        raise RecordError(f"expected a title, found {_keys(record)}.")
    title = record["title"]
    if not isinstance(title, str | None):
        raise RecordError(f"expected a title that is a text, found {type(title).__name__}.")
    if len(title or "") > _LONGEST_TITLE:
        raise RecordError(f"expected a title of up to {_LONGEST_TITLE} characters, found {len(title or '')}.")
    return CorpusWork(
        work_id=work_id,
        title=printable(title or ""),
        names=tuple(map(printable, names_of(record))),
        complete=record.get("authors_complete") is not False,
        year=_year_of(record),
        identifiers=tuple(map(printable, identifiers_of(record, external))),
        details=details_of(record, external, leave_out),
    )


def names_of(record: Mapping[str, Any]) -> list[str]:
    """The authors of a work: a list of names, of objects with a `name`, arXiv's parsed names, or a text.

    Raises:
        RecordError: They are something else.
    """
    parsed = record.get("authors_parsed")
    if isinstance(parsed, list) and all(isinstance(name, list) for name in parsed):
        return [" ".join(str(part) for part in (*name[1:2], *name[:1]) if part) for name in parsed if name]
    authors = record.get("authors")
    if isinstance(authors, str):
        return list(split_names(authors))
    if not isinstance(authors, list | None):
        raise RecordError(f"expected authors as a list or a text, found {type(authors).__name__}.")
    names = [each.get("name") if isinstance(each, dict) else each for each in (authors or ())[:_MOST_AUTHORS]]
    if wrong := next((name for name in names if not isinstance(name, str | None)), None):
        raise RecordError(f"expected authors' names as texts, found {type(wrong).__name__}.")
    return [name for name in names if name]


def _year_of(record: Mapping[str, Any]) -> int | None:
    year = record.get("year")
    text = plain(year).strip() if isinstance(year, str | int | float) and not isinstance(year, bool) else ""
    if text.isascii() and text.isdigit() and len(text) <= len("2023"):
        return int(text) or None
    if year not in (None, "") and year == year:  # noqa: PLR0124  a column with gaps has NaN there
        raise RecordError(f"expected a year such as 2023, found {str(year)[:40]!r}.")
    return _year_of_arxiv(record)


def _year_of_arxiv(record: Mapping[str, Any]) -> int | None:
    """The year of a preprint's first version, else that of its last change."""
    versions = record.get("versions")
    first = versions[0] if isinstance(versions, list) and versions else None
    created = first.get("created") if isinstance(first, dict) else None
    for text in (created, record.get("update_date")):
        if found := _YEAR.search(str(text or "")):
            return int(found[0])
    return None


def _external(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The identifiers that a record of Semantic Scholar holds in an object; also as JSON, or as pairs of a Parquet map.

    Raises:
        RecordError: They are something else.
    """
    nested = next((record[key] for key in _NESTED if is_given(record.get(key))), None)
    if isinstance(nested, str) and nested.strip() not in ("", "null"):
        try:
            nested = parse_record(nested)
        except RecordError as error:
            raise RecordError(f"expected externalids as an object: {error}") from None
    if isinstance(nested, list) and all(isinstance(pair, tuple | list) and len(pair) == _PAIR for pair in nested):
        nested = {str(key): value for key, value in nested}
    if isinstance(nested, dict):
        return nested
    if nested is None or isinstance(nested, str):
        return {}
    raise RecordError(f"expected externalids to be an object, found {type(nested).__name__}.")


def identifiers_of(record: Mapping[str, Any], external: Mapping[str, Any]) -> list[str]:
    """The identifiers of a work, in canonical form; what names a work may be one: an arXiv id, a DOI.

    Args:
        record: Of any known shape.
        external: Its `externalids`, where it has any.
    """
    pairs = [*record.items(), *external.items()]
    found = []
    for key, value in pairs:
        scheme = _SCHEMES.get(str(key).lower())
        if scheme and value not in (None, "") and (known := parse_identifier(f"{scheme}:{plain(value)}")):
            found.append(str(known))
    name = _name_of(record)
    if isinstance(name, str):
        tried = (read_identifier(name), *(parse_identifier(f"{scheme}:{name}") for scheme in _NAMING))
        found += [str(known) for known in tried if known and known.scheme in _NAMING][:1]
    return list(dict.fromkeys(found))


def _keys(record: Mapping[str, Any]) -> str:
    return ", ".join(sorted(map(str, record))[:8]) or "nothing"
