"""Records → raw entries, fields known by their names; CSV and TSV. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pipeline.curated.raw import URL, RawEntry, RawList, ended, printable
from pipeline.curated.words.claims import Claim, read_claim
from pipeline.errors import ListError
from pipeline.hosts import Place, place_of
from pipeline.identifiers import (
    Identifier,
    Scheme,
    identifier_in_text,
    normalise_doi,
    parse_arxiv_id,
    parse_identifier,
    url_of,
)
from pipeline.model import Link, Problem
from pipeline.titles import collapse

_NAMES: dict[str, str] = {
    name: field
    for field, names in {
        "title": "title|papertitle|paper|name|publicationtitle|articletitle|query|querytitle",
        "authors": "authors|author|authornames|creators|by",
        "venue": (
            "venue|journal|conference|booktitle|publication|publicationvenue|source|claimedvenue|publishedin"
            "|containertitle"
        ),
        "year": "year|date|publicationyear|publicationdate|published|pubyear|claimedyear|issued",
        "url": (
            "url|link|links|pdf|pdfurl|paperurl|paperlink|href|website|openaccesspdf|abs|abstracturl|fulltext|sourceurl"
        ),
        "doi": "doi|paperdoi",
        "arxiv": "arxiv|arxivid|eprint|arxivurl|arxivlink",
        "identifiers": "identifiers|identifier|ids|id",
        "external": "externalids",
        "headings": "headings|heading|section|category|topic|chapter|area|tags|group",
        "code": "code|codeurl|github|repository|repo|codelink|project|projectpage|dataset|data",
    }.items()
    for name in names.split("|")
}
_MARKED_LINK = re.compile(r"\[(?P<label>[^\[\]]{1,1000})\]\((?P<url>[^()\s]{1,2000})\)")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TAG = re.compile(r"</?(?:a|b|br|code|em|font|i|p|small|span|strong|sub|sup|u)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
"""Tags of HTML that stand in the fields of pages' data."""
_RELATIVE = re.compile(r"[\w./~%-]{1,300}\.(?:pdf|html?)", re.IGNORECASE)
_EXTERNAL = {"arxiv": Scheme.ARXIV, "doi": Scheme.DOI, "acl": Scheme.ACL, "corpusid": Scheme.CORPUSID}
_MOST_FIELDS = 500
_DEEPEST = 4
"""Levels of lists and objects within a field."""

Record = Mapping[str, Any]
Numbered = tuple[int, Mapping[str, Any] | str | None]
"""The line a record begins on, and the record; None for one that cannot be read."""


def field_of(name: str) -> str | None:
    """The field that a column's name means, or None for a column that says nothing of a paper."""
    return _NAMES.get(re.sub(r"[^a-z]", "", name.lower()))


def _text(value: object, depth: int = 0) -> str:
    """A field's value as text; names in lists are joined."""
    if isinstance(value, str):
        text = _TAG.sub("", value) if "<" in value else value
        return collapse(printable(text))
    if depth > _DEEPEST:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Mapping):
        return _text(next((value[key] for key in ("name", "url", "title") if key in value), ""), depth + 1)
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(each, depth + 1) for each in islice(value, _MOST_FIELDS))))
    return ""


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for each in islice(value, _MOST_FIELDS) if (text := _text(each))]
    text = _text(value)
    return [text] if text else []


