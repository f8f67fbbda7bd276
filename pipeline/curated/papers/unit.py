"""The one paper that a run names, and what speaks for its being one. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from pipeline.curated.markup.flow import BREAKS, Kind, Run, plain
from pipeline.curated.papers.anchors import Anchor, read_anchors
from pipeline.curated.papers.choose import choose_title
from pipeline.curated.papers.details import details_beside
from pipeline.curated.papers.named import Chosen
from pipeline.curated.words.claims import NO_CLAIM, Claim, is_claim
from pipeline.curated.words.front import take_front
from pipeline.curated.words.labels import Label
from pipeline.curated.words.wording import enough, is_prose, lead_of
from pipeline.hosts import Place
from pipeline.identifiers import Identifier, identifier_in_text, identifier_in_url
from pipeline.model import Link
from pipeline.titles import collapse

_BRACKETED = re.compile(r"\[(?P<inside>[^\[\]]+)\]")
_NEAR = 8
"""Spans behind a title that are looked at for whether its sentence goes on."""
_FAR = 400
"""Spans of a run that are looked at for claims and authors."""


class Evidence(Enum):
    """What speaks for a run being a paper, strongest first."""

    PAPER = auto()
    """A link that leads to a paper, or says so; or a printed identifier."""
    CLAIMED = auto()
    """No such link, but a venue."""
    UNKNOWN = auto()
    """A link to nobody knows where."""
    NONE = auto()
    """No link."""
    ELSEWHERE = auto()
    """Links to code, data, announcements alone."""
    INSIDE = auto()
    """Links into the document itself alone."""
    PEOPLE = auto()
    """Addresses of people."""


class Unit(NamedTuple):
    """One paper as its run gives it; without a title it belongs to its neighbour."""

    line: int
    """1-based line on which the title begins."""
    title: str
    """As listed, or empty."""
    evidence: Evidence
    links: tuple[Link, ...] = ()
    papers: tuple[str, ...] = ()
    """URLs that lead to the paper, best first."""
    printed: tuple[Identifier, ...] = ()
    """Identifiers printed as text."""
    claim: Claim = Claim()
    authors: str | None = None
    linked: bool = False
    """The title is the label of a link."""
    stands_out: bool = False
    """The title is set apart from what stands beside it: as a link, in bold, in quotes."""
    opens: bool = True
    """No words but a number, a tag, a name or authors stand before the title."""
    runs_on: bool = False
    """The sentence goes on behind the title: it is prose that mentions a paper."""


def _evidence(anchors: list[Anchor], claim: Claim, title: str, *, printed: bool) -> Evidence:
    if not anchors:
        return Evidence.PAPER if printed or claim.arxiv_id else _by_venue(claim) or _by_tag(title) or Evidence.NONE
    if any(each.url.startswith("mailto:") for each in anchors):
        return Evidence.PEOPLE
    leads = printed or claim.arxiv_id or any(each.leads_to_paper for each in anchors)
    if leads or any(each.place is Place.PAPER and identifier_in_url(each.url) for each in anchors):
        return Evidence.PAPER
    if all(each.place is Place.INSIDE for each in anchors):
        return _by_tag(title) or Evidence.INSIDE
    if all(each.says is Label.OTHER or each.place in (Place.ELSEWHERE, Place.INSIDE) for each in anchors):
        return Evidence.ELSEWHERE
    return _by_venue(claim) or Evidence.UNKNOWN


def _by_venue(claim: Claim) -> Evidence | None:
    return Evidence.CLAIMED if claim.venue and is_claim(claim.venue) else None


def _by_tag(title: str) -> Evidence | None:
    """What `[VLDB'18]` before a title without links speaks for."""
    claim = take_front(title)[1] if title[:1] == "[" else NO_CLAIM
    return _by_venue(claim) if claim.year else None


def _paper_urls(anchors: list[Anchor], title: Anchor | None) -> tuple[str, ...]:
    """URLs that lead to the paper: those of known hosts first, then those that say so, then the title's own."""
    if not anchors:
        return ()
    leading = [
        each
        for each in anchors
        if each.leads_to_paper and (each is title or not (each.may_be_title and enough(each.label)))
    ]
    sure = [each for each in leading if each is title or each.says is not Label.TEXT]
    if any(each.place is Place.PAPER for each in sure):
        # Beside the paper's own link, a link that bears a name leads to a paper that is only mentioned.
        leading = sure
    known = [each.url for each in leading if each.place is Place.PAPER]
    if not known:
        known = [each.url for each in anchors if each.place is Place.PAPER and each.says is Label.OTHER]
    only = [each.url for each in anchors if each.place is Place.PAPER]
    if not known and not leading and len(only) == 1:
        known = only
    own = [title.url] if title else []
    return tuple(dict.fromkeys([*known, *(each.url for each in leading), *own]))


