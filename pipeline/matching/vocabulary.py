"""How often words stand in titles, and which whole titles different papers bear. Data and look-ups.

`vocabulary.txt.gz` and `shared_titles.txt` travel with the package and are made by `make fit` from a million
titles: each word that stands in at least three, with the power of two of their number; and the keys of the titles
that papers of different authors bear.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from pipeline.titles import title_key

_GZIP = 31
"""`zlib`'s name for the gzip format."""
_TITLES = 20
"""Power of two of the titles that were counted."""
_NOT_COUNTED = 0.5
"""Power of two that a word has which stands in too few titles to be counted."""
_NUMBER = 12.0
"""Power of two that numbers have, of which only some are telling."""


@cache
def _powers() -> dict[str, int]:
    packed = resources.files("pipeline.matching").joinpath("vocabulary.txt.gz").read_bytes()
    pairs = (line.split() for line in zlib.decompress(packed, _GZIP).decode("ascii").splitlines())
    return {word: int(power) for word, power in pairs}


@cache
def _shared() -> frozenset[str]:
    text = resources.files("pipeline.matching").joinpath("shared_titles.txt").read_text(encoding="utf-8")
    return frozenset(text.splitlines())


def is_shared(title: str) -> bool:
    """Tell a title that different papers are known to bear: `Sentiment Analysis of Twitter Data`."""
    return title_key(title) in _shared()


def commonness(word: str) -> int:
    """The power of two of the titles, of a million, in which a word in lower case stands; 0 for less than three."""
    return _powers().get(word, 0)


def weight(word: str) -> float:
    """How telling a word of a title is: bits, from 4 for `of` to 19.5 for a word nobody else uses."""
    if not word.isalpha():
        return _TITLES - _NUMBER
    return _TITLES - _powers().get(word, _NOT_COUNTED)


def weight_of(words: Iterable[str]) -> float:
    """The weights of words, summed."""
    return sum(map(weight, words))
