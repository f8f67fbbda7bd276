"""Make a published snapshot again, without any network."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from flows.places import archive_of
from flows.runtime import open_store, settings
from flows.services import sources_of
from pipeline.errors import UsageError
from pipeline.rebuilding import Rebuilt, rebuild
from pipeline.sources.archive import ReplyArchive


def rebuild_snapshot(snapshot_id: str | None, out: str | None, source: str, to: Path | None) -> Rebuilt:
    """Rebuild a snapshot from the archived replies of its list (`pipeline.rebuilding`).

    Args:
        to: Where its files are to go; they are only compared where it is None.

    Raises:
        UsageError: `to` is there already.
        SnapshotError: Something that it takes is gone.
    """
    if to is not None and to.exists():
        told = f"--to: expected a folder that is not there yet, found {to}; name another one."
        raise UsageError(told)
    store = open_store(out, source)
    inputs = store.manifest(store.find(snapshot_id, ()))["inputs"]
    archive = ReplyArchive(archive_of(settings().raw, inputs["list"]["name"], inputs["source"]))
    sources = sources_of(inputs.get("corpus"))
    with tempfile.TemporaryDirectory(prefix="papers-") as scratch:
        rebuilt = rebuild(store, archive, sources, snapshot_id=snapshot_id, scratch=Path(scratch))
        if to is not None:
            shutil.copytree(rebuilt.folder, to)
        return rebuilt