def read_unit(run: Run) -> Unit | None:
    """Read the one paper that a run names; None when the run says nothing."""
    anchors = read_anchors(run)
    if not anchors and not plain(run).strip():
        return None
    chosen = choose_title(run, anchors) or Chosen(title="", line=_first_line(run), start=0, end=0)
    claim, authors = details_beside(run[:_FAR], chosen.start, chosen.end, chosen.rest)
    printed = identifier_in_text(plain(run[:_FAR]))
    before = plain(run[: chosen.start])
    title = next((each for each in anchors if chosen.anchor and each.index == chosen.anchor.index), None)
    return Unit(
        line=chosen.line,
        title=chosen.title,
        evidence=_evidence(anchors, claim, chosen.title, printed=printed is not None),
        links=_links(anchors),
        papers=_paper_urls(anchors, title),
        printed=(printed,) if printed else (),
        claim=claim,
        authors=authors,
        linked=chosen.anchor is not None,
        stands_out=chosen.stands_out,
        opens=lead_of(before) and not (is_prose(before) or _CREDIT.fullmatch(before)),
        runs_on=_runs_on(run, chosen),
    )


def unit_of_details(run: Run) -> Unit:
    """What a run without links says of a paper that stands beside it, when it is nothing but authors and claims."""
    claim, authors = details_beside(run, 0, 0, "")
    evidence = _evidence([], claim, "", printed=False)
    return Unit(line=_first_line(run), title=collapse(plain(run)), evidence=evidence, claim=claim, authors=authors)


def _links(anchors: list[Anchor]) -> tuple[Link, ...]:
    """Each link once."""
    pairs = dict.fromkeys((each.url, _unbracketed(each.label)) for each in anchors if each.url)
    return tuple(Link(url=url, label=label) for url, label in pairs)


def _unbracketed(label: str) -> str:
    """`Paper` of `[[Paper]](url)`, whose outer brackets are Markdown's and whose inner ones are the curator's."""
    found = _BRACKETED.fullmatch(label) if label[:1] == "[" else None
    return found["inside"].strip() if found else label


_CREDIT = re.compile(
    r"\W*(?:(?:figure|fig\.|image|photo|picture|table)\s)?(?:(?:adapted|taken)\s)?"
    r"(?:courtesy(?: of)?|credits?|from|source)\W*",
    re.IGNORECASE,
)
"""`(Image source: [A title](url))`: a paper that something is taken from."""
_GOES_ON = re.compile(r"[^\S\n]*(?:,\s)?(?!(?:arxiv|at|by|et al|from|in|with)\b)[a-z][a-z'\u2019-]*(?:\s+\S+){3}")


def _runs_on(run: Run, chosen: Chosen) -> bool:
    """Whether words of the same sentence stand right behind a title, or behind the link that its words lead to."""
    end = chosen.end
    while end < len(run) and run[end].kind in (Kind.LINK, Kind.IMAGE) and chosen.anchor is None:
        end += 1
    return end < len(run) and bool(_GOES_ON.match(plain(run[end : end + _NEAR])))


def _first_line(run: Run) -> int:
    return next((span.line for span in run if span.kind not in BREAKS), 0)
