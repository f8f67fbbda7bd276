"""What stands beside a title: venue, year and authors. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from pipeline.curated.markup.flow import BREAKS, Kind, Run, Span, Style, plain
from pipeline.curated.papers.anchors import badge_text, label_of, read_anchors
from pipeline.curated.words.claims import NO_CLAIM, Claim, ends_in_year, is_claim, read_claim
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.names import read_authors
from pipeline.hosts import Place, place_of

_FRAGMENT = re.compile(
    r"[()\[\]{}|;\u3010\u3011\uff08\uff09]|\s[-\u2013\u2014\u00b7\u2022]\s|(?<=[^\W\d_]{2})\.\s+|\.$"
)
_DATED_BADGE = re.compile(r"(?!.*(?:update|commit|made|since|last))[^\d]{2,40}\s(?:19|20)\d\d", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)")
_EMPTY_BRACKETS = re.compile(r"(?<!\w)(?:\[\s{0,9}\]|\(\s{0,9}\))")
_BRACKET = re.compile(r"[\[\](){}|]")
_WORDS = re.compile(r"[^\W_]")
_LONGEST = 4000
_MOST_COMMAS = 3


_END = Span(kind=Kind.BREAK, line=0)


def lines_of(run: Run) -> list[tuple[int, str, Kind]]:
    """The lines of a run that hold something: number, text, and what parts it from the next."""
    lines: list[tuple[int, str, Kind]] = []
    current: Run = []
    for span in [*run, _END]:
        if span.kind not in BREAKS:
            current.append(span)
            continue
        if not current:
            continue
        # Brackets around links stay behind when the links are taken out.
        text = plain(current)
        if _BRACKET.search(text):
            text = _EMPTY_BRACKETS.sub(" ", text).rstrip(" [({|").lstrip(" ])}|")
        if text := text.strip():
            first = next(each for each in current if each.text.strip() and each.kind is not Kind.IMAGE)
            lines.append((first.line, text, span.kind))
        current = []
    return lines


@lru_cache(maxsize=8192)
def read_details(text: str) -> tuple[Claim, str | None]:
    """Read venue, year and authors out of a line that stands beside a title."""
    claim, authors = NO_CLAIM, None
    if len(text) > _LONGEST or not _WORDS.search(text):
        return claim, authors
    if parted := behind_names(text) or _before_year(text) or _behind_name(text):
        return parted
    if is_claim(text):
        return read_claim(text), None
    claimed = any(is_claim(inside) for inside in _IN_BRACKETS.findall(text))
    if "|" not in text and not claimed and (whole := read_authors(text, alone=True)):
        return claim, whole
    for fragment in _FRAGMENT.split(text):
        piece = fragment.strip(' ,.:*"\u201c\u201d')
        if not _WORDS.search(piece):
            continue
        if found := _said_with_year(piece):
            claim = claim.beside(found)
            continue
        head, found = _trailing_claim(piece)
        claim = claim.beside(found)
        authors = authors or read_authors(head, alone="," in piece or "et al" in piece)
    return claim, authors


def _said_with_year(piece: str) -> Claim | None:
    """What a venue with its year claims, or the year of a surname (`Lovelace, 2015`), or that before some words."""
    if is_claim(piece):
        return read_claim(piece)
    if (dated := _SURNAME_AND_YEAR.fullmatch(piece)) and read_authors(f"{dated['name']} et al"):
        return Claim(year=int(dated["year"]))
    if dated := _YEAR_AND_WORDS.fullmatch(piece):
        words = piece.split()
        venues = (" ".join(words[:end]) for end in range(len(words) - 1, 1, -1) if not words[end - 1].isdigit())
        venue = next((read_claim(said) for said in venues if is_claim(said)), None)
        if venue or not any(word[0].islower() for word in words):
            return venue or Claim(year=int(dated["year"]))
    return read_claim(piece) if ends_in_year(piece) else None


_SURNAME_AND_YEAR = re.compile(r"(?P<name>[A-Z][a-z]+(?:-[A-Z][a-z]+)?), (?P<year>(?:19|20)\d\d)")
_YEAR_AND_WORDS = re.compile(r"(?P<year>(?:19|20)\d\d)(?:,? [A-Z\d][\w&+-]*| [a-z][\w&+-]*){2,5}")
"""`2023 bioRxiv scLoom`: a venue and more."""
_NAMES_AND_YEAR = re.compile(r"(?P<names>[^()|]{3,2000}?)\s*\((?P<year>(?:19|20)\d\d)\)[\s.,]*")
_MOST_STOPS = 100


@lru_cache(maxsize=8192)
def behind_names(text: str) -> tuple[Claim, str] | None:
    """Part `First Author, Second Author. Venue, 2023.` into what is claimed and the authors."""
    found: tuple[Claim, str] | None = None
    for stop in reversed(list(islice(_STOP.finditer(text), _MOST_STOPS))):
        names, tail = text[: stop.start()], text[stop.end() :].strip(" .,;|")
        said = not _SERIES_CUT.search(names, max(0, len(names) - _LONGEST_CUT)) and (
            is_claim(tail) or ends_in_year(tail)
        )
        if said and (authors := read_authors(names, alone=True)):
            found = read_claim(tail), authors
            if found[0].venue:
                break
    return found


def _before_year(text: str) -> tuple[Claim, str] | None:
    """Part `Yue Xu, Wenjie Wang (2024)`."""
    dated = _NAMES_AND_YEAR.fullmatch(text)
    names = read_authors(dated["names"], alone=True) if dated else None
    return (Claim(year=int(dated["year"])), names) if dated and names else None


def _behind_name(text: str) -> tuple[Claim, str] | None:
    """Part `B. Biggio, Pattern Recognition 2018`."""
    name, _, behind = text.strip(" ,.;|").partition(", ")
    single = " " in name and is_claim(behind) and not is_claim(name) and not _STOP.search(name[_INITIALS:])
    authors = read_authors(name, alone=True) if single else None
    return (read_claim(behind), authors) if authors else None


_INITIALS = 6
"""Characters within which a stop stands behind an initial."""
_SERIES_CUT = re.compile(r"\b(?:conf|int|intl|j|proc|trans|adv)$", re.IGNORECASE)
"""An abbreviation within the name of a venue."""
_LONGEST_CUT = 5
_STOP = re.compile(r"\.\s+|(?<=\bal)\.(?=\w)")


def is_details_only(run: Run) -> bool:
    """Tell whether the lines of a run, labels of links aside, are nothing but authors and claims."""
    labels = {each.index for each in read_anchors(run) if each.says is not Label.TEXT or each.pictured}
    lines = [text for _, text, _ in lines_of([span for at, span in enumerate(run) if at not in labels])]
    return bool(lines) and all(len(line) <= _LONGEST and (_names(line) or is_claim(line)) for line in lines)


def _names(line: str) -> bool:
    if read_authors(line) or behind_names(line):
        return True
    head, claim = _trailing_claim(line.strip(" .,;"))
    if claim and read_authors(head, alone=True):
        return True
    pieces = [piece for piece in _FRAGMENT.split(line) if _WORDS.search(piece)]
    said = [is_claim(piece) or ends_in_year(piece) or read_authors(piece, alone=True) for piece in pieces]
    return bool(said) and all(said)


def _trailing_claim(piece: str) -> tuple[str, Claim]:
    """Part `Authors, arXiv, 2023` into the authors and what is claimed."""
    commas = [found.start() for found in re.finditer(",", piece)][-_MOST_COMMAS:]
    for comma in commas:
        if is_claim(piece[comma + 1 :]):
            return piece[:comma], read_claim(piece[comma + 1 :])
    return piece, NO_CLAIM


def is_links_and_details(run: Run) -> bool:
    """Whether nothing but claims, authors and links stands in a run, and at least one of the first two."""
    text = _EMPTY_BRACKETS.sub(" ", plain([span for span in run if span.kind is not Kind.LINK]))
    if len(text) > _LONGEST:
        return False
    pieces = [piece for piece in _FRAGMENT.split(text) if _WORDS.search(piece)]
    return bool(pieces) and all(
        is_claim(piece) or read_authors(piece, alone=True) or read_details(piece)[1] for piece in pieces
    )


def _badge_claims(run: Run) -> Claim:
    claim = NO_CLAIM
    for span in run:
        if not (span.images or span.kind is Kind.IMAGE):
            continue
        for image in span.images or (span,):
            text = badge_text(image.url)
            if text and read_label(text) is not Label.PAPER and (is_claim(text) or _DATED_BADGE.fullmatch(text)):
                claimed = read_claim(text)
                # A badge that shows an id leads to the paper, and says no more of where it appeared.
                claim = claim.beside(Claim(arxiv_id=claimed.arxiv_id) if claimed.arxiv_id else claimed)
    return claim


_SET_APART = Style.CODE | Style.ITALIC


def _is_set_name(span: Span) -> bool:
    """Whether a link is one of the authors who are set in italics, and leads to where they work."""
    italic = span.style is not Style.PLAIN and Style.ITALIC in span.style
    return italic and read_authors(span.text, alone=True) is not None


def _is_said(span: Span) -> bool:
    return span.kind is Kind.TEXT or (span.kind is Kind.LINK and _is_set_name(span))


def details_beside(run: Run, start: int, end: int, rest: str) -> tuple[Claim, str | None]:
    """What a run claims, and the authors it names, outside of its title; badges count first.

    Args:
        run: The whole run.
        start: Where the title begins.
        end: Where it ends.
        rest: What stood in the title's spans and is no title.
    """
    claim, authors = _badge_claims(run), None
    beside: Run = []
    italics = ""
    for index, span in enumerate(run):
        if span.kind is Kind.LINK and read_label(label_of(span)) is Label.CLAIM:
            claim = claim.beside(read_claim(label_of(span)))
        if start <= index < end:
            if index == start:
                beside.append(_END)
        elif span.kind is Kind.LINK and not _is_set_name(span):
            worded = read_label(label_of(span)) is Label.TEXT and place_of(span.url) is not Place.ELSEWHERE
            person = worded and read_authors(span.text, alone=True)
            text = span.text if person else " | "
            beside.append(Span(kind=Kind.TEXT, line=span.line, text=text))
        elif span.style is not Style.PLAIN and span.style & _SET_APART:
            # A superscript parts what is set in italics and still one text.
            goes_on = index + 1 < len(run) and run[index + 1].style == span.style and _is_said(run[index + 1])
            italics += span.text
            if goes_on and not start <= index + 1 < end:
                continue
            if Style.ITALIC in span.style and not is_claim(italics):
                authors = authors or read_authors(italics, alone=True)
            beside.append(Span(kind=Kind.TEXT, line=span.line, text=f" | {italics} | "))
            italics = ""
        else:
            beside.append(span)
    # What stood in the title's own spans stands before what comes behind them.
    for text in filter(None, [*rest.split("\n"), *(line for _, line, _ in lines_of(beside))]):
        found, names = read_details(text)
        claim, authors = claim.beside(found), authors or names
    return claim, authors
