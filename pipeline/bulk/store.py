"""An index of a corpus in a folder: `index.json`, and a folder of Parquet files for each part."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bulk.details import details_in
from pipeline.bulk.manifest import FILES, IndexManifest, Part, read_manifest
from pipeline.bulk.partition import Numbers, Partition, Postings
from pipeline.errors import StorageError
from pipeline.sources.details import Details

MANIFEST = "index.json"
_WORKS, _LOOKUP, _TERMS, _WHOLES, _DETAILS = FILES
_PACKED = "DELTA_BINARY_PACKED"
"""Sorted numbers lie near each other; their differences are small."""


def load_manifest(index: Path) -> IndexManifest:
    """What an index says of itself.

    Raises:
        StorageError: There is no index.
        UsageError: It is of another format.
    """
    return load_named_manifest(index)[0]


def load_named_manifest(index: Path) -> tuple[IndexManifest, str]:
    """The same with its digest (SHA-256), by which a state of an index is named.

    Raises:
        StorageError: There is no index.
        UsageError: It is of another format.
    """
    path = index / MANIFEST
    try:
        body = path.read_bytes()
    except OSError as error:
        told = f"{path} cannot be read ({error.strerror}); build an index with: papers corpus build SOURCE --to DIR"
        raise StorageError(told) from None
    return read_manifest(body, str(path)), hashlib.sha256(body).hexdigest()


def save_manifest(index: Path, manifest: IndexManifest) -> None:
    """Put a manifest in the place of the last one, atomically."""
    replace_file(index / MANIFEST, manifest.to_json())


def save_part(folder: Path, part: Partition, details: pa.Table) -> Part:
    """Write a part of a corpus into a folder, which is made.

    Args:
        folder: Where to.
        part: What is searched.
        details: Of each of its works, in the same order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in ((_WORKS, part.works), (_DETAILS, details)):
        pq.write_table(table, folder / name, compression="zstd", row_group_size=max(len(table), 1))
    for name, postings in ((_LOOKUP, part.lookup), (_TERMS, part.terms), (_WHOLES, part.wholes)):
        pq.write_table(
            postings.table(),
            folder / name,
            compression="zstd",
            use_dictionary=False,
            column_encoding={"number": _PACKED, "row": _PACKED},
            write_statistics=False,
        )
    return saved_part(folder)


def saved_part(folder: Path) -> Part:
    """What is to be said of a part that was written."""
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    return Part(name=folder.name, works=pq.read_metadata(folder / _WORKS).num_rows, sha256=digests)


def load_part(index: Path, part: Part, *, lookup_alone: bool = False) -> Partition:
    """Read a part of a corpus; works that are gone are found by nothing.

    Args:
        index: The folder of the index.
        part: Which part of it.
        lookup_alone: Read only the works and what has to be equal.

    Raises:
        StorageError: A file is missing or damaged.
    """
    alive = np.ones(part.works, np.bool_)
    alive[removed_rows(index, part)] = False
    postings = [
        Postings(np.zeros(0, np.uint32), np.zeros(0, np.uint32))
        if lookup_alone and name != _LOOKUP
        else _alive(Postings.of_table(_read(index, part, name)), alive, whole=part.removed is None)
        for name in (_LOOKUP, _TERMS, _WHOLES)
    ]
    works = _read(index, part, _WORKS)
    return Partition(works=works, lookup=postings[0], terms=postings[1], wholes=postings[2])


def load_details(index: Path, part: Part, work_ids: Collection[str]) -> Iterator[tuple[str, Details]]:
    """Read what a part says of some works beside what they are found by; nothing of those that are not in it.

    Raises:
        StorageError: A file is missing or damaged.
    """
    names = _read(index, part, _WORKS, ["work_id"])["work_id"]
    asked = np.flatnonzero(pc.is_in(names, value_set=pa.array(sorted(work_ids), pa.string())).to_numpy())
    rows = np.setdiff1d(asked, removed_rows(index, part))
    if len(rows):
        found = _read(index, part, _DETAILS).take(pa.array(rows))
        yield from zip(names.take(pa.array(rows)).to_pylist(), details_in(found), strict=True)


def _alive(postings: Postings, alive: Numbers, *, whole: bool) -> Postings:
    if whole:
        return postings
    kept = alive[postings.rows]
    return Postings(postings.numbers[kept], postings.rows[kept])


def _read(index: Path, part: Part, name: str, columns: list[str] | None = None) -> pa.Table:
    path = index / part.name / name
    try:
        body = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path} cannot be read ({error.strerror}); build the index again.") from None
    if hashlib.sha256(body).hexdigest() != part.sha256.get(name):
        raise StorageError(f"{path} is not what was built: its digest is another one; build the index again.")
    return pq.read_table(pa.BufferReader(body), columns=columns).combine_chunks()


def removed_rows(index: Path, part: Part) -> Numbers:
    """Rows of the works of a part that were updated or deleted, sorted."""
    return _read(index, part, part.removed)["row"].to_numpy() if part.removed else np.zeros(0, np.uint32)


def save_removed(index: Path, part: Part, rows: Numbers, generation: int) -> tuple[str, str]:
    """Write which rows of a part are gone; gives the file's name and digest."""
    name = f"removed-{generation:04}.parquet"
    path = index / part.name / name
    pq.write_table(pa.table({"row": pa.array(rows, pa.uint32())}), path, compression="zstd")
    return name, hashlib.sha256(path.read_bytes()).hexdigest()


def replace_file(path: Path, body: bytes) -> None:
    """Replace a file by another content: whoever opens it sees the old or the new one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(body)
    beside.replace(path)
