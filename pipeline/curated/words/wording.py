"""Which words of a line are a title, and where it ends. Pure."""

from __future__ import annotations

import re
from itertools import islice

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
_SENTENCE = re.compile(
    r"(?:(?<=[^\W\d_]{2}[^\W_])|(?<=\b[A-Z][a-z])(?<!Dr|Jr|Mr|Ms|No|Sr|St|Vs))[.]\s+(?=[^\W\d_\s])"
    r"|(?<=[\w)][?!])\s+(?=[A-Z])"
    r"|(?<=et al[.])\s+(?=[A-Z\"\u201c])|(?<=\bal)[.]\s+"
)
_BY = re.compile(r",?\s+by\s+(?=[A-Z])|\s*[(\[](?=[A-Z][^()\[\]]* et al)|\s+[-\u2013\u2014|]\s+|,\s+")
_PIPE = re.compile(r"\s+[|\uff5c]+\s*|\s*[|\uff5c]+\s+")
_PARTED = re.compile(r"[,|\uff5c(\[]|[.?!]\s|\sby\s|\s[-\u2013\u2014]\s")
_LAST_COMMA = re.compile(r"[,;&]|\band\b")
_INITIAL = 2
_LONGEST = 1000
"""Characters; a longer line is no citation."""
_MOST_PARTS = 40
_ENOUGH_HAN = 5


def enough(text: str) -> bool:
    """Tell whether a text has the words that a title has: three of any script, or five Chinese characters."""
    return _has_three_words(text) or (not text.isascii() and len(_HAN.findall(text)) >= _ENOUGH_HAN)


_THREE_WORDS = re.compile(r"(?:[\W_]*+[^\W_]++(?:[-'\u2019.][^\W_]++)*+){3}")


def _has_three_words(text: str) -> bool:
    return _THREE_WORDS.match(text) is not None


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
    for found in _QUOTED.finditer(text[:_LONGEST]):
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
    found = _QUOTED.match(text[:_LONGEST])
    inside = (found["inside"] or found["tex"]).strip() if found else ""
    return inside.strip(" ,") if inside.endswith((".", ",", "?", "!")) else None


_LABEL = re.compile(r"[^:]{1,80}:\s+")


def behind_label(text: str) -> str:
    """What stands behind `Name: `."""
    found = _LABEL.match(text)
    return text[found.end() :] if found else text


def first_sentence(text: str) -> str:
    """What a text says up to its first full stop; a question goes on."""
    pieces = _sentences(text[:_LONGEST])
    return pieces[0] if pieces and not pieces[0].endswith(("?", "!")) else text.strip()


_MAY_END = re.compile(r"[.?!]\s")


def _sentences(text: str) -> list[str]:
    pieces = _SENTENCE.split(text) if _MAY_END.search(text) else [text]
    return [stripped for piece in pieces if piece and (stripped := piece.strip())]


def is_title_case(text: str) -> bool:
    """Tell a title in title case from prose: most words of some length begin with a capital."""
    words = [word for word in _WORD.findall(text) if len(word) >= _LONG_WORD]
    return len(words) > 1 and sum(1 for word in words if word[0].isupper()) >= _MOST * len(words)


_LONG_WORD = 4
_MOST = 0.6


_AND_LAST = re.compile(r"(?:and|&)\s(?P<name>[^,.:]{2,40}?(?:\s[A-Z]\.[^,.:]{2,40}?)?)(?:[,:]|(?<=\w{2})\.)(?:\s+|$)")


def _leading_names(text: str) -> int:
    """Where the title begins in `First Author, Second Author, The title, arXiv 2014`; 0 when no names lead."""
    end = 0
    for found in islice(re.finditer(r",\s+", text), _MOST_PARTS * 5):
        piece = text[end : found.start()].removeprefix("and ")
        if not read_authors(piece, alone=True) and not read_authors(f"{piece} et al"):
            break
        end = found.end()
    if end and (last := _AND_LAST.match(text, end)) and read_authors(last["name"], alone=True):
        end = last.end()
    return end if end and read_authors(text[:end]) else 0


_DATED_NAMES = re.compile(
    r"(?P<names>[^()\[\]]{3,2000}?)[\s,.]*"
    r"(?:[(\[](?P<date>(?:19|20)\d\d)[a-z]?(?:,\s[^()\[\]]{2,20})?[)\]][.,:]?|(?<=[.,]\s)(?P<year>(?:19|20)\d\d)[a-z]?[.,:])"
    r"\s+(?P<title>\S.*)"
)


_AT_VENUE = re.compile(_SENTENCE.pattern + r"|(?<=[\w)\]?!])\.\s+(?=In\s)")


def _behind_dated_names(text: str) -> tuple[str, str] | None:
    """The title of `Name, A., & Other, B. (2021). The title. Venue.` or `A. Name, B. Other. 2021. Title. Venue.`."""
    found = _DATED_NAMES.match(text) if _YEAR.search(text) else None
    if found is None or not read_authors(found["names"], alone=True):
        return None
    title, *rest = [piece.strip() for piece in _AT_VENUE.split(found["title"]) if piece and piece.strip()]
    if rest and title.endswith(("?", "!")) and not is_claim(rest[0]):
        title = f"{title} {rest.pop(0)}"
    said = "\n".join([found["names"], found["date"] or found["year"], *rest])
    return (title, said) if enough(title) else None


