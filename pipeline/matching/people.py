"""Whether the authors that a list names are those of a record. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from pipeline.titles import words


class Agreement(StrEnum):
    """What two statements say of each other (closed list)."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNKNOWN = "unknown"
    """One of them says nothing."""


_PARTED = re.compile(r"\s*(?:;|,|\band\b|&|\u3001|\uff0c)\s*")
_AND_OTHERS = re.compile(r"[\s,;]*\b(?:et\.?\s+al\b|and\s+others\b)\.?", re.IGNORECASE)
_NO_PERSON = """
    al anonymous authors collaboration consortium et group others team
    alibaba amazon anthropic baidu bytedance cohere corp deepmind facebook google huawei ibm inc institute lab labs meta
    microsoft mistral nvidia openai research tencent university
"""
_NOBODY = frozenset(_NO_PERSON.split())
"""Words that stand where authors should and name no person."""
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "van", "von"}
)


@lru_cache(maxsize=65_536)
def name_words(name: str) -> frozenset[str]:
    """The words of a name that tell people apart: no initials, no particles; empty for `Anonymous` and for teams."""
    found = frozenset(words(name))
    if found & _NOBODY:
        return frozenset()
    telling = frozenset(word for word in found if len(word) > 1 and word not in _PARTICLES and word.isalpha())
    return telling or frozenset(word for word in found if word.isalpha())


def full_name(name: str) -> frozenset[str]:
    """The words of a name but its initials; `Le` and `Bin` may be all that is given beside a surname."""
    return (
        frozenset(word for word in words(name) if len(word) > 1 and word.isalpha()) if name_words(name) else frozenset()
    )


def split_names(text: str) -> tuple[str, ...]:
    """The names in a text such as `A. Hu, B. Li et al.` or `Hu, Edward and Li, Bo`."""
    text = _AND_OTHERS.sub("", text)
    if " and " in text and re.search(r"\w,\s\w", text.split(" and ", maxsplit=1)[0]):
        return tuple(name.strip() for name in re.split(r"\s+and\s+|;", text) if name.strip())
    return tuple(name.strip(" .") for name in _PARTED.split(text) if name.strip(" ."))


def authors_agree(listed: Sequence[str], recorded: Iterable[str], *, complete: bool = True) -> Agreement:
    """Say whether listed authors are among a record's.

    Args:
        listed: Names as the list prints them, the first author or more.
        recorded: Names as the record has them.
        complete: The record holds all authors; otherwise a stranger may be one of those left out.
    """
    ours = [found for name in listed if (found := name_words(name))]
    theirs = [found for name in recorded if (found := name_words(name))]
    if not ours or not theirs:
        return Agreement.UNKNOWN
    known = sum(1 for name in ours if any(_is_same(name, other) for other in theirs))
    if known:
        return Agreement.AGREE if known * 2 >= min(len(ours), len(theirs)) else Agreement.DISAGREE
    return Agreement.DISAGREE if complete else Agreement.UNKNOWN


def listed_authors_agree(listed: str | None, recorded: Sequence[str], *, complete: bool) -> Agreement:
    """Say whether authors as a list prints them, in one text, are among a record's.

    A single surname that the record has not is no reason to doubt it: it may be a firm or a nickname.
    """
    names = split_names(listed) if listed else ()
    said = authors_agree(names, recorded, complete=complete)
    named = len(names) > 1 or any(len(full_name(name)) > 1 for name in names)
    return said if named or said is Agreement.AGREE else Agreement.UNKNOWN


def is_first_author(listed: Sequence[str], recorded: Sequence[str]) -> bool:
    """Whether the first listed author is the record's first author, by more than a surname."""
    if not listed or not recorded:
        return False
    ours, theirs = full_name(listed[0]), full_name(recorded[0])
    surname = len(name_words(listed[0])) == 1 or len(name_words(recorded[0])) == 1
    return min(len(ours), len(theirs)) > 1 and (ours == theirs if surname else _is_same(ours, theirs))


def _is_same(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names are one person's: the words of one, initials aside, are all in the other."""
    return ours <= theirs or theirs <= ours
