"""Whether the authors that a list names are those of a record. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pipeline.titles import split_words


class Agreement(StrEnum):
    """What two statements say of each other (closed list)."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNKNOWN = "unknown"
    """One of them says nothing."""


_PARTED = re.compile(r"\s*(?:[;,|/\u00b7\u2022\u3001\uff0c]|\band\b|&)\s*", re.IGNORECASE)
_PEOPLE = re.compile(r"\s*(?:;|\band\b|&)\s*", re.IGNORECASE)
_AND_OTHERS = re.compile(r"[\s,;]*\b(?:et\.?\s+al\b|and\s+others\b)\.?", re.IGNORECASE)
_MARKS = re.compile(r"[\d*\u2020\u2021\u00a7\u00b6\u2217\u00b2\u00b3\u00b9\u2070-\u2079]+")
"""Marks of footnotes behind a name."""
_JOINED = re.compile(r"(?<=\w)['\u2019\u2010-\u2012-](?=\w)")
"""What some write within a name and others leave out: `Jian-Guang`, `O'Brien`."""
_IN_PICTURES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts whose names say nothing of how they are spelt in ours."""
_NO_PERSON = """
    anonymous authors collaboration consortium group others team
    ai2 alibaba allen amazon anthropic baidu berkeley bytedance cambridge carnegie cmu cohere corp csail deepmind
    deepseek eleutherai epfl eth facebook google harvard huawei hugging ibm inc inria institute kaist lab labs laion
    mellon meta
    microsoft mistral mit nlp nvidia openai oxford peking princeton research salesforce stanford tencent tsinghua uc
    university xai
"""
_NOBODY = frozenset(_NO_PERSON.split())
"""Words that stand where authors should and name no person."""
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "van", "von"}
)
_MOST_INITIALS = 3


class _Name(NamedTuple):
    """A name as far as it tells people apart."""

    telling: frozenset[str]
    """Its words, without initials and particles; empty for `Anonymous` and for firms."""
    full: frozenset[str]
    """The same with particles: `Le` and `Bin` may be all that is given beside a surname."""
    initials: frozenset[str]


_NOT_A_PERSON = _Name(frozenset(), frozenset(), frozenset())


@lru_cache(maxsize=65_536)
def _read(name: str) -> _Name:
    name = _JOINED.sub("", _MARKS.sub(" ", name))
    if _IN_PICTURES.search(name):
        return _NOT_A_PERSON
    tokens = re.findall(r"[^\W_]+", name)
    shout = all(token.isupper() for token in tokens if len(token) > 1)
    short = {token for token in tokens if _is_initials(token, shout=shout)}
    parts = [part for token in tokens if token not in short for part in split_words(token) if part.isalpha()]
    if _NOBODY & set(parts) or _NOBODY & {token.lower() for token in short}:
        return _NOT_A_PERSON
    telling = frozenset(part for part in parts if part not in _PARTICLES)
    initials = frozenset(letter for token in short for letter in token.lower())
    # A name of which initials alone are given, or particles, is told by what there is.
    return _Name(telling or frozenset(parts) or initials, frozenset(parts), initials)


def _is_initials(token: str, *, shout: bool) -> bool:
    """Tell `J` and the `EJ` of `EJ Hu`; in a name all in capitals `HU` may be the surname."""
    return len(token) == 1 or (not shout and token.isupper() and len(token) <= _MOST_INITIALS)


def name_words(name: str) -> frozenset[str]:
    """The words of a name that tell people apart: no initials, no particles; empty for `Anonymous` and for firms."""
    return _read(name).telling


def full_name(name: str) -> frozenset[str]:
    """The words of a name but its initials; `Le` and `Bin` may be all that is given beside a surname."""
    return _read(name).full


def split_names(text: str) -> tuple[str, ...]:
    """The names in a text such as `A. Hu, B. Li et al.` or `Hu, Edward and Li, Bo`."""
    text = _AND_OTHERS.sub("", text)
    people = [name.strip() for name in _PEOPLE.split(text) if name.strip()]
    if len(people) > 1 and all(map(_is_turned, people)):
        return tuple(people)
    return tuple(name.strip(" .") for name in _PARTED.split(text) if name.strip(" ."))


def _is_turned(name: str) -> bool:
    """Tell `Hu, Edward` and `van Gogh, Vincent` from two people."""
    surname, comma, given = name.partition(",")
    told = [word for word in surname.split() if word.lower() not in _PARTICLES]
    return bool(comma) and "," not in given and len(told) == 1 and bool(given.strip())


def authors_agree(listed: Sequence[str], recorded: Iterable[str], *, complete: bool = True) -> Agreement:
    """Say whether listed authors are among a record's.

    Args:
        listed: Names as the list prints them, the first author or more.
        recorded: Names as the record has them.
        complete: The record holds all authors; otherwise a stranger may be one of those left out.
    """
    ours = [found for name in listed if (found := _read(name)).telling]
    theirs = [found for name in recorded if (found := _read(name)).telling]
    if not ours or not theirs:
        return Agreement.UNKNOWN
    known = sum(1 for name in ours if any(_is_same(name, other) for other in theirs))
    if known:
        return Agreement.AGREE if known * 2 >= min(len(ours), len(theirs)) else Agreement.DISAGREE
    return Agreement.DISAGREE if complete else Agreement.UNKNOWN


def listed_authors_agree(listed: str | None, recorded: Sequence[str], *, complete: bool) -> Agreement:
    """Say whether authors as a list prints them, in one text, are among a record's.

    Lists hold firms, nicknames and other spellings where names should be: only people of whom no word at all is
    in the record are others, and a single surname never is.
    """
    names = split_names(listed) if listed else ()
    said = authors_agree(names, recorded, complete=complete)
    if said is not Agreement.DISAGREE:
        return said
    people = [found for name in names if (found := _read(name)).telling]
    ours = {word for found in people for word in found.full}
    theirs = {word for name in recorded for word in full_name(name)}
    named = len(people) > 1 or any(len(found.full) > 1 for found in people)
    return Agreement.DISAGREE if named and not ours & theirs else Agreement.UNKNOWN


def is_first_author(listed: Sequence[str], recorded: Sequence[str]) -> bool:
    """Whether the first listed author is the record's first author, by more than a surname."""
    if not listed or not recorded:
        return False
    ours, theirs = _read(listed[0]), _read(recorded[0])
    if min(len(ours.full), len(theirs.full)) <= 1:
        return False
    surname = min(len(ours.telling), len(theirs.telling)) == 1
    return ours.full == theirs.full if surname else _is_same(ours, theirs)


def _is_same(ours: _Name, theirs: _Name) -> bool:
    """Whether two names are one person's: one's words are all in the other, and its initials do not say otherwise."""
    fewer, more = sorted((ours, theirs), key=lambda each: len(each.telling))
    if not fewer.telling <= more.telling:
        return "".join(sorted(fewer.full)) == "".join(sorted(more.full))
    letters = {word[0] for word in more.telling - fewer.telling} | more.initials
    return not fewer.initials or not letters or fewer.initials <= letters or letters <= fewer.initials
