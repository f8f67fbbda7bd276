"""RIS → raw entries: what Zotero, EndNote, Mendeley and publishers export. Pure.

The parsers there are tell no lines and lose a record that is not ended, so the one pattern it takes stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape

from pipeline.curated.raw import RawList, part_urls
from pipeline.curated.records import read_records
from pipeline.identifiers import normalise_doi, parse_arxiv_id
from pipeline.model import Problem

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {1,2}-(?:\s(?P<value>.*))?")
_TITLE = ("TI", "T1", "CT", "BT", "ST")
_AUTHORS = (("AU", "A1"), ("A2", "ED", "A3"))
"""Authors; where there are none, editors."""
_VENUE = ("T2", "JF", "JO", "BT", "C3", "JA", "J2", "PB")
_YEAR = ("PY", "Y1", "DA")
_URL = ("UR", "L2", "L1")
"""The last one names files of the writer's own disk too."""
_DOI = ("DO", "M3", "N1", "L3", "AN")
_ARXIV = ("AN", "N1", "M2")
"""Some writers have the identifier for a note; a note that says anything else says none."""
_NO_PAPERS = frozenset({"AGGR", "BLOG", "COMP", "DATA", "DBASE", "ELEC"})
_CATEGORY = re.compile(r"\s\[[\w.-]{1,30}\]$")
"""`arXiv:2106.09685 [cs]`."""


@dataclass(slots=True)
class _Record:
    """A record while its lines come in."""

    line: int
    values: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)
    """Of each tag its values, with their lines, as the pieces that they are wrapped into."""

    def texts(self, tags: Iterable[str]) -> Iterator[str]:
        """The values of some tags that say anything, in the order of the tags."""
        texts = (unescape(" ".join(pieces)).strip() for tag in tags for _, pieces in self.values.get(tag, ()))
        return (text for text in texts if text)

    def first(self, tags: Iterable[str]) -> str | None:
        """The first of some tags that says anything."""
        return next((tag for tag in tags if next(self.texts([tag]), None)), None)


def _records(text: str) -> Iterator[_Record | int]:
    """The records; for a run of lines that stand in none the number of its first."""
    record: _Record | None = None
    last: list[str] = []
    outside = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not (bare := line.strip()):
            continue
        found = _TAG.fullmatch(bare)
        tag = found["tag"] if found else ""
        if record and tag in {"TY", "ER"}:
            yield record
            record, outside = None, False
            if tag == "ER":
                continue
        if record is None and tag != "TY":
            if not outside:
                yield number
            outside = True
            continue
        record = record or _Record(number)
        if found:
            last = [found["value"] or ""]
            record.values.setdefault(tag, []).append((number, last))
        else:
            last.append(bare)
    if record:
        yield record


def _named(record: _Record) -> tuple[int, Mapping[str, object]]:
    """The line of a record's title, and its fields by the names that records have them under."""
    titled = record.first(_TITLE)
    venues = record.texts(tag for tag in _VENUE if tag != titled)
    years = (text for text in record.texts(_YEAR) if re.search(r"\d{4}", text))
    arxiv = (_CATEGORY.sub("", text) for text in record.texts(_ARXIV))
    named = {
        "title": next(record.texts(_TITLE), ""),
        "authors": next(filter(None, ("; ".join(record.texts(tags)) for tags in _AUTHORS)), ""),
        "venue": next(venues, ""),
        "year": next(years, ""),
        "url": [url for text in record.texts(_URL) for url in part_urls(text)[1]],
        "doi": next(filter(normalise_doi, record.texts(_DOI)), ""),
        "arxiv": next(filter(parse_arxiv_id, arxiv), ""),
    }
    return record.values[titled][0][0] if titled else record.line, named


def read_ris(text: str) -> RawList:
    """Read every record that has a title, ended or not; one that has none, and text outside of them, is told."""
    records: list[tuple[int, Mapping[str, object]]] = []
    problems: list[Problem] = []
    for record in _records(text):
        if isinstance(record, int):
            told = "text stands in no record, which begins with 'TY  - '; passed over."
            problems.append(Problem(line=record, message=told))
            continue
        line, named = _named(record)
        kind = next(record.texts(["TY"]), "")
        if named["title"] and kind in _NO_PAPERS and not (named["url"] or named["doi"] or named["arxiv"]):
            problems.append(Problem(line=line, message=f"record of type {kind} is no paper; passed over."))
        else:
            records.append((line, named))
    read = read_records(records, "record")
    return replace(read, problems=(*problems, *read.problems))
