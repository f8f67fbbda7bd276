"""What a run and a rebuild share: from what a manifest names to the files of a snapshot, written aside.

Nothing here depends on anything but the inputs, so that the same inputs make the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.matching.knowledge import Knowledge
from pipeline.model import Service
from pipeline.report.page import render_page
from pipeline.snapshot.about import About
from pipeline.snapshot.croissant import croissant
from pipeline.snapshot.datapackage import datapackage
from pipeline.snapshot.manifest import DISTRIBUTION, Used, build_manifest, run_id, snapshot_id, to_json
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.port import Source
from pipeline.tables.assemble import Assembled
from pipeline.tables.carry import LOOKED_AT
from pipeline.tables.declare import SCHEMA_VERSION
from pipeline.tables.growth import citation_growth
from pipeline.tables.trend import build_trend

_WRITERS = (DISTRIBUTION, "jinja2", "markupsafe", "pandas", "pyarrow")
"""Distributions whose versions bear on the bytes of the files."""


def knowledge_of(replies: Sequence[Used], archive: ReplyArchive, sources: Mapping[Service, Source]) -> Knowledge:
    """What the replies say that a manifest names, and nothing else.

    Raises:
        SnapshotError: One of them is gone from the archive, or cannot be read.
    """
    return Knowledge.of(
        replace(
            sources[each.row.request.service].read(each.row.request, archive.load(each.row)),
            stale=frozenset(each.stale),
        )
        for each in replies
    )


def last_tables(store: SnapshotStore, snapshot_id: str) -> Mapping[str, pa.Table]:
    """The tables of a snapshot that the next one is made and judged with; an older schema has not all of them.

    Raises:
        SnapshotError: The snapshot is gone or damaged.
    """
    there = {file["name"] for file in store.whole_manifest(snapshot_id)["files"]}
    return store.read_whole(snapshot_id, [name for name in LOOKED_AT if f"{name}.parquet" in there])


def stage(
    store: SnapshotStore,
    inputs: Mapping[str, Any],
    assembled: Assembled,
    last: Mapping[str, pa.Table] | None,
) -> tuple[Path, dict[str, Any]]:
    """Write every file of a snapshot into a staging folder of its own; gives it with the manifest, written last.

    Args:
        last: `last_tables` of the snapshot before; None where there is none.
    """
    run = run_id(inputs)
    staging = store.stage(run)
    name, list_name, source = snapshot_id(inputs["as_of"], run), inputs["list"]["name"], inputs["source"]
    notes = {"dataset": list_name, "snapshot_id": name, "schema_version": SCHEMA_VERSION, "source": source}
    growth = citation_growth(assembled.tables, last) if last is not None else None
    trend = build_trend(
        assembled.tables,
        last.get("trend") if last is not None else None,
        growth,
        snapshot_id=name,
        as_of=date.fromisoformat(inputs["as_of"]),
    )
    tables = {**assembled.tables, "trend": trend}
    files = [store.write_table(staging, table, data, notes) for table, data in tables.items()]
    about = About.of(inputs, files)
    described = {"datapackage.json": datapackage(about), "croissant.json": croissant(about)}
    files += [store.write(staging / file, to_json(content)) for file, content in described.items()]
    page = render_page(tables, inputs, snapshot_id=name, growth=growth)
    files.append(store.write(staging / "report.html", page.encode()))
    manifest = build_manifest(
        inputs,
        files=files,
        by_status=Counter(assembled.tables["entries"]["status"].to_pylist()),
        findings=Counter(str(finding.kind) for finding in assembled.findings),
        versions={name: version(name) for name in _WRITERS},
    )
    store.write(staging / "manifest.json", to_json(manifest))
    return staging, manifest
