"""A snapshot's account of itself: its inputs, its files, the name that follows from the inputs. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.sources.archive import Archived
from pipeline.tables.declare import SCHEMA_VERSION

DISTRIBUTION = "curated-papers"

LICENCES: Mapping[str, Mapping[str, str]] = {
    "semantic_scholar": {
        "name": "Semantic Scholar API License Agreement",
        "url": "https://www.semanticscholar.org/product/api/license",
        "home": "https://www.semanticscholar.org/?utm_source=api",
        "credit": "Data from Semantic Scholar (https://www.semanticscholar.org/?utm_source=api).",
    },
    "arxiv": {
        "name": "CC0 1.0 (metadata)",
        "spdx": "CC0-1.0",
        "url": "https://info.arxiv.org/help/api/tou.html",
        "home": "https://arxiv.org",
        "credit": "Thank you to arXiv for use of its open access interoperability.",
    },
}
"""What each source asks of those who show its data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A reply that a snapshot rests on."""

    row: Archived
    stale: tuple[str, ...] = ()
    """What was asked of which it stands in for a newer reply that could not be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a snapshot follows from; equal inputs make equal bytes."""

    list_name: str
    list_sha256: str
    list_format: str | None
    entries_sha256: str
    """Digest of the list's entries, with what the curator ruled of them."""
    source: str
    as_of: date
    replies: tuple[Used, ...]
    previous: str | None
    """Name of the last snapshot of the same list and source, or None."""
    limits: Mapping[str, float]
    """Settings that bear on what is published."""
    overrides_sha256: str | None = None
    """Digest of the overrides that bear on entries of the list."""
    corpus: Mapping[str, str | int] | None = None
    """Where the source is a corpus: the digest of its `index.json`, and how many works it holds."""
    degraded: tuple[str, ...] = ()
    """Services that stopped answering, so that some replies are missing."""

    def as_json(self) -> dict[str, Any]:
        """The inputs as they stand in the manifest, replies in a fixed order."""
        return {
            "list": {
                "name": self.list_name,
                "sha256": self.list_sha256,
                "format": self.list_format,
                "entries_sha256": self.entries_sha256,
            },
            "source": self.source,
            # Without a corpus nothing is said of one, so that the inputs of other snapshots keep their digest.
            **({"corpus": dict(self.corpus)} if self.corpus else {}),
            "as_of": self.as_of.isoformat(),
            "replies": sorted((_reply(each) for each in self.replies), key=json.dumps),
            "previous": self.previous,
            "limits": dict(sorted(self.limits.items())),
            "degraded": sorted(self.degraded),
            "overrides": self.overrides_sha256,
            "schema_version": SCHEMA_VERSION,
        }


def reply_key(row: Archived) -> tuple[str, str, str]:
    """What tells an archived reply from every other: what was asked, when it came, and what it says."""
    return row.request.sha256, row.fetched_at.isoformat(), row.sha256


def _reply(used: Used) -> dict[str, Any]:
    row = used.row
    return {
        "service": row.request.service,
        "kind": row.request.kind,
        "path": row.request.path.partition("?")[0],
        "asked": len(row.request.asked),
        "fetched_at": row.fetched_at.isoformat(),
        "sha256": row.sha256,
        "request_sha256": row.request.sha256,
        "stale": sorted(used.stale),
    }


def run_id(inputs: Mapping[str, Any]) -> str:
    """Name a run by its inputs (`Inputs.as_json`): 12 hexadecimal digits."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:12]


def snapshot_id(as_of: str, run: str) -> str:
    """Name a snapshot: its date, then its run."""
    return f"{as_of}-{run}"


def relative_path(as_of: str, run: str) -> str:
    """Where a snapshot lies below its folder."""
    return f"snapshots/snapshot_date={as_of}/run={run}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNote:
    """One file of a snapshot."""

    name: str
    bytes: int
    sha256: str
    rows: int | None = None


def build_manifest(
    inputs: Mapping[str, Any],
    *,
    files: Sequence[FileNote],
    by_status: Mapping[str, int],
    findings: Mapping[str, int],
    versions: Mapping[str, str],
) -> dict[str, Any]:
    """Build the manifest; it holds no time but those of the replies, so that equal inputs give equal bytes.

    Args:
        by_status: Entries by status.
        findings: Findings by kind.
        versions: By distribution, of this one and of the libraries that write the files: others may write other bytes.
    """
    run = run_id(inputs)
    return {
        "snapshot_id": snapshot_id(inputs["as_of"], run),
        "run": run,
        "schema_version": SCHEMA_VERSION,
        "sandbox": inputs["source"] == "sandbox",
        "by_status": dict(sorted(by_status.items())),
        "findings": dict(sorted(findings.items())),
        "degraded": inputs["degraded"],
        "code": {
            "distribution": DISTRIBUTION,
            "version": versions[DISTRIBUTION],
            "licence": "MIT",
            "libraries": {name: each for name, each in sorted(versions.items()) if name != DISTRIBUTION},
        },
        "licences": LICENCES,
        "files": [
            {"name": file.name, "bytes": file.bytes, "sha256": file.sha256}
            | ({"rows": file.rows} if file.rows is not None else {})
            for file in files
        ],
        "inputs": inputs,
    }


def to_json(value: Any) -> bytes:
    """Print JSON in one fixed way."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
