"""Which words of a line are a title, and where it ends. Pure."""

from __future__ import annotations

import re

from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.names import read_authors
from pipeline.titles import collapse

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019.][^\W_]+)*")
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_TAG = re.compile(r"[\[(\u3010\u300a](?P<inside>[^\[\]()\u3010\u3011]{0,60})[\])\u3011\u300b]")
_QUOTED = re.compile(
    r"[\"\u201c\u201f\u300c\u300a](?P<inside>[^\"\u201c\u201d\u300d\u300b]{4,500})[\"\u201d\u300d\u300b]"
    r"|``(?P<tex>[^`']{4,500})''"
)
_SENTENCE = re.compile(
    r"(?:(?<=[^\W\d_]{2}[^\W_])|(?<=\b[A-Z][a-z])(?<!Dr|Jr|Mr|Ms|No|Sr|St|Vs))[.]\s+(?=[^\W\d_\s])"
    r"|(?<=[\w)][?!])\s+(?=[A-Z])"
    r"|(?<=et al[.])\s+(?=[A-Z\"\u201c])|(?<=\bal)[.]\s+"
)
_BY = re.compile(r",?\s+by\s+(?=[A-Z])|\s*[(\[](?=[A-Z][^()\[\]]* et al)|\s+[-\u2013\u2014|]\s+|,\s+")
_PIPE = re.compile(r"\s+\|+\s*|\s*\|+\s+")
_PARTED = re.compile(r"[,|(\[]|[.?!]\s|\sby\s|\s[-\u2013\u2014]\s")
_LAST_COMMA = re.compile(r"[,;&]|\band\b")
_INITIAL = 2
_LONGEST = 4000
_ENOUGH_WORDS = 3
_ENOUGH_HAN = 5


def enough(text: str) -> bool:
    """Tell whether a text has the words that a title has: three of any script, or five Chinese characters."""
    return len(_WORD.findall(text)) >= _ENOUGH_WORDS or len(_HAN.findall(text)) >= _ENOUGH_HAN


def lead_of(text: str) -> bool:
    """Tell whether what stands before a title is no more than a number, a tag, a date, a name or authors."""
    text = text.rpartition("\n")[2]
    bare = collapse(_TAG.sub(" ", text)).strip(" -\u2013\u2014:|,.*")
    words = _WORD.findall(bare)
    return len(words) < _ENOUGH_WORDS or is_claim(bare) or read_authors(bare, alone=True) is not None


def quoted(text: str) -> str | None:
    """The title of `Name: "A title," Venue`, where the quotation opens the line or follows a name or authors.

    A quotation of one or two words is a title between authors, or a name and a colon, and a full stop or comma.
    """
    for found in _QUOTED.finditer(text[:_LONGEST]):
        inside = (found["inside"] or found["tex"]).strip()
        before, behind = text[: found.start()].strip(), text[found.end() :].strip()
        parted = inside.endswith((".", ",", "?", "!")) or behind.startswith((".", ",", ";", "("))
        named = before.endswith(":") or read_authors(_TAG.sub(" ", before), alone=True) is not None
        if enough(inside):
            closes = parted or not behind or behind.startswith("by ") or is_claim(behind)
            fits = (not before or named or lead_of(before)) and (closes or read_authors(behind, alone=True) is not None)
        else:
            fits = named and parted
        if fits:
            return inside.strip(" ,")
    return None


def is_title_case(text: str) -> bool:
    """Tell a title in title case from prose: most words of some length begin with a capital."""
    words = [word for word in _WORD.findall(text) if len(word) >= _LONG_WORD]
    return len(words) > 1 and sum(1 for word in words if word[0].isupper()) >= _MOST * len(words)


_LONG_WORD = 4
_MOST = 0.6


def _leading_names(text: str) -> int:
    """Where the title begins in `First Author, Second Author, The title, arXiv 2014`; 0 when no names lead."""
    end = 0
    for found in re.finditer(r",\s+", text):
        piece = text[end : found.start()].removeprefix("and ")
        if not read_authors(piece, alone=True) and not read_authors(f"{piece} et al"):
            break
        end = found.end()
    return end if end and read_authors(text[:end]) else 0


