"""DOIs in the one form in which equal ones are equal. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pipeline.identifiers.address import LONGEST, without_end

_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_RESOLVER = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/+|doi:\s*", re.IGNORECASE)
_TIMES_QUOTED = 4
"""How often a DOI may be percent-encoded; some URLs are twice."""


def _simpler(text: str) -> str:
    plain = text.lstrip()
    if resolver := _RESOLVER.match(plain):
        plain = plain[resolver.end() :]
        # In a URL a `?` or `#` that belongs to the DOI is percent-encoded.
        plain = re.split(r"[?#]", plain, maxsplit=1)[0] if "/" in resolver[0] else plain
    # A BibTeX file writes `_` with a backslash.
    return without_end(unquote(plain).replace("\\_", "_"))


def normalise_doi(text: str) -> str | None:
    """Give a DOI in lower case and without resolver, prefix or trailing punctuation; None when it is none."""
    if len(text) > LONGEST:
        return None
    # Until nothing changes, so that a normalised DOI stays what it is.
    for _ in range(_TIMES_QUOTED + 1):
        simpler = _simpler(text)
        if simpler == text:
            break
        text = simpler
    else:
        return None
    sound = _DOI.fullmatch(text) and text.isprintable() and "\ufffd" not in text
    return text.lower() if sound else None
