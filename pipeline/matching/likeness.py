"""How a listed title relates to a record's title, and whether the titles alone say that they are one paper. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.matching.difference import HARMLESS, Difference, Kind, Words, differences, worst
from pipeline.matching.vocabulary import weight, weight_of
from pipeline.titles import NEAR_RATIO, Relation, collapse, similarity, title_key, words

NEAR_SHARE = 0.6
"""Share of a title's weight that two titles have in common, from which one is worth showing for the other."""
_TELLING_BITS = 24.0
"""Weight of the words in common from which a misprint beside them is one."""
_MOST_TYPOS = 2
_REST_WORDS = 5
_REST_BITS = 40.0
"""Words of a title, and their weight, that are enough without the name before its colon."""
_LONG_REST_WORDS = 8
_LONG_REST_BITS = 58.0
"""Words of a title, and their weight, before which a few words may stand and it is the same paper."""
_KINDRED_REST = 0.4
"""Share of the lighter of two titles' rests, behind one name, from which they may be one paper's."""
_HEAD_WORDS = 5
_TELLING_WORDS = 3
_NAME_WORDS = 2
_NAME_BITS = 15.0
"""Weight of a word from which it is a name: it stands in fewer than thirty of a million titles."""

_GENERIC = re.compile(
    r"(?:an? |the )?(?:guest editorial|editorial|foreword|preface|proceedings)\b"
    r"|(?:an? |the )?(?:addendum|author'?s? response|book review|comments?|commentary|corrections?|corrigend(?:um|a)"
    r"|discussion|errat(?:um|a)|introduction|rejoinder|remarks?|reply|report|response|retraction|review|supplement)"
    r"(?:\s*[:.\u2014-]|\s+(?:by|of|on|to)\b|\s*$)",
    re.IGNORECASE,
)
"""How titles begin that are given again and again: of a discussion, of a volume."""
_PARTS = re.compile(
    r"\s*:\s+|\s+[-\u2013\u2014]{1,3}\s+|\s*(?:--+|\u2014)\s*|(?<=\?)\s+|\s+\|\s+|(?<=\w\w)\.\s+(?=[A-Z])"
)
_BEHIND = re.compile(r"\s*\((?P<inside>[^()\s]{2,30})\)$")
"""`(DFloat11)`, behind a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A listed title held against a record's."""

    relation: Relation
    sure: bool
    """The titles alone say that it is one paper: no known pair of different papers is as like."""
    differences: tuple[Difference, ...] = ()
    share: float = 1.0
    """Weight of the words in common as a share of the heavier title's, in [0, 1]."""
    common_bits: float = 0.0
    """Weight of the words in common."""
    similarity: float = 100.0
    """Character similarity of the titles' keys, in [0, 100]."""
    telling_bits: float = 0.0
    """Weight of the three most telling words in common, wherever they stand."""
    same_name: bool = False
    """Both titles have the same coined name before a colon, and something to say in common."""
    same_rest: bool = False
    """Both are one long title behind wholly different names."""

    @property
    def worst(self) -> Kind | None:
        """The most telling kind of difference."""
        return worst(self.differences)


def is_generic(title: str) -> bool:
    """Tell a title that says what kind of text it heads, and not of what paper."""
    return _GENERIC.match(title.strip()) is not None


def liken(listed: str, other: str) -> Likeness:
    """Hold a listed title against a record's title.

    Args:
        listed: As the list has it, cleaned.
        other: The record's.
    """
    ours, theirs = words(listed), words(other)
    bits = weight_of(ours)
    if title_key(listed) == title_key(other):
        exact = collapse(listed) == collapse(other)
        return Likeness(relation=Relation.EXACT if exact else Relation.TYPOGRAPHIC, sure=True, common_bits=bits)
    found = differences(ours, theirs)
    common = max(0.0, bits - sum(weight_of(each.ours) for each in found))
    heaviest = max(bits, weight_of(theirs), 1.0)
    relation, sure = _relation(listed, other, found, common)
    letters = similarity(listed, other)
    share = 1.0 if worst(found) in HARMLESS else common / heaviest
    if relation is Relation.DIFFERENT and (share >= NEAR_SHARE or letters >= NEAR_RATIO or _one_word(found, ours)):
        relation = Relation.NEAR_MISS
    sure = sure and not (is_generic(listed) or is_generic(other))
    name = _name_of(listed)
    return Likeness(
        relation=relation,
        sure=sure,
        differences=found,
        share=share,
        common_bits=common,
        similarity=letters,
        telling_bits=sum(sorted(map(weight, set(ours) & set(theirs)), reverse=True)[:_TELLING_WORDS]),
        same_name=name is not None and name == _name_of(other) and _have_kindred_rests(listed, other),
        same_rest=_have_same_rest(listed, other),
    )


def _name_of(title: str) -> str | None:
    """The key of the coined name that a title has before its colon."""
    head, colon, _ = title.partition(":")
    return title_key(head) if colon and _is_coined(head) and not is_generic(title) else None


def _have_kindred_rests(one: str, other: str) -> bool:
    """Whether two titles are about one thing apart from the names before their colons, which different papers share."""
    ours, theirs = (set(words(title.partition(":")[2])) for title in (one, other))
    lighter = min(weight_of(ours), weight_of(theirs))
    return weight_of(ours & theirs) >= _KINDRED_REST * max(lighter, 1.0)


