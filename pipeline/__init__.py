"""A curated list of papers goes in; trustworthy, versioned Parquet comes out.

The public surface is small: read snapshots, parse a list. Everything else is reached through the
`papers` command.
"""

from typing import TYPE_CHECKING, Any

from pipeline.curated import Format, parse_list
from pipeline.errors import PapersError
from pipeline.model import CuratedEntry, CuratedList, LinkCheck, Status

if TYPE_CHECKING:
    from pipeline.snapshot.read import read_snapshot

__all__ = [
    "CuratedEntry",
    "CuratedList",
    "Format",
    "LinkCheck",
    "PapersError",
    "Status",
    "parse_list",
    "read_snapshot",
]


def __getattr__(name: str) -> Any:
    """Import pandas and pyarrow, which take a second, only for those who read snapshots."""
    if name == "read_snapshot":
        from pipeline.snapshot.read import read_snapshot  # noqa: PLC0415

        return read_snapshot
    told = f"module 'pipeline' has no attribute {name!r}"
    raise AttributeError(told)
