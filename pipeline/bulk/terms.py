"""What a work is found by, as numbers: its title, the parts of it, its first author, its identifiers. Pure.

Numbers of 64 bits stand for what has to be equal. Parts of a title are numbers of 32 bits, of which two in a
corpus may be equal by chance: that makes a candidate more, which is compared and dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import combinations, pairwise
from zlib import crc32

from pipeline.matching.difference import in_full
from pipeline.matching.likeness import cut_titles
from pipeline.matching.people import full_name
from pipeline.titles import title_key, words

_SHORT_TITLE = 3
"""Words up to which a title is found by its runs of letters too: a misprint leaves no word of `Atention` to go by."""
_GRAM = 4
_LETTERS = b"\x00"
_PEOPLE = b"\x01"
_WHOLE = b"\x02"
_PART = b"\x03"
"""What tells runs of letters, names and titles from words, which begin with none of them."""
_MOST_NAMES = 6
"""Words of a name beyond which it is a sentence."""


def lookup_of(key: str) -> int:
    """The number of what has to be equal, a title's key or an identifier; 64 bits."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def letters_of(title: str) -> str:
    """The letters by which titles are ranked: of its words in full, so that `LLMs` are large language models."""
    return "".join(in_full(words(title))) or title_key(title)


def title_terms(title: str) -> set[int]:
    """The numbers of a title's words in full, and of neighbouring words as one; 32 bits each.

    `pre training` and `pretraining` have a number in common, and so have titles of common words in the same order.
    """
    parts = in_full(words(title))
    terms = {crc32(word.encode()) for word in parts}
    terms.update(crc32((one + other).encode()) for one, other in pairwise(parts))
    if len(parts) <= _SHORT_TITLE:
        letters = letters_of(title).encode("utf-8", "surrogatepass")
        terms.update(crc32(_LETTERS + letters[at : at + _GRAM]) for at in range(len(letters) - _GRAM + 1))
    return terms


def part_terms(title: str, *, asked: bool) -> set[int]:
    """The numbers by which a title is found that is the other without its subtitle, or without the name before it.

    Args:
        title: A title.
        asked: It is what is looked for; what is found has numbers that were made without.
    """
    whole, part = (_PART, _WHOLE) if asked else (_WHOLE, _PART)
    cut = {key for key in map(title_key, cut_titles(title)) if key}
    texts = [whole + title_key(title).encode("utf-8", "surrogatepass")]
    texts += [part + key.encode("utf-8", "surrogatepass") for key in cut]
    return set(map(crc32, texts))


def name_terms(name: str) -> set[int]:
    """The numbers by which somebody is found, whichever of their names are left out; none for a surname alone."""
    parts = sorted(full_name(name))
    return {crc32(_PEOPLE + text.encode()) for text in _pairs(parts)} if len(parts) <= _MOST_NAMES else set()


def _pairs(parts: list[str]) -> Iterator[str]:
    for one, other in combinations(parts, 2):
        yield f"{one} {other}"
