"""From a title as it stands in a list to the title itself, and what the line claims beside it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.curated.mojibake import repair
from pipeline.titles import collapse

_YEAR = r"(?:19|20)\d{2}"
_LABEL_AT_END = re.compile(r"\s*(?:\[\s*paper\s*\]|\bPaper)\s*$", re.IGNORECASE)
_CORR = re.compile(
    rf"[.,;]?\s+(?P<venue>arXiv|CoRR)(?:\s+preprint)?(?:\s+(?:abs/|arXiv:)?(?P<id>\d{{4}}\.\d{{4,5}}))?"
    rf",?\s*\(?(?P<year>{_YEAR})\)?\.?$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"\s*[(\[](?P<venue>[A-Za-z][\w&/.+'\u2019 -]{{1,40}}?)[\s,'\u2019-]+(?P<year>{_YEAR})[)\]]\.?$",
)
_CLAIM = re.compile(rf"(?P<venue>.*?)[\s,'\u2019-]*(?P<year>{_YEAR})?")
_EDGE = re.compile(
    r"^[\s\ufe0f\u2600-\u27bf\U0001f000-\U0001faff*_`]+|[\s\ufe0f\u2600-\u27bf\U0001f000-\U0001faff*_`]+$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanTitle:
    """A title and what stood beside it on the line."""

    title: str
    venue: str | None = None
    year: int | None = None
    arxiv_id: str | None = None
    """arXiv id printed after the title (`CoRR abs/2305.03726`), or None."""


def clean_heading(text: str) -> str:
    """Strip emoji, markup and blanks from the ends of a heading."""
    return collapse(_EDGE.sub("", repair(text)))


def clean_title(text: str) -> CleanTitle:
    """Strip labels, markup and trailing claims from a listed title; mend its mojibake.

    `Otter: a model. CoRR abs/2305.03726 (2023)` gives the title `Otter: a model`, venue `CoRR` and
    year 2023. A title that would be emptied is left as it is.
    """
    title = collapse(_EDGE.sub("", repair(text)))
    title = _LABEL_AT_END.sub("", title).strip() or title
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
    if not text or not (found := _CLAIM.fullmatch(collapse(text))):
        return None, None
    return found["venue"] or None, int(found["year"]) if found["year"] else None
