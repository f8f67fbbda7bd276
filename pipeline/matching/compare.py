"""Gather what is known for an entry and hold each candidate against it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.identifiers import Identifier, Scheme
from pipeline.matching.difference import DECIDING, Words
from pipeline.matching.evidence import Evidence, probability
from pipeline.matching.identity import contradict, group_records
from pipeline.matching.knowledge import Knowledge, Known
from pipeline.matching.likeness import Likeness, is_generic, liken
from pipeline.matching.people import Agreement, listed_authors_agree
from pipeline.model import Candidate, CuratedEntry, FoundBy, Service, SourceRecord
from pipeline.titles import Relation
from pipeline.venues import PREPRINT_VENUE, normalise_venue

_MISQUOTED_BITS = 45.0
"""Weight of the words in common from which a title is told though a word stands in its other number."""
_RENAMED_SHARE = 0.6
"""Share of the titles' weight in common from which a linked paper is the listed one under another title."""
_YEARS_OF_RENAMING = 2
"""Years that the claimed one and that of a renamed paper may lie apart."""
_NAMESAKE_SHARE = 0.3
"""The same where both have one coined name before a colon; different papers choose the same names."""
_OWN_FIRST = (Scheme.S2, Scheme.CORPUSID, Scheme.ARXIV, Scheme.DOI, Scheme.ACL)
"""Identifiers of a record without an arXiv id, the surest to be known to its service first."""
_KINDRED = frozenset({Relation.NAME_PREFIX, Relation.SUBTITLE, Relation.WORD_FORM, Relation.TYPO})
"""Relations of titles of which one may be the other misquoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A candidate held against the entry."""

    candidate: Candidate
    evidence: Evidence
    probability: float
    """Of the record being the paper that is meant, in (0, 1)."""
    sure: bool = False
    """The titles say that it is the paper that is meant, and the authors do not say otherwise."""
    backed: bool = False
    """The entry's own link leads to it, and the titles have enough in common for it to be that paper renamed."""

    @property
    def relation(self) -> Relation:
        """How the listed title relates to the record's."""
        return self.evidence.likeness.relation

    @property
    def similarity(self) -> float:
        """Character similarity of the titles' keys in [0, 100]; ranks suggestions, decides nothing."""
        return self.evidence.likeness.similarity


RESOLVERS: Mapping[Scheme, tuple[Service, ...]] = {
    Scheme.ARXIV: (Service.SEMANTIC_SCHOLAR, Service.ARXIV),
    Scheme.DOI: (Service.SEMANTIC_SCHOLAR,),
    Scheme.ACL: (Service.SEMANTIC_SCHOLAR,),
    Scheme.CORPUSID: (Service.SEMANTIC_SCHOLAR,),
    Scheme.S2: (Service.SEMANTIC_SCHOLAR,),
}
"""The services that resolve the identifiers of a scheme; nobody those of the others."""


def lookups_of(identifier: Identifier) -> tuple[Service, ...]:
    """The services that resolve an identifier, by its scheme."""
    return RESOLVERS.get(identifier.scheme, ())


def looked_up_for(entry: CuratedEntry) -> tuple[Identifier, ...]:
    """The identifiers under which an entry's paper is looked up: a pinned one, then those of its links."""
    pinned = entry.ruling.pinned if entry.ruling else None
    return tuple(dict.fromkeys((*([pinned] if pinned else []), *entry.identifiers)))


def answers_to(entry: CuratedEntry, knowledge: Knowledge) -> Iterator[tuple[FoundBy, Known]]:
    """Every answer that bears on an entry, by its identifiers and by its title."""
    for identifier in looked_up_for(entry):
        for service in lookups_of(identifier):
            if known := knowledge.of_identifier(service, identifier):
                yield FoundBy.IDENTIFIER, _owned_all(known, knowledge, under=identifier)
    for service in Service:
        if known := knowledge.of_title(service, entry.title):
            yield FoundBy.TITLE, _owned_all(_refreshed(known, knowledge), knowledge)


def is_crowded(entry: CuratedEntry, knowledge: Knowledge) -> bool:
    """Whether more works bear an entry's title than were looked at, so that none of them is the only one."""
    answers = (knowledge.of_title(service, entry.title) for service in Service)
    return any(known.crowded for known in answers if known is not None)


def own_identifier(record: SourceRecord) -> Identifier | None:
    """The identifier under which a record that was found by its title is looked up again."""
    if record.arxiv_id:
        return Identifier(Scheme.ARXIV, record.arxiv_id)
    return min(record.identifiers, key=lambda each: _OWN_FIRST.index(each.scheme), default=None)


def _refreshed(known: Known, knowledge: Knowledge) -> Known:
    """What a search found, as it is now: a record that was looked up since says what that says, or is gone."""
    records: list[SourceRecord] = []
    newest = [known]
    for record in known.records:
        own = own_identifier(record)
        later = knowledge.of_identifier(record.source, own) if own else None
        if later is None or later.fetched_at < known.fetched_at:
            records.append(record)
        else:
            records += later.records
            newest.append(later)
    return Known(
        records=tuple(dict.fromkeys(records)),
        fetched_at=max(each.fetched_at for each in newest),
        reply_sha256=known.reply_sha256,
        stale=any(each.stale for each in newest),
        crowded=known.crowded,
    )


