"""Tests of reading the findings of a published snapshot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.audit.finding import FindingKind, Severity
from pipeline.errors import SnapshotError
from pipeline.snapshot.findings import read_findings
from pipeline.snapshot.store import SnapshotStore


@pytest.fixture
def copied(published: Path, tmp_path: Path) -> SnapshotStore:
    """A copy of the published snapshots that a test may harm."""
    shutil.copytree(published, tmp_path / "copy")
    return SnapshotStore(tmp_path / "copy")


def test_findings_are_read_as_they_were_made(published: Path) -> None:
    """Kinds and severities are the closed lists' own; the counts are the manifest's."""
    store = SnapshotStore(published)
    read = read_findings(store)

    assert read.sandbox
    assert read.snapshot_id == store.manifest(store.find())["snapshot_id"]
    counts = {str(kind): sum(1 for each in read.found if each.kind is kind) for kind in FindingKind}
    assert {kind: count for kind, count in counts.items() if count} == store.manifest(store.find())["findings"]
    assert {each.severity for each in read.found} == set(Severity)
    assert [(each.position, each.severity.rank) for each in read.found] == sorted(
        (each.position, each.severity.rank) for each in read.found
    )


def test_a_snapshot_from_before_there_were_findings_says_so(copied: SnapshotStore) -> None:
    """An older schema is told by its version, with the remedy."""
    path = copied.find() / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["files"] = [each for each in manifest["files"] if each["name"] != "findings.parquet"]
    path.write_text(json.dumps(manifest | {"schema_version": "1.1.0"}), encoding="utf-8")

    with pytest.raises(SnapshotError, match=r"schema version 1\.1\.0 is older .* 'papers refresh'"):
        read_findings(copied)


@pytest.mark.parametrize("harm", ["missing", "no parquet", "another kind", "another table"])
def test_a_damaged_table_is_told(copied: SnapshotStore, harm: str) -> None:
    """The file is named, with the command that says more."""
    path = copied.find() / "findings.parquet"
    table = pq.read_table(path, partitioning=None)
    if harm == "missing":
        path.unlink()
    elif harm == "no parquet":
        path.write_bytes(b"PAR1")
    elif harm == "another kind":
        kinds = pa.array(["odd"] * table.num_rows)
        pq.write_table(table.set_column(table.schema.get_field_index("kind"), "kind", kinds), path)
    else:
        pq.write_table(pa.table({"kind": ["wrong_link"]}), path)

    with pytest.raises(SnapshotError, match=r"findings\.parquet cannot be read .*papers verify"):
        read_findings(copied)
