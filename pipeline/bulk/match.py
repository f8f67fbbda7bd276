"""One query and the works that may be meant: the evidence for each, the choice. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from pipeline.bulk.works import CorpusWork
from pipeline.curated.words.clean import clean_title
from pipeline.matching.choice import Choice, Weighed, choose
from pipeline.matching.evidence import Evidence, probability
from pipeline.matching.kinship import kinship
from pipeline.matching.likeness import Likeness, liken
from pipeline.matching.people import Agreement, authors_agree, full_name, is_first_author, name_words
from pipeline.model import Status
from pipeline.titles import NEAR_RATIO, similarity, title_key, words

_MOST_YEARS_APART = 1
_ARXIV = "arxiv:"
_AKIN = 0.1
"""Share of a title's weight in common with what is looked for, without which a preprint is of another paper."""
_LONG_TITLE = 6
"""Words of a title from which two records of it, one of them with some of its authors only, are one work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is known of the paper that is looked for."""

    query_id: str
    title: str
    authors: tuple[str, ...] = ()
    """Names, the first author or more; none where none is known."""
    year: int | None = None
    identifier: str | None = None
    """As `scheme:value`; None where none is known or none is to be used."""


class FoundBy(IntEnum):
    """How a work was found (closed list)."""

    LISTED = 0
    """By the title as it is listed."""
    CLEANED = 1
    """By the title without what the list says beside it."""
    IDENTIFIER = 2
    TITLE = 3
    """By words and letters of the title."""
    PART = 4
    """By a title that is a part of the other."""
    AUTHOR = 5
    CROWDED = 6
    """By the title, which more works bear than were looked at: another one may be meant."""


BY_KEY = frozenset({FoundBy.LISTED, FoundBy.CLEANED})
"""How works are found that bear the title."""
Candidates = Mapping[CorpusWork, frozenset[FoundBy]]
"""Works that may be meant, each with all the ways in which it was found."""


def match(query: Query, candidates: Candidates) -> Choice[CorpusWork]:
    """Match one query.

    Args:
        query: What is looked for.
        candidates: In any order.
    """
    forms = forms_of(query.title)
    choice = choose(_weigh(query, forms, candidates), RECORDS, title=forms[-1])
    crowded = any(FoundBy.CROWDED in found_by for found_by in candidates.values())
    if choice.status is not Status.MATCHED or not crowded:
        return choice
    relation = choice.chosen.relation if choice.chosen else None
    return replace(choice, status=Status.AMBIGUOUS, chosen=None, suggested=choice.chosen, relation=relation)


def weigh(query: Query, candidates: Candidates) -> list[Weighed[CorpusWork]]:
    """The candidates for a query by their ids, each with what speaks for it.

    Those that bear the title are all there are, unless authors are known that may speak for others.
    """
    return _weigh(query, forms_of(query.title), candidates)


def forms_of(title: str) -> tuple[str, ...]:
    """A title as it is listed, and without what the list says beside it; once where they are equal."""
    return tuple(dict.fromkeys((title, clean_title(title).title)))


def _weigh(query: Query, forms: tuple[str, ...], candidates: Candidates) -> list[Weighed[CorpusWork]]:
    ways = {way for found_by in candidates.values() for way in found_by}
    kept = set(FoundBy) - BY_KEY - {FoundBy.CROWDED}
    if ways & BY_KEY:
        bearing = min(ways & BY_KEY)
        kept = {bearing, FoundBy.IDENTIFIER} | (kept if query.authors else set())
    chosen = [work for work, found_by in candidates.items() if found_by & kept]
    return [
        _weighed(query, forms, work, identified=FoundBy.IDENTIFIER in candidates[work])
        for work in sorted(chosen, key=str)
    ]


def is_settled(query: Query, bearing: Sequence[CorpusWork]) -> bool:
    """Whether works that bear the title are all that a query may mean, so that no other need be looked for.

    Args:
        query: What is looked for.
        bearing: Works that bear its title.
    """
    return any(_agreement(query, work) is not Agreement.DISAGREE for work in bearing)


def _weighed(query: Query, forms: tuple[str, ...], work: CorpusWork, *, identified: bool) -> Weighed[CorpusWork]:
    likeness = _likeness(forms, work.title)
    first = is_first_author(query.authors, work.names)
    evidence = Evidence(
        likeness=likeness,
        authors=_agreement(query, work),
        kinship=kinship(forms[-1], work.title, likeness) if first else None,
        years_apart=abs(query.year - work.year) if query.year and work.year else None,
        identified=identified,
        preprint=any(each.startswith(_ARXIV) for each in (work.work_id, *work.identifiers)),
    )
    return Weighed(work, evidence, probability(evidence))


def _likeness(forms: tuple[str, ...], title: str) -> Likeness:
    """The likeness of that form of a title that is the likest; nothing is liker than what has the same key."""
    key = title_key(title)
    for form in forms:
        if title_key(form) == key:
            return liken(form, title)
    return max((liken(form, title) for form in forms), key=_likest)


def _likest(likeness: Likeness) -> tuple[bool, float, float]:
    return (likeness.sure, likeness.share, likeness.similarity)


def _agreement(query: Query, work: CorpusWork) -> Agreement:
    if not query.authors:
        return Agreement.UNKNOWN
    return authors_agree(query.authors, work.names, complete=work.complete)


class _Records:
    """What works of a corpus are to each other."""

    def same_work(self, left: CorpusWork, right: CorpusWork) -> bool:
        """Whether two are one work: of like titles, they share an author, or of one of them none is known."""
        if left is right:
            return True
        if not _alike(left.title, right.title):
            return False
        ours, theirs = _people(left), _people(right)
        if not ours or not theirs:
            return True
        if any(one <= other or other <= one for one in ours for other in theirs):
            return True
        partial = not (left.complete and right.complete)
        near = _years_between(left, right) <= _MOST_YEARS_APART
        return partial and near and len(words(left.title)) >= _LONG_TITLE

    def has_authors(self, work: CorpusWork) -> bool:
        """Whether an author is known."""
        return any(map(name_words, work.names))

    def preprint_of(
        self, publication: Weighed[CorpusWork], candidates: Sequence[Weighed[CorpusWork]]
    ) -> Weighed[CorpusWork]:
        """A renamed paper's preprint where one of the candidates is, else the paper itself.

        A published record has the one title; it is the preprint that bore another in an earlier version. A preprint
        is taken for that of a publication where it is the only one by exactly those authors about that time.
        """
        if publication.evidence.preprint:
            return publication
        team = _team(publication.key)
        preprints = [
            each
            for each in candidates
            if each.evidence.kinship is not None
            and each.evidence.preprint
            and len(team) > 1
            and _team(each.key) == team
            and each.evidence.kinship.contained >= _AKIN
            and _years_between(each.key, publication.key) <= _MOST_YEARS_APART
        ]
        titles = {title_key(each.key.title) for each in preprints}
        return preprints[0] if len(titles) == 1 else publication


RECORDS = _Records()
"""What `pipeline.matching.choice` asks of candidates."""


def _team(work: CorpusWork) -> frozenset[frozenset[str]]:
    """The authors of a work, where all of them are known."""
    return frozenset(map(full_name, work.names if work.complete else ()))


def _years_between(left: CorpusWork, right: CorpusWork) -> int:
    return abs((left.year or 0) - (right.year or 0))


def _people(work: CorpusWork) -> list[frozenset[str]]:
    return [found for name in work.names if (found := name_words(name))]


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((title_key(one), title_key(other)), key=len)
    return longer.startswith(shorter) or longer.endswith(shorter) or similarity(one, other) >= NEAR_RATIO
