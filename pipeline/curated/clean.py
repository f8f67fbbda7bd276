"""From a title as it stands in a list to the title itself, and what the line claims beside it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.curated.mojibake import repair
from pipeline.titles import collapse

_YEAR = r"(?:19|20)\d{2}"
_LABEL_AT_END = re.compile(r"\s*\[\s*paper\s*\]\s*$", re.IGNORECASE)
_CORR = re.compile(
    rf"[.,;]?\s+(?P<venue>arXiv|CoRR)(?:\s+preprint)?(?:\s+(?:abs/|arXiv:)?(?P<id>\d{{4}}\.\d{{4,5}}))?"
    rf",?\s*\(?(?P<year>{_YEAR})\)?\.?$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"\s*[(\[](?P<venue>[A-Za-z][\w&/.+'\u2019 -]{{1,40}}?)[\s,'\u2019-]+(?P<year>{_YEAR})[)\]]\.?$",
)
_CLAIM = re.compile(rf"(?P<venue>.*?)[\s,'\u2019-]*(?P<year>{_YEAR})?")
_EMOJI = (*range(0x2600, 0x27C0), *range(0x2B1B, 0x2B56), *range(0x1F000, 0x1FB00))
_EDGE = " \u200d\ufe0f" + "".join(map(chr, _EMOJI))
"""What is no part of a title or heading at its ends: blanks, emoji and what joins them."""
_EMPHASISED = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|`)(?P<inner>.+)(?P=mark)")
_LONGEST_CLAIM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanTitle:
    """A title and what stood beside it on the line."""

    title: str
    venue: str | None = None
    year: int | None = None
    arxiv_id: str | None = None
    """arXiv id printed after the title (`CoRR abs/2305.03726`), or None."""


def _bare(text: str) -> str:
    """Strip emoji, blanks and the emphasis around a whole text; a star at one end only (`A*`) is part of it."""
    bare = collapse(repair(text)).strip(_EDGE)
    emphasised = _EMPHASISED.fullmatch(bare)
    return emphasised["inner"].strip(_EDGE) if emphasised else bare


def clean_heading(text: str) -> str:
    """Strip emoji, markup and blanks from the ends of a heading; mend its mojibake."""
    return _bare(text)


def clean_title(text: str) -> CleanTitle:
    """Strip labels, markup and trailing claims from a listed title; mend its mojibake.

    `Otter: a model. CoRR abs/2305.03726 (2023)` gives the title `Otter: a model`, venue `CoRR` and
    year 2023. A title that would be emptied is left as it is.
    """
    title = _bare(text) or collapse(text)
    title = _LABEL_AT_END.sub("", title) or title
    for pattern in (_CORR, _BRACKETED):
        if (found := pattern.search(title)) and title[: found.start()].strip():
            return CleanTitle(
                title=title[: found.start()].strip(),
                venue=found["venue"].strip(),
                year=int(found["year"]),
                arxiv_id=found.groupdict().get("id"),
            )
    return CleanTitle(title=title)


def read_claim(text: str | None) -> tuple[str | None, int | None]:
    """Split `ACL 2022` into venue and year; either may be missing."""
    if not text or len(text) > _LONGEST_CLAIM or not (found := _CLAIM.fullmatch(collapse(text))):
        return None, None
    return found["venue"] or None, int(found["year"]) if found["year"] else None
