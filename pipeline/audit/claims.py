"""What an entry claims of its paper, held against the record. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.audit.case import Case, cut, described, quoted
from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.identifiers import parse_arxiv_id
from pipeline.model import Work
from pipeline.venues import KNOWN_VENUES, PREPRINT_VENUE, is_preprint_server, normalise_venue

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_FIRST_OF_THIS_STYLE = 91
"""Ids of arXiv begin with the last two digits of a year, from 1991."""
_YEARS_TO_PUBLICATION = 3
"""Years that a paper may appear after its preprint."""
_OVER_NEW_YEAR = 1
"""What is sent in December is dated January by others, and a volume is printed after its papers are on the web."""
_DECEMBER = 12
_FINDINGS = "Findings of "


def claim_findings(case: Case) -> Iterator[Finding]:
    """Year and venue that do not fit the record, what was published since, what was withdrawn."""
    work = case.work
    if work is None:
        return
    if work.withdrawn:
        said = (f"its comment on arXiv: {quoted(work.comment)}",) if work.comment else ()
        yield case.finding(
            FindingKind.WITHDRAWN,
            Severity.ERROR,
            "the paper was withdrawn, as arXiv says",
            evidence=(f"the paper: {described(work)}", *said),
        )
    yield from _year(case, work)
    yield from _venue(case, work)


def _preprint(work: Work) -> tuple[int, int] | None:
    """Year and month of a preprint's first version, with which its arXiv id begins."""
    arxiv = parse_arxiv_id(work.arxiv_id) if work.arxiv_id else None
    if arxiv is None:
        return None
    digits = arxiv.base.rpartition("/")[2]
    year = int(digits[:2])
    return year + (1900 if year >= _FIRST_OF_THIS_STYLE else 2000), int(digits[2:4])


def _years(case: Case, work: Work) -> tuple[set[int], bool]:
    """Every year that a record gives for a paper, and whether that of its publication is surely among them."""
    told = [int(year) for text in (work.venue_raw, work.journal_ref) if text for year in _YEAR.findall(text)]
    said = [int(year) for year in _YEAR.findall(work.comment or "")]
    day = work.publication_date.year if work.publication_date else None
    record = case.resolution.record
    year, _ = _preprint(work) or (None, None)
    known = {each for each in (work.year, day, record.year if record else None, year, *told, *said) if each is not None}
    return known, bool(told) or (year is not None and max(known) > year)


def _year(case: Case, work: Work) -> Iterator[Finding]:
    """A year outside all that records give; between preprint and publication every year is some version's."""
    claimed = case.entry.claimed_year
    known, published = _years(case, work)
    if claimed is None or not known:
        return
    early, late = _slack(case, work, published=published)
    if min(known) - early <= claimed <= max(known) + late:
        return
    told = " or ".join(map(str, sorted(known)))
    yield case.finding(
        FindingKind.CLAIMED_YEAR,
        Severity.NOTE,
        f"listed with the year {claimed}; the record says {told}",
        evidence=(f"the paper: {described(work)}", *_printed(work)),
        proposed=str(known.pop()) if len(known) == 1 else None,
    )


def _slack(case: Case, work: Work, *, published: bool) -> tuple[int, int]:
    """Years by which a claim may be before and after all that records say, since they do not say all."""
    preprint = _preprint(work)
    if preprint is None:
        # A preprint that the record does not name came before; a volume is printed later.
        return _YEARS_TO_PUBLICATION, _OVER_NEW_YEAR
    if published:
        return 0, 0
    if normalise_venue(case.entry.claimed_venue) == PREPRINT_VENUE:
        return 0, _OVER_NEW_YEAR if preprint[1] == _DECEMBER else 0
    # Papers are put on arXiv after they appeared, too.
    return _OVER_NEW_YEAR, _YEARS_TO_PUBLICATION


def _venue(case: Case, work: Work) -> Iterator[Finding]:
    claimed = normalise_venue(case.entry.claimed_venue)
    venue = work.venue
    if claimed is None or venue is None or is_preprint_server(venue):
        return
    if claimed == PREPRINT_VENUE:
        yield case.finding(
            FindingKind.PUBLISHED_ELSEWHERE,
            Severity.NOTE,
            f"listed as a preprint; it was published: {cut(work.venue_raw or venue)}",
            evidence=(f"the paper: {described(work)}", *_printed(work)),
            proposed=cut(venue),
        )
    # A venue that is in no table may be the same one under another name.
    elif {claimed, venue} <= KNOWN_VENUES and claimed.removeprefix(_FINDINGS) != venue.removeprefix(_FINDINGS):
        yield case.finding(
            FindingKind.CLAIMED_VENUE,
            Severity.NOTE,
            f"listed for {claimed}; the record says {cut(work.venue_raw or venue)}",
            evidence=(f"the paper: {described(work)}", *_printed(work)),
            proposed=venue,
        )


def _printed(work: Work) -> Iterator[str]:
    if work.venue_raw:
        yield f"its venue as printed: {cut(work.venue_raw)}"
    if work.journal_ref:
        yield f"its journal reference: {cut(work.journal_ref)}"
