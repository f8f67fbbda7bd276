"""Tests of the tables' declarations."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.tables.declare import Table
from pipeline.tables.schema import TABLES

PROMISED = {
    "entries": (
        "entry_id position line headings context title_listed title link identifiers claimed_venue claimed_year status "
        "work_id suggested_work_id matched_by relation probability link_check duplicate_of last_checked_at stale"
    ),
    "works": (
        "work_id title authors year publication_date venue venue_raw venue_type arxiv_id arxiv_version "
        "arxiv_primary_category arxiv_categories doi s2_paper_id s2_corpus_id acl_id dblp_key citation_count "
        "influential_citation_count reference_count citation_count_as_of is_open_access open_access_pdf_url "
        "fields_of_study publication_types abstract tldr journal_ref comment withdrawn stale source"
    ),
    "authorships": "work_id author_position name",
    "candidates": (
        "entry_id rank source source_record found_by identifiers title year relation similarity probability chosen "
        "suggested work_id evidence_for evidence_against fetched_at"
    ),
    "provenance": "work_id field source source_record fetched_at",
    "identifiers": "identifier work_id",
    "changes": "table key change field old new title",
    "findings": "entry_id kind severity position line title message evidence proposed work_id",
    "trend": "place snapshot_id as_of entries matched works counted citations compared gained",
    "list": (
        "position entry_id title title_listed headings authors year venue arxiv_id doi s2_corpus_id citation_count "
        "citation_count_as_of status link work_id stale source"
    ),
}
"""Columns that people's scripts rely on."""


def _types(kind: pa.DataType) -> list[pa.DataType]:
    inner = [kind.field(n).type for n in range(kind.num_fields)]
    return [kind, *(each for one in inner for each in _types(one))]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_promised_columns_are_there(table: Table) -> None:
    """No column that was promised is missing."""
    assert set(PROMISED[table.name].split()) <= {column.name for column in table.columns}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_described(table: Table) -> None:
    """Each column says what it is, and says it in the Arrow field."""
    for column, field in zip(table.columns, table.schema(), strict=True):
        assert column.description.endswith((".", "…")), column.name
        assert field.metadata[b"description"].decode() == column.told
        assert all(word in column.told for word in column.words)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_is_null_typed(table: Table) -> None:
    """Null-typed and large columns, which break readers, are not declared anywhere, nested or not."""
    kinds = [kind for field in table.schema() for kind in _types(field.type)]
    assert not [kind for kind in kinds if pa.types.is_null(kind) or pa.types.is_large_string(kind)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_orders_and_references_name_columns(table: Table) -> None:
    """What a declaration refers to exists, and a key has no gaps."""
    columns = {each.name: {column.name: column for column in each.columns} for each in TABLES}
    own = columns[table.name]
    assert all(not own[name].nullable for name in table.key)
    assert set(table.order) <= own.keys()
    for column, other, other_column in table.references:
        assert column in own
        assert other_column in columns[other]
