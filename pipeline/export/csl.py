"""References → CSL-JSON, which Zotero, Pandoc and citeproc read. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pipeline.export.kinds import Kind
from pipeline.export.names import parted
from pipeline.export.reference import Reference

_TYPES = {
    Kind.ARTICLE: "article-journal",
    Kind.PAPER: "paper-conference",
    Kind.PREPRINT: "article",
    Kind.THESIS: "thesis",
    Kind.REPORT: "report",
    Kind.OTHER: "document",
}
_PUBLISHES = frozenset({Kind.THESIS, Kind.REPORT})
"""Kinds that have a publisher where others have what contains them."""


def csl_item(reference: Reference) -> dict[str, Any]:
    """A reference as an item of CSL-JSON; an incomplete list of authors ends with `others`."""
    names = [_name(name) for name in reference.authors]
    if names and not reference.authors_complete:
        names.append({"literal": "others"})
    venue = "publisher" if reference.kind in _PUBLISHES else "container-title"
    day = reference.published
    parts = [day.year, day.month, day.day] if day else [reference.year]
    item = {
        "id": reference.key,
        "type": _TYPES[reference.kind],
        "title": reference.title,
        "author": names,
        "issued": {"date-parts": [parts]} if reference.year is not None else None,
        venue: reference.venue,
        "number": f"arXiv:{reference.arxiv_id}" if reference.arxiv_id and reference.venue is None else None,
        "archive": "arXiv" if reference.arxiv_id else None,
        "archive_location": reference.arxiv_id,
        "DOI": reference.doi,
        "URL": reference.url,
        "status": "withdrawn" if reference.withdrawn else None,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: str) -> dict[str, str]:
    parts = parted(name)
    if parts is None:
        return {"literal": name}
    told = {
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "family": parts.family,
        "suffix": parts.suffix,
    }
    return {part: words for part, words in told.items() if words}


def to_csl_json(references: Iterable[Reference]) -> str:
    """Print references as a JSON array; what no terminal should see is escaped."""
    return json.dumps([csl_item(each) for each in references], indent=2) + "\n"
