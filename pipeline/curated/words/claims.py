"""Venue and year as a list prints them: in brackets, badges, columns or behind the title. Pure."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import NamedTuple

from pipeline.curated.words.venues import ANY_NAME, KNOWN, REST, VENUE, VENUE_WORD
from pipeline.titles import collapse

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DATE = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<iso>{_YEAR})\s?[-/.年]\s?(?:1[0-2]|0?[1-9])(?:\s?[-/.月]\s?[0-3]?\d日?)?月?(?![\w])"
    rf"|(?:[0-3]?\d(?:st|nd|rd|th)?[\s,.-]+)?{_MONTH}[\s,.'\u2019-]*"
    rf"(?:[0-3]?\d(?:st|nd|rd|th)?[\s,]+)?(?P<named>{_YEAR})?(?!\w)"
    rf"|(?P<short>[012]\d)\.(?:1[0-2]|0[1-9])\.[0-3]\d"
    rf"|(?:1[0-2]|0?[1-9])/(?:[0-3]?\d/)?(?P<slashed>{_YEAR})(?!\w))",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(rf"(?<!\d)({_YEAR})(?!\d)(?![-\u2013]\d\d)")
_SPAN = rf"(?<!\d)(?:1\d|20)\d\d\s?[-\u2013\u2014_]{{1,2}}\s?{_YEAR}(?!\d)"
"""`2015-2024` says what a paper is about, or its pages, not when it appeared."""
_YEARS = re.compile(_SPAN)
_SHORT_YEAR = re.compile(
    r"(?<=[A-Za-z])\s?['\u2019\u2018`\u00b4-]?\s?((?:[0-3]\d|9\d))(?:[./-](?:0?[1-9]|1[0-2]))?(?!\d|st|nd|rd|th)"
)
_ARXIV_ID = re.compile(r"(?:abs/|arxiv[:\s]*)?(?P<id>\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_LONGEST = 120


class Claim(NamedTuple):
    """Where and when a list says that a paper appeared."""

    venue: str | None = None
    year: int | None = None
    arxiv_id: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is claimed."""
        return self != NO_CLAIM

    def beside(self, other: Claim) -> Claim:
        """This claim, its gaps filled from another; a venue keeps the year that stands with it."""
        if other == NO_CLAIM:
            return self
        if self == NO_CLAIM:
            return other
        together = self.venue is None and other.venue is not None and other.year is not None
        return Claim(
            venue=self.venue or other.venue,
            year=other.year if together else self.year or other.year,
            arxiv_id=self.arxiv_id or other.arxiv_id,
        )


NO_CLAIM = Claim()
"""What most texts claim."""
_TRIM = " \t,.;:|/()[]{}<>\u3010\u3011\u2013\u2014*_`'\"\u2018\u2019\u201c\u201d~-\u00b7\u2022\uff08\uff09\u00a0!"


@lru_cache(maxsize=8192)
def _year_and_rest(text: str) -> tuple[int | None, str]:
    """Take the year, with month and day, out of a claim."""
    text = _YEARS.sub(" ", text)
    if not _DIGIT.search(text):
        return None, _DATE.sub(" ", text, count=1)
    if dated := _DATE.search(text):
        year = dated["iso"] or dated["named"] or dated["slashed"]
        rest = text[: dated.start()] + " " + text[dated.end() :]
        if dated["short"]:
            return 2000 + int(dated["short"]), rest
        if year:
            return int(year), _YEAR_ALONE.sub(" ", rest) if year in rest else rest
        text = rest
    if alone := _YEAR_ALONE.search(text):
        return int(alone[1]), text[: alone.start()] + " " + text[alone.end() :]
    if (short := _SHORT_YEAR.search(text)) and _HAS_SHORT_YEAR.search(text[: short.start()] + " "):
        number = int(short[1])
        century = 1900 if number > _LAST_OF_THIS_CENTURY else 2000
        return century + number, text[: short.start()] + " " + text[short.end() :]
    return None, text


