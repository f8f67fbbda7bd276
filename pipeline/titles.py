"""Titles: a key under which harmless differences vanish, and the names of how two titles relate. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz


class Relation(StrEnum):
    """How a listed title relates to a record's title (closed list, DECISIONS.md no. 8)."""

    EXACT = "exact"
    TYPOGRAPHIC = "typographic"
    TYPO = "typo"
    WORD_FORM = "word_form"
    SUBTITLE = "subtitle"
    NAME_PREFIX = "name_prefix"
    RETITLED = "retitled"
    NEAR_MISS = "near_miss"
    DIFFERENT = "different"

    @property
    def of_match(self) -> Relation:
        """What a match is told to be: a paper of another title that is meant all the same was retitled."""
        return Relation.RETITLED if self in {Relation.DIFFERENT, Relation.NEAR_MISS} else self


SAME = frozenset({Relation.EXACT, Relation.TYPOGRAPHIC})
"""Relations under which two titles are the same title."""

NEAR_RATIO = 85.0
"""From this character similarity (0-100, of the keys) a different title is worth showing as near."""

_GREEK = {
    chr(code): unicodedata.name(chr(code)).split()[-1].lower()
    for code in range(0x3B1, 0x3CA)
    if "FINAL" not in unicodedata.name(chr(code))
}
_TAG = re.compile(r"</?(?:b|em|i|sc|scp|strong|sub|sup|tt)>", re.IGNORECASE)
_LATEX_ACCENT = re.compile(r"\\[bcdHkrtuv](?![a-zA-Z])\s*")
_LATEX_COMMAND = re.compile(r"\\(?:text|math|emph)[a-z]*\s*|\\(?:var)?([a-zA-Z]+)")
_LONE_GREEK = re.compile(r"(?<![\u0370-\u03ff])[\u03b1-\u03c9](?![\u0370-\u03ff])")
_BETWEEN_WORDS = re.compile(r"(?<!\d) | (?!\d)")
"""Blanks but those between two numbers."""
_SEPARATOR = re.compile(r"[^0-9a-z+#]+")


_MARKUP = re.compile(r"[<&\\{}$^_*`~]")
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"(?<=\d),\s?(?=\d{3}(?!\d))")
_WITHIN_NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
_APOSTROPHE = re.compile(r"(?<=[a-z])['\u2019](?=s\b|t\b|re\b|ll\b|ve\b|d\b)")


def _without_markup(title: str) -> str:
    text = _TAG.sub("", unicodedata.normalize("NFKC", html.unescape(title)))
    text = _LATEX_COMMAND.sub(lambda found: f" {found[1]} " if found[1] else " ", _LATEX_ACCENT.sub("", text))
    text = re.sub(r"[{}$^_\\*`~]", "", text).replace("&", " and ")
    text = _LONE_GREEK.sub(lambda found: _GREEK.get(found[0], found[0]), text.casefold())
    return anyascii(text).lower()


_REMEMBERED = 2**18
"""Titles whose words and key are kept. A run goes over all of its titles several times, one pass after the other, so
that a memory smaller than a list would be of no use to it at all."""


@lru_cache(maxsize=_REMEMBERED)
def words(title: str) -> tuple[str, ...]:
    """Split a title into lower-case ASCII words; markup, accents and punctuation vanish, `4.5` stays one word."""
    return split_words(title)


def split_words(title: str) -> tuple[str, ...]:
    """Split as `words` does, and remember nothing: for names and whatever else there is far more of than titles."""
    plain = title.isascii() and not _MARKUP.search(title)
    text = title.lower() if plain else _without_markup(title)
    text = _WITHIN_NUMBER.sub("#", _THOUSANDS.sub("", text)) if _DIGIT.search(text) else text
    text = _APOSTROPHE.sub("", text) if "'" in text or "\u2019" in text else text
    return tuple([word for word in _SEPARATOR.split(text) if word.strip("+#")])


@lru_cache(maxsize=_REMEMBERED)
def title_key(title: str) -> str:
    """Give the key under which two spellings of one title are equal.

    Case, accents, LaTeX, quotes, hyphens and blanks do not count; letters, digits and the borders
    between numbers do, so that `GPT-4.5` is not `GPT-45`. Keying a key changes nothing.
    """
    joined = " ".join(words(title))
    key = _BETWEEN_WORDS.sub("", joined) if _DIGIT.search(joined) else joined.replace(" ", "")
    return key or unicodedata.normalize("NFKC", html.unescape(title)).casefold().strip()


def collapse(text: str) -> str:
    """Replace every run of white space by one blank and strip the ends."""
    return " ".join(text.split())


def similarity(left: str, right: str) -> float:
    """Character similarity of two titles' keys, symmetric, in [0, 100]; it ranks, it decides nothing."""
    first, second = sorted((title_key(left), title_key(right)))
    return fuzz.ratio(first, second)
