"""Whose word counts among records of one corpus: all were read at once, so that none is the newer (no. 72). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from pipeline.marks import CORPUS
from pipeline.model import Service, SourceRecord
from pipeline.venues import is_preprint_server, normalise_venue

_FIGURES = frozenset({"citations", "influential_citation_count", "reference_count"})
"""What is counted of a paper; of another record another count would be meant."""
_PUBLISHED = frozenset({"venue", "venue_type", "year", "publication_date"})
"""Where and when a paper appeared; a venue keeps its own year."""
_IDENTIFIERS = ("arxiv_id", "doi", "s2_corpus_id", "s2_paper_id", "acl_id", "record_id")
_REPLY = ("fetched_at", "reply_sha256")
_SAID = tuple(field.name for field in fields(SourceRecord) if field.init and field.name not in (*_IDENTIFIERS, *_REPLY))


def is_of_one_corpus(group: Iterable[SourceRecord]) -> bool:
    """Whether a corpus told all of some records; those of two corpora never meet in one run."""
    return all(record.stand_in == CORPUS for record in group)


def heard(group: Iterable[SourceRecord], names: Iterable[str]) -> Mapping[str, Sequence[SourceRecord]]:
    """For each field the records of one corpus whose word counts for it, the first one first.

    By the day of their count, then by the count; ids decide only between records that say the same.
    """
    best = sorted(group, key=_rank)
    published = sorted(best, key=lambda record: not _is_published(record))
    special = dict.fromkeys(_FIGURES, _counted(best)) | dict.fromkeys(_PUBLISHED, published)
    return {name: special.get(name, best) for name in names}


def _counted(best: Sequence[SourceRecord]) -> list[SourceRecord]:
    """The one record whose figures count: the first that tells its citations, else the first that tells any figure."""
    telling = [record for record in best if any(getattr(record, name) is not None for name in _FIGURES)]
    return sorted(telling, key=lambda record: record.citations is None)[:1]


def _rank(record: SourceRecord) -> tuple[object, ...]:
    figure = record.citations
    counts = (figure.count if figure else None, record.influential_citation_count, record.reference_count)
    return (
        -figure.as_of.toordinal() if figure and figure.as_of else 0,
        tuple(1 if count is None else -count for count in counts),
        not _is_published(record),
        record.source is not Service.SEMANTIC_SCHOLAR,
        tuple(repr(getattr(record, name)) for name in _SAID),
        tuple(str(getattr(record, name)) for name in _IDENTIFIERS),
        # Of one record that was told twice, the first time.
        record.fetched_at,
        record.reply_sha256,
    )


def _is_published(record: SourceRecord) -> bool:
    venue = normalise_venue(record.venue)
    return venue is not None and not is_preprint_server(venue)
