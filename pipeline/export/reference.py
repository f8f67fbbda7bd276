"""Rows of a snapshot → references, as every format of citations prints them. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.curated.raw import UNSEEN
from pipeline.export.kinds import Kind, kind_of_venue
from pipeline.identifiers import Identifier, Scheme, url_of
from pipeline.titles import collapse
from pipeline.venues import is_preprint_server

Row = Mapping[str, Any]
"""A row of a table of a snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A work as it is cited; its texts are one line each and hold nothing that cannot be seen."""

    key: str
    kind: Kind
    title: str
    authors: tuple[str, ...]
    authors_complete: bool
    year: int | None
    published: date | None
    """Day of publication, where it lies in `year`."""
    venue: str | None
    """Where it appeared; None for a preprint."""
    arxiv_id: str | None
    arxiv_class: str | None
    doi: str | None
    url: str | None
    withdrawn: bool


HIDDEN: dict[int, str | None] = {**UNSEEN, **dict.fromkeys((0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))}
"""What nobody sees and no script needs: controls, marks of direction, blanks without width. For `str.translate`."""
_TOLD = {"journal": Kind.ARTICLE, "conference": Kind.PAPER}
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9:./_-]+", re.ASCII)
_LONGEST_KEY = 80
_SCHEMES = ((Scheme.DOI, "doi"), (Scheme.ARXIV, "arxiv_id"), (Scheme.ACL, "acl_id"), (Scheme.CORPUSID, "s2_corpus_id"))


def seen(text: str | None) -> str:
    """A text of a list or a service on one line, without controls and marks that turn the direction of writing."""
    return collapse((text or "").translate(HIDDEN))


def references(entries: Iterable[Row], works: Iterable[Row]) -> tuple[Reference, ...]:
    """Every work that an entry was matched to, once, in the list's order.

    Args:
        entries: Rows of the table `entries`, in list order.
        works: Rows of the table `works`.
    """
    by_id = {str(work["work_id"]): work for work in works}
    named = dict.fromkeys(str(entry["work_id"]) for entry in entries if entry["work_id"] is not None)
    return tuple(_reference(by_id[name]) for name in named)


def _reference(work: Row) -> Reference:
    venue = seen(work["venue_raw"] or work["venue"]) if _is_published(work) else ""
    year = work["year"]
    day = work["publication_date"]
    return Reference(
        key=key_of(str(work["work_id"])),
        kind=_kind(work),
        title=seen(work["title"]),
        authors=tuple(name for author in work["authors"] if (name := seen(author["name"]))),
        # An older schema did not say.
        authors_complete=work["authors_complete"] is not False,
        year=year,
        published=day if day is not None and day.year == year else None,
        venue=venue or None,
        arxiv_id=work["arxiv_id"],
        arxiv_class=work["arxiv_primary_category"],
        doi=work["doi"],
        url=best_url(work),
        withdrawn=bool(work["withdrawn"]),
    )


def key_of(work_id: str) -> str:
    """The key of a work, from its name alone, which it keeps: no other work and no new title or year changes the key.

    What BibTeX takes in no key is left out; then a digest of the name keeps two keys apart.
    """
    key = _NOT_IN_KEY.sub("-", work_id).strip("-")
    if key == work_id and len(key) <= _LONGEST_KEY:
        return key
    return f"{key[:_LONGEST_KEY]}-{hashlib.sha256(work_id.encode()).hexdigest()[:8]}"


def best_url(work: Row) -> str | None:
    """The steadiest address of a work; None where none is known."""
    found = (url_of(Identifier(scheme, str(work[column]))) for scheme, column in _SCHEMES if work[column] is not None)
    return next(filter(None, found), None)


def _is_published(work: Row) -> bool:
    venue = work["venue"]
    return venue is not None and not is_preprint_server(venue)


def _kind(work: Row) -> Kind:
    """What a work is: by the kind of venue that a service tells, else by the venue's name."""
    if not _is_published(work):
        return Kind.PREPRINT if work["arxiv_id"] is not None else Kind.OTHER
    told = _TOLD.get((work["venue_type"] or "").lower())
    return told or kind_of_venue(seen(work["venue"]), seen(work["venue_raw"]))
