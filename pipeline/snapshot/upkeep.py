"""Upkeep of a store between runs: what a killed run left is mended, what is old is removed. Call it under the lock."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pipeline.errors import SnapshotError
from pipeline.snapshot.manifest import to_json
from pipeline.snapshot.pointers import PUBLISHED, Row, settle
from pipeline.snapshot.store import CATALOG, LATEST, SnapshotStore

REMOVING = "removing"
"""In the catalogue: paths of snapshots that are not listed any more and whose folders may not be gone yet."""
_A_SNAPSHOT = re.compile(r"snapshots/snapshot_date=[0-9-]+/run=[0-9a-f]+")


def heal(store: SnapshotStore) -> None:
    """Mend what a killed run left: what it staged goes, and the catalogue is brought to agree with the pointer.

    Raises:
        SnapshotError: Several snapshots were published and nothing names the latest.
    """
    # First, since on a full disk nothing else can be done before.
    store.sweep()
    listed, catalog = store.read_json(CATALOG)
    if catalog is None and store.latest() is None:
        return
    mended = mended_catalog(store)
    if mended != catalog:
        store.files.replace(CATALOG, to_json(mended), over=listed)
    _finish_removing(store)


def mended_catalog(store: SnapshotStore) -> dict[str, Any]:
    """The catalogue of a place with snapshots as `heal` brings it to agree with the pointer; nothing is written.

    Raises:
        SnapshotError: Snapshots were published and nothing names the latest.
    """
    catalog, latest = store.catalog(), store.latest()
    rows: list[Row] = list(catalog["snapshots"]) if catalog else []
    # Of a first run that was killed in between, one is listed; of two, the first was pointed to.
    published = sum(1 for row in rows if row["status"] == PUBLISHED)
    if latest is None and published > 1:
        told = (
            f"{store.address}/{LATEST} is missing though the catalogue lists {published} published snapshots; "
            "restore it from a backup, so that the next snapshot follows the last one."
        )
        raise SnapshotError(told)
    named = store.row_named(latest, rows)
    if catalog is None and latest is not None:
        inputs = store.manifest(store.files.fetch(str(latest["path"]), ()))["inputs"]
        catalog = {"list": inputs["list"]["name"], "source": inputs["source"]}
    return {**(catalog or {}), "snapshots": settle(rows, named)}


def remove(store: SnapshotStore, snapshot_ids: Collection[str]) -> None:
    """Remove snapshots: from the catalogue first, so that a kill leaves no row without its folder.

    Raises:
        SnapshotError: One of them is the latest.
    """
    listed, read = store.read_json(CATALOG)
    catalog, latest = read or {"snapshots": []}, store.latest()
    if latest is not None and latest["snapshot_id"] in snapshot_ids:
        told = f"{latest['snapshot_id']} is the latest snapshot of {store.address} and cannot be removed."
        raise SnapshotError(told)
    kept = [row for row in catalog["snapshots"] if row["snapshot_id"] not in snapshot_ids]
    paths = [row["path"] for row in catalog["snapshots"] if row["snapshot_id"] in snapshot_ids]
    if not paths:
        return
    doomed = sorted({*catalog.get(REMOVING, ()), *paths})
    store.files.replace(CATALOG, to_json({**catalog, "snapshots": kept, REMOVING: doomed}), over=listed)
    _finish_removing(store)


def _finish_removing(store: SnapshotStore) -> None:
    """Remove the folders that the catalogue says are to go, and then that it says so."""
    listed, catalog = store.read_json(CATALOG)
    if catalog is None or not catalog.get(REMOVING):
        return
    kept = {row["path"] for row in catalog["snapshots"]} | {(store.latest() or {}).get("path")}
    for path in catalog[REMOVING]:
        # Whatever stands in the file, nothing but a snapshot is removed, and none that anything names.
        if path not in kept and _A_SNAPSHOT.fullmatch(path):
            store.files.remove(path)
    left = {key: value for key, value in catalog.items() if key != REMOVING}
    store.files.replace(CATALOG, to_json(left), over=listed)
