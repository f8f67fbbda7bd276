"""What two titles of one author have in common, though they be worded anew. Pure.

Renamed papers keep their subject and change its wording: `Registering Point Clouds via Moments` and `A Moment
Matching-Based Method for Point Cloud Registration`. So stems, word beginnings and letters are compared beside words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.matching.difference import DECIDING, Words, in_full, stem
from pipeline.matching.likeness import Likeness
from pipeline.matching.vocabulary import weight
from pipeline.titles import title_key, words

_LIGHT = 3.0
"""Bits that every word has, and that tell nothing of a subject."""
_HEAVIEST = 14.0
"""Bits above which a word tells no more: coined names change most."""
_GRAM = 4
_BEGINNING = 4
"""Letters in common at the beginning, from which words may be of one subject: `optimal` and `optimization`."""
_TELLING_BITS = 60.0
_BEGINNINGS = """
    auto bi co cross few fine hyper inter intra long macro meta micro multi non over post pre re self semi short sub
    super under uni zero
"""
_JOINED = frozenset(_BEGINNINGS.split())
"""Beginnings of words that some write apart: `multi modal`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """A listed title held against a record's title of the same first author; every figure grows with likeness."""

    title: str
    """The key of the record's title."""
    contained: float
    """Weight of the stems in common as a share of the lighter title's, in [0, 1]."""
    shared: float
    """The same as a share of the heavier title's, words that begin alike counted in part."""
    grams: float
    """Cosine of the titles' weighted runs of four letters, in [0, 1]."""
    letters: float
    """Character similarity of the titles' keys, in [0, 1]."""
    telling: float
    """Weight of the three most telling words in common, in titles full of them 1."""
    in_a_row: float
    """Weight of the pairs of neighbouring words in common, on the same scale."""
    same_name: float
    """1 where both have one coined name before a colon."""
    deciding: float
    """1 where a number or a negation differs."""

    @property
    def nearness(self) -> float:
        """How near the title is, as one number to rank by."""
        return self.shared + self.grams + self.letters + self.telling / 2


MEASURES = ("contained", "shared", "grams", "letters", "telling", "in_a_row", "same_name", "deciding")
"""The names of the figures."""


@dataclass(frozen=True, slots=True)
class _Profile:
    stems: Mapping[str, float]
    grams: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]


@lru_cache(maxsize=4096)
def _profile(title: str) -> _Profile:
    parts = words(title)
    stems: dict[str, float] = {}
    for word in _joined(in_full(parts)):
        root = stem(word)
        stems[root] = max(stems.get(root, 0.0), min(weight(word), _HEAVIEST) - _LIGHT)
    grams: dict[str, float] = {}
    for word in parts:
        bits = max(weight(word) - _LIGHT, 1.0) / len(word)
        spaced = f" {word} "
        for start in range(len(spaced) - _GRAM + 1):
            gram = spaced[start : start + _GRAM]
            grams[gram] = grams.get(gram, 0.0) + bits
    return _Profile(stems, grams, frozenset(pairwise(parts)))


def _joined(parts: Words) -> Iterator[str]:
    before = ""
    for word in parts:
        if not before and word in _JOINED:
            before = word
        else:
            yield before + word
            before = ""
    if before:
        yield before


def kinship(listed: str, other: str, likeness: Likeness) -> Kinship:
    """Hold a listed title against one of a record by the same first author.

    Args:
        listed: As the list has it, cleaned.
        other: The record's.
        likeness: Of the two.
    """
    ours, theirs = _profile(listed), _profile(other)
    common = sum(min(bits, theirs.stems[root]) for root, bits in ours.stems.items() if root in theirs.stems)
    lighter, heavier = sorted((sum(ours.stems.values()), sum(theirs.stems.values())))
    pairs = ours.pairs & theirs.pairs
    return Kinship(
        title=title_key(other),
        contained=common / max(lighter, 1.0),
        shared=(common + _in_part(ours.stems, theirs.stems)) / max(heavier, 1.0),
        grams=_cosine(ours.grams, theirs.grams),
        letters=likeness.similarity / 100.0,
        telling=likeness.telling_bits / _TELLING_BITS,
        in_a_row=sum(weight(one) + weight(two) - 2 * _LIGHT for one, two in pairs) / _TELLING_BITS,
        same_name=float(likeness.same_name),
        deciding=float(likeness.worst in DECIDING),
    )


def _in_part(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """The weight of our words that begin as one of theirs does, by how much of the longer word is in common."""
    left = [root for root in theirs if root not in ours]
    return sum(
        bits * max((_alike(root, other) for other in left), default=0.0)
        for root, bits in ours.items()
        if root not in theirs
    )


def _alike(one: str, other: str) -> float:
    letters = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        letters += 1
    return letters / max(len(one), len(other)) if letters >= _BEGINNING else 0.0


def _cosine(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    norm = math.sqrt(sum(bits * bits for bits in ours.values()) * sum(bits * bits for bits in theirs.values()))
    return sum(bits * theirs[gram] for gram, bits in ours.items() if gram in theirs) / norm if norm else 0.0