def _one_word(found: tuple[Difference, ...], ours: Words) -> bool:
    """Whether two titles of some words differ in one."""
    return len(found) == 1 and max(len(found[0].ours), len(found[0].theirs)) == 1 and len(ours) > _NAME_WORDS


def _relation(listed: str, other: str, found: tuple[Difference, ...], common: float) -> tuple[Relation, bool]:
    """The relation of two titles that are not equal, and whether they are surely one; `DIFFERENT` for all the rest."""
    kind = worst(found)
    if kind in HARMLESS:
        return Relation.WORD_FORM, True
    if kind is Kind.TYPO:
        typos = sum(1 for each in found if each.kind is Kind.TYPO)
        return Relation.TYPO, typos <= _MOST_TYPOS and common >= _TELLING_BITS
    if parted := _by_parts(listed, other) or _by_parts(other, listed):
        return parted
    if kind in (Kind.FORM, Kind.SMALL):
        return Relation.WORD_FORM, False
    return Relation.DIFFERENT, False


def _by_parts(longer: str, shorter: str) -> tuple[Relation, bool] | None:
    """The relation where one title is the other with a name before it, a subtitle or an abbreviation behind it."""
    whole = title_key(shorter)
    if (behind := _BEHIND.search(longer)) and title_key(longer[: behind.start()]) == whole:
        return Relation.SUBTITLE, len(words(shorter)) >= _REST_WORDS
    parts = [part for part in _PARTS.split(longer) if words(part)]
    if len(parts) < 2:  # noqa: PLR2004
        return None
    head, tail = title_key(parts[0]), title_key(longer[longer.index(parts[0]) + len(parts[0]) :])
    kindred = _have_kindred_names(longer, shorter)
    if tail == whole or kindred:
        return Relation.NAME_PREFIX, kindred or _stands_for(parts[0], shorter)
    if any(title_key(" ".join(parts[:count])) == whole for count in range(1, len(parts))):
        return Relation.SUBTITLE, False
    others = [title_key(part) for part in _PARTS.split(shorter) if words(part)]
    if len(others) == len(parts) > 1 and sorted(others) == sorted(map(title_key, parts)) and head:
        return Relation.WORD_FORM, len(words(shorter)) >= _REST_WORDS
    return None


def cut_titles(title: str) -> list[str]:
    """What is left of a title without its subtitles, and without the name before its first colon; none to cut, none."""
    parts = [part for part in _PARTS.split(title) if words(part)]
    if len(parts) < 2:  # noqa: PLR2004
        return []
    tail = title[title.index(parts[0]) + len(parts[0]) :]
    return [tail, *(" ".join(parts[:count]) for count in range(1, len(parts)))]


def _have_kindred_names(one: str, other: str) -> bool:
    """Whether two titles are one long title behind names of which one goes on: `Nexus: …` and `Nexus-O: …`."""
    (name, _, rest), (second, _, same) = one.partition(":"), other.partition(":")
    first, last = title_key(name), title_key(second)
    kindred = first.startswith(last) or last.startswith(first)
    apart = max(first, last, key=len).removeprefix(min(first, last, key=len)).strip()
    alike = kindred and apart not in _VARIANTS and not _has_digit(first + last)
    return alike and _is_long(rest) and title_key(rest) == title_key(same)


def _have_same_rest(one: str, other: str) -> bool:
    """Whether two titles are one long title behind names without a common word: `One for All: …`, `BT-Adapter: …`."""
    (name, _, rest), (second, _, same) = one.partition(":"), other.partition(":")
    apart = not set(words(name)) & set(words(second)) and not _has_digit(name + second)
    return apart and _is_long(rest) and title_key(rest) == title_key(same)


def _is_long(rest: str) -> bool:
    return len(words(rest)) >= _LONG_REST_WORDS and weight_of(words(rest)) >= _LONG_REST_BITS


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _stands_for(name: str, rest: str) -> bool:
    """Whether what stands before a colon names the same paper: a coined name, or any words before a long title."""
    parts = words(rest)
    bits = weight_of(parts)
    if _YEAR.search(name) or is_generic(rest) or _ANOTHER_TEXT.search(name):
        return False
    if len(parts) >= _LONG_REST_WORDS and bits >= _LONG_REST_BITS and len(words(name)) <= _HEAD_WORDS:
        return True
    return _is_coined(name) and len(parts) >= _REST_WORDS and bits >= _REST_BITS


_ANOTHER_TEXT = re.compile(
    r"\b(?:abstract|addendum|beyond|chapter|demo|i{2,3}|iv|part|poster|replicat\w*|reproduc\w*|rethinking|retract\w*"
    r"|revisit\w*|survey|tutorial|vol(?:ume)?|withdrawn)\b",
    re.IGNORECASE,
)
"""What stands before another paper's title in a text about it, or in the next part of it."""
_VARIANTS = frozenset(
    {"ii", "iii", "iv", "base", "large", "lite", "max", "mini", "nano", "plus", "pro", "small", "tiny", "xl"}
)
"""What makes the name of a system that of another one."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _is_coined(name: str) -> bool:
    """Tell the name of a method: a word or two that hardly any other title has, or of a form that words do not have."""
    names = words(name)
    if len(names) > _NAME_WORDS:
        return False
    return any(map(_COINED.search, name.split())) or max(map(weight, names), default=0.0) >= _NAME_BITS


_COINED = re.compile(r"\d|[a-z][A-Z]|[A-Z]{2,}")
