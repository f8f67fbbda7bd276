"""A curated list of papers goes in; trustworthy, versioned Parquet comes out.

The public surface is small: read snapshots, parse a list. Everything else is reached through the
`papers` command.
"""

from typing import TYPE_CHECKING, Any

from pipeline.curated import Format, parse_list
from pipeline.errors import PapersError
from pipeline.model import CuratedEntry, CuratedList, LinkCheck, Status

if TYPE_CHECKING:
    from pipeline.snapshot.read import citation_history, read_snapshot

__all__ = [
    "CuratedEntry",
    "CuratedList",
    "Format",
    "LinkCheck",
    "PapersError",
    "Status",
    "citation_history",
    "parse_list",
    "read_snapshot",
]


def __getattr__(name: str) -> Any:
    """Import pandas and pyarrow, which take a second, only for those who read snapshots."""
    if name in {"citation_history", "read_snapshot"}:
        from pipeline.snapshot import read  # noqa: PLC0415

        return getattr(read, name)
    told = f"module 'pipeline' has no attribute {name!r}"
    raise AttributeError(told)
