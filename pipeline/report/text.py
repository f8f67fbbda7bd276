"""Texts and addresses of lists and services, made fit for a page: short, and linked only where a link is safe. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

LONGEST = 300
"""Characters of a text that a page shows; the tables hold all of it."""
_LONGEST_URL = 2_000
"""Characters of an address that any browser takes."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing; where a text cannot be isolated it would turn its neighbours, too."""
_SHOWN_AUTHORS = 3


def clip(text: str, longest: int = LONGEST) -> str:
    """A text on one line, without control characters, cut at `longest` characters."""
    # What is cut off is not looked through: a text may be as long as a list.
    shown = " ".join(_CONTROLS.sub(" ", text[: 4 * longest]).split())
    return shown if len(shown) <= longest and len(text) <= 4 * longest else f"{shown[: longest - 1].rstrip()}…"


def plain(text: str, longest: int = LONGEST) -> str:
    """The same for places without markup (attributes, options, the page's title): nothing turns the direction."""
    return clip(_DIRECTIONS.sub("", text[: 4 * longest]), longest)


def safe_url(url: str | None) -> str | None:
    """A URL that a page may link to: http or https with a host, of a length that browsers take; else None."""
    if url is None or len(url) > _LONGEST_URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def links_of(work: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Where a work can be read or looked up, by what the link is called, the surest first.

    Args:
        work: A row of `works`, with its identifiers.
    """
    addresses = (
        ("arXiv", "https://arxiv.org/abs/", work["arxiv_id"]),
        ("DOI", "https://doi.org/", work["doi"]),
        ("ACL", "https://aclanthology.org/", work["acl_id"]),
        ("S2", "https://api.semanticscholar.org/CorpusID:", work["s2_corpus_id"]),
    )
    made = ((label, safe_url(f"{base}{quote(str(value))}")) for label, base, value in addresses if value)
    return tuple((label, url) for label, url in made if url)


def authors_of(names: Sequence[str], *, complete: bool) -> str:
    """The first few authors, and whether there are others."""
    shown = ", ".join(clip(name, 80) for name in names[:_SHOWN_AUTHORS])
    return f"{shown} and others" if shown and (len(names) > _SHOWN_AUTHORS or not complete) else shown
