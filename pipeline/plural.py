"""Counts in words, as they are said to people: `1 entry`, `2 entries`. Pure."""

from __future__ import annotations

_HISSING = ("s", "x", "z", "ch", "sh")
_VOWELS = frozenset("aeiou")


def word_for(number: int, one: str, many: str | None = None) -> str:
    """Choose the form of a word that goes with a number.

    Args:
        number: How many there are.
        one: The form for one of them, such as `entry`, `archived reply` or `is`.
        many: The form for any other number, where it is not the regular one, such as `are`.
    """
    if number == 1:
        return one
    return many if many is not None else _regular(one)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number and what it counts; the arguments are those of `word_for`."""
    return f"{number} {word_for(number, one, many)}"


def _regular(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(_HISSING) else f"{noun}s"
