"""The tables of a snapshot, each declared once. Data; everything that names a column is made from here."""

from __future__ import annotations

from pipeline.tables.declare import Table
from pipeline.tables.schema.candidates import CANDIDATES
from pipeline.tables.schema.changes import CHANGES, CITATION_HISTORY
from pipeline.tables.schema.entries import ENTRIES
from pipeline.tables.schema.findings import FINDINGS
from pipeline.tables.schema.flat import LIST, OF_WORK
from pipeline.tables.schema.trend import TREND
from pipeline.tables.schema.works import AUTHORSHIPS, IDENTIFIERS, IDENTIFYING, PROVENANCE, WORKS

TABLES: tuple[Table, ...] = (
    *(ENTRIES, WORKS, AUTHORSHIPS, CANDIDATES, PROVENANCE, FINDINGS, CHANGES, IDENTIFIERS, LIST, TREND),
)
"""Every table of a snapshot, in the order the manifest lists them."""

__all__ = [
    "AUTHORSHIPS",
    "CANDIDATES",
    "CHANGES",
    "CITATION_HISTORY",
    "ENTRIES",
    "FINDINGS",
    "IDENTIFIERS",
    "IDENTIFYING",
    "LIST",
    "OF_WORK",
    "PROVENANCE",
    "TABLES",
    "TREND",
    "WORKS",
]
