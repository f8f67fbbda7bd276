"""Entries and works → the rows of a page's table. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import LinkCheck
from pipeline.report.text import authors_of, clip, links_of, safe_url
from pipeline.titles import Relation

MOST_ROWS = 5_000
"""Entries that a page shows: what a browser sorts and filters at once; `list.parquet` holds all."""
_BELOW = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
_FITTING = frozenset({LinkCheck.AGREES, LinkCheck.NONE, LinkCheck.NO_IDENTIFIER})
"""What is no fault of a link."""
_SAME_TITLE = frozenset({Relation.EXACT, Relation.TYPOGRAPHIC})
_OF_WORK = (
    *("work_id", "title", "authors", "authors_complete", "year", "venue", "citation_count", "stale"),
    *("arxiv_id", "doi", "acl_id", "s2_corpus_id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of the list and the work that it was matched to."""

    position: int
    line: int
    title: str
    """The work's; where there is none, the listed one."""
    url: str | None
    """The work's; where there is none the listed link, unless that leads elsewhere."""
    listed: str | None
    """The listed title, where it differs from the work's by more than typography."""
    authors: str
    trail: str
    """The headings above it."""
    chapter: int | None
    """Place of its chapter among those shown, from 0."""
    year: int | None
    venue: str | None
    citations: int | None
    status: str
    link_check: str
    bad_link: bool
    """Whether the paper is known and the link does not lead to it."""
    reason: str | None
    """The verdict's reason, where it is not that all is well."""
    links: tuple[tuple[str, str], ...]
    suggested: str | None
    suggested_url: str | None
    marks: tuple[str, ...]
    """What else it can be filtered by: its gravest finding, `stale`, `repeat`."""


def rows_of(
    entries: pa.Table,
    works: pa.Table,
    *,
    chapters: Sequence[str],
    places: Mapping[str, int],
    severities: Mapping[str, str],
) -> list[Row]:
    """The rows of the first entries, at most `MOST_ROWS`, in list order.

    Args:
        works: All that entries were matched to or that are suggested for them.
        chapters: The chapter of each entry.
        places: Place of each chapter that is shown.
        severities: The gravest finding of each entry that has one.
    """
    shown = entries.slice(0, MOST_ROWS)
    named = pa.concat_arrays(
        [chunk for name in ("work_id", "suggested_work_id") for chunk in shown[name].chunks],
    )
    wanted = works.filter(pc.is_in(works["work_id"], value_set=pc.drop_null(named))).select(list(_OF_WORK))
    by_id = {work["work_id"]: work for work in wanted.to_pylist()}
    return [
        _row(entry, by_id, places.get(chapter), severities.get(entry["entry_id"]))
        for entry, chapter in zip(shown.to_pylist(), chapters, strict=False)
    ]


def _row(
    entry: Mapping[str, Any], works: Mapping[str, Mapping[str, Any]], chapter: int | None, severity: str | None
) -> Row:
    work = works.get(entry["work_id"])
    suggested = works.get(entry["suggested_work_id"])
    links = links_of(work) if work else ()
    listed_url, fitting = safe_url(entry["link"]), entry["link_check"] in _FITTING
    suggested_links = links_of(suggested) if suggested else ()
    stale = entry["stale"] or bool(work and work["stale"])
    marks = ((severity, severity), ("stale", stale), ("repeat", entry["duplicate_of"]))
    return Row(
        position=entry["position"],
        line=entry["line"],
        title=clip(work["title"] if work else entry["title"]),
        url=links[0][1] if links else listed_url if not work and fitting else None,
        listed=clip(entry["title"]) if work and entry["relation"] not in _SAME_TITLE else None,
        authors=authors_of([each["name"] for each in work["authors"]], complete=work["authors_complete"])
        if work
        else "",
        trail=clip(_BELOW.join(entry["headings"]), 200),
        chapter=chapter,
        year=work["year"] if work else None,
        venue=clip(work["venue"], 80) if work and work["venue"] else None,
        citations=work["citation_count"] if work else None,
        status=entry["status"],
        link_check=entry["link_check"],
        bad_link=work is not None and not fitting,
        reason=clip(entry["reason"]) if work is None and entry["reason"] else None,
        links=(*links, *((("listed", listed_url),) if listed_url else ())),
        suggested=clip(suggested["title"]) if suggested else None,
        suggested_url=suggested_links[0][1] if suggested_links else None,
        marks=tuple(name for name, given in marks if name and given),
    )