_YEAR_BEFORE = re.compile(r"^['\u2019]?(?P<year>[012]\d)[-\s](?P<rest>[A-Z][A-Za-z]{2,}(?: [A-Za-z]+)?)$")
"""`'16-TIP`."""
_LOOSE = re.compile(r"\s+(?:at|in|of|on)$|,\s?(?:CCF[\s-]?[ABC]|none)$", re.IGNORECASE)
_EMOJI = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
_HAS_SHORT_YEAR = re.compile(f"{VENUE.pattern}|(?i:arxiv|openreview|preprint|thesis|workshop|journal of|proceedings)")
_COMMAS = re.compile(r"\s*,(?:\s*,)+")
_NUMBER_BEHIND = re.compile(r"\.\d{4,}$")
_PUBLISHED = r"(?:accepted|appeared|presented|published|to appear)\s+(?:at|by|in|to)"
_INTO = re.compile(rf"^(?:only\s+)?(?:(?:{_PUBLISHED}|at|in)\s+)?(?=\S)", re.IGNORECASE)
"""What stands before a venue: `Accepted by`, `only`, `in`."""
_BEGINS_INTO = frozenset("aioptAIOPT")
_SAID_BEFORE = re.compile(rf"^[^()]*\(?\b(?={_PUBLISHED}\s)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LAST_OF_THIS_CENTURY = 60
"""Two digits up to here are a year from 2000 on."""


@lru_cache(maxsize=16_384)
def read_claim(text: str) -> Claim:
    """Split a claim such as `ACL 2022`, `ICLR'24 (oral)` or `Oct 2023` into venue and year; either may be missing.

    The venue is as printed, whatever it is; `is_claim` tells whether a text is a claim at all.
    """
    text = collapse(text if text.isascii() else _EMOJI.sub(" ", text))
    text = _INTO.sub("", _SAID_BEFORE.sub("", text))
    if len(text) > _LONGEST:
        return NO_CLAIM
    found = _ARXIV_ID.search(text)
    arxiv_id = found["id"] if found else None
    if found:
        text = text[: found.start()] + " " + text[found.end() :]
    text = _YEAR_BEFORE.sub(r"\g<rest> 20\g<year>", text)
    year, rest = _year_and_rest(text)
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest)
    rest = re.sub(r"\s+(?=[,.;:)\]])|(?<=[(\[])\s+", "", collapse(rest))
    venue = _LOOSE.sub("", _INTO.sub("", _COMMAS.sub(",", rest).strip(_TRIM)))
    venue = _NUMBER_BEHIND.sub("", venue)
    if venue.count("(") > venue.count(")"):
        venue += ")"
    return Claim(venue=venue if re.search(r"[^\W\d_]", venue) else None, year=year, arxiv_id=arxiv_id)


@lru_cache(maxsize=16_384)
def is_claim(text: str) -> bool:
    """Tell whether a text is nothing but a venue, a date or both."""
    text = collapse(text).strip(_TRIM)
    text = _INTO.sub("", text) if text[:1] in _BEGINS_INTO else text
    if not text or len(text) > _LONGEST or _JOINING.match(text) or "|" in text:
        return False
    numbered = _DIGIT.search(text) is not None
    if numbered and (
        _ACRONYM_AND_YEAR.fullmatch(text) or ("(" in text and _NAME_AND_VOLUME.fullmatch(text)) or _is_known(text)
    ):
        return True
    says = not text.isascii() or _SAYS.search(text.lower()) is not None
    known = says and names_venue(text)
    dated = (numbered or (says and _MONTH_ALONE.search(text) is not None)) and _is_dated(text)
    if not (known or dated):
        return False
    _, rest = _year_and_rest(_ARXIV_ID.sub(" ", text))
    left = VENUE_WORD.sub(" ", VENUE.sub(" ", rest))
    strange = [word for word in _LETTERS.findall(left) if not REST.fullmatch(word)]
    if not strange:
        return True
    # `Nature Machine Intelligence 2024`, `Journal of Chemical Information and Modeling`.
    printed = VENUE.search(text) or _ENDS_IN_NUMBER.search(text)
    event = dated and known and bool(_EVENT.search(rest) or (printed and len(strange) < _FEW_STRANGE))
    if not (event or _SERIES.search(rest) or _JOURNAL.fullmatch(collapse(rest).strip(_TRIM))):
        return False
    words = _NAMED.findall(rest)
    return len(words) <= _MOST_WORDS and all(word[0].isupper() or REST.fullmatch(word) for word in words)


def _is_known(text: str) -> bool:
    """Tell an acronym and a year, whatever its case: `Recsys 2022`."""
    found = _WORD_AND_YEAR.fullmatch(text)
    return found is not None and found["word"].upper() in KNOWN


