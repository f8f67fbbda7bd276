"""Which records describe one work: shared identifiers, or one title and a common author. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache

from pipeline.matching.likeness import liken
from pipeline.model import SourceRecord
from pipeline.titles import split_words, title_key

Group = tuple[SourceRecord, ...]
"""Records of one work, in a fixed order whatever order they came in."""

_UNLIKE_SHARE = 0.3
"""Share of the titles' weight in common below which records by other people are no versions of one paper."""
_MAX_YEARS_APART = 3
"""A published version follows its preprint within this many years."""


def _order(record: SourceRecord) -> tuple[str, str, str, str]:
    return (record.source, record.record_id, record.fetched_at.isoformat(), record.reply_sha256)


# A record is held against others many times in a row.
@lru_cache(maxsize=4096)
def _surnames(record: SourceRecord) -> frozenset[str]:
    return frozenset(parts[-1] for author in record.authors if (parts := split_words(author.name)))


class _Sets:
    """Disjoint sets of record numbers (union-find), none of which comes to hold two arXiv ids."""

    def __init__(self, records: Sequence[SourceRecord]) -> None:
        self._parent = list(range(len(records)))
        self._arxiv_id = [record.arxiv_id for record in records]

    def find(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, left: int, right: int) -> None:
        first, second = sorted((self.find(left), self.find(right)))
        ours, theirs = self._arxiv_id[first], self._arxiv_id[second]
        # A DOI that two arXiv papers claim, or a published version that fits both, makes them no one paper.
        if ours and theirs and ours != theirs:
            return
        self._parent[second] = first
        self._arxiv_id[first] = ours or theirs


def same_paper(left: SourceRecord, right: SourceRecord) -> bool:
    """Tell whether two records of one title are one paper, as a preprint and its published version are.

    They are when they share an author's surname and their years lie close; two arXiv ids are two papers.
    """
    if left.arxiv_id and right.arxiv_id and left.arxiv_id != right.arxiv_id:
        return False
    near = left.year is None or right.year is None or abs(left.year - right.year) <= _MAX_YEARS_APART
    return near and bool(_surnames(left) & _surnames(right))


def contradict(left: SourceRecord, right: SourceRecord) -> bool:
    """Tell whether two sources describe different papers under one identifier: neither title nor authors agree."""
    if left.source is right.source:
        return False
    ours, theirs = _surnames(left), _surnames(right)
    if not ours or not theirs or ours & theirs:
        return False
    likeness = liken(left.title, right.title)
    return not likeness.sure and likeness.share < _UNLIKE_SHARE


def group_records(records: Iterable[SourceRecord]) -> list[Group]:
    """Group records by the work they describe; the result does not depend on their order."""
    unique = dict.fromkeys(records)
    if len(unique) < 2:  # noqa: PLR2004
        return [(record,) for record in unique]
    ordered = sorted(unique, key=_order)
    sets = _Sets(ordered)
    by_name: dict[Hashable, list[int]] = defaultdict(list)
    for number, record in enumerate(ordered):
        for name in (*record.identifiers, (record.source, record.record_id)):
            by_name[name].append(number)
    for numbers in by_name.values():
        for place, number in enumerate(numbers):
            agreeing = (other for other in numbers[:place] if not contradict(ordered[other], ordered[number]))
            if (first := next(agreeing, None)) is not None:
                sets.join(first, number)
    _join_versions(ordered, sets)
    groups: dict[int, list[SourceRecord]] = defaultdict(list)
    for number, record in enumerate(ordered):
        groups[sets.find(number)].append(record)
    return [tuple(group) for group in groups.values()]


def _join_versions(ordered: Sequence[SourceRecord], sets: _Sets) -> None:
    by_title: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(ordered):
        by_title[title_key(record.title)].append(number)
    for numbers in by_title.values():
        for place, left in enumerate(numbers):
            for right in numbers[place + 1 :]:
                if sets.find(left) != sets.find(right) and same_paper(ordered[left], ordered[right]):
                    sets.join(left, right)
