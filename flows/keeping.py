"""Remove the snapshots that nobody needs any more, and the archived replies that nothing rests on without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flows.places import archive_of, place_of, store_at
from flows.runtime import now, open_store, settings
from pipeline.errors import PapersError, SnapshotError
from pipeline.memory import needless
from pipeline.snapshot.history import keep_history
from pipeline.snapshot.retention import Fate, Policy, decide_fates
from pipeline.snapshot.store import CATALOG, SnapshotStore
from pipeline.snapshot.upkeep import heal, mended_catalog, remove
from pipeline.sources.archive import ReplyArchive


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was removed, or would be."""

    fates: tuple[Fate, ...]
    """One for each snapshot, oldest first."""
    replies: int
    """Archived replies that go."""
    all_stay: str | None
    """Why no archived reply goes, or None."""


def prune_snapshots(out: str | None, source: str, *, keep_days: int | None, dry_run: bool) -> Pruned:
    """Decide what becomes of each snapshot, and remove those that go; no run may publish meanwhile.

    Args:
        keep_days: Days of which every snapshot stays; what the settings say by default.
        dry_run: Only decide.

    Raises:
        LockedError: A run works there.
        SnapshotError: There is no snapshot.
    """
    store = open_store(out, source)
    policy = Policy(keep_days=settings().keep_days if keep_days is None else keep_days)
    store.path_of()
    with store.locked():
        if not dry_run:
            heal(store)
            keep_history(store)
        today = now().date()
        latest = str((store.latest() or {})["snapshot_id"])
        # A rehearsal decides over what the next run would make of what a killed one left.
        catalog = mended_catalog(store)
        fates = decide_fates(catalog["snapshots"], latest=latest, today=today, policy=policy)
        gone = [fate.snapshot_id for fate in fates if not fate.kept]
        if gone and not dry_run:
            remove(store, gone)
        before = datetime.combine(today - timedelta(days=policy.keep_days), time.min, UTC)
        try:
            replies, all_stay = _prune_replies(store, catalog, gone, before, dry_run=dry_run), None
        except PapersError as error:
            replies, all_stay = 0, str(error)
    return Pruned(fates=tuple(fates), replies=replies, all_stay=all_stay)


def _prune_replies(
    store: SnapshotStore, catalog: Mapping[str, Any], gone: Collection[str], before: datetime, *, dry_run: bool
) -> int:
    """Remove the archived replies of a store's list that nothing rests on; gives their number.

    Args:
        catalog: The catalogue as it was before any snapshot went.
        gone: Names of the snapshots that go.

    Raises:
        PapersError: It cannot be told what rests on them, so all stay.
    """
    folder = archive_of(settings().raw, catalog["list"], catalog["source"])
    if not folder.is_dir():
        return 0
    with SnapshotStore(folder).locked():
        archive = ReplyArchive(folder)
        named = {
            digest
            for row in catalog["snapshots"]
            if row["snapshot_id"] not in gone
            for digest in _named(store, row["path"])
        }
        for address in archive.places():
            if address != store.absolute_address:
                named.update(_all_named(address, archive))
        going = [digest for digest in needless(archive.rows(), named, before) if archive.holds(digest)]
        if not dry_run:
            archive.forget(going)
    return len(going)


def _all_named(address: str, archive: ReplyArchive) -> Iterator[str]:
    """Digests of the replies that the snapshots of another place rest on."""
    folder, url = place_of(address, Path(address), settings().raw)
    other = store_at(folder, url)
    catalog = other.catalog()
    if catalog is None:
        # Also where there is a folder: one of a disk that is not mounted is empty.
        told = (
            f"{address}, whose snapshots rest on the same replies, is not there or has no {CATALOG}; bring it back or, "
            f"if it is gone for good, take its line out of {archive.places_file}."
        )
        raise SnapshotError(told)
    for row in catalog["snapshots"]:
        yield from _named(other, str(row["path"]))


def _named(store: SnapshotStore, path: str) -> Iterator[str]:
    """Digests of the replies that a snapshot rests on."""
    for reply in store.manifest(store.files.fetch(path, ()))["inputs"]["replies"]:
        yield str(reply["sha256"])
