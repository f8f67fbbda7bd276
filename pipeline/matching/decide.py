"""Comparisons → a verdict for one entry. Pure; the rules and their reasons are DECISIONS.md, no. 7."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.hosts import is_no_paper_host
from pipeline.identifiers import LOOKED_UP, identifier_in_url
from pipeline.matching.choice import tells_a_paper
from pipeline.matching.compare import (
    Comparison,
    answers_to,
    compare_all,
    is_crowded,
    is_disowned,
    looked_up_for,
    lookups_of,
    records_of,
    same_title,
)
from pipeline.matching.evidence import Evidence
from pipeline.matching.identity import Group, group_records
from pipeline.matching.knowledge import Knowledge
from pipeline.matching.likeness import is_generic
from pipeline.matching.people import Agreement
from pipeline.matching.renaming import renamed, unanswered
from pipeline.matching.ruled import decide_ruled, is_ruled
from pipeline.model import CuratedEntry, FoundBy, LinkCheck, MatchedBy, Resolution, Status
from pipeline.titles import SAME, Relation

_NEAR = (None, 0, 1)
"""Years that the claimed and the recorded one lie apart where a venue tells a paper: it meets every year."""


def decide(
    entry: CuratedEntry,
    knowledge: Knowledge,
    compared: tuple[Comparison, ...] | None = None,
) -> Resolution:
    """Choose at most one work for `entry`.

    A record counts when its title is surely the listed one, whatever the service thinks of it and
    wherever the entry's link leads; or when that link leads to it, its title is plainly the listed
    one changed, and whoever would have to know one has no paper of the listed title.

    Args:
        compared: What `compare_all` gave for the two, when it is at hand already.

    Returns:
        MATCHED with one work; AMBIGUOUS when two fit equally well, the title of the only one tells no
        paper by itself, or more works bear it than were looked at; CONFLICT when the link
        leads to another paper and no paper of the title was found; NOT_A_PAPER by host; UNCHECKED when a
        needed service has not answered; NEAR_MATCH or NOT_FOUND otherwise.
    """
    comparisons = compare_all(entry, knowledge) if compared is None else compared
    groups = group_records(each.candidate.record for each in same_title(comparisons))
    link_check = check_link(entry, knowledge, comparisons, groups)
    answers = [known for _, known in answers_to(entry, knowledge)]
    checked_at = max((known.fetched_at for known in answers), default=None)
    stale = any(known.stale for known in answers)
    if is_ruled(entry):
        ruled = decide_ruled(entry, knowledge, comparisons, link_check)
        return replace(ruled, last_checked_at=checked_at, stale=stale)
    chosen = _choose(entry, knowledge, groups, comparisons) if groups else renamed(entry, knowledge, comparisons)
    if chosen is not None:
        best = next(each for each in comparisons if each.candidate.record in chosen)
        by_link = best.backed or any(each.candidate.found_by is FoundBy.IDENTIFIER for each in _of(chosen, comparisons))
        relation = best.relation.of_match
        return Resolution(
            entry_id=entry.entry_id,
            status=Status.MATCHED,
            link_check=link_check,
            record=best.candidate.record,
            matched_by=_matched_by(best, by_link=by_link),
            relation=relation,
            probability=best.probability,
            reasons=(_why_matched(by_link=by_link, relation=relation), *_disowned(entry, knowledge)),
            last_checked_at=checked_at,
            stale=stale,
        )
    # The nearest by letters may be far in meaning: a title without its subtitle has few letters in common with it.
    near = next((each for each in comparisons if each.relation is not Relation.DIFFERENT), None)
    status, reason = _why_not(entry, knowledge, near, link_check, groups)
    return Resolution(
        entry_id=entry.entry_id,
        status=status,
        link_check=link_check,
        suggested=near.candidate.record if near else None,
        relation=near.relation if near else None,
        probability=near.probability if near else None,
        reasons=(reason, *_disowned(entry, knowledge)),
        last_checked_at=checked_at,
        stale=stale,
    )


def _matched_by(best: Comparison, *, by_link: bool) -> MatchedBy:
    if best.candidate.record.stale:
        return MatchedBy.CARRIED
    return MatchedBy.IDENTIFIER if by_link else MatchedBy.TITLE


def _of(group: Group, comparisons: Sequence[Comparison]) -> list[Comparison]:
    return [each for each in comparisons if each.candidate.record in group and each.sure]


def _choose(
    entry: CuratedEntry, knowledge: Knowledge, groups: Sequence[Group], comparisons: Sequence[Comparison]
) -> Group | None:
    """The one work of the title; of several the linked one, else the only one of its authors, year or venue.

    A title that different papers bear, or that is too common to tell one, needs one of these even when one work of
    it is known. Where more works bear it than were looked at, only the link tells: what tells one work of those from
    the others may be said of one that was left out as well.
    """
    # A record that was found under the link's identifier need not bear it: papers are merged.
    led_to = {each.candidate.record for each in comparisons if each.candidate.found_by is FoundBy.IDENTIFIER}
    names = set(entry.identifiers)
    linked = [group for group in groups if any(each in led_to or names & set(each.identifiers) for each in group)]
    if len(linked) == 1:
        return linked[0]
    if is_crowded(entry, knowledge):
        return None
    evidence = [(group, [each.evidence for each in _of(group, comparisons)]) for group in groups]
    told_by: list[Callable[[Evidence], bool]] = [lambda each: each.authors is Agreement.AGREE]
    if not is_generic(entry.title):
        told_by += [lambda each: each.years_apart == 0, lambda each: each.same_venue and each.years_apart in _NEAR]
    for tells in told_by:
        told = [(group, found) for group, found in evidence if any(map(tells, found))]
        if len(told) == 1:
            return told[0][0]
        # What one of them leaves open, the next one may tell, among those that are left.
        evidence = told or evidence
    return groups[0] if len(groups) == 1 and tells_a_paper(entry.title) else None


def _disowned(entry: CuratedEntry, knowledge: Knowledge) -> list[str]:
    """What is said of records that bear the identifier of another paper."""
    found = {
        record
        for identifier in looked_up_for(entry)
        for service in lookups_of(identifier)
        if (known := knowledge.of_identifier(service, identifier)) is not None
        for record in known.records
    }
    return [
        f"{each.source} has another paper under arXiv:{each.arxiv_id}, {each.title!r}, which was left out"
        for each in sorted(found, key=lambda each: (each.source, each.record_id))
        if is_disowned(each, knowledge)
    ]


def _why_matched(*, by_link: bool, relation: Relation) -> str:
    found = "the entry's own link leads to it" if by_link else "found by its title"
    return f"{found}; the titles {_SAID.get(relation, 'agree but for typography')}"


_SAID = {
    Relation.EXACT: "agree word for word",
    Relation.TYPO: "agree but for a misprint",
    Relation.WORD_FORM: "agree but for the form of a word",
    Relation.NAME_PREFIX: "agree but for the name before one of them",
    Relation.SUBTITLE: "agree but for what stands behind one of them",
    Relation.RETITLED: "differ as those of a renamed paper do",
}


def _why_not(
    entry: CuratedEntry,
    knowledge: Knowledge,
    near: Comparison | None,
    link_check: LinkCheck,
    groups: Sequence[Group],
) -> tuple[Status, str]:
    crowded = is_crowded(entry, knowledge)
    if groups or crowded:
        known = "a paper of this title is known, and others" if len(groups) == 1 else f"{len(groups)} different works"
        bear = "more works than are looked at bear" if crowded else f"{known} bear"
        return Status.AMBIGUOUS, f"{bear} this title; the list does not say which is meant"
    if waiting := unanswered(entry, knowledge):
        return Status.UNCHECKED, f"no answer from {' and '.join(waiting)}"
    if entry.link and is_no_paper_host(entry.link):
        return Status.NOT_A_PAPER, "no paper of this title was found, and the link's host publishes no papers"
    if link_check is LinkCheck.POINTS_ELSEWHERE:
        return Status.CONFLICT, "the link leads to a paper of another title, and no paper of this title was found"
    if near is not None:
        others = "the paper of this title is by other people than the list names"
        differs = f"the closest title differs: {near.candidate.record.title!r}"
        return Status.NEAR_MATCH, others if near.relation in SAME else differs
    return Status.NOT_FOUND, "every service answered, none has a paper of this title"


def check_link(
    entry: CuratedEntry,
    knowledge: Knowledge,
    comparisons: Sequence[Comparison],
    groups: Sequence[Group],
) -> LinkCheck:
    """Judge the entry's own link by the title of the paper its identifier belongs to.

    A title that is only like the listed one is that of another paper when a work bears the listed one.
    """
    if not entry.link:
        return LinkCheck.NONE
    identifier = identifier_in_url(entry.link)
    if identifier is None or identifier.scheme not in LOOKED_UP:
        return LinkCheck.NO_IDENTIFIER
    behind = records_of(identifier, knowledge)
    led_to = [each for each in comparisons if each.candidate.record in behind]
    if any(each.sure or (each.backed and not groups) for each in led_to):
        return LinkCheck.AGREES
    # Also where a curator rejected what is behind the link, so that it was held against nothing.
    if behind:
        return LinkCheck.POINTS_ELSEWHERE
    answered = [knowledge.of_identifier(service, identifier) for service in lookups_of(identifier)]
    return LinkCheck.UNCHECKED if None in answered else LinkCheck.UNRESOLVABLE
