"""What a corrected link is to be written as, and what its label then says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.export.places import Edit, as_address
from pipeline.identifiers import Identifier, Scheme, identifier_in_url

_LABEL_BEFORE = re.compile(r"\[(?P<label>[^\[\]\n]{1,300})\]\(\s{0,9}<?\Z")
_LABEL_BEHIND = re.compile(r"[^<>]{0,300}>(?P<label>[^<>]{1,300})<")
_PICTURE_BEFORE = re.compile(r"\[(?P<label>!\[[^\[\]\n]{0,300}\]\([^()\n]{1,500}\))\]\(\s{0,9}<?\Z")
_PICTURE_BEHIND = re.compile(r"[^<>]{0,300}>\s{0,99}(?P<label><img\b[^<>]{1,900})", re.IGNORECASE)
"""Pictures in the place of a label, whose addresses may draw the number of a paper."""
_LONGEST_LABEL = 820
_PLAIN = re.compile(r"[\w./:()-]+")
"""Identifiers that mean themselves in any list."""


def address_for(old: str, new: str) -> str:
    """The new address, at the host and in the form of the old one where that leads to the right paper.

    Every host of arXiv's papers has all of them. Of others a PDF is kept at the host that the new address names.
    """
    wrong, right = identifier_in_url(old), identifier_in_url(new)
    if wrong is None or right is None or wrong.scheme is not right.scheme:
        return as_address(new)
    parts = urlsplit(old)
    is_pdf = "pdf" in parts.path.lower() and parts.hostname == urlsplit(new).hostname
    if wrong.scheme is Scheme.ARXIV or is_pdf:
        # What a query or a fragment says beside the paper is said of the wrong one.
        kept = named(wrong).sub(lambda _: right.value, parts._replace(query="", fragment="").geturl())
        if identifier_in_url(kept) == right:
            return as_address(kept)
    return as_address(new)


def label_for(label: str, old: str, new: str) -> str | None:
    """What the label of a corrected link says; None where it names the old paper and cannot name the new one.

    Args:
        old: The link's address before.
        new: That which takes its place.
    """
    if label == old:
        return new
    wrong, right = identifier_in_url(old), identifier_in_url(new)
    if wrong is None or right is None or not named(wrong).search(label):
        return label
    if wrong.scheme is not right.scheme or not _PLAIN.fullmatch(right.value):
        return None
    return named(wrong).sub(lambda _: right.value, label)


def link_edits(text: str, place: tuple[int, int], old: str, new: str) -> Iterator[Edit]:
    """What writes a new address at a place, and into the link's label or picture where that names the old one.

    Nothing where a picture names the old paper and cannot name the new one.
    """
    start, end = place
    address = address_for(old, new)
    picture = _label(text, place, _PICTURE_BEFORE, _PICTURE_BEHIND)
    at, label = picture or _label(text, place, _LABEL_BEFORE, _LABEL_BEHIND) or (end, "")
    said = label_for(label, old, address)
    if said is None and picture:
        return
    yield Edit(start, end, address)
    if said is not None and said != label:
        yield Edit(at, at + len(label), said)


def label_at(text: str, place: tuple[int, int]) -> str | None:
    """What the label of the link at a place says; None where it is a picture or stands elsewhere."""
    if is_picture(text, place):
        return None
    found = _label(text, place, _LABEL_BEFORE, _LABEL_BEHIND)
    return found[1] if found else None


def is_picture(text: str, place: tuple[int, int]) -> bool:
    """Whether a picture stands in the place of a link's label."""
    return _label(text, place, _PICTURE_BEFORE, _PICTURE_BEHIND) is not None


def _label(
    text: str, place: tuple[int, int], before: re.Pattern[str], behind: re.Pattern[str]
) -> tuple[int, str] | None:
    """Where the label of a link stands, and what it says."""
    start, end = place
    first = max(0, start - _LONGEST_LABEL)
    if found := before.search(text[first:start]):
        return first + found.start("label"), found["label"]
    here = behind.match(text, end)
    return (here.start("label"), here["label"]) if here else None


def named(identifier: Identifier) -> re.Pattern[str]:
    """How an identifier stands in an address or a label, whatever its version."""
    return re.compile(rf"(?<![\w.]){re.escape(identifier.value)}(?:v\d+)?(?!\w|\.\d)", re.IGNORECASE)