_VANCOUVER = re.compile(
    r"(?P<names>(?:[^\W\d_][\w'\u2019-]+(?:\s[^\W\d_][\w'\u2019-]+)?\s[A-Z]{1,3}"
    r"(?:\s?[,;]\s|(?=\s?\.\s))){1,200}(?:et al)?)"
    r"\s?\.\s+(?P<title>\S.*)"
)
_SEVERAL = re.compile(r"[,;]|et al|[A-Z]{2,3}$")
"""`Edward J` may be the beginning of `Edward J. Hu`; `Costa IG` and several names are not."""
_KIND = re.compile(r"\s?\[[A-Z](?:/OL)?\]\s?(?://|[.,]|$)\s*")
"""`[J].` and `[C]//`, which end a title in the style of GB/T 7714."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _behind_surnames(text: str) -> tuple[str, str] | None:
    """The title of `Surname AB, Other C. The title. Journal. 2023;20(9).`, or of `Surname A, Other C. The title[J]`."""
    found = _VANCOUVER.match(text)
    if found is None or not (_SEVERAL.search(found["names"])):
        return None
    title, kind, behind = found["title"], _KIND.search(found["title"]), ""
    if kind:
        title, behind = title[: kind.start()], title[kind.end() :]
    else:
        title, *rest = _sentences(title)
        behind = ". ".join(rest)
    venue, year = re.split(r"[.,;:]|\s\d", behind, maxsplit=1)[0].strip(), _YEAR.search(behind)
    said = f"{venue} {year[0]}" if venue and year else venue
    return (title, f"{found['names']}\n{said}") if enough(title) else None


def _behind_colon(text: str) -> tuple[str, str] | None:
    """The title of `First Author, Second Author: The title`."""
    names, colon, title = text.partition(": ")
    if not colon or not enough(title) or not read_authors(names):
        return None
    # Two names alone may be a title (`Train Separately, Merge Together: …`).
    sure = names.rstrip(" .").endswith("et al") or _INITIAL_IN_NAME.search(names) or names.count(",") > 1
    last = _LAST_COMMA.split(names)[-1].strip(" .")
    whole = last.endswith("et al") or (" " in last and read_authors(last, alone=True))
    return (title.strip(), names) if sure and whole and len(_SENTENCE.split(names)) == 1 else None


_INITIAL_IN_NAME = re.compile(r"\b[A-Z](?:\.|\s)")


def of_citation(text: str) -> tuple[str, str] | None:
    """The title of a line in one of the styles of citation that people paste into lists."""
    return (_behind_dated_names(text) or _behind_surnames(text)) if len(text) <= _LONGEST else None


def before_authors(text: str) -> tuple[str, str]:
    """Part a title from the authors in the same line: `(title, rest)`.

    Takes `Title | Authors | Venue`, `Title. Authors. Venue`, `Authors. Title. Venue`, `Authors (2021). Title. Venue`,
    `Authors, Title, Venue`, `Title, First Author et al., 2013` and `Title by Author`; a line of another form comes back
    whole.
    """
    if len(text) > _LONGEST or not _PARTED.search(text):
        return text, ""
    text = collapse(text)
    piped = [piece.strip() for piece in _PIPE.split(text) if piece.strip()]
    if len(piped) > 1 and re.search(r"[^\W_]", piped[0]):
        # `2019 | Title | Authors`: what comes first is not always the title.
        first = next((at for at, piece in enumerate(piped) if not is_claim(piece) and re.search(r"[^\W\d_]", piece)), 0)
        return piped[first], " | ".join(piped[:first] + piped[first + 1 :])
    if cited := of_citation(text) or _behind_colon(text):
        return cited
    sentences = _sentences(text)
    if len(sentences) > 1 and _only_names(sentences[0]) and enough(sentences[1]):
        return sentences[1], " | ".join([sentences[0], *sentences[2:]])
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


_BEHIND_NAMES = re.compile(r"[(\[].*|[,.;]?\s*(?:19|20)\d{2}.*$")


def _by_commas(text: str) -> tuple[str, str] | None:
    for found in islice(_BY.finditer(text), _MOST_PARTS):
        head, tail = text[: found.start()], text[found.end() :]
        names = _BEHIND_NAMES.sub("", tail).strip(" ,.)]")
        if enough(head) and read_authors(names):
            return head, tail
    return None


_PROSE = re.compile(
    r"[^\w\"'(\[\u201c]*(?:please|we|if you|this (?:github )?(?:repo|list|is|section|page|paper|repository)|click|see"
    r"|check|for more"
    r"|read (?:our|the|more)|our|you can|here|welcome|feel free|thanks?|i|note|in this|there (?:are|is)|example of)"
    r"(?![\w.$^-])",
    re.IGNORECASE,
)
_MOST_WORDS = 45


def is_prose(text: str) -> bool:
    """Tell a sentence to the reader from a title."""
    words = _WORD.findall(text)
    bare = text.strip(" *_")
    aside = bare[:1] == "(" and bare[-1:] == ")" and bare.count("(") == 1
    return bool(aside or _PROSE.match(bare) or _OPEN_END.search(bare) or _NEWS.search(bare)) or len(words) > _MOST_WORDS


_NEWS = re.compile(
    r"\b(?:is|are|was|were|(?:has|have) been)(?: now| just)? (?:accepted|available|online|out|released)\b[^\w]*$"
)
_OPEN_END = re.compile(r"\b(?:an?|and|at|by|from|in|is|of|our|see|the|this|to)$")
"""How a sentence is cut by the link that it mentions."""
