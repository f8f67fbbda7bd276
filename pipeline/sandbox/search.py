"""Finding works by words, the way a search engine does: analysed tokens, rarity, phrases. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("porter")
_TOKEN = re.compile(r"\w+(?:'\w+)*")
# The stop words of the English analyser of Elasticsearch (Lucene's default set).
_STOP = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not"),
        *("of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was"),
        *("will", "with"),
    ),
)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word.removesuffix("'s")))


def analyse(text: str) -> tuple[str | None, ...]:
    """Split into stemmed tokens in order; a stop word leaves a hole (None) in its place."""
    tokens = _TOKEN.findall(text.lower())
    return tuple(None if token in _STOP else _stem(token) for token in tokens)


class TitleIndex:
    """Titles by their tokens.

    Args:
        titles: In the order by which results are numbered.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._titles = [analyse(title) for title in titles]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, tokens in enumerate(self._titles):
            for token in {token for token in tokens if token}:
                self._holding[token].append(number)

    def rarity(self, token: str) -> float:
        """Inverse document frequency, above 0."""
        return math.log(1 + len(self._titles) / (1 + len(self._holding.get(token, ()))))

    def ranked(self, query: str) -> list[tuple[int, float]]:
        """Every title that shares a word with `query`, best first, with a score that grows with length."""
        scores: Counter[int] = Counter()
        for token in {token for token in analyse(query) if token}:
            weight = 10 * self.rarity(token)
            for number in self._holding.get(token, ()):
                scores[number] += weight  # type: ignore[assignment]
        # Of two titles that hold the same words of the query the shorter one is nearer.
        return sorted(scores.items(), key=lambda pair: (-pair[1], len(self._titles[pair[0]]), pair[0]))

    def holding_all(self, tokens: Iterable[str | None]) -> set[int]:
        """Titles that hold every token, in any order."""
        sets = [set(self._holding.get(token, ())) for token in tokens if token]
        return set.intersection(*sets) if sets else set()

    def holding_phrase(self, phrase: Sequence[str | None]) -> set[int]:
        """Titles that hold the tokens one after the other; a hole stands for any one word.

        A phrase of nothing matches everything, as it does upstream.
        """
        if not any(phrase):
            return set(range(len(self._titles)))
        return {number for number in self.holding_all(phrase) if _holds(self._titles[number], phrase)}


def _holds(title: Sequence[str | None], phrase: Sequence[str | None]) -> bool:
    last = len(title) - len(phrase)
    return any(
        all(wanted is None or title[start + offset] == wanted for offset, wanted in enumerate(phrase))
        for start in range(last + 1)
    )
