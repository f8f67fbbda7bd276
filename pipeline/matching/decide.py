"""Comparisons → a verdict for one entry. Pure; the rules and their reasons are DECISIONS.md, no. 7."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.hosts import is_no_paper_host
from pipeline.identifiers import LOOKED_UP, Identifier, identifier_in_url
from pipeline.matching.compare import answers_to, compare_all, lookups_of, same_title
from pipeline.matching.identity import Group, group_records
from pipeline.matching.knowledge import Knowledge
from pipeline.matching.plan import searchable
from pipeline.model import Comparison, CuratedEntry, FoundBy, LinkCheck, MatchedBy, Resolution, Service, Status
from pipeline.titles import SAME, Relation, similarity, words

_NEAR = frozenset({Relation.NAME_PREFIX, Relation.SUBTITLE, Relation.NEAR_MISS})
_SAME_WORD_RATIO = 80.0
"""From this similarity two words in one place of two titles are one word, misspelt."""


def decide(entry: CuratedEntry, knowledge: Knowledge) -> Resolution:
    """Choose at most one work for `entry`.

    A record counts only when it bears the listed title (exactly or but for typography), whatever
    the service thinks of it and wherever the entry's link leads.

    Returns:
        MATCHED with one work; AMBIGUOUS when two fit equally well; CONFLICT when the link leads to
        another paper and no paper of the title was found; NOT_A_PAPER by host; UNCHECKED when a
        needed service has not answered; NEAR_MATCH or NOT_FOUND otherwise.
    """
    comparisons = compare_all(entry, knowledge)
    link_check = check_link(entry, knowledge, comparisons)
    groups = group_records(each.candidate.record for each in same_title(comparisons))
    chosen = _choose(entry, groups, comparisons)
    checked_at = max((known.fetched_at for _, known in answers_to(entry, knowledge)), default=None)
    if chosen is not None:
        best = next(each for each in comparisons if each.candidate.record in chosen)
        by_link = any(each.candidate.found_by is FoundBy.IDENTIFIER for each in _of(chosen, comparisons))
        return Resolution(
            entry_id=entry.entry_id,
            status=Status.MATCHED,
            link_check=link_check,
            record=best.candidate.record,
            matched_by=MatchedBy.IDENTIFIER if by_link else MatchedBy.TITLE,
            relation=best.relation,
            reasons=(_why_matched(by_link=by_link, relation=best.relation),),
            last_checked_at=checked_at,
        )
    # The nearest by letters may be far in meaning: a title without its subtitle has few letters in common with it.
    near = next((each for each in comparisons if each.relation in _NEAR | SAME), None)
    status, reason = _why_not(entry, knowledge, near, link_check, groups)
    return Resolution(
        entry_id=entry.entry_id,
        status=status,
        link_check=link_check,
        suggested=near.candidate.record if near else None,
        relation=near.relation if near else None,
        reasons=(reason,),
        last_checked_at=checked_at,
    )


def _of(group: Group, comparisons: Sequence[Comparison]) -> list[Comparison]:
    return [each for each in comparisons if each.candidate.record in group and each.relation in SAME]


def _choose(entry: CuratedEntry, groups: Sequence[Group], comparisons: Sequence[Comparison]) -> Group | None:
    """The one work of the title; of several the linked one, else the only one of the claimed year."""
    if len(groups) <= 1:
        return groups[0] if groups else None
    # A record that was found under the link's identifier need not bear it: papers are merged.
    led_to = {each.candidate.record for each in comparisons if each.candidate.found_by is FoundBy.IDENTIFIER}
    names = set(entry.identifiers)
    linked = [group for group in groups if any(each in led_to or names & set(each.identifiers) for each in group)]
    if len(linked) == 1:
        return linked[0]
    year = entry.claimed_year
    of_year = [group for group in groups if year is not None and any(record.year == year for record in group)]
    return of_year[0] if len(of_year) == 1 else None


def _why_matched(*, by_link: bool, relation: Relation) -> str:
    found = "the entry's own link leads to it" if by_link else "found by its title"
    spelt = "word for word" if relation is Relation.EXACT else "but for typography"
    return f"{found}; the titles agree {spelt}"


def _why_not(
    entry: CuratedEntry,
    knowledge: Knowledge,
    near: Comparison | None,
    link_check: LinkCheck,
    groups: Sequence[Group],
) -> tuple[Status, str]:
    if len(groups) > 1:
        return Status.AMBIGUOUS, f"{len(groups)} different works bear this title; the list does not say which is meant"
    if waiting := _unanswered(entry, knowledge):
        return Status.UNCHECKED, f"no answer from {' and '.join(waiting)}"
    if entry.link and is_no_paper_host(entry.link):
        return Status.NOT_A_PAPER, "no paper of this title was found, and the link's host publishes no papers"
    if link_check is LinkCheck.POINTS_ELSEWHERE:
        return Status.CONFLICT, "the link leads to a paper of another title, and no paper of this title was found"
    if near is not None:
        return Status.NEAR_MATCH, f"the closest title differs: {near.candidate.record.title!r}"
    return Status.NOT_FOUND, "every service answered, none has a paper of this title"


def _unanswered(entry: CuratedEntry, knowledge: Knowledge) -> list[str]:
    """Services whose answer is needed before anything can be called absent."""
    waiting = {
        service
        for service in Service
        if searchable(service, entry.title) and knowledge.of_title(service, entry.title) is None
    }
    waiting |= {
        service
        for identifier in entry.identifiers
        for service in lookups_of(identifier)
        if knowledge.of_identifier(service, identifier) is None
    }
    return sorted(waiting)


def check_link(entry: CuratedEntry, knowledge: Knowledge, comparisons: Sequence[Comparison]) -> LinkCheck:
    """Judge the entry's own link by the title of the paper its identifier belongs to."""
    if not entry.link:
        return LinkCheck.NONE
    identifier = identifier_in_url(entry.link)
    if identifier is None or identifier.scheme not in LOOKED_UP:
        return LinkCheck.NO_IDENTIFIER
    led_to = [each for each in comparisons if each.candidate.found_by is FoundBy.IDENTIFIER]
    led_to = [each for each in led_to if _is_behind(each, identifier, knowledge)]
    if any(_means_this(entry, each) for each in led_to):
        return LinkCheck.AGREES
    if led_to:
        return LinkCheck.POINTS_ELSEWHERE
    answered = [knowledge.of_identifier(service, identifier) for service in lookups_of(identifier)]
    return LinkCheck.UNCHECKED if None in answered else LinkCheck.UNRESOLVABLE


def _is_behind(comparison: Comparison, identifier: Identifier, knowledge: Knowledge) -> bool:
    record = comparison.candidate.record
    known = knowledge.of_identifier(record.source, identifier)
    return known is not None and record in known.records


def _means_this(entry: CuratedEntry, comparison: Comparison) -> bool:
    """Tell whether a linked paper is the one meant, its title perhaps misquoted.

    Misquoted are letters within a word; another word, number or prefix (`un-`, `non-`) means another paper.
    """
    if comparison.relation in SAME or comparison.relation in {Relation.NAME_PREFIX, Relation.SUBTITLE}:
        return True
    ours, theirs = words(entry.title), words(comparison.candidate.record.title)
    near = comparison.relation is Relation.NEAR_MISS and len(ours) == len(theirs)
    return near and all(_same_word(left, right) for left, right in zip(ours, theirs, strict=True))


def _same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    prefixed = left.endswith(right) or right.endswith(left)
    digits = any(letter.isdigit() for letter in left + right)
    return not prefixed and not digits and similarity(left, right) >= _SAME_WORD_RATIO
