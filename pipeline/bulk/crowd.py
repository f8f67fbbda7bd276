"""Of more works that bear one title than are looked at, those that are: by what else is known of the query. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bulk.partition import Numbers
from pipeline.matching.people import name_words

_SHORTEST_WORD = 2
"""Letters of a word below which it stands in every name."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Works that bear one title, by what may speak for each: whoever asks for it, names are made ready once."""

    years: pa.ChunkedArray
    letters: pa.ChunkedArray
    """Of the names of a work's authors, however they are written."""

    @classmethod
    def of(cls, works: pa.Table) -> Crowd:
        """From a table with columns `authors` and `year`."""
        names = pc.fill_null(pc.binary_join(works["authors"], " "), "")
        return cls(
            years=works["year"],
            letters=pc.replace_substring_regex(pc.utf8_lower(pc.utf8_normalize(names, "NFKD")), r"\P{L}", ""),
        )

    def chosen(self, authors: Sequence[str], year: int | None, most: int) -> tuple[Numbers, bool]:
        """Choose among them.

        Args:
            authors: Whom the query names.
            year: The query's year.
            most: Works that are looked at.

        Returns:
            Their rows, `most` at the most, those for which most speaks first and else in order; and whether some were
            left out that may be meant: nothing speaks for any, or something for more than there is room for.
        """
        speaks = self._speaks(authors, year)
        rows = np.argsort(-speaks, kind="stable")[:most]
        may_be_meant = int(np.count_nonzero(speaks)) or len(speaks)
        return rows, may_be_meant > most

    def _speaks(self, authors: Sequence[str], year: int | None) -> Numbers:
        """How much speaks for each work: the year, and each word of an author's name."""
        found = np.zeros(len(self.years), np.int64)
        if year is not None:
            found += _true(pc.equal(self.years, year))
        words = {word for name in authors for word in name_words(name) if len(word) >= _SHORTEST_WORD}
        for word in sorted(words):
            found += _true(pc.match_substring(self.letters, word))
        return found


def _true(told: pa.ChunkedArray) -> Numbers:
    found: Numbers = pc.fill_null(told, fill_value=False).to_numpy().astype(np.int64)
    return found
