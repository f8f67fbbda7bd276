"""Read the findings of a published snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.errors import NoSnapshotError, SnapshotError
from pipeline.snapshot.store import SnapshotStore

_FILE = "findings.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a snapshot says of its list."""

    snapshot_id: str
    list_name: str
    sandbox: bool
    """Whether the snapshot was made from the sandbox, whose findings are about its catalogue."""
    found: tuple[Finding, ...]
    """In the list's order, the gravest of an entry first."""


def read_findings(store: SnapshotStore, snapshot_id: str | None = None) -> Findings:
    """Read what was found when a snapshot was made; nothing is asked.

    Args:
        snapshot_id: Which snapshot; the latest by default.

    Raises:
        SnapshotError: There is no such snapshot, it is of a schema without findings, or its manifest or table is
            not what was published or cannot be read.
    """
    manifest = store.whole_manifest(snapshot_id)
    name = str(manifest["snapshot_id"])
    if _FILE not in {file["name"] for file in manifest["files"]}:
        told = (
            f"snapshot {name} has no findings: its schema version {manifest['schema_version']} is older than they are. "
            "Publish a newer one with 'papers refresh'."
        )
        raise NoSnapshotError(told)
    try:
        rows = store.read_whole(snapshot_id, ["findings"])["findings"].to_pylist()
        found = tuple(map(_finding, rows))
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        told = (
            f"{_FILE} of snapshot {name} cannot be read ({error}); 'papers verify {name}' says what is wrong with it."
        )
        raise SnapshotError(told) from None
    return Findings(
        snapshot_id=name,
        list_name=str(manifest["inputs"]["list"]["name"]),
        sandbox=bool(manifest["sandbox"]),
        found=found,
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    told = {
        "kind": FindingKind(row["kind"]),
        "severity": Severity(row["severity"]),
        "evidence": tuple(row["evidence"]),
    }
    return Finding(**{**row, **told})
