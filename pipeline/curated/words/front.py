"""What stands before a title on its line: numbers, dates, tags, venues. Pure."""

from __future__ import annotations

import re

from pipeline.curated.words.claims import NO_CLAIM, Claim, is_claim, names_venue, read_claim
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.wording import enough

_EMOJI = (
    *range(0x2190, 0x2200),
    *range(0x2300, 0x2400),
    *range(0x25A0, 0x27C0),
    *range(0x2B00, 0x2C00),
    *range(0x1F000, 0x1FB00),
)
_EDGE = " \u200b\u200d\ufe0f\ufe0e" + "".join(map(chr, _EMOJI))
_WORD_MARK = re.compile(r"\w")
_NUMBER = re.compile(r"^(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\s)|#\d{1,4}\b|[-*\u2022\u00b7+>](?=\s|\[|\*))[\s.:]*")
_LEADING_TAG = re.compile(
    r"^[\[(\u3010](?P<inside>[^\[\]()\u3010\u3011]{1,60}(?:(?<=\s)\((?:19|20)\d\d\))?)[\])\u3011][\s:,-]*(?=\S)"
)
_FIELD = re.compile(r"(?:paper|title|\u8bba\u6587|\u6807\u9898)[:\uff1a]\s*(?=\S)", re.IGNORECASE)
"""`Paper: A title`."""
_LEADING_DATE = re.compile(
    r"^(?P<date>(?:19|20)\d{2}[-./](?:1[0-2]|0?[1-9])(?:[-./][0-3]?\d)?)\s*[:,|\u2013\u2014-]?\s+(?=\S)"
)
_YEAR_AND_VENUE = re.compile(
    r"^(?:\[.?\]\s*)?(?P<year>(?:19|20)\d\d)(?:-(?P<venue>[A-Z][\w&]{1,20}(?:-[A-Z][\w&]{1,20}){0,3})\s+[-:]\s+"
    r"|\s(?P<brackets>(?:\([^()]{1,40}\)\s*){1,3}))[*\s]*(?=\S)"
)
"""`2015-CVPR - ` and `2018 (Google) (ICLR) **`, before a title."""
_LEADING_CLAIM = re.compile(
    r"^(?P<claim>[^,:|\u2013\u2014]{4,40}?(?:19|20)\d{2}|[^\W\d_]{2,12}['\u2019]?\d{2})\s*[,:|\u2013\u2014-]\s+(?=\S)"
)
_NAME_TAG = re.compile(r"(?!(?:re|cls|mask|sep|pad|unk|eos|bos)$)[\w.+-]*[A-Z0-9][\w.+-]*(?: [\w.+-]+)?", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:[A-Z][\w&-]*\.?\s){0,5}(?:[A-Z][\w&-]*\.\s?){1,5}")
"""`NPJ Digit. Med.`: a journal."""
_DATED = re.compile(r"[^\W\d_][\w&. -]{1,50},\s?(?:19|20)\d\d(?:[./-]\d{1,2})?")
"""`npj Digital Medicine, 2023.8`: a journal and a date."""
_ENDS_IN_YEAR = re.compile(
    r"(?P<name>[^\W\d_][^,;:]{1,60}?)(?:(?P<comma>,[ ,.]{0,3})|[ .]+)(?P<year>(?:19[5-9]|20[0-4])\d)[a-z]?"
)
"""`Current Opinion in Biology 2019`, a venue, and `Dennett, 1988`, an author, before a title."""
_ACRONYM = re.compile(r"[A-Z][\w.+-]{0,20}[A-Z0-9][\w.+-]{0,20}")
"""`SciGPT2`."""
_LISTING = re.compile(r"\w[:,] \w")
"""`MP: ZeRO` and `YOLO, SSD`: short names, or what they are of."""
_CAPITALISED = re.compile(r"[A-Z][\w&-]*(?:\s(?:[A-Z][\w&-]*|and|for|in|of|on|the)){1,4}")
"""`Nucleic Acids Research`: a journal or a topic."""


def edge_of(text: str) -> str:
    """What is no part of a title or heading at its ends: blanks, emoji, arrows and what joins them. For `str.strip`."""
    # Of these only the blank is ASCII, and going through all of them takes longer than most of the reading of a title.
    return " " if text.isascii() else _EDGE


def _is_leading_claim(found: re.Match[str]) -> bool:
    # `CLAS 2024: The Competition` is a title, `ICLR 2024: A title` is not.
    return is_claim(found["claim"]) and (":" not in found[0] or names_venue(found["claim"]))


def _is_tag(inside: str, behind: str) -> bool:
    """Whether words in brackets before a title are a name, a topic or a label, and no part of it."""
    named = len(behind.split()) > 1 and (_NAME_TAG.fullmatch(inside) or read_label(inside) is not Label.TEXT)
    return bool(named or (enough(behind) and (_CAPITALISED.fullmatch(inside) or _LISTING.search(inside))))


def _said_in_tag(inside: str, behind: str, *, bracket: str) -> Claim | None:
    """What words in brackets before a title claim, nothing for a mere tag; None where they are part of the title."""
    if is_claim(inside):
        return read_claim(inside)
    if (dated := _ENDS_IN_YEAR.fullmatch(inside)) and enough(behind):
        surname = bracket == "(" and dated["comma"] and " " not in dated["name"]
        names = "et al" in inside or surname
        return Claim(venue=None if names else dated["name"], year=int(dated["year"]))
    if bracket == "(":
        return NO_CLAIM if _ACRONYM.fullmatch(inside) and enough(behind) else None
    if _ABBREVIATED.fullmatch(inside):
        return Claim(venue=inside)
    if _DATED.fullmatch(inside) and enough(behind):
        return read_claim(inside)
    return NO_CLAIM if _is_tag(inside, behind) else None


def _venue_of(found: re.Match[str]) -> Claim:
    said = re.findall(r"\(([^()]+)\)", found["brackets"] or "") or [(found["venue"] or "").replace("_", " ")]
    venue = next((each for each in said if is_claim(each)), None)
    return Claim(venue=venue, year=int(found["year"]))


def take_front(title: str) -> tuple[str, Claim]:
    """Take numbers, dates and tags off the front of a title, as long as a title is left."""
    claim = NO_CLAIM
    for _ in range(4):
        rest = title
        if (found := _NUMBER.match(title)) or ((found := _FIELD.match(title)) and enough(title[found.end() :])):
            rest = title[found.end() :]
        elif found := _YEAR_AND_VENUE.match(title):
            claim, rest = claim.beside(_venue_of(found)), title[found.end() :]
        elif found := _LEADING_DATE.match(title):
            claim, rest = claim.beside(read_claim(found["date"])), title[found.end() :]
        elif (found := _LEADING_CLAIM.match(title)) and _is_leading_claim(found) and enough(title[found.end() :]):
            claim, rest = claim.beside(read_claim(found["claim"])), title[found.end() :]
        elif found := _LEADING_TAG.match(title):
            behind = title[found.end() :]
            said = _said_in_tag(found["inside"].strip(), behind, bracket=title[0])
            claim, rest = claim.beside(said or NO_CLAIM), title if said is None else behind
        rest = rest.lstrip(edge_of(rest))
        if rest == title or not _WORD_MARK.search(rest):
            return title, claim
        title = rest
    return title, claim