@lru_cache(maxsize=65536)
def compare(entry: CuratedEntry, candidate: Candidate) -> Comparison:
    """Hold one candidate against an entry."""
    record = candidate.record
    likeness = liken(entry.title, record.title)
    names = [author.name for author in record.authors]
    evidence = Evidence(
        likeness=likeness,
        authors=listed_authors_agree(entry.authors, names, complete=record.authors_complete),
        years_apart=_years_apart(entry, record),
        same_venue=_is_venue_of(entry, record),
        identified=candidate.found_by is FoundBy.IDENTIFIER,
    )
    strangers = evidence.authors is Agreement.DISAGREE and not evidence.identified
    return Comparison(
        candidate=candidate,
        evidence=evidence,
        probability=probability(evidence),
        sure=(likeness.sure or _is_misquoted(entry, candidate, likeness)) and not strangers,
        backed=evidence.identified and _may_be_renamed(entry, candidate, likeness),
    )


def _is_venue_of(entry: CuratedEntry, record: SourceRecord) -> bool:
    claimed = normalise_venue(entry.claimed_venue)
    return claimed not in (None, PREPRINT_VENUE) and claimed == normalise_venue(record.venue)


def _years_apart(entry: CuratedEntry, record: SourceRecord) -> int | None:
    if entry.claimed_year is None or record.year is None:
        return None
    return abs(entry.claimed_year - record.year)


def _is_misquoted(entry: CuratedEntry, candidate: Candidate, likeness: Likeness) -> bool:
    """Whether a telling title of the claimed year differs by the singular and plural of a word alone.

    Of 153 pairs of works of one year in a large corpus that are as like, one is of two papers.
    """
    record = candidate.record
    told = entry.claimed_year is not None and entry.claimed_year == record.year
    if not told or likeness.relation is not Relation.WORD_FORM or likeness.common_bits < _MISQUOTED_BITS:
        return False
    alike = all(_without_number(each.ours) == _without_number(each.theirs) for each in likeness.differences)
    return alike and not (is_generic(entry.title) or is_generic(record.title))


def _without_number(parts: Words) -> list[str]:
    return [part.rstrip("s") for part in parts]


def _may_be_renamed(entry: CuratedEntry, candidate: Candidate, likeness: Likeness) -> bool:
    """Whether two titles may be one paper's, given that a link says so; another number or the opposite never is."""
    if is_generic(entry.title) or is_generic(candidate.record.title):
        return False
    if (_years_apart(entry, candidate.record) or 0) > _YEARS_OF_RENAMING:
        return False
    if likeness.same_rest:
        return True
    if likeness.worst in DECIDING:
        return False
    asked = _NAMESAKE_SHARE if likeness.same_name else _RENAMED_SHARE
    return likeness.relation in _KINDRED or likeness.share >= asked


def compare_all(entry: CuratedEntry, knowledge: Knowledge) -> tuple[Comparison, ...]:
    """Hold everything known against an entry, nearest first; the order is the same whatever came first."""
    candidates = {
        (found_by, record.source, record.record_id): Candidate(record=record, found_by=found_by)
        for found_by, known in answers_to(entry, knowledge)
        for record in known.records
    }
    rejected = _rejected(entry, [candidate.record for candidate in candidates.values()], knowledge)
    compared = [compare(entry, candidate) for candidate in candidates.values() if candidate.record not in rejected]
    return tuple(sorted(compared, key=_nearest_first))


def is_disowned(record: SourceRecord, knowledge: Knowledge) -> bool:
    """Tell a record that bears the arXiv id of another paper, as arXiv itself says."""
    if record.source is Service.ARXIV or not record.arxiv_id:
        return False
    known = knowledge.of_identifier(Service.ARXIV, Identifier(Scheme.ARXIV, record.arxiv_id))
    return known is not None and any(contradict(record, own) for own in known.records)


def owned(record: SourceRecord, knowledge: Knowledge) -> SourceRecord:
    """A record without an arXiv id that arXiv says is another paper's."""
    return replace(record, arxiv_id=None) if is_disowned(record, knowledge) else record


def _owned_all(known: Known, knowledge: Knowledge, under: Identifier | None = None) -> Known:
    """An answer without records that are of another paper than its arXiv id says; found otherwise, they lose the id."""
    if not any(is_disowned(each, knowledge) for each in known.records):
        return known
    by_arxiv = under is not None and under.scheme is Scheme.ARXIV
    kept = (each for each in known.records if not (by_arxiv and is_disowned(each, knowledge)))
    return replace(known, records=tuple(owned(each, knowledge) for each in kept))


def records_of(identifier: Identifier, knowledge: Knowledge) -> frozenset[SourceRecord]:
    """Everything that services have under an identifier, but for what belongs to another paper."""
    answers = [knowledge.of_identifier(service, identifier) for service in lookups_of(identifier)]
    return frozenset(
        record
        for known in answers
        if known is not None
        for record in _owned_all(known, knowledge, under=identifier).records
    )


def _rejected(entry: CuratedEntry, records: Sequence[SourceRecord], knowledge: Knowledge) -> frozenset[SourceRecord]:
    """Records of papers that a curator ruled out, also those that do not bear the identifier; a pin goes before."""
    ruling = entry.ruling
    if ruling is None or ruling.pinned is not None or not ruling.rejected:
        return frozenset()
    names = set(ruling.rejected)
    under = frozenset(record for each in names for record in records_of(each, knowledge))
    groups = group_records(records)
    return frozenset(
        record
        for group in groups
        if any(each in under or names & set(each.identifiers) for each in group)
        for record in group
    )


def _nearest_first(comparison: Comparison) -> tuple[bool, bool, float, str, str, str]:
    record = comparison.candidate.record
    return (
        not comparison.sure,
        not comparison.backed,
        -comparison.similarity,
        comparison.candidate.found_by,
        record.source,
        record.record_id,
    )


def same_title(comparisons: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    """Those whose record bears the entry's title, or one that surely is the same paper's."""
    return tuple(each for each in comparisons if each.sure)
