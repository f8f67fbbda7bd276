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
"""Years after its preprint in which a paper may have appeared where the record tells the preprint's alone."""
_PRINTED_LATER = 1
"""Years between the day a paper stands on the web and the volume it is printed in."""
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


def _preprint_year(work: Work) -> int | None:
    """The year of a preprint's first version, which its arXiv id begins with."""
    arxiv = parse_arxiv_id(work.arxiv_id) if work.arxiv_id else None
    if arxiv is None:
        return None
    digits = int(arxiv.base.rpartition("/")[2][:2])
    return digits + (1900 if digits >= _FIRST_OF_THIS_STYLE else 2000)


def _years(case: Case, work: Work) -> tuple[set[int], bool]:
    """Every year that a record gives for a paper, and whether that of its publication is surely among them."""
    told = [int(year) for text in (work.venue_raw, work.journal_ref) if text for year in _YEAR.findall(text)]
    said = [int(year) for year in _YEAR.findall(work.comment or "")]
    day = work.publication_date.year if work.publication_date else None
    record = case.resolution.record
    years = {work.year, day, record.year if record else None, _preprint_year(work), *told, *said} - {None}
    known = {year for year in years if year is not None}
    preprint = _preprint_year(work)
    return known, bool(told) or (preprint is not None and max(known) > preprint)


def _year(case: Case, work: Work) -> Iterator[Finding]:
    """A year outside all that records give; between preprint and publication every year is some version's."""
    claimed = case.entry.claimed_year
    known, published = _years(case, work)
    if claimed is None or not known:
        return
    as_preprint = normalise_venue(case.entry.claimed_venue) == PREPRINT_VENUE
    late = 0 if published or as_preprint else _YEARS_TO_PUBLICATION if work.arxiv_id else _PRINTED_LATER
    early = 0 if work.arxiv_id else _PRINTED_LATER
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
