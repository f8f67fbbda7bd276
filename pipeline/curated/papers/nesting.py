"""Bullets below bullets: papers of their own, or what there is to say of the one above. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.curated.markup.flow import Item, Kind, Run, plain
from pipeline.curated.papers.details import read_details
from pipeline.curated.papers.split import read_units
from pipeline.curated.papers.unit import Evidence, Unit
from pipeline.curated.words.claims import Claim, is_claim
from pipeline.curated.words.wording import enough
from pipeline.identifiers import identifier_in_url
from pipeline.titles import collapse

_ASIDE = re.compile(
    r"(?:abstract|benchmarks?|codes?|data|datasets?|environments?|key ?words?|metrics?|models?|notes?|summary"
    r"|tags?|tasks?|tl;?dr|topics?)\s?[:\uff1a]",
    re.IGNORECASE,
)
"""What begins a bullet that says nothing of where its paper appeared, nor of who wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A bullet, the papers that its own words name, and the bullets below it."""

    line: int
    group: int
    """Number of the list it stands in."""
    text: str
    label: str | None
    """What gathers the papers of its own paragraphs (`- Surveys`, then a linked title in each paragraph), or None."""
    units: tuple[Unit, ...]
    below: tuple[Branch, ...]


def _label_and_units(run: Run) -> tuple[str | None, tuple[Unit, ...]]:
    """Part a first paragraph without links from the linked titles in all the paragraphs behind it."""
    end = next((at for at, span in enumerate(run) if span.kind is Kind.BORDER), 0)
    label = collapse(plain(run[:end]))
    if label and not any(span.kind is Kind.LINK for span in run[:end]):
        units = tuple(read_units(run[end:]))
        papers = [unit for unit in units if unit.evidence is Evidence.PAPER]
        if papers and all(unit.linked for unit in units) and all(enough(unit.title) for unit in papers[:1]):
            return label, units
    return None, tuple(read_units(run))


def branch_of(item: Item) -> Branch:
    """Read a bullet and all below it."""
    label, units = _label_and_units(item.run)
    return Branch(
        line=item.line,
        group=item.group,
        text=collapse(plain(item.run)),
        label=label,
        units=units,
        below=tuple(map(branch_of, item.items)),
    )


def _own(unit: Unit) -> bool:
    """Whether a bullet below another is a paper of its own."""
    return bool(unit.title) and unit.evidence is Evidence.PAPER and (unit.linked or enough(unit.title))


def _has_paper(branch: Branch) -> bool:
    return any(map(_own, branch.units)) or any(map(_has_paper, branch.below))


def is_group(branch: Branch) -> bool:
    """Whether a bullet only gathers the papers below it: it links none, or under a name the one that stands below."""
    if not branch.units or not branch.below:
        return False
    unit = branch.units[0]
    if unit.evidence is not Evidence.PAPER:
        return any(map(_has_paper, branch.below))
    if enough(unit.title) or unit.linked:
        return False
    known = set(map(identifier_in_url, unit.papers)) - {None}
    own = [each for below in branch.below for each in below.units[:1] if _own(each)]
    return any(not each.links or known & set(map(identifier_in_url, each.papers)) for each in own)


def _are_details(below: tuple[Branch, ...]) -> bool:
    """Whether the first bullet below a line gives its authors or its venue."""
    first = next((each for each in below if each.units), None)
    return first is not None and any(read_details(first.text))


def _with(unit: Unit, below: Branch) -> Unit:
    """A paper with what the bullet below says of it."""
    parts = below.units[0]
    if _ASIDE.match(below.text):
        parts = replace(parts, claim=Claim(arxiv_id=parts.claim.arxiv_id), authors=None)
        claim, authors = Claim(), None
    else:
        claim, authors = read_details(below.text)
    papers = unit.papers + (parts.papers if parts.evidence is Evidence.PAPER else ())
    return replace(
        unit,
        links=unit.links + parts.links,
        printed=unit.printed + parts.printed,
        papers=tuple(dict.fromkeys(papers)),
        claim=unit.claim.beside(parts.claim).beside(claim),
        authors=unit.authors or authors or parts.authors,
        evidence=parts.evidence if parts.evidence is Evidence.PAPER else unit.evidence,
    )


def absorb(branch: Branch) -> Branch:
    """Give a paper what the bullets below say of it (authors, keywords, links); papers of their own stay below."""
    unit = branch.units[0] if branch.units else None
    if unit is None or not unit.title or not branch.below:
        return branch
    firsts = [each.units[0] for each in branch.below if each.units]
    leads = any(not each.title and each.evidence is Evidence.PAPER for each in firsts)
    said_of_it = leads or unit.links or _are_details(branch.below)
    if unit.evidence is not Evidence.PAPER and (any(map(_own, firsts)) or not said_of_it):
        return branch
    left = []
    for each in branch.below:
        if each.below or any(map(_own, each.units)):
            left.append(each)
        elif each.units:
            unit = _with(unit, each)
    if unit.evidence in {Evidence.NONE, Evidence.UNKNOWN} and is_claim(unit.claim.venue or ""):
        unit = replace(unit, evidence=Evidence.CLAIMED)
    return replace(branch, units=(unit, *branch.units[1:]), below=tuple(left))
