"""Evidence for many candidates → at most one work, or why none. Pure.

The thresholds of a verdict stand here; those of titles in `likeness`, those of an entry's own link in `compare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pipeline.matching.evidence import Evidence
from pipeline.matching.likeness import is_generic
from pipeline.matching.people import Agreement
from pipeline.matching.retitled import nearest, retitled_features, retitled_probability
from pipeline.matching.vocabulary import is_shared, weight_of
from pipeline.model import Status
from pipeline.titles import SAME, Relation, words

RETITLED = 0.924
"""Probability from which the nearest of an author's titles is the paper that is meant."""
RETITLED_THAT_YEAR = 0.85
"""The same where the year agrees too."""
_YEARS_OF_RENAMING = (None, 0, 1, 2)
"""Years that a preprint and its publication under another title lie apart."""
SURE_BITS = 20.0
"""Weight of a title from which it tells a paper from all others; `Deep Learning` needs its year as well."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Weighed(Generic[Key]):
    """A candidate with what speaks for it."""

    key: Key
    evidence: Evidence
    probability: float

    @property
    def relation(self) -> Relation:
        """The relation of the titles."""
        return self.evidence.likeness.relation

    @property
    def same_title(self) -> bool:
        """Whether it bears the title, but for typography."""
        return self.relation in SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[Key]):
    """What was concluded."""

    status: Status
    """MATCHED, AMBIGUOUS, NEAR_MATCH or NOT_FOUND."""
    chosen: Weighed[Key] | None = None
    suggested: Weighed[Key] | None = None
    """The closest candidate that was not chosen, for a person to look at."""
    runner_up: Weighed[Key] | None = None
    """The most probable candidate that is another work than the one chosen or suggested."""
    relation: Relation | None = None
    """RETITLED where the work was told by more than its title."""


class Records(Protocol[Key]):
    """What candidates are to each other."""

    def same_work(self, left: Key, right: Key, /) -> bool:
        """Whether two candidates of like titles are records of one work."""
        ...

    def has_authors(self, key: Key, /) -> bool:
        """Whether an author of a candidate is known."""
        ...

    def preprint_of(self, publication: Weighed[Key], candidates: Sequence[Weighed[Key]], /) -> Weighed[Key]:
        """The preprint of a publication where it is among the candidates, else the publication."""
        ...


def tells_a_paper(title: str) -> bool:
    """Whether a title by itself tells a paper: no `Preface`, no `Deep Learning`, none that different papers bear."""
    return not is_generic(title) and not is_shared(title) and weight_of(words(title)) >= SURE_BITS


def order(each: Weighed[Key]) -> tuple[bool, bool, float, float, str]:
    """Surest first; the same whatever order the candidates came in."""
    likeness = each.evidence.likeness
    disagree = each.evidence.authors is Agreement.DISAGREE
    return (not likeness.sure, disagree, -each.probability, -likeness.similarity, str(each.key))


def choose(
    candidates: Sequence[Weighed[Key]],
    records: Records[Key],
    *,
    title: str,
) -> Choice[Key]:
    """Choose the work that is meant.

    Args:
        candidates: What was found, each once.
        records: What else is known of the candidates.
        title: What is looked for.
    """
    ranked = sorted(candidates, key=order)
    meant = _meant(ranked)
    if meant:
        works = _works(meant, records)
        backed = any(each.evidence.identified or each.evidence.authors is Agreement.AGREE for each in works[0])
        of_year = any(each.evidence.years_apart == 0 for each in works[0]) and not is_generic(title)
        if len(works) == 1 and (backed or of_year or tells_a_paper(title)):
            return _chosen(works[0][0], ranked, records)
        return Choice(
            status=Status.AMBIGUOUS,
            suggested=works[0][0],
            runner_up=works[1][0] if len(works) > 1 else None,
            relation=works[0][0].relation,
        )
    if told := _told_by_more(ranked, records):
        return _chosen(told, ranked, records)
    near = [each for each in ranked if each.relation is not Relation.DIFFERENT]
    if not near:
        return Choice(status=Status.NOT_FOUND, runner_up=ranked[0] if ranked else None)
    best = max(near, key=lambda each: (each.probability, each.evidence.likeness.share, -ranked.index(each)))
    others = [each for each in ranked if not records.same_work(each.key, best.key)]
    return Choice(
        status=Status.NEAR_MATCH,
        suggested=best,
        runner_up=max(others, key=lambda each: each.probability, default=None),
        relation=best.relation,
    )


def _meant(ranked: Sequence[Weighed[Key]]) -> list[Weighed[Key]]:
    """Candidates whose titles say that they are meant, those alone for which most speaks."""
    sure = [each for each in ranked if each.evidence.likeness.sure and each.evidence.authors is not Agreement.DISAGREE]
    for better in (
        [each for each in sure if each.evidence.identified],
        [each for each in sure if each.same_title],
        sure,
    ):
        if better:
            agreeing = [each for each in better if each.evidence.authors is Agreement.AGREE]
            kept = agreeing or better
            near = [each for each in kept if each.evidence.years_apart == 0]
            return near if near and len(kept) > 1 else kept
    return []


def _works(candidates: Sequence[Weighed[Key]], records: Records[Key]) -> list[list[Weighed[Key]]]:
    """The works that candidates are records of, the one with the first of them first.

    A record without authors belongs to the only work there is, and is one by itself where there are several.
    """
    works: list[list[Weighed[Key]]] = []
    nobodys = [each for each in candidates if not records.has_authors(each.key)]
    for each in candidates:
        if each not in nobodys:
            same = [work for work in works if any(records.same_work(each.key, other.key) for other in work)]
            works = [work for work in works if work not in same] + [[*(one for work in same for one in work), each]]
    if len(works) > 1:
        works += [[each] for each in nobodys]
    else:
        works = [[each for work in works for each in work] + nobodys]
    ordered = [sorted(work, key=candidates.index) for work in works]
    return sorted(ordered, key=lambda work: candidates.index(work[0]))


def _told_by_more(ranked: Sequence[Weighed[Key]], records: Records[Key]) -> Weighed[Key] | None:
    """The candidate that its identifier, or its authors beside what the titles have in common, say is meant."""
    identified = [each for each in ranked if each.evidence.identified]
    if identified:
        return max(identified, key=lambda each: each.probability)
    renamed = nearest_own(ranked, records)
    if renamed is None or renamed[0].evidence.years_apart not in _YEARS_OF_RENAMING:
        return None
    best, features = renamed
    likely = retitled_probability(features)
    asked = RETITLED if best.evidence.years_apart is None else RETITLED_THAT_YEAR
    return Weighed(best.key, best.evidence, likely) if likely >= asked else None


def nearest_own(
    candidates: Sequence[Weighed[Key]], records: Records[Key]
) -> tuple[Weighed[Key], dict[str, float]] | None:
    """That one of the first author's papers whose title is the nearest, and what the model of renamed papers weighs."""
    own = [
        (each, each.evidence.kinship)
        for each in candidates
        if each.evidence.kinship is not None and each.evidence.authors is Agreement.AGREE
    ]
    if not own:
        return None
    title = nearest([kinship for _, kinship in own])
    others = [kinship for _, kinship in own if kinship.title != title.title]
    best = records.preprint_of(next(each for each, kinship in own if kinship is title), candidates)
    return best, retitled_features(title, others, preprint=best.evidence.preprint)


def _chosen(best: Weighed[Key], ranked: Sequence[Weighed[Key]], records: Records[Key]) -> Choice[Key]:
    others = [each for each in ranked if not records.same_work(each.key, best.key)]
    return Choice(
        status=Status.MATCHED,
        chosen=best,
        runner_up=max(others, key=lambda each: each.probability, default=None),
        relation=best.relation.of_match,
    )
