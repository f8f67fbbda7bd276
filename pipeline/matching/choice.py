"""Evidence for many candidates → at most one work, or why none. Pure; the thresholds stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.matching.evidence import Evidence
from pipeline.matching.people import Agreement
from pipeline.matching.retitled import nearness, retitled_probability
from pipeline.model import Status
from pipeline.titles import SAME, Relation

RETITLED = 0.96
"""Probability from which the nearest of an author's titles is the paper that is meant."""
RETITLED_THAT_YEAR = 0.92
"""The same where the year agrees too."""
_SAME_YEAR = 1
"""Years that a preprint and its publication lie apart."""
SURE_BITS = 20.0
"""Weight of a title from which it tells a paper from all others; `Deep Learning` has less."""

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


def order(each: Weighed[Key]) -> tuple[bool, bool, float, float, str]:
    """Surest first; the same whatever order the candidates came in."""
    likeness = each.evidence.likeness
    disagree = each.evidence.authors is Agreement.DISAGREE
    return (not likeness.sure, disagree, -each.probability, -likeness.similarity, str(each.key))


def choose(
    candidates: Sequence[Weighed[Key]],
    same_work: Callable[[Key, Key], bool],
    *,
    generic: bool,
    bits: float,
) -> Choice[Key]:
    """Choose the work that is meant.

    Args:
        candidates: What was found, each once.
        same_work: Whether two candidates are records of one work.
        generic: The title says what kind of text it heads, such as `Preface`.
        bits: Weight of the title's words.
    """
    ranked = sorted(candidates, key=order)
    meant = _meant(ranked)
    if meant:
        works = _works(meant, same_work)
        backed = any(each.evidence.identified or each.evidence.authors is Agreement.AGREE for each in works[0])
        if len(works) == 1 and (backed or not (generic or bits < SURE_BITS)):
            return _chosen(works[0][0], ranked, same_work)
        return Choice(
            status=Status.AMBIGUOUS,
            suggested=works[0][0],
            runner_up=works[1][0] if len(works) > 1 else None,
            relation=works[0][0].relation,
        )
    if told := _told_by_more(ranked, same_work):
        return _chosen(told, ranked, same_work)
    near = [each for each in ranked if each.relation is not Relation.DIFFERENT]
    if not near:
        return Choice(status=Status.NOT_FOUND, runner_up=ranked[0] if ranked else None)
    best = max(near, key=lambda each: (each.probability, each.evidence.likeness.share, -ranked.index(each)))
    others = [each for each in ranked if not same_work(each.key, best.key)]
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


def _works(candidates: Sequence[Weighed[Key]], same_work: Callable[[Key, Key], bool]) -> list[list[Weighed[Key]]]:
    works: list[list[Weighed[Key]]] = []
    for each in candidates:
        own = next((work for work in works if any(same_work(each.key, other.key) for other in work)), None)
        if own is None:
            works.append([each])
        else:
            own.append(each)
    return works


def _told_by_more(ranked: Sequence[Weighed[Key]], same_work: Callable[[Key, Key], bool]) -> Weighed[Key] | None:
    """The candidate that its identifier, or its authors beside what the titles have in common, say is meant."""
    identified = [each for each in ranked if each.evidence.identified]
    if identified:
        return max(identified, key=lambda each: each.probability)
    agreeing = [each for each in ranked if each.evidence.authors is Agreement.AGREE]
    leading = [each for each in agreeing if each.evidence.first_author] or agreeing
    if not leading:
        return None
    best = max(leading, key=lambda each: nearness(each.evidence.likeness))
    others = [each.evidence for each in leading if not same_work(each.key, best.key)]
    likely = retitled_probability(best.evidence, others)
    apart = best.evidence.years_apart
    asked = RETITLED_THAT_YEAR if apart is not None and apart <= _SAME_YEAR else RETITLED
    return Weighed(best.key, best.evidence, likely) if likely >= asked else None


def _chosen(best: Weighed[Key], ranked: Sequence[Weighed[Key]], same_work: Callable[[Key, Key], bool]) -> Choice[Key]:
    others = [each for each in ranked if not same_work(each.key, best.key)]
    return Choice(
        status=Status.MATCHED,
        chosen=best,
        runner_up=max(others, key=lambda each: each.probability, default=None),
        relation=best.relation.of_match,
    )
