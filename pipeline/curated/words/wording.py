"""Which words of a line are a title, and where it ends. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.curated.words.claims import ends_in_year, is_claim
from pipeline.curated.words.names import read_authors
from pipeline.titles import collapse

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019.][^\W_]+)*")
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_TAG = re.compile(r"[\[(\u3010\u300a](?P<inside>[^\[\]()\u3010\u3011]{0,60})[\])\u3011\u300b]")
_QUOTED = re.compile(
    r"[\"\u201c\u201f\u300c\u300a](?P<inside>[^\"\u201c\u201d\u300d\u300b]{4,500})[\"\u201d\u300d\u300b]"
    r"|``(?P<tex>[^`']{4,500})''"
)
SENTENCE = re.compile(
    r"(?:(?<=[^\W\d_]{2}[^\W_])|(?<=\b[A-Z][a-z])(?<!Dr|Jr|Mr|Ms|No|Sr|St|Vs))[.]\s+(?=[^\W\d_\s])"
    r"|(?<=[\w)][?!])\s+(?=[A-Z])"
    r"|(?<=et al[.])\s+(?=[A-Z\"\u201c])|(?<=\bal)[.]\s+"
)
LONGEST = 1000
"""Characters; a longer line is no citation."""
_ENOUGH_HAN = 5


@lru_cache(maxsize=16_384)
def enough(text: str) -> bool:
    """Tell whether a text has the words that a title has: three of any script, or five Chinese characters."""
    return _has_three_words(text) or (not text.isascii() and len(_HAN.findall(text)) >= _ENOUGH_HAN)


def holds_han(text: str) -> bool:
    """Tell whether a text has Chinese, Japanese or Korean letters."""
    return not text.isascii() and _HAN.search(text) is not None


_THREE_WORDS = re.compile(r"(?:[\W_]*+[^\W_]++(?:[-'\u2019.][^\W_]++)*+){3}")


def _has_three_words(text: str) -> bool:
    return _THREE_WORDS.match(text) is not None


@lru_cache(maxsize=8192)
def lead_of(text: str) -> bool:
    """Tell whether what stands before a title is no more than a number, a tag, a date, a name or authors."""
    text = text.rpartition("\n")[2]
    bare = collapse(_TAG.sub(" ", text)).strip(" -\u2013\u2014:|,.*")
    if not _has_three_words(bare) or is_claim(bare) or ends_in_year(bare):
        return True
    return read_authors(_YEAR_AT_END.sub("", bare), alone=True) is not None


_YEAR_AT_END = re.compile(r"[\s.,]*\(?(?:19|20)\d\d[a-z]?\)?\.?$")


def quoted(text: str) -> str | None:
    """The title of `Name: "A title," Venue`, where the quotation opens the line or follows a name or authors.

    A quotation of one or two words is a title between authors, or a name and a colon, and a full stop or comma.
    """
    for found in _QUOTED.finditer(text[:LONGEST]):
        inside = (found["inside"] or found["tex"]).strip()
        before, behind = text[: found.start()].strip(), text[found.end() :].strip()
        parted = inside.endswith((".", ",", "?", "!")) or behind.startswith((".", ",", ";", "("))
        names = _TAG.sub(" ", before)
        named = before.endswith(":") or bool(read_authors(names, alone=True) or read_authors(behind_label(names)))
        if enough(inside):
            closes = parted or not behind or behind.startswith("by ") or is_claim(behind)
            fits = (not before or named or lead_of(before) or before.endswith(",")) and (
                closes or read_authors(behind, alone=True) is not None
            )
        else:
            fits = named and parted
        if fits:
            return inside.strip(" ,")
    return None


def opening_quotation(text: str) -> str | None:
    """The title of `"A title." Venue`: a quotation that a line begins with, and that ends as a sentence does."""
    found = _QUOTED.match(text[:LONGEST])
    inside = (found["inside"] or found["tex"]).strip() if found else ""
    return inside.strip(" ,") if inside.endswith((".", ",", "?", "!")) else None


_LABEL = re.compile(r"[^:]{1,80}:\s+")


def behind_label(text: str) -> str:
    """What stands behind `Name: `."""
    found = _LABEL.match(text)
    return text[found.end() :] if found else text


def first_sentence(text: str) -> str:
    """What a text says up to its first full stop; a question goes on."""
    pieces = sentences(text[:LONGEST])
    return pieces[0] if pieces and not pieces[0].endswith(("?", "!")) else text.strip()


_MAY_END = re.compile(r"[.?!]\s")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the stops between them."""
    pieces = SENTENCE.split(text) if _MAY_END.search(text) else [text]
    return [stripped for piece in pieces if piece and (stripped := piece.strip())]


@lru_cache(maxsize=16_384)
def is_title_case(text: str) -> bool:
    """Tell a title in title case from prose: most words of some length begin with a capital."""
    words = [word for word in _WORD.findall(text) if len(word) >= _LONG_WORD]
    return len(words) > 1 and sum(1 for word in words if word[0].isupper()) >= _MOST * len(words)


_LONG_WORD = 4
_MOST = 0.6


_PROSE = re.compile(
    r"[^\w\"'(\[\u201c]*(?:please|we|if you|this (?:github )?(?:repo|list|is|section|page|paper|repository)|click|see"
    r"|check|for more"
    r"|read (?:our|the|more)|our|you can|here|welcome|feel free|thanks?|i|note|in this|there (?:are|is)|example of)"
    r"(?![\w.$^-])",
    re.IGNORECASE,
)
_MOST_WORDS = 45
_WORDS_OF_SENTENCES = 25


@lru_cache(maxsize=16_384)
def is_prose(text: str) -> bool:
    """Tell a sentence to the reader from a title."""
    bare = text.strip(" *_")
    aside = bare[:1] == "(" and bare[-1:] == ")" and bare.count("(") == 1
    said = aside or (_PROSE.match(bare) and not _opens_title(bare)) or _OPEN_END.search(bare) or is_news(bare)
    return bool(said) or (len(text) > 2 * _MOST_WORDS and len(_WORD.findall(text)) > _MOST_WORDS)


_ALSO_OPENS = re.compile(r"\W*(?:here|i|if you|in this|our|see|there (?:are|is)|we|you can)\s", re.IGNORECASE)
"""What begins titles too, unlike what is said to the reader (`Please cite`)."""


def _opens_title(text: str) -> bool:
    """Whether a text that begins as sentences do is in title case all the same: `There is More to See Than This`."""
    return len(text.split()) > _SHORT and _ALSO_OPENS.match(text) is not None and is_title_case(text)


_SHORT = 5


def is_news(text: str) -> bool:
    """Tell a sentence that ends with what became of a paper: it was accepted, released, is out."""
    return _NEWS.search(text) is not None


def is_told(text: str) -> bool:
    """Tell a text of several sentences from a title, which has one and perhaps a question before it."""
    return len(text.split()) > _WORDS_OF_SENTENCES and len(sentences(text)) > 1


_NEWS = re.compile(
    r"\b(?:is|are|was|were|(?:has|have) been)(?: now| just)? (?:accepted|available|online|out|released)\b[^\w]*$"
)
_OPEN_END = re.compile(r"\b(?:an?|and|at|by|from|in|is|of|our|see|the|this|to)$")
"""How a sentence is cut by the link that it mentions."""
