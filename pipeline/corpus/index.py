"""Which works of a corpus may be meant by a title: by its key, by its telling words, by its authors. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.corpus.works import CorpusWorks
from pipeline.matching.people import full_name, name_words
from pipeline.titles import title_key, words

Rows = npt.NDArray[np.int32]

_COMMONEST = 30_000
"""Works in which a word stands, above which it finds nothing; the rarest words of a title are looked up anyway."""
_FEWEST_WORDS = 2
_MOST_WORDS = 10
_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class _Postings:
    """The rows in which each of many terms stands."""

    terms: dict[str, int]
    starts: npt.NDArray[np.int64]
    rows: Rows

    def of(self, term: str) -> Rows:
        number = self.terms.get(term)
        return self.rows[:0] if number is None else self.rows[self.starts[number] : self.starts[number + 1]]

    @classmethod
    def of_terms(cls, terms_of_rows: Iterable[Iterable[str]]) -> _Postings:
        """Arrange the terms of rows 0, 1, 2 and so on."""
        terms: dict[str, int] = {}
        numbers: list[npt.NDArray[np.int32]] = []
        rows: list[npt.NDArray[np.int32]] = []
        some_numbers: list[int] = []
        some_rows: list[int] = []
        for row, found in enumerate(terms_of_rows):
            for term in found:
                some_numbers.append(terms.setdefault(term, len(terms)))
                some_rows.append(row)
            if len(some_rows) > _BATCH:
                numbers.append(np.array(some_numbers, np.int32))
                rows.append(np.array(some_rows, np.int32))
                some_numbers, some_rows = [], []
        all_numbers = np.concatenate([*numbers, np.array(some_numbers, np.int32)])
        all_rows = np.concatenate([*rows, np.array(some_rows, np.int32)])
        order = np.argsort(all_numbers, kind="stable")
        starts = np.zeros(len(terms) + 1, np.int64)
        np.cumsum(np.bincount(all_numbers, minlength=len(terms)), out=starts[1:])
        return cls(terms, starts, all_rows[order])


def _texts(column: pa.Array) -> Iterator[str]:
    for start in range(0, len(column), _BATCH):
        yield from (text or "" for text in column.slice(start, _BATCH).to_pylist())


def _names(column: pa.ListArray) -> Iterator[Sequence[str]]:
    for start in range(0, len(column), _BATCH):
        yield from (names or () for names in column.slice(start, _BATCH).to_pylist())


class CorpusIndex:
    """Finds candidates among the works of a corpus.

    Args:
        works: The corpus; rows are numbered as there.
    """

    def __init__(self, works: CorpusWorks) -> None:
        self._size = max(len(works), 1)
        self._keys = _Postings.of_terms([title_key.__wrapped__(title)] for title in _texts(works.titles))
        self._words = _Postings.of_terms(set(words.__wrapped__(title)) for title in _texts(works.titles))
        self._bits = np.log2(self._size / np.maximum(np.diff(self._words.starts), 1)) + 1.0
        self._heavy = np.bincount(
            self._words.rows, weights=np.repeat(self._bits, np.diff(self._words.starts)), minlength=self._size
        )
        self._people = _Postings.of_terms(
            {term for name in names for term in full_name(name) | name_words(name)} for names in _names(works.authors)
        )
        self._identifiers = _Postings.of_terms(
            [work_id, *(others or ())]
            for work_id, others in zip(_texts(works.ids), _names(works.identifiers), strict=True)
        )

    def of_key(self, title: str) -> list[int]:
        """Rows of the works that bear a title, but for typography."""
        return [int(row) for row in self._keys.of(title_key(title))]

    def of_identifier(self, identifier: str) -> list[int]:
        """Rows of the works that bear an identifier."""
        return [int(row) for row in self._identifiers.of(identifier)]

    def of_author(self, name: str, title: str, *, most: int = 200) -> list[int]:
        """Rows of the works that somebody of a full name wrote, those first that share telling words with a title.

        Args:
            name: Given name and surname; by one of them alone nobody is found.
            title: What is looked for.
            most: Rows at the most; ties in the corpus's order.
        """
        postings = sorted((self._people.of(term) for term in full_name(name)), key=len)
        if len(postings) < _FEWEST_WORDS:
            return []
        rows = reduce(lambda left, right: np.intersect1d(left, right, assume_unique=True), postings)
        scores = np.zeros(len(rows))
        for word in set(words(title)) & self._words.terms.keys() if len(rows) > most else ():
            scores += np.isin(rows, self._words.of(word), assume_unique=True) * self._bits[self._words.terms[word]]
        best = np.lexsort((rows, -scores))[:most]
        return [int(rows[place]) for place in best]

    def near(self, title: str, people: Iterable[str] = (), *, most: int = 25) -> list[int]:
        """Rows of the works that share the most telling words, nearest first; ties in the corpus's order.

        Args:
            title: What is looked for.
            people: Authors' names, whose words are telling too.
            most: Rows at the most.
        """
        terms = [word for word in dict.fromkeys(words(title)) if word in self._words.terms]
        telling = sorted(terms, key=lambda word: len(self._words.of(word)))
        kept = [word for word in telling if len(self._words.of(word)) <= _COMMONEST][:_MOST_WORDS]
        kept = kept if len(kept) >= _FEWEST_WORDS else telling[:_FEWEST_WORDS]
        postings = [(self._words.of(word), self._bits[self._words.terms[word]]) for word in kept]
        named = [self._people.of(term) for name in people for term in sorted(name_words(name))]
        postings += [(rows, np.log2(self._size / len(rows)) + 1.0) for rows in named if len(rows)]
        if not postings:
            return []
        rows = np.concatenate([each for each, _ in postings])
        bits = np.concatenate([np.full(len(each), weight) for each, weight in postings])
        unique, places = np.unique(rows, return_inverse=True)
        scores = np.bincount(places, weights=bits)
        ours = sum(self._bits[self._words.terms[word]] for word in terms)
        shares = scores / np.maximum(ours + self._heavy[unique] - scores, 1.0)
        best = np.lexsort((unique, -shares))[:most]
        return [int(unique[place]) for place in best]