_DATED_NAMES = re.compile(
    r"(?P<names>[^()\[\]]{3,2000}?)[\s,.]*"
    r"(?:[(\[](?P<date>(?:19|20)\d\d)[a-z]?(?:,\s[^()\[\]]{2,20})?[)\]][.,:]?|(?<=[.,]\s)(?P<year>(?:19|20)\d\d)[a-z]?[.,:])"
    r"\s+(?P<title>\S.*)"
)


def _behind_dated_names(text: str) -> tuple[str, str] | None:
    """The title of `Name, A., & Other, B. (2021). The title. Venue.` or `A. Name, B. Other. 2021. Title. Venue.`."""
    found = _DATED_NAMES.match(text)
    if found is None or not read_authors(found["names"], alone=True):
        return None
    title, *rest = [piece.strip() for piece in _SENTENCE.split(found["title"]) if piece and piece.strip()]
    if rest and title.endswith(("?", "!")) and not is_claim(rest[0]):
        title = f"{title} {rest.pop(0)}"
    said = " | ".join([found["names"], found["date"] or found["year"], *rest])
    return (title, said) if enough(title) else None


def before_authors(text: str) -> tuple[str, str]:
    """Part a title from the authors in the same line: `(title, rest)`.

    Takes `Title | Authors | Venue`, `Title. Authors. Venue`, `Authors. Title. Venue`, `Authors (2021). Title. Venue`,
    `Authors, Title, Venue`, `Title, First Author et al., 2013` and `Title by Author`; a line of another form comes back
    whole.
    """
    if len(text) > _LONGEST or not _PARTED.search(text):
        return text, ""
    piped = [piece.strip() for piece in _PIPE.split(text)]
    if len(piped) > 1 and re.search(r"[^\W_]", piped[0]):
        return piped[0], " | ".join(piped[1:])
    sentences = [piece.strip() for piece in _SENTENCE.split(text) if piece and piece.strip()]
    if len(sentences) > 1 and _only_names(sentences[0]) and enough(sentences[1]):
        return sentences[1], " | ".join([sentences[0], *sentences[2:]])
    if dated := _behind_dated_names(text):
        return dated
    begins = _leading_names(text)
    if begins and enough(text[begins:]):
        return text[begins:].strip(" ,.:"), text[:begins]
    return _by_sentences(sentences) or _by_commas(text) or (text, "")


def _only_names(text: str) -> bool:
    """Tell authors from authors and a title behind the last comma."""
    last = _LAST_COMMA.split(text)[-1].strip()
    named = len(last) <= _INITIAL or read_authors(last, alone=True) or read_authors(f"{last} et al")
    return bool(named and read_authors(text))


def _by_sentences(sentences: list[str]) -> tuple[str, str] | None:
    if not sentences or not enough(sentences[0]):
        return None
    at = next((at for at in range(1, len(sentences)) if read_authors(sentences[at])), None)
    return None if at is None else (". ".join(sentences[:at]), " | ".join(sentences[at:]))


def _by_commas(text: str) -> tuple[str, str] | None:
    for found in _BY.finditer(text):
        head, tail = text[: found.start()], text[found.end() :]
        names = re.sub(r"[(\[].*|[,.;]?\s*(?:19|20)\d{2}.*$", "", tail).strip(" ,.)]")
        if enough(head) and read_authors(names):
            return head, tail
    return None


_PROSE = re.compile(
    r"(?:please|we|if you|this (?:repo|list|is|section|page|paper|repository)|click|see|check|for more"
    r"|read (?:our|the|more)|our|you can|here|welcome|feel free|thanks?|i|note|in this)(?![\w.$^-])",
    re.IGNORECASE,
)
_MOST_WORDS = 45


def is_prose(text: str) -> bool:
    """Tell a sentence to the reader from a title."""
    words = _WORD.findall(text)
    return bool(_PROSE.match(text.strip(" *_"))) or len(words) > _MOST_WORDS
