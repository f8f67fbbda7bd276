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
from pipeline.snapshot.disk import note_of
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


def _republish(store: SnapshotStore, **changes: object) -> None:
    """Change a manifest, and have the pointer name what it is now."""
    path = store.find() / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changes), encoding="utf-8")
    pointer = store.root / "latest.json"
    pointed = json.loads(pointer.read_bytes()) | {"manifest_sha256": note_of(path).sha256}
    pointer.write_text(json.dumps(pointed), encoding="utf-8")


def _files(store: SnapshotStore) -> list[dict[str, object]]:
    files: list[dict[str, object]] = store.manifest(store.find())["files"]
    return files


def test_a_snapshot_from_before_there_were_findings_says_so(copied: SnapshotStore) -> None:
    """An older schema is told by its version, with the remedy."""
    files = [each for each in _files(copied) if each["name"] != "findings.parquet"]
    _republish(copied, files=files, schema_version="1.1.0")

    with pytest.raises(SnapshotError, match=r"schema version 1\.1\.0 is older .* 'papers refresh'"):
        read_findings(copied)


@pytest.mark.parametrize("harm", ["missing", "no parquet", "tampered"])
def test_a_damaged_table_is_told(copied: SnapshotStore, harm: str) -> None:
    """The file is named, with the remedy; what was changed since it was published is not read."""
    path = copied.find() / "findings.parquet"
    if harm == "missing":
        path.unlink()
    elif harm == "no parquet":
        path.write_bytes(b"PAR1")
    else:
        pq.write_table(pq.read_table(path, partitioning=None).slice(1), path)

    with pytest.raises(SnapshotError, match=r"findings\.parquet (?:cannot be read|is not what was published) .*backup"):
        read_findings(copied)


@pytest.mark.parametrize("odd", ["kind", "table"])
def test_a_table_of_another_make_is_told(copied: SnapshotStore, odd: str) -> None:
    """It is what was published, and yet not findings as they are known here."""
    path = copied.find() / "findings.parquet"
    table = pq.read_table(path, partitioning=None)
    kinds = pa.array(["odd"] * table.num_rows)
    other = table.set_column(table.schema.get_field_index("kind"), "kind", kinds)
    pq.write_table(other if odd == "kind" else pa.table({"kind": ["wrong_link"]}), path)
    digest = {"sha256": note_of(path).sha256}
    _republish(copied, files=[each | digest if each["name"] == path.name else each for each in _files(copied)])

    with pytest.raises(SnapshotError, match=r"findings\.parquet of .* cannot be read .*papers verify"):
        read_findings(copied)


def test_a_manifest_that_was_changed_is_told(copied: SnapshotStore) -> None:
    """Nothing of it is taken for true."""
    (copied.find() / "manifest.json").write_bytes(b"{}")
    with pytest.raises(SnapshotError, match=r"manifest\.json is not what was published"):
        read_findings(copied)