_WORD_AND_YEAR = re.compile(rf"(?P<word>[A-Za-z&-]{{3,14}})\s?['\u2019]?{_YEAR}")
_ACRONYM_AND_YEAR = re.compile(
    r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*\s?['\u2019]?\s?(?:19[89]\d|20[0-4]\d)|[A-Z][A-Za-z]{1,24}(?:19[89]\d|20[0-4]\d)"
)
"""`TIV2023`, `ICSRS 2022`: an acronym and a year are a venue, known or not."""
_NAME_AND_VOLUME = re.compile(
    r"[A-Z][\w.&:'-]*(?:\s[a-zA-Z&][\w.&:'-]*){0,8}"
    r"(?:\s\d[\d.,\s\u2013-]{0,20})?\s?\((?:19[5-9]\d|20[0-4]\d)(?:\))?(?:\s?:\s?\w{1,12})?"
)
"""`Nat Commun 14, 2625 (2023)` and `EMBO Rep(2024)`."""
_AT_END = re.compile(
    rf"(?<!\bat)(?<!\bin)(?<!\bof)(?<!\bthe)\s(?P<venue>{VENUE.pattern}['\u2019]?\s?['\u2019]?(?:{_YEAR}|[012]\d))[\s.]*$"
)


_BLANK_OR_STOP = f"{string.whitespace}."


def ends_in_year(text: str) -> bool:
    """Tell a text that stands beside a title and ends in a year: it names a venue, known or not."""
    return _NAMED_YEAR.fullmatch(text) is not None


_NAMED_YEAR = re.compile(
    r"(?![A-Z][\w-]+ (?:and|&) [A-Z][\w-]+, \d)"
    r"(?!(?:Added|Code|Dataset|From|Models?|Released?|Since|Stars?|Updated?)\b)(?!.*\bet al)"
    r"(?:[A-Z][\w&@/-]*|npj|eLife|iScience)(?:\s(?:[A-Z(&][\w&@/)-]*|and|for|in|of|on|the)){0,6}?"
    r"(?:,?\s(?:19[5-9]\d|20[0-4]\d)|['\u2019]\s?\d\d)"
)
"""`ESANN 2020`: what stands beside a title and ends in a year names a venue, known or not."""


def names_venue(text: str) -> bool:
    """Tell whether a text holds the name of a known venue."""
    return bool(VENUE.search(text) or VENUE_WORD.search(text))


def venue_at_end(text: str) -> int | None:
    """Where a known venue and its year begin that a text ends in, parted from the rest by nothing but a blank."""
    if not text.rstrip(_BLANK_OR_STOP)[-1:].isdigit():
        return None
    found = _AT_END.search(text, max(0, len(text) - _LONGEST))
    return found.start("venue") if found else None


def day_at_end(text: str) -> int | None:
    """Where the day begins that a text ends in, such as `12 June 2019`."""
    found = _DAY_AT_END.search(text, max(0, len(text) - _LONGEST)) if _ENDS_IN_NUMBER.search(text) else None
    return found.start("day") if found else None


def period_at_end(text: str) -> int | None:
    """Where the day or the span of years begins that a text ends in; its last year alone is no claim."""
    if not _ENDS_IN_NUMBER.search(text, max(0, len(text) - _LONGEST)):
        return None
    found = _PERIOD.search(text, max(0, len(text) - _LONGEST))
    return found.start() if found else None


def _is_dated(text: str) -> bool:
    year, _ = _year_and_rest(text)
    return year is not None or bool(_DATE.search(text) or _ARXIV_ID.search(text))


_DAY_AND_MONTH = (
    rf"\b{_MONTH}\s*[0-3]?\d(?:st|nd|rd|th)?(?:\s?[-\u2013]\s?[0-3]?\d)?|\b[0-3]?\d(?:st|nd|rd|th)?\s+{_MONTH}"
)
_PERIOD = re.compile(rf"(?:(?:{_DAY_AND_MONTH}),?\s+{_YEAR}|{_SPAN})\W*$", re.IGNORECASE)
_DAY_AT_END = re.compile(
    rf"(?<!\bat)(?<!\bin)(?<!\bof)(?<!\bon)(?<!\bsince)\s(?P<day>\(?(?:{_DAY_AND_MONTH}),?\s+{_YEAR}\)?)$",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(rf"\b{_MONTH}", re.IGNORECASE)
_SAYS = re.compile(rf"\b(?:{ANY_NAME}|{_MONTH})")
"""In small letters, what stands in every text that names a venue or a month: one look for three, and most have none."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NAMED = re.compile(r"[^\W\d_][\w'&.-]*")
_MOST_WORDS = 12
_FEW_STRANGE = 2
_ENDS_IN_NUMBER = re.compile(r"\d\W*$")
_JOINING = re.compile(r"(?:and|or|vs\.?)\s|&", re.IGNORECASE)
"""What ends an enumeration (`PCA, ICA, and UMAP`) begins no claim."""
_EVENT = re.compile(
    r"\b(?:workshops?|conference|journal|transactions|trans\.|proceedings|proc\.|symposium|findings|letters|track"
    r"|tutorial)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:(?:transactions|conference|symposium|workshop|letters) (?:on|in|of|for)|(?:journal|j\.) (?:of|on|for)"
    r"|proceedings of|advances in neural|findings of|communications of|foundations and trends"
    r"|annual (?:review|meeting|conference))\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"nature(?: (?:machine intelligence|communications|methods|medicine|biotechnology|physics|chemistry|materials"
    r"|computational science|human behaviou?r|scientific reports|neuroscience|energy|electronics|reviews? \w+))?"
    r"|science(?: (?:robotics|advances|china.{0,30}))?|machine intelligence research|information fusion|neural networks"
    r"|pattern recognition(?: letters)?|artificial intelligence(?: review)?|expert systems(?: with applications)?"
    r"|knowledge-based systems|ieee \w+(?: \w+)?|acm \w+(?: \w+)?",
    re.IGNORECASE,
)
