"""Where the snapshots of a list lie: a folder of their own, the one that is named, or object storage."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline import bundled
from pipeline.snapshot.address import read_address
from pipeline.snapshot.remote import RemoteFiles
from pipeline.snapshot.store import SnapshotStore

_PUBLISHED = Path("data/enriched")
_RESERVED = frozenset({"citation_history", "corpus", "quarantine", "sandbox", "snapshots"})
"""Folders that the bundled list's own snapshots need; a list of such a name gets another folder."""

_COPIES = "copies"
"""Folder of copies of snapshots that lie in object storage, below `Settings.raw`; it can be removed at any time."""


def archive_of(raw: Path, list_name: str, source: str) -> Path:
    """Folder of the replies that a list's snapshots from a source rest on."""
    return raw / "replies" / f"{list_name}-{source}"


def default_out(name: str, source: str) -> Path:
    """Where a list's snapshots lie when no folder is named: one folder per list and source."""
    own = name == Path(bundled.LIST).stem
    name = f"{name}-list" if name in _RESERVED else name
    if source != "live":
        return _PUBLISHED / (source if own else f"{name}-{source}")
    return _PUBLISHED if own else _PUBLISHED / name


def place_of(out: str | None, default: Path, raw: Path) -> tuple[Path, str | None]:
    """The folder of the snapshots, and the URL where they lie in object storage and the folder holds copies.

    Raises:
        UsageError: The URL cannot be used.
    """
    place = read_address(out) if out else default
    if isinstance(place, Path):
        return place, None
    return raw / _COPIES / hashlib.sha256(place.encode()).hexdigest()[:12], place


def store_at(folder: Path, url: str | None) -> SnapshotStore:
    """The store that `place_of` says."""
    return SnapshotStore(folder if url is None else RemoteFiles(url, folder))
