"""What is wrong with an entry's title: misquoted, near to another one, unknown, or listed before. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.case import Case, described, link_to, quoted
from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.audit.links import Leads, is_doubted, where_it_leads
from pipeline.audit.wording import word_diff
from pipeline.matching.choice import tells_a_paper
from pipeline.matching.difference import Difference, Kind
from pipeline.matching.likeness import liken
from pipeline.matching.ruled import is_ruled
from pipeline.matching.vocabulary import commonness
from pipeline.model import CuratedEntry, LinkCheck, SourceRecord, Status
from pipeline.titles import SAME, Relation, collapse, title_key

_MISQUOTED = frozenset({Kind.TYPO, Kind.FORM, Kind.SMALL})
"""The worst that titles differ in where one of them is wrong; others may be the titles of two versions of a paper."""
_OF_WORDS = frozenset({Relation.TYPO, Relation.WORD_FORM})


def title_findings(case: Case) -> Iterator[Finding]:
    """What is to be said of the title, by the entry's status."""
    status, record = case.resolution.status, case.resolution.record
    reason = case.resolution.reasons[0] if case.resolution.reasons else ""
    if status is Status.MATCHED and record is not None:
        yield from _misquoted(case, record)
    elif status is Status.NEAR_MATCH or (status is Status.CONFLICT and case.resolution.suggested is not None):
        yield case.finding(
            FindingKind.NEAR_MISS, Severity.WARNING, _near(case, reason), evidence=(*_closest(case), *case.asked)
        )
    elif status is Status.AMBIGUOUS:
        yield case.finding(FindingKind.AMBIGUOUS, Severity.WARNING, reason, evidence=(*_closest(case), *case.asked))
    elif status in (Status.NOT_FOUND, Status.CONFLICT) and not is_doubted(case):
        yield case.finding(FindingKind.NOT_FOUND, Severity.WARNING, _not_found(case), evidence=case.asked)
    elif status is Status.NOT_A_PAPER and not is_ruled(case.entry):
        yield case.finding(FindingKind.NOT_A_PAPER, Severity.NOTE, reason, evidence=case.asked)
    elif status is Status.UNCHECKED:
        yield case.finding(FindingKind.UNCHECKED, Severity.NOTE, f"nothing can be said: {reason}", evidence=case.asked)


def _misquoted(case: Case, record: SourceRecord) -> Iterator[Finding]:
    listed, relation = case.entry.title, case.resolution.relation
    if relation is None or relation in SAME:
        return
    likeness = liken(listed, record.title)
    if relation is Relation.TYPO and all(map(_is_misprint_of_record, likeness.differences)):
        return
    plain = relation in _OF_WORDS and likeness.worst in _MISQUOTED
    if plain:
        message = f"the title differs from the paper's: {word_diff(listed, record.title)}"
    else:
        message = f"the paper is known as {quoted(record.title)}; the listed title may be that of another version"
    evidence = (f"the paper: {described(record)}", f"the titles: {word_diff(listed, record.title)}")
    severity = Severity.WARNING if plain else Severity.NOTE
    proposed = collapse(record.title)
    yield case.finding(FindingKind.MISQUOTED_TITLE, severity, message, evidence=evidence, proposed=proposed)


def _is_misprint_of_record(each: Difference) -> bool:
    """Whether it is the record that has the misprint: nobody else uses its word."""
    return each.kind is not Kind.TYPO or commonness("".join(each.theirs)) < commonness("".join(each.ours))


def _near(case: Case, reason: str) -> str:
    near = case.resolution.suggested
    if near is None or case.resolution.relation in SAME:
        return reason
    return f"no paper of this title is known; the closest differs: {word_diff(case.entry.title, near.title)}"


def _closest(case: Case) -> Iterator[str]:
    if near := case.resolution.suggested:
        likely = case.resolution.probability
        said = "" if likely is None else f"; the one meant with a probability of {likely:.0%}"
        yield f"the closest: {described(near)}{said}"
        if link := link_to(near):
            yield f"its page: {link}"


def _not_found(case: Case) -> str:
    if case.entry.ruling and case.entry.ruling.pinned:
        return f"no source knows {case.entry.ruling.pinned}, which the overrides pin it to"
    told = "no source knows a paper of this title"
    if leads := where_it_leads(case):
        return f"{told}, and its link leads to {'an unrelated one' if leads is Leads.UNRELATED else 'another'}"
    if case.resolution.link_check is LinkCheck.UNRESOLVABLE:
        return f"{told}, nor the identifier of its link"
    return told


def repeat_findings(case: Case) -> Iterator[Finding]:
    """An entry that names a paper which stands above already."""
    original = case.original
    if original is None:
        return
    ours, theirs = case.work, case.original_work
    same_work = ours is not None and theirs is not None and ours.work_id == theirs.work_id
    if not same_work and not _same_by_title(case, original):
        return
    place = f"entry {original.position} (line {original.line})"
    same_title = title_key(case.entry.title) == title_key(original.title)
    other = "" if same_title else f" under another title, {quoted(original.title)}"
    heading = " / ".join(original.headings)
    yield case.finding(
        FindingKind.DUPLICATE,
        Severity.WARNING,
        f"listed before as {place}{other}",
        evidence=(
            f"{place} stands under {quoted(heading)}" if heading else f"{place} stands under no heading",
            f"both are {described(ours)}" if same_work and ours else "both have one title or identifier",
        ),
    )


def _same_by_title(case: Case, original: CuratedEntry) -> bool:
    """Whether two entries of which none or one is matched are one paper; titles that head many texts need one link."""
    if case.work is not None and case.original_work is not None:
        return False
    return tells_a_paper(case.entry.title) or (case.entry.link is not None and case.entry.link == original.link)
