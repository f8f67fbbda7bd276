"""The verdict for an entry on which a curator has ruled. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.identifiers import Identifier, identifier_in_url
from pipeline.matching.compare import Comparison, lookups_of, records_of
from pipeline.matching.identity import group_records
from pipeline.matching.knowledge import Knowledge
from pipeline.model import CuratedEntry, LinkCheck, MatchedBy, Resolution, Status


def is_ruled(entry: CuratedEntry) -> bool:
    """Whether a ruling alone says what the entry is, so that no title need be searched for."""
    return entry.ruling is not None and (entry.ruling.not_a_paper or entry.ruling.pinned is not None)


def decide_ruled(
    entry: CuratedEntry,
    knowledge: Knowledge,
    comparisons: Sequence[Comparison],
    link_check: LinkCheck,
) -> Resolution:
    """Do as the entry's ruling says.

    Args:
        entry: One that `is_ruled`.
        link_check: As judged by titles; for a pinned entry the pinned paper goes before them.

    Returns:
        NOT_A_PAPER; or MATCHED with the pinned paper, UNCHECKED while a service that may know it has
        not answered, and NOT_FOUND when none knows it.
    """
    ruling = entry.ruling
    assert ruling is not None
    said = f"ruled on {ruling.ruled_on}: {ruling.reason}"
    if ruling.pinned is None:
        return Resolution(
            entry_id=entry.entry_id,
            status=Status.NOT_A_PAPER,
            link_check=link_check,
            reasons=(said,),
        )
    known = records_of(ruling.pinned, knowledge)
    best = next((each for each in comparisons if each.candidate.record in known), None)
    if best is not None:
        return Resolution(
            entry_id=entry.entry_id,
            status=Status.MATCHED,
            link_check=_check_link_of_pinned(entry, ruling.pinned, knowledge, comparisons, link_check),
            record=best.candidate.record,
            matched_by=MatchedBy.OVERRIDE,
            relation=best.relation.of_match,
            reasons=(f"pinned to {ruling.pinned}; {said}",),
        )
    waiting = sorted(each for each in lookups_of(ruling.pinned) if knowledge.of_identifier(each, ruling.pinned) is None)
    why = f"no answer from {' and '.join(waiting)}" if waiting else "no service knows it"
    return Resolution(
        entry_id=entry.entry_id,
        status=Status.UNCHECKED if waiting else Status.NOT_FOUND,
        link_check=link_check,
        reasons=(f"pinned to {ruling.pinned}, {why}; {said}",),
    )


def _check_link_of_pinned(
    entry: CuratedEntry,
    pinned: Identifier,
    knowledge: Knowledge,
    comparisons: Sequence[Comparison],
    by_titles: LinkCheck,
) -> LinkCheck:
    """Whether the entry's own link leads to the pinned paper; only what is behind it counts, not its title."""
    linked = identifier_in_url(entry.link) if entry.link else None
    behind = records_of(linked, knowledge) if linked else frozenset()
    if not behind:
        return by_titles
    meant = records_of(pinned, knowledge)
    groups = group_records(each.candidate.record for each in comparisons)
    same = any(meant & set(group) and behind & set(group) for group in groups)
    return LinkCheck.AGREES if same else LinkCheck.POINTS_ELSEWHERE
