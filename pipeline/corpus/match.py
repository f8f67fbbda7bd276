"""One query against a corpus: its candidates, the evidence for each, the choice. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.corpus.index import CorpusIndex
from pipeline.corpus.works import CorpusWorks
from pipeline.curated.words.clean import clean_title
from pipeline.matching.choice import Choice, Weighed, choose
from pipeline.matching.evidence import Evidence, probability
from pipeline.matching.kinship import kinship
from pipeline.matching.likeness import Likeness, liken
from pipeline.matching.people import Agreement, authors_agree, full_name, is_first_author, name_words
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


class CorpusMatcher:
    """Matches queries against a corpus.

    Args:
        works: The corpus.
        index: The index of the same corpus.
    """

    def __init__(self, works: CorpusWorks, index: CorpusIndex) -> None:
        self._works = works
        self._index = index

    def match(self, query: Query, *, without: frozenset[int] = frozenset()) -> Choice[int]:
        """Match one query; the keys of the choice are row numbers.

        Args:
            query: What is looked for.
            without: Rows that are taken not to be there.
        """
        title = clean_title(query.title).title
        candidates = self.weigh(query, without=without)
        return choose(candidates, self, title=title)

    def preprint_of(self, publication: Weighed[int], candidates: Sequence[Weighed[int]]) -> Weighed[int]:
        """A renamed paper's preprint where one of the candidates is, else the paper itself.

        A published record has the one title; it is the preprint that bore another in an earlier version. A preprint
        is taken for that of a publication where it is the only one by exactly those authors about that time.
        """
        if publication.evidence.preprint:
            return publication
        team = self._team(publication.key)
        preprints = [
            each
            for each in candidates
            if each.evidence.kinship is not None
            and each.evidence.preprint
            and len(team) > 1
            and self._team(each.key) == team
            and each.evidence.kinship.contained >= _AKIN
            and self._years_between(each.key, publication.key) <= _MOST_YEARS_APART
        ]
        titles = {title_key(self._works.title(each.key)) for each in preprints}
        return preprints[0] if len(titles) == 1 else publication

    def _is_preprint(self, row: int) -> bool:
        return any(each.startswith(_ARXIV) for each in self._works.identifiers_of(row))

    def _team(self, row: int) -> frozenset[frozenset[str]]:
        """The authors of a work, where all of them are known."""
        names = self._works.names(row) if self._works.authors_complete[row] else ()
        return frozenset(map(full_name, names))

    def _years_between(self, left: int, right: int) -> int:
        return abs((self._works.year(left) or 0) - (self._works.year(right) or 0))

    def weigh(self, query: Query, *, without: frozenset[int] = frozenset()) -> list[Weighed[int]]:
        """The candidates for a query, in the corpus's order, each with what speaks for it.

        Those that bear the title are all there are, unless authors are known that may speak for others.
        """
        cleaned = clean_title(query.title).title
        forms = tuple(dict.fromkeys((query.title, cleaned)))
        identified = set(self._index.of_identifier(query.identifier)) if query.identifier else set()
        rows = next((found for form in forms if (found := set(self._index.of_key(form)) - without)), set())
        if not rows or query.authors:
            rows = rows | set(self._index.near(cleaned, query.authors))
        if query.authors:
            rows = rows | set(self._index.of_author(query.authors[0], cleaned))
        rows = (rows | identified) - without
        return [self._weighed(query, forms, row, row in identified) for row in sorted(rows)]

    def _weighed(self, query: Query, forms: tuple[str, ...], row: int, identified: bool) -> Weighed[int]:  # noqa: FBT001
        title = self._works.title(row)
        likeness = max((liken(form, title) for form in forms), key=_likest)
        year = self._works.year(row)
        evidence = Evidence(
            likeness=likeness,
            authors=self._authors(query, row),
            kinship=kinship(forms[-1], title, likeness) if self._is_first_author(query, row) else None,
            years_apart=abs(query.year - year) if query.year and year else None,
            identified=identified,
            preprint=self._is_preprint(row),
        )
        return Weighed(row, evidence, probability(evidence))

    def _is_first_author(self, query: Query, row: int) -> bool:
        return is_first_author(query.authors, self._works.names(row))

    def _authors(self, query: Query, row: int) -> Agreement:
        if not query.authors:
            return Agreement.UNKNOWN
        complete = bool(self._works.authors_complete[row])
        return authors_agree(query.authors, self._works.names(row), complete=complete)

    def same_work(self, left: int, right: int) -> bool:
        """Whether two rows are one work: of like titles, they share an author, or of one of them none is known."""
        if left == right:
            return True
        if not _alike(self._works.title(left), self._works.title(right)):
            return False
        ours, theirs = self._people(left), self._people(right)
        if not ours or not theirs:
            return True
        if any(one <= other or other <= one for one in ours for other in theirs):
            return True
        partial = not (self._works.authors_complete[left] and self._works.authors_complete[right])
        near = self._years_between(left, right) <= _MOST_YEARS_APART
        return partial and near and len(words(self._works.title(left))) >= _LONG_TITLE

    def has_authors(self, row: int) -> bool:
        """Whether an author of a row is known."""
        return bool(self._people(row))

    def _people(self, row: int) -> list[frozenset[str]]:
        return [found for name in self._works.names(row) if (found := name_words(name))]


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((title_key(one), title_key(other)), key=len)
    return longer.startswith(shorter) or longer.endswith(shorter) or similarity(one, other) >= NEAR_RATIO


def _likest(likeness: Likeness) -> tuple[bool, float, float]:
    return (likeness.sure, likeness.share, likeness.similarity)
