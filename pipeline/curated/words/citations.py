"""The title of a line that cites a paper: authors, title and venue in one of the styles that people paste. Pure."""

from __future__ import annotations

import re
from itertools import islice

from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import LONGEST, SENTENCE, enough, sentences
from pipeline.titles import collapse

_BY = re.compile(r",?\s+by\s+(?=[A-Z])|\s*[(\[](?=[A-Z][^()\[\]]* et al)|\s+[-\u2013\u2014|]\s+|,\s+")
_PIPE = re.compile(r"\s+[|\uff5c]+\s*|\s*[|\uff5c]+\s+")
_PARTED = re.compile(r"[,|\uff5c(\[]|[.?!]\s|\sby\s|\s[-\u2013\u2014]\s")
_LAST_COMMA = re.compile(r"[,;&]|\band\b")
_INITIAL = 2
_MOST_PARTS = 40


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


_AT_VENUE = re.compile(SENTENCE.pattern + r"|(?<=[\w)\]?!])\.\s+(?=In\s)")


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
        title, *rest = sentences(title)
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
    return (title.strip(), names) if sure and whole and len(SENTENCE.split(names)) == 1 else None


_INITIAL_IN_NAME = re.compile(r"\b[A-Z](?:\.|\s)")


def of_citation(text: str) -> tuple[str, str] | None:
    """The title of a line in one of the styles of citation that people paste into lists."""
    if len(text) > LONGEST:
        return None
    return _behind_year_and_names(text) or _behind_dated_names(text) or _behind_surnames(text)


_REFERENCE = re.compile(r"^\[\d{1,4}\]\s*(?=[A-Z])")
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)\s?:\s+(?=[A-Z])")


def _behind_year_and_names(text: str) -> tuple[str, str] | None:
    """The title of `2021: Durkan, C., and Song, Y. The title. Venue.`."""
    found = _YEAR_FIRST.match(text)
    pieces = sentences(text[found.end() :]) if found else []
    if not found or len(pieces) < _PAIR or not read_authors(pieces[0], alone=True) or not enough(pieces[1]):
        return None
    return pieces[1].rstrip("."), "\n".join([pieces[0], found["year"], *pieces[2:]])


_PAIR = 2


def before_authors(text: str) -> tuple[str, str]:
    """Part a title from the authors in the same line: `(title, rest)`.

    Takes `Title | Authors | Venue`, `Title. Authors. Venue`, `Authors. Title. Venue`, `Authors (2021). Title. Venue`,
    `Authors, Title, Venue`, `Title, First Author et al., 2013` and `Title by Author`; a line of another form comes back
    whole.
    """
    if len(text) > LONGEST or not _PARTED.search(text):
        return text, ""
    text = _REFERENCE.sub("", collapse(text)).replace("?. ", "? ")
    piped = [piece.strip() for piece in _PIPE.split(text) if piece.strip()]
    if len(piped) > 1 and re.search(r"[^\W_]", piped[0]):
        # `2019 | Title | Authors`: what comes first is not always the title.
        first = next((at for at, piece in enumerate(piped) if not is_claim(piece) and re.search(r"[^\W\d_]", piece)), 0)
        return piped[first], " | ".join(piped[:first] + piped[first + 1 :])
    if cited := of_citation(text) or _behind_colon(text):
        return cited
    pieces = sentences(text)
    if len(pieces) > 1 and _only_names(pieces[0]) and enough(pieces[1]):
        return pieces[1], " | ".join([pieces[0], *pieces[2:]])
    begins = _leading_names(text)
    if begins and enough(text[begins:]):
        return text[begins:].strip(" ,.:"), text[:begins]
    return _by_sentences(pieces) or _by_commas(text) or (text, "")


def _only_names(text: str) -> bool:
    """Tell authors from authors and a title behind the last comma."""
    last = _LAST_COMMA.split(text)[-1].strip()
    named = len(last) <= _INITIAL or read_authors(last, alone=True) or read_authors(f"{last} et al")
    return bool(named and read_authors(text))


def _by_sentences(pieces: list[str]) -> tuple[str, str] | None:
    if not pieces or not enough(pieces[0]):
        return None
    at = next((at for at in range(1, len(pieces)) if read_authors(pieces[at])), None)
    if at is None:
        return None
    title = "".join(f"{each} " if each.endswith(("?", "!")) else f"{each}. " for each in pieces[:at])
    return title.rstrip(" ."), " | ".join(pieces[at:])


_BEHIND_NAMES = re.compile(r"[(\[].*|[,.;]?\s*(?:19|20)\d{2}.*$")


def _by_commas(text: str) -> tuple[str, str] | None:
    for found in islice(_BY.finditer(text), _MOST_PARTS):
        head, tail = text[: found.start()], text[found.end() :]
        names = _BEHIND_NAMES.sub("", tail).strip(" ,.)]")
        if enough(head) and read_authors(names):
            return head, tail
    return None
