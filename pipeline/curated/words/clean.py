"""From a title as it stands in a list to the title itself, and what the line claims beside it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.curated.words.claims import NO_CLAIM, Claim, day_at_end, is_claim, period_at_end, read_claim, venue_at_end
from pipeline.curated.words.front import edge_of, take_front
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.mojibake import repair
from pipeline.curated.words.wording import enough, holds_han
from pipeline.titles import collapse, title_key

_SHORTCODE_WITHIN = re.compile(r"(?<=\w):[a-z][a-z_]{2,30}:(?=:)")
_SHORTCODE = re.compile(r"^(?::[a-z0-9_+-]{2,40}:\s*)+|(?:\s?:[a-z][a-z0-9_+-]{1,40}:){1,9}$")
_EMPHASISED = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|`)(?P<inner>.+)(?P=mark)")
_TRAILING_TAG = re.compile(
    r"\s*\[?[\[(\u3010\uff08](?P<inside>[^\[\]()\u3010\u3011\uff08\uff09]{0,200}(?:\([^()]{0,100}\)[^\[\]()]{0,100})?)[\])\u3011\uff09]\]?[\s.,;(]*$"
)
_TRAILING_PIECE = re.compile(r"(?:[,;|\uff0c]|[.](?!\d)|\s[-\u2013\u2014@])\s*(?P<inside>[^.,;:|\uff0c]{2,100}?)\.?$")
_TWO_PIECES = re.compile(
    r"(?:[,;|\uff0c]|[.](?!\d)|\s[-\u2013\u2014])\s*(?P<inside>[^.,;|]{2,80}?,\s*[^.,;|]{2,40}?)\.?$"
)
_CORR = re.compile(
    r"[.,;]?\s+(?P<inside>(?:arXiv|CoRR)(?:\s+preprint)?(?:[\s,:]+(?:abs/|arXiv:)?\d{4}\.\d{4,5}(?:v\d)?"
    r"(?:,?\s*\(?(?:19|20)\d{2}\)?)?|,?\s*\(?(?:19|20)\d{2}\)?))\.?$",
    re.IGNORECASE,
)
_IN_VENUE = re.compile(
    r"(?:[,.;]|(?<=[?!]))\s+(?:in|at)(?:\s+(?P<inside>[^,;:]{2,80}?,?\s*(?:19|20)\d\d))?[\s.,;]*$", re.IGNORECASE
)
"""`A title, in Big Data 2021`: what stands there is a venue, known or not."""
_ARXIV_AT_END = re.compile(
    r"[\s,.;]*\barXiv:\s?(?P<id>\d{4}\.\d{4,5})(?:v\d+)?[\s/.,]*(?:\((?!(?:19|20)\d\d\))[^()]{0,80}\)[\s.]*)?$",
    re.IGNORECASE,
)
_DATE_AND_PARTY = re.compile(
    r",\s*(?P<inside>(?:[a-z]{3,9}\.?\s)?(?:19|20)\d\d),\s*[A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,3}$", re.IGNORECASE
)
"""`A title, aug 2016, Google`."""
_NAME_AND_YEAR = re.compile(r"\s*[(\[](?P<inside>[A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,4},?\s(?:19|20)\d\d)[)\]]$")
"""`A title (Machine Learning 2016)`: what ends in a year is a venue, known or not."""
_ABBREVIATION = re.compile(r"[A-Za-z]{2,8}")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset({"and", "for", "in", "of", "on", "the", "to", "with"})
_FEWEST_INITIALS = 2
_LONGEST_NAME = 200
_FAR = 250
"""Characters from the end within which a claim begins."""
_HONOUR = re.compile(
    r"orals?|spotlights?|highlights?|posters?|(?:best|outstanding|distinguished) paper(?: award)?|honou?rable mention"
    r"|(?:oral|spotlight|poster|long|short|main)(?: (?:presentation|paper|track|conference))?",
    re.IGNORECASE,
)
"""What a venue gave the paper: no part of the title."""
_KEYWORDS = re.compile(r"[a-z]{2,8}\.(?:\s[a-z]{2,8}\.)*")
"""`cls. seg.`: what a list says of a paper in short."""
_LOOSE_END = re.compile(
    r"(?i:[,;.]\s*(?:link|paper|ref(?:erence)?|see|source|url)s?:?$)|(?<![\s,;:\uff1a|(\[\u2013\u2014-])[\s,;:\uff1a|(\[\u2013\u2014-]+$|(?<!\.)(?<!\b[A-Z])(?<!\bal)\.$"
)
_LOOSE_START = re.compile(r"^[\s,;|)\]:\u2013\u2014]+(?=\w|[\"\u201c\[(])")
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u201d": "\u201c", "\u300c": "\u300d", "\u300a": "\u300b", "[": "]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanTitle:
    """A title and what stood beside it on the line."""

    title: str
    claim: Claim = field(default_factory=Claim)


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    """Strip emoji, blanks and the emphasis around a whole text; a star at one end only (`A*`) is part of it."""
    bare = collapse(repair(text))
    edge = edge_of(bare)
    bare = bare.strip(edge)
    if "::" in bare:
        bare = _SHORTCODE_WITHIN.sub("", bare)
    if bare[:1] == ":" or bare[-1:] == ":":
        bare = _SHORTCODE.sub("", bare).strip(edge) or bare
    if bare[:1] == "*" and bare[1:2].isupper() and bare.count("*") == 1:
        bare = bare[1:].strip(edge) or bare
    emphasised = _EMPHASISED.fullmatch(bare)
    return emphasised["inner"].strip(edge) if emphasised else bare


def clean_heading(text: str) -> str:
    """Strip emoji, markup and blanks from the ends of a heading; mend its mojibake."""
    return _bare(text)


def _abbreviates(inside: str, before: str) -> bool:
    """Tell whether a text gives the initials of the words before it, as `Explainable Artificial Intelligence (XAI)`."""
    letters = [letter for letter in inside if letter.isupper()]
    if not _ABBREVIATION.fullmatch(inside) or len(letters) < _FEWEST_INITIALS:
        return False
    words = [word for word in _WORD.findall(before[-_LONGEST_NAME:]) if word.lower() not in _SMALL]
    if inside in words:
        return False
    initials = "".join(word if word.isupper() else word[0].upper() for word in words)
    pairs = zip(reversed(letters), reversed(initials), strict=False)
    agree = sum(1 for letter, initial in pairs if letter == initial)
    return agree >= max(_FEWEST_INITIALS, len(letters) - 1)


def _is_no_part(inside: str, before: str, *, bracket: str) -> bool:
    """Whether brackets behind a title say where else it is listed, its kind in GB/T 7714, or the title in Chinese."""
    if (bracket == "]" and _KIND.fullmatch(inside)) or _ALSO.match(inside):
        return True
    return not inside.isascii() and holds_han(inside) and not holds_han(before) and enough(before)


_ALSO = re.compile(r"(?:see )?also (?:at|in|listed|on|under)\b", re.IGNORECASE)
"""`[also in 2.1]`."""
_KIND = re.compile(r"[CDJMNPRS](?:/OL)?|EB/OL")


_MAY_END_IN_CLAIM = re.compile(
    r"[\d,;.|?!@()\[\]\u2013\u2014\u3010\u3011\uff08\uff09\uff0c]|\s-|\b(?:in|at)\s*$", re.IGNORECASE
)
"""What stands in every title behind which something is claimed: most titles have words, colons and hyphens alone."""


def _behind_title(title: str) -> tuple[int, Claim] | None:
    """Where a claim or a label begins that a title ends in, and what it claims; None when it ends in neither."""
    period = period_at_end(title)
    for pattern in (_CORR, _TRAILING_TAG, _TWO_PIECES, _TRAILING_PIECE):
        if not (found := pattern.search(title)) or not _WORDED.search(title[: found.start()]):
            continue
        inside = found["inside"].strip()
        tagged = pattern is _TRAILING_TAG
        cuts = not tagged and period is not None and period < found.start("inside")
        if cuts or _abbreviates(inside, title[: found.start()]):
            continue
        if is_claim(inside):
            return _at_bracket(title, found.start()), read_claim(inside)
        empty = not _WORDED.search(inside) or inside.startswith("@") or _KEYWORDS.fullmatch(inside)
        said = empty or _HONOUR.fullmatch(inside) or read_label(inside) in _LABELS
        if tagged and (said or _is_no_part(inside, title[: found.start()], bracket=title[found.end("inside")])):
            return found.start(), NO_CLAIM
    far = max(0, len(title) - _FAR)
    if (found := _ARXIV_AT_END.search(title, far)) and enough(title[: found.start()]):
        return found.start(), Claim(arxiv_id=found["id"])
    for pattern in (_DATE_AND_PARTY, _NAME_AND_YEAR):
        if (found := pattern.search(title, far)) and enough(title[: found.start()]):
            return found.start(), read_claim(found["inside"])
    if (found := _IN_VENUE.search(title, far)) and enough(title[: found.start()]):
        return found.start(), read_claim(found["inside"] or "")
    start = venue_at_end(title) or day_at_end(title)
    return (start, read_claim(title[start:])) if start and enough(title[:start]) else None


def _at_bracket(title: str, start: int) -> int:
    """Where a title ends before a claim; at the bracket, if the claim ends one that would stay open."""
    head = title[:start]
    return head.rfind("(") if head.count("(") > head.count(")") and head.rfind("(") > 0 else start


_WORDED = re.compile(r"\w")
_LABELS = (Label.PAPER, Label.OTHER)


def _take_end(title: str) -> tuple[str, Claim]:
    """Take claims and labels off the end of a title, as long as a title is left."""
    claim = NO_CLAIM
    for _ in range(4):
        behind = _behind_title(title) if _MAY_END_IN_CLAIM.search(title) else None
        if behind is None:
            break
        claim, title = claim.beside(behind[1]), title[: behind[0]].rstrip(edge_of(title))
    return title, claim


def _ended(title: str) -> str:
    """A title without the marks that ended its line."""
    return (_LOOSE_END.sub("", title) or title) if title[-1:] in _LOOSE_MARKS else title


_LOOSE_MARKS = frozenset(" ,;:\uff1a|([.\u2013\u2014-")


def _unquoted(title: str) -> str:
    if title[-1:] in _CLOSING and title.count(title[-1]) == 1 and title[-2:-1].isalpha() and _OPENING.isdisjoint(title):
        return title[:-1]
    closing = _QUOTES.get(title[:1])
    inside = title[1:].rstrip(" .,")
    if closing == "]" and not enough(inside):
        return title
    if closing and inside.endswith(closing) and not any(mark in inside[:-1] for mark in (title[0], closing)):
        return inside[:-1].strip(" ,")
    return title


_CLOSING = frozenset('"\u201d')
_OPENING = frozenset("\u201c\u201e\u201f")
_BRACES = re.compile(r"\{([^{}\s]{1,40})\}")


def _unbraced(title: str) -> str:
    """A title without the braces of BibTeX that keep capitals: `{C}hat{GPT}`."""
    return title if "\\" in title or "$" in title else _BRACES.sub(r"\1", title)


_NAMED_TWICE = re.compile(r"(?P<first>[^:]{2,40}):\s+(?=(?P<second>[^:]{2,40}):\s)")


def _once(title: str) -> str:
    """A title without the name before it that it begins with itself: `ForgeryNet: ForgeryNet: A Benchmark`."""
    found = _NAMED_TWICE.match(title)
    if found is None:
        return title
    first, second = title_key(found["first"]), title_key(found["second"])
    return title[found.end() :] if first and (first.startswith(second) or second.startswith(first)) else title


def clean_title(text: str) -> CleanTitle:
    """Strip numbers, labels, markup and claims from a listed title; mend its mojibake.

    `[12] Otter: a model. CoRR abs/2305.03726 (2023)` gives the title `Otter: a model`, venue `CoRR`,
    year 2023 and the arXiv id. A title that would be emptied is left as it is.
    """
    whole = _unbraced(_bare(text) or collapse(text))
    title, claim = take_front(_once(whole))
    title = _bare(title) or title
    title, behind = _take_end(_ended(title))
    for _ in range(3):
        title = _LOOSE_START.sub("", _ended(title)) or title
    title = _ended(_bare(_unquoted(title)) or title)
    return CleanTitle(title=title or whole, claim=behind.beside(claim))
