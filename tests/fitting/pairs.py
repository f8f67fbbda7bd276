"""Labelled pairs of a query and a candidate, for fitting the model and for looking at its calibration."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.bulk.match import RECORDS, Query
from pipeline.matching.choice import nearest_own
from pipeline.matching.evidence import Evidence
from pipeline.titles import SAME
from tests.evaluation.noise import NOISE, change_number, negate, swap_word
from tests.evaluation.works import WIDE, Corpus, rows_of

_HELD_OUT = 0.3
_RELATED_SHARE = 0.3
_RELATED_LETTERS = 60.0
_MOST_CANDIDATES = 8
_SPOILT = 4000
_WITH_YEAR = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """What speaks for a candidate, and whether it is the paper that is meant."""

    evidence: Evidence
    same: bool
    held_out: bool
    """It is not fitted on."""

    @property
    def telling(self) -> bool:
        """Whether the titles are neither equal nor unrelated."""
        likeness = self.evidence.likeness
        related = likeness.share >= _RELATED_SHARE or likeness.similarity >= _RELATED_LETTERS
        return likeness.relation not in SAME and related


def _is_held_out(title: str) -> bool:
    return hashlib.sha256(title.encode()).digest()[0] < 256 * _HELD_OUT


def _of_query(
    corpus: Corpus, query: Query, truth: set[str | int], without: frozenset[str], group: str
) -> Iterator[Pair]:
    ranked = sorted(
        corpus.matcher.within(WIDE).weigh(query, without=without),
        key=lambda each: (-each.evidence.likeness.share, -each.evidence.likeness.similarity, str(each.key)),
    )
    for each in ranked[:_MOST_CANDIDATES]:
        yield Pair(each.evidence, corpus.work(each.key.work_id) in truth, _is_held_out(group))


def _queries(title: str, author: object, year: object, chance: random.Random) -> Iterator[Query]:
    """A query by title alone, and one with what else is known."""
    yield Query(query_id="", title=title)
    names = (author,) if isinstance(author, str) else ()
    known = int(year) if isinstance(year, int | float) and chance.random() < _WITH_YEAR else None
    if names:
        yield Query(query_id="", title=title, authors=names, year=known)


def labelled_pairs(corpus: Corpus, *, held_out_alone: bool = False) -> Iterator[Pair]:
    """Pairs of listed, retitled, spoilt and changed titles with their nearest candidates; the same ones each time.

    Args:
        corpus: Where the candidates come from.
        held_out_alone: Leave out those that are fitted on.
    """
    chance = random.Random(11)
    lists = {row["query_title"]: row for row in rows_of("list_pairs.parquet")}.values()
    for row in lists:
        if held_out_alone and not _is_held_out(str(row["query_title"])):
            continue
        truth = corpus.works_of_arxiv(str(row["arxiv_id"]))
        for query in _queries(str(row["query_title"]), row["first_author"], row["year"], chance):
            yield from _of_query(corpus, query, truth, frozenset(), str(row["query_title"]))
            bearing = frozenset(found for title in (query.title,) for found in _bearing(corpus, title, truth))
            # Without the paper itself, its nearest neighbours are what a wrong match would be.
            yield from _of_query(corpus, query, truth, bearing, str(row["query_title"]))
    variants = rows_of("title_variants_dev.csv")
    for row in variants:
        if held_out_alone and not _is_held_out(str(row["id"])):
            continue
        truth = corpus.works_of_arxiv(str(row["id"]).removeprefix("arxiv:")) | (
            {corpus.work(str(row["id"]))} if str(row["id"]) in corpus.by_id else set()
        )
        for title in (str(row["title_a"]), str(row["title_b"])):
            for query in _queries(title, row["first_author"], None, chance):
                bearing = frozenset(_bearing(corpus, title, truth))
                yield from _of_query(corpus, query, truth, bearing, str(row["id"]))
    yield from _spoilt(corpus, chance, held_out_alone=held_out_alone)


@dataclass(frozen=True, slots=True)
class Renamed:
    """The nearest of an author's titles, for a title the corpus does not hold, and whether it is right."""

    features: dict[str, float]
    same: bool
    absent: bool
    """The paper itself was left out, so that the nearest one is wrong."""


def retitled_pairs(corpus: Corpus) -> Iterator[Renamed]:
    """Every renamed paper twice: with what the corpus holds, and without the paper itself."""
    for row in rows_of("title_variants_dev.csv"):
        truth = corpus.works_of_arxiv(str(row["id"]).removeprefix("arxiv:"))
        if not row["first_author"] or not truth:
            continue
        for title in (str(row["title_a"]), str(row["title_b"])):
            query = Query(query_id="", title=title, authors=(row["first_author"],))
            own = [each for each in corpus.matcher.weigh(query) if each.evidence.kinship is not None]
            if any(each.same_title for each in own):
                continue
            for absent in (False, True):
                kept = [each for each in own if not (absent and corpus.work(each.key.work_id) in truth)]
                if nearest := nearest_own(kept, RECORDS):
                    best, features = nearest
                    yield Renamed(features, corpus.work(best.key.work_id) in truth, absent)


def _bearing(corpus: Corpus, title: str, truth: set[str | int]) -> Iterator[str]:
    """Ids of the right works that bear the very title."""
    for each in corpus.matcher.weigh(Query(query_id="", title=title)):
        if each.same_title and corpus.work(each.key.work_id) in truth:
            yield each.key.work_id


def _spoilt(corpus: Corpus, chance: random.Random, *, held_out_alone: bool) -> Iterator[Pair]:
    """Titles of the corpus with noise, which are still the same, and with a word changed, which are not."""
    works = chance.sample(corpus.works, _SPOILT)
    others = [word for work in works for word in work.title.split() if len(word) > 3 and word.isalpha()]
    for work in works:
        title = work.title
        if held_out_alone and not _is_held_out(title):
            continue
        family = chance.choice(sorted(NOISE))
        truth = {corpus.work(work.work_id)}
        spoilt = Query(query_id="", title=NOISE[family](title, chance))
        yield from _of_query(corpus, spoilt, truth, frozenset(), title)
        for changed in (swap_word(title, others, chance), change_number(title, chance), negate(title, chance)):
            if changed:
                yield from _of_query(corpus, Query(query_id="", title=changed), set(), frozenset(), title)
