"""Lines that say one thing of a paper: `arxiv: url`, `Authors: A. Name`, `Year: 2023`. Pure."""

from __future__ import annotations

import re

from pipeline.curated.papers.details import read_details
from pipeline.curated.papers.unit import Evidence, Unit
from pipeline.curated.words.claims import Claim, is_claim, read_claim
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.names import read_authors

_FIELD = re.compile(r"\W*(?P<key>[^\W_][^:\uff1a\n]{0,30}?)\s*(?::(?!//)|\uff1a)\s*(?P<value>.*)", re.DOTALL)
_AUTHORS = r"authors?|by|written by|\u4f5c\u8005"
_YEAR = (
    r"(?:publication |pub(?:lication)?\.? ?)?(?:year|date)|published|released?|\u5e74\u4efd|\u65e5\u671f|\u65f6\u95f4"
)
_VENUE = r"(?:pub|published (?:in|at)|publishers?|venues?|journals?|conferences?|publication|\u4f1a\u8bae|\u671f\u520a)"
_ASIDE = (
    r"abstract|benchmarks?|exp ?envs?|codes?|data|datasets?|environments?|key ?words?|metrics?|models?|notes?|remarks?"
    r"|summary|tags?|tasks?|tl;?dr|topics?|citations?|cited by|intro(?:duction)?|description|contributions?|methods?"
    r"|results?|ideas?|comments?|institut\w*|affiliations?|organi[sz]ations?|\u9898\u76ee|\u5206\u7c7b|\u6458\u8981|\u4ee3\u7801"
    r"|\u5f15\u7528\u6570|\u5173\u952e\u8bcd|\u7b80\u4ecb|\u8bba\u6587|\u94fe\u63a5"
)
_KEYS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in (("authors", _AUTHORS), ("year", _YEAR), ("venue", _VENUE), ("aside", _ASIDE))
}
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SAYS_VENUE = frozenset({"intro", "introduction", "comments", "comment", "note", "notes"})


def _parts(text: str) -> tuple[str, str, str] | None:
    """What a field is of, its key and its value; None for a text that is no field."""
    found = _FIELD.match(text[:_LONGEST])
    if found is None:
        return None
    key = found["key"].strip(" *_")
    kind = next((name for name, pattern in _KEYS.items() if pattern.fullmatch(key)), None)
    short = "://" in found["value"] or len(found["value"].split()) <= _FEW_WORDS
    if kind is None and short and read_label(key) in (Label.PAPER, Label.OTHER, Label.POINTER):
        kind = "link"
    return (kind, key, found["value"].strip()) if kind else None


_LONGEST = 5000
_FEW_WORDS = 3
"""Words behind the name of a link; more are the rest of a title (`STaR: Bootstrapping Reasoning With Reasoning`)."""
MOST_LINKS = 300
"""Links of one paper that are taken up; what has more is no paper's description."""


def is_field(text: str) -> bool:
    """Tell a line that begins with the name of a field and a colon."""
    return _parts(text) is not None


def with_field(unit: Unit, text: str, parts: Unit | None) -> Unit:
    """A paper with what a line below it says: its links always, authors and claims where it speaks of them.

    Args:
        text: The line.
        parts: The line as a unit of its own; None when it says nothing.
    """
    kind, key, value = _parts(text) or ("", "", text)
    claim, authors = _said(kind, key, value, text)
    links, papers, printed, evidence = unit.links, unit.papers, unit.printed, unit.evidence
    if parts is not None and len(links) < MOST_LINKS:
        links, printed = links + parts.links, printed + parts.printed
        if parts.evidence is Evidence.PAPER:
            papers, evidence = papers + parts.papers, Evidence.PAPER
        if not kind:
            claim, authors = claim.beside(parts.claim), authors or parts.authors
    if evidence in (Evidence.NONE, Evidence.UNKNOWN) and is_claim(unit.claim.beside(claim).venue or ""):
        evidence = Evidence.CLAIMED
    return unit._replace(
        links=tuple(dict.fromkeys(links)),
        printed=tuple(dict.fromkeys(printed)),
        papers=tuple(dict.fromkeys(papers)),
        claim=unit.claim.beside(claim),
        authors=unit.authors or authors,
        evidence=evidence,
    )


def _said(kind: str, key: str, value: str, text: str) -> tuple[Claim, str | None]:
    if kind == "authors":
        return Claim(), read_authors(value, alone=True) or value or None
    if kind == "year":
        found = _FOUR_DIGITS.search(value)
        return Claim(year=int(found[0]) if found else None), None
    if kind == "venue":
        return read_claim(value), None
    if kind == "aside":
        first = value.split(".", maxsplit=1)[0] if key.lower() in _SAYS_VENUE else ""
        return read_claim(first) if is_claim(first) else Claim(), None
    return (Claim(), None) if kind else read_details(text)
