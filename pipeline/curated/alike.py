"""What stands behind one title as venues stand behind the others of its list is a venue, known or not. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.curated.words.claims import read_claim
from pipeline.curated.words.clean import CleanTitle
from pipeline.curated.words.wording import enough

_TAIL = re.compile(r",\s+(?P<inside>[A-Z][^,;]{2,90}?\s(?:19|20)\d\d)[\s.]*$")
"""`, Wiley Interdisciplinary Reviews 2010`."""
_FEWEST = 3


def _is_cut(listed: str, cleaned: CleanTitle) -> bool:
    found = _TAIL.search(listed)
    return found is not None and _TAIL.search(cleaned.title) is None


def cut_alike(listed: Sequence[str], cleaned: Sequence[CleanTitle]) -> list[CleanTitle]:
    """Cut `, Book 2019` off a title where most titles of the list end in a venue and a year that were known for such.

    Args:
        listed: The titles as listed, in the list's order.
        cleaned: What each was cleaned to.
    """
    tails = [_TAIL.search(each.title) for each in cleaned]
    known = sum(map(_is_cut, listed, cleaned))
    if known < max(_FEWEST, sum(1 for tail in tails if tail)):
        return list(cleaned)
    return [
        replace(each, title=each.title[: tail.start()], claim=each.claim.beside(read_claim(tail["inside"])))
        if tail and enough(each.title[: tail.start()])
        else each
        for each, tail in zip(cleaned, tails, strict=True)
    ]
