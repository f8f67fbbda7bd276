"""Remove the snapshots that nobody needs any more."""

from __future__ import annotations

from flows.runtime import now, open_store, settings
from pipeline.snapshot.retention import Fate, Policy, decide_fates
from pipeline.snapshot.upkeep import heal, remove


def prune_snapshots(out: str | None, source: str, *, keep_days: int | None, dry_run: bool) -> list[Fate]:
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
        latest = str((store.latest() or {})["snapshot_id"])
        fates = decide_fates(store.rows(), latest=latest, today=now().date(), policy=policy)
        going = [fate.snapshot_id for fate in fates if not fate.kept]
        if going and not dry_run:
            remove(store, going)
    return fates
