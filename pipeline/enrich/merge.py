"""Merge the records of one work, field by field, each value with its origin. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.enrich.one_corpus import heard, is_of_one_corpus
from pipeline.identifiers import Identifier
from pipeline.marks import CORPUS
from pipeline.matching.identity import Group
from pipeline.model import CitationFigure, Origin, Service, SourceRecord, Work
from pipeline.titles import title_key
from pipeline.venues import normalise_venue

_S2 = (Service.SEMANTIC_SCHOLAR, Service.ARXIV)
_ARXIV = (Service.ARXIV, Service.SEMANTIC_SCHOLAR)

PRECEDENCE: Mapping[str, tuple[Service, ...]] = {
    "title": _S2,
    "authors": _S2,
    "year": _S2,
    "publication_date": _S2,
    "venue": _S2,
    "venue_type": _S2,
    "arxiv_id": _ARXIV,
    "arxiv_version": _ARXIV,
    "arxiv_primary_category": _ARXIV,
    "arxiv_categories": _ARXIV,
    "doi": _S2,
    "s2_paper_id": _S2,
    "s2_corpus_id": _S2,
    "acl_id": _S2,
    "dblp_key": _S2,
    "citations": _S2,
    "influential_citation_count": _S2,
    "reference_count": _S2,
    "is_open_access": _S2,
    "open_access_pdf_url": _S2,
    "fields_of_study": _S2,
    "publication_types": _S2,
    "abstract": _ARXIV,
    "tldr": _S2,
    "journal_ref": _ARXIV,
    "comment": _ARXIV,
    "withdrawn": _ARXIV,
}
"""For each field of a record, whose value counts first. A source that does not say is passed over."""

_COLUMN = {"citations": "citation_count"}


def merge(group: Group, work_id: str) -> Work:
    """Merge the records of one work; the result does not depend on their order."""
    in_order = heard(group, PRECEDENCE) if is_of_one_corpus(group) else dict.fromkeys(PRECEDENCE, _newest_first(group))
    fields: dict[str, Any] = {}
    origins: list[Origin] = []
    for name, precedence in PRECEDENCE.items():
        record = _first_to_say(in_order[name], name, precedence)
        if record is None:
            continue
        value = getattr(record, name)
        fields[name] = value
        origins.append(_origin(_COLUMN.get(name, name), record, value))
        if name == "authors":
            fields["authors_complete"] = record.authors_complete
        if name == "citations":
            fields["citation_count_as_of"] = _counted_on(value, record)
    figure: CitationFigure | None = fields.pop("citations", None)
    if figure is not None:
        fields["citation_count"] = figure.count
    raw = fields.pop("venue", None)
    sources = sorted({record.source for record in group})
    stand_ins = sorted({record.stand_in for record in group if record.stand_in})
    return Work(
        work_id=work_id,
        source="+".join(stand_ins or sources),
        venue=normalise_venue(raw),
        venue_raw=raw,
        origins=tuple(origins),
        stale=any(record.stale for record in group),
        **fields,
    )


def _newest_first(group: Group) -> list[SourceRecord]:
    return sorted(group, key=lambda each: (each.fetched_at, each.record_id, each.reply_sha256), reverse=True)


def _first_to_say(in_order: Sequence[SourceRecord], name: str, precedence: Sequence[Service]) -> SourceRecord | None:
    saying = [record for record in in_order if getattr(record, name) not in (None, (), "")]
    if name == "authors":
        # Some of the authors are worth less than all of them, whoever says so.
        saying = [record for record in saying if record.authors_complete] or saying
    return min(saying, key=lambda record: precedence.index(record.source), default=None)


def source_of(record: SourceRecord) -> str:
    """Who described a record: its service, or what answered in its place."""
    return _named(str(record.source), record)


def _named(source: str, record: SourceRecord) -> str:
    return f"{record.stand_in} (as {source})" if record.stand_in and source in set(Service) else source


def _counted_on(figure: CitationFigure, record: SourceRecord) -> date | None:
    """The day of a count: where nobody says, that of a service's reply; a corpus may have been made long before."""
    return figure.as_of or (None if record.stand_in == CORPUS else record.fetched_at.date())


def _origin(column: str, record: SourceRecord, value: object) -> Origin:
    source = _named(value.source, record) if isinstance(value, CitationFigure) else source_of(record)
    return Origin(field=column, source=source, source_record=record.record_id, fetched_at=record.fetched_at)


def new_work_id(group: Group) -> str:
    """Name a work that has no name yet, by the steadiest identifier any of its records bears.

    A work that bears none is named by its title, first author and year.
    """
    order = ("arxiv", "doi", "corpusid", "s2", "acl")
    identifiers = {identifier for record in group for identifier in record.identifiers}
    if identifiers:
        return str(min(identifiers, key=lambda each: (order.index(each.scheme), each.value)))
    record = group[0]
    told = f"{title_key(record.title)}|{record.authors[0].name if record.authors else ''}|{record.year}"
    return "title:" + hashlib.sha256(told.encode()).hexdigest()[:16]


def work_id_of(group: Group, given: Mapping[Identifier, str]) -> str:
    """Give a work the name it was given before, found by any of its identifiers; else a new one.

    Args:
        given: Names given in the last snapshot, by identifier.
    """
    names = {given[each] for record in group for each in record.identifiers if each in given}
    return min(names) if names else new_work_id(group)