def _links(value: object, label: str) -> Iterator[Link]:
    """The links in a field: URLs in text, Markdown links, or objects with `url` and `label`."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            if url := _text(each.get("url")):
                yield Link(url=url, label=_text(each.get("label")) or _text(each.get("type")) or label)
            continue
        text = _text(each)
        for found in URL.finditer(text):
            yield Link(url=ended(found[0]), label=label)
        if _RELATIVE.fullmatch(text):
            yield Link(url=text, label=label)


def _known(fields: Record) -> Iterator[Identifier]:
    """The identifiers that stand in fields of their own."""
    for text in _texts(fields.get("identifiers")):
        if found := parse_identifier(text):
            yield found
    if doi := normalise_doi(_text(fields.get("doi"))):
        yield Identifier(Scheme.DOI, doi)
    if arxiv := parse_arxiv_id(_text(fields.get("arxiv"))):
        yield Identifier(Scheme.ARXIV, arxiv.base)
    if printed := identifier_in_text(_text(fields.get("venue"))):
        yield printed
    external = fields.get("external")
    for name, value in external.items() if isinstance(external, Mapping) else ():
        scheme = _EXTERNAL.get(str(name).lower())
        if scheme and (found := parse_identifier(f"{scheme}:{_text(value)}")):
            yield found


def _entry(line: int, fields: Record) -> RawEntry:
    title = _text(fields.get("title"))
    links: list[Link] = []
    if marked := _MARKED_LINK.search(title):
        links.append(Link(url=marked["url"], label=collapse(marked["label"])))
        title = title[: marked.start()] + marked["label"] + title[marked.end() :]
    links += [*_links(fields.get("url"), "Paper"), *_links(fields.get("arxiv"), "arXiv")]
    papers = [link.url for link in links if place_of(link.url) is not Place.ELSEWHERE] or [link.url for link in links]
    for found in dict.fromkeys(_known(fields)):
        if (url := url_of(found)) and url not in papers:
            papers.append(url)
            links.append(Link(url=url, label=found.scheme))
    links += _links(fields.get("code"), "Code")
    year = _YEAR.search(_text(fields.get("year")))
    venue = _text(fields.get("venue"))
    claim = read_claim(venue) if venue else Claim()
    return RawEntry(
        line=line,
        title=title,
        headings=tuple(_texts(fields.get("headings"))),
        links=tuple(dict.fromkeys(links)),
        papers=tuple(dict.fromkeys(papers)),
        claim=Claim(venue=claim.venue or (None if claim else venue or None), year=int(year[0]) if year else claim.year),
        authors=_text(fields.get("authors")) or None,
    )


def _fields(record: Mapping[str, Any]) -> Record:
    """A record's fields by their meaning; the first column that means a field and says something wins."""
    fields: dict[str, Any] = {}
    for name, value in record.items():
        field = field_of(str(name))
        if field and (field not in fields or not fields[field]):
            fields[field] = value
    return fields


def read_records(records: Iterable[Numbered], what: str) -> RawList:
    """Read records, each with its line; one without a title is told.

    Args:
        what: What a record is called when it is told: `row` or `line`.
    """
    entries: list[RawEntry] = []
    problems: list[Problem] = []
    for line, record in records:
        fields: Record = {"title": record} if isinstance(record, str) else _fields(record or {})
        if record is None:
            problems.append(Problem(line=line, message=f"{what} cannot be read; passed over."))
        elif not _text(fields.get("title")):
            problems.append(Problem(line=line, message=f"{what} has no title; passed over."))
        else:
            entries.append(_entry(line, fields))
    return RawList(entries=tuple(entries), problems=tuple(problems))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    lines = text.split("\n")
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    header: list[str] | None = None
    before = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            before = reader.line_num
            yield before, None
            continue
        line, before = before + 1, reader.line_num
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = row
            if "title" not in map(field_of, header):
                told = f"no column is called 'title' (found {', '.join(header)[:200]}); name the column of titles so."
                raise ListError(told, "", line)
            continue
        # A row with more cells than the header has: an unquoted comma in the last column.
        extra = row[len(header) :]
        cells = (
            [*row[: len(header) - 1], delimiter.join([*row[len(header) - 1 : len(header)], *extra])] if extra else row
        )
        record = dict(zip(header, cells, strict=False))
        yield _line_of_title(record, lines[line - 1 : before], line), record


def _line_of_title(record: Mapping[str, str], lines: list[str], first: int) -> int:
    """The line of a row on which its title begins: quoted cells may have several."""
    title = str(_fields(record).get("title") or "").strip().split("\n")[0] if len(lines) > 1 else ""
    beginning = " ".join(title.split()[:_FEW_WORDS])
    return first + next((at for at, line in enumerate(lines) if beginning and beginning in collapse(line)), 0)


_FEW_WORDS = 3


def read_csv(text: str) -> RawList:
    """Read comma-separated values under a header that names a column `title`; quoted line breaks are kept apart.

    Raises:
        ListError: No column of titles.
    """
    return read_records(_rows(text, _delimiter(text)), "row")


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max((",", ";", "\t"), key=first.count)


def read_tsv(text: str) -> RawList:
    """Read tab-separated values, as `read_csv` does."""
    return read_records(_rows(text, "\t"), "row")
