"""What a corrected link is to be written as, and what its label then says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.export.places import Edit, as_address
from pipeline.identifiers import Identifier, identifier_in_url

_LABEL_BEFORE = re.compile(r"\[(?P<label>[^\[\]\n]{1,300})\]\(\s{0,9}<?\Z")
_LABEL_BEHIND = re.compile(r"[^<>]{0,300}>(?P<label>[^<>]{1,300})<")
_LONGEST_LABEL = 320
_PLAIN = re.compile(r"[\w./:()-]+")
"""Identifiers that mean themselves in any list."""


def address_for(old: str, new: str) -> str:
    """The new address, as a PDF where the old one was a PDF of the same host."""
    wrong, right = identifier_in_url(old), identifier_in_url(new)
    parts = urlsplit(old)
    if wrong and right and wrong.scheme is right.scheme and parts.hostname == urlsplit(new).hostname:
        bare = parts._replace(query="", fragment="").geturl()
        kept = _named(wrong).sub(lambda _: right.value, bare)
        if "pdf" in parts.path.lower() and identifier_in_url(kept) == right:
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
    if wrong is None or right is None or not _named(wrong).search(label):
        return label
    if wrong.scheme is not right.scheme or not _PLAIN.fullmatch(right.value):
        return None
    return _named(wrong).sub(lambda _: right.value, label)


def link_edits(text: str, place: tuple[int, int], old: str, new: str) -> Iterator[Edit]:
    """What writes a new address at a place, and into the link's label where that names the old one."""
    start, end = place
    address = address_for(old, new)
    yield Edit(start, end, address)
    before = max(0, start - _LONGEST_LABEL)
    found = _LABEL_BEFORE.search(text[before:start])
    behind = _LABEL_BEHIND.match(text, end) if found is None else None
    at = before + found.start("label") if found else behind.start("label") if behind else end
    label = found["label"] if found else behind["label"] if behind else ""
    if (said := label_for(label, old, address)) is not None and said != label:
        yield Edit(at, at + len(label), said)


def _named(identifier: Identifier) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(identifier.value)}(?:v\d+)?(?!\w|\.\d)", re.IGNORECASE)
