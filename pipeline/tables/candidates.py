"""Comparisons → the table of candidates. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from pipeline.enrich.merge import source_of
from pipeline.matching.compare import Comparison
from pipeline.model import Resolution, SourceRecord
from pipeline.tables.build import Row, to_arrow
from pipeline.tables.schema import CANDIDATES

_DIGITS = 4
"""Of shares, bits and similarities: what lies behind them tells nothing, and takes room."""
_AT_ONCE = 5_000
"""Entries whose candidates are rows in memory at one time; there are several of them to an entry."""


def build_candidates(
    resolutions: Sequence[Resolution],
    compared: Sequence[Sequence[Comparison]],
    work_ids: Mapping[SourceRecord, str],
) -> pa.Table:
    """One row per entry and record that was held against it.

    Args:
        compared: What each resolution rests on (`compare_all`), in the same order.
        work_ids: The work of each record that was merged into one.
    """
    pairs = sorted(zip(resolutions, compared, strict=True), key=lambda pair: pair[0].entry_id)
    parts = [
        to_arrow(CANDIDATES, _all_rows(pairs[start : start + _AT_ONCE], work_ids))
        for start in range(0, len(pairs), _AT_ONCE)
    ]
    return pa.concat_tables(parts).combine_chunks() if parts else to_arrow(CANDIDATES, [])


def _all_rows(
    pairs: Sequence[tuple[Resolution, Sequence[Comparison]]],
    work_ids: Mapping[SourceRecord, str],
) -> Iterator[Row]:
    for resolution, comparisons in pairs:
        yield from _rows(resolution, _each_once(comparisons), work_ids)


def _each_once(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Each record once: found under an identifier and by its title, it comes first with the identifier."""
    first: dict[tuple[str, str], Comparison] = {}
    for each in comparisons:
        first.setdefault((each.candidate.record.source, each.candidate.record.record_id), each)
    return list(first.values())


def _rows(
    resolution: Resolution,
    comparisons: Sequence[Comparison],
    work_ids: Mapping[SourceRecord, str],
) -> Iterator[Row]:
    for rank, each in enumerate(comparisons, start=1):
        record, evidence, likeness = each.candidate.record, each.evidence, each.evidence.likeness
        yield {
            "entry_id": resolution.entry_id,
            "rank": rank,
            "source": source_of(record),
            "source_record": record.record_id,
            "found_by": each.candidate.found_by,
            "identifiers": [str(identifier) for identifier in record.identifiers],
            "title": record.title,
            "year": record.year,
            "relation": each.relation,
            "similarity": round(each.similarity, _DIGITS),
            "weight_in_common": round(likeness.share, _DIGITS),
            "bits_in_common": round(likeness.common_bits, _DIGITS),
            "titles_agree": each.sure,
            "link_backs_it": each.backed,
            "authors": evidence.authors,
            "years_apart": evidence.years_apart,
            "same_venue": evidence.same_venue,
            "evidence_for": list(evidence.for_it),
            "evidence_against": list(evidence.against_it),
            "probability": each.probability,
            "chosen": _is_same(record, resolution.record),
            "suggested": _is_same(record, resolution.suggested),
            "work_id": work_ids.get(record),
            "fetched_at": record.fetched_at,
        }


def _is_same(record: SourceRecord, named: SourceRecord | None) -> bool:
    return named is not None and (record.source, record.record_id) == (named.source, named.record_id)
