"""Which entries of a list name a paper that stands above already. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pipeline.identifiers import Identifier
from pipeline.model import CuratedEntry
from pipeline.titles import similarity, title_key

_SAME_PAPER = 90.0
"""Character similarity of the titles' keys (0-100) from which entries of one identifier are one paper; a link
that leads to another paper is no sign of a repeat."""
_MOST_COMPARED = 5
"""Titles of one identifier that a further one is compared with."""


def link_repeats(entries: Iterable[CuratedEntry]) -> tuple[CuratedEntry, ...]:
    """Give each repeat the first entry of the same title, or of the same identifier and nearly the same title."""
    by_title: dict[str, str] = {}
    by_identifier: defaultdict[Identifier, dict[str, str]] = defaultdict(dict)
    linked = []
    for entry in entries:
        key = title_key(entry.title)
        alike = (
            first
            for identifier in entry.identifiers
            for title, first in by_identifier[identifier].items()
            if similarity(entry.title, title) >= _SAME_PAPER
        )
        original = by_title.get(key) or next(alike, None)
        first = by_title.setdefault(key, original or entry.entry_id)
        for identifier in entry.identifiers:
            if len(by_identifier[identifier]) < _MOST_COMPARED:
                by_identifier[identifier].setdefault(entry.title, first)
        linked.append(replace(entry, duplicate_of=original) if original else entry)
    return tuple(linked)
