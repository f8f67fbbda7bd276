"""Give a published snapshot on as citations, as a table, or as the list it was made from, corrected."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.places import archive_of
from flows.runtime import open_store, settings
from pipeline.curated.formats import Format
from pipeline.errors import SnapshotError, UsageError
from pipeline.export.badges import with_badges
from pipeline.export.bibtex import to_bibtex
from pipeline.export.corrected import Corrected, correct, read_source
from pipeline.export.corrections import Correction, corrections
from pipeline.export.csl import to_csl_json
from pipeline.export.patch import to_patch
from pipeline.export.reference import Row, references
from pipeline.export.table import to_csv
from pipeline.export.wish import Form, Wish
from pipeline.plural import counted, word_for
from pipeline.snapshot.disk import Disk
from pipeline.snapshot.findings import read_findings
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from pipeline.tables.declare import Table
from pipeline.tables.flat import build_list
from pipeline.tables.older import as_declared
from pipeline.tables.schema import ENTRIES, LIST, WORKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was made of a snapshot."""

    body: bytes
    said: tuple[str, ...]
    """What a person should know of it, a line each."""
    left: tuple[str, ...] = ()
    """What of the list was not corrected, and why a person has to look, a line each."""


def export_snapshot(wish: Wish, out: str | None, source: str) -> Exported:
    """Make of a snapshot what is wanted; nothing is asked of any service.

    Raises:
        UsageError: The list is not what the snapshot was made from, or of a format that is not given back.
        SnapshotError: The snapshot, or the archived list, is gone or damaged.
    """
    store = open_store(out, source)
    manifest = store.whole_manifest(wish.snapshot_id)
    match wish.form:
        case Form.MARKDOWN:
            made = _list(wish, store, manifest)
        case Form.CSV:
            rows = _flat(wish, store, manifest)
            made = Exported(body=to_csv([column.name for column in LIST.columns], rows).encode(), said=())
        case _:
            made = _citations(wish, store)
    if manifest["sandbox"]:
        return replace(made, said=(*made.said, "From the sandbox: no service was asked."))
    return made


def _rows(wish: Wish, store: SnapshotStore, table: Table) -> list[Row]:
    rows: list[Row] = _table(wish, store, table).to_pylist()
    return rows


def _table(wish: Wish, store: SnapshotStore, table: Table) -> pa.Table:
    read = store.read_whole(wish.snapshot_id, [table.name])[table.name]
    return as_declared(table, read)


def _flat(wish: Wish, store: SnapshotStore, manifest: Mapping[str, Any]) -> list[Row]:
    """The flat table, made of what it is made from where the snapshot is older than that."""
    if any(file["name"] == f"{LIST.name}.parquet" for file in manifest["files"]):
        return _rows(wish, store, LIST)
    rows: list[Row] = build_list(_table(wish, store, ENTRIES), _table(wish, store, WORKS)).to_pylist()
    return rows


def _citations(wish: Wish, store: SnapshotStore) -> Exported:
    entries = _rows(wish, store, ENTRIES)
    printed = to_bibtex if wish.form is Form.BIBTEX else to_csl_json
    left = sum(entry["work_id"] is None for entry in entries)
    of_all = f"{left} of {counted(len(entries), 'entry')} {word_for(left, 'is', 'are')} left out"
    said = (f"{of_all}, since no paper was matched to {word_for(left, 'it', 'them')}.",) if left else ()
    return Exported(body=printed(references(entries, _rows(wish, store, WORKS))).encode(), said=said)


def _list(wish: Wish, store: SnapshotStore, manifest: Mapping[str, Any]) -> Exported:
    noted = manifest["inputs"]["list"]
    named = Path(wish.list_file or f"{noted['name']}.md")
    path = _path_in_patch(named) if wish.diff else ""
    body = _body(named, manifest) if wish.list_file else _archived(manifest)
    source = read_source(body, str(named), Format(noted["format"]) if noted["format"] else None)
    entries, works = _rows(wish, store, ENTRIES), _rows(wish, store, WORKS)
    found = read_findings(store, wish.snapshot_id).found
    corrected = correct(source, corrections(found, entries, works))
    text = with_badges(source, corrected, entries, works) if wish.badges else corrected.text
    printed = to_patch(source.text, text, path) if wish.diff else text
    return Exported(body=printed.encode(), said=(_said(corrected),), left=tuple(map(_left, corrected.left)))


def _body(file: Path, manifest: Mapping[str, Any]) -> bytes:
    try:
        body = file.read_bytes()
    except OSError as error:
        told = f"--list: {file} cannot be read ({error.strerror}); name the file that the snapshot was made from."
        raise UsageError(told) from None
    if hashlib.sha256(body).hexdigest() != manifest["inputs"]["list"]["sha256"]:
        told = (
            f"--list: {file} is not what snapshot {manifest['snapshot_id']} was made from (SHA-256 differs). Run "
            "'papers refresh' on it first, or leave --list out to correct what was archived."
        )
        raise UsageError(told)
    return body


def _archived(manifest: Mapping[str, Any]) -> bytes:
    inputs = manifest["inputs"]
    archive = ReplyArchive(archive_of(settings().raw, inputs["list"]["name"], inputs["source"]))
    try:
        return archive.kept(inputs["list"]["sha256"])
    except SnapshotError:
        told = (
            f"the list that snapshot {manifest['snapshot_id']} was made from is not in the archive {archive.root}; "
            "name its file with --list, or the folder that holds the archive (PAPERS_RAW)."
        )
        raise SnapshotError(told) from None


def _path_in_patch(file: Path) -> str:
    """The path of a list below the working folder, links resolved: Git follows none and takes no path elsewhere.

    Raises:
        UsageError: The list lies elsewhere.
    """
    try:
        return Path(os.path.realpath(file)).relative_to(os.path.realpath(Path.cwd())).as_posix()
    except ValueError:
        told = (
            f"--diff: {file} is not below the current folder, and 'git apply' takes no other file; run this again in a "
            "folder above it, such as the root of its repository."
        )
        raise UsageError(told) from None


def _said(corrected: Corrected) -> str:
    counts = Counter(each.part for each in corrected.made)
    told = ", ".join(counted(count, part) for part, count in sorted(counts.items()))
    return f"Corrected: {told or 'nothing'}."


def _left(each: Correction) -> str:
    if not each.shown:
        return f"line {each.line}: no service knows what the {each.part} names; it may be right, see {each.new}"
    return f"line {each.line}: the {each.part} is to be corrected by hand, to {each.new}"


def write_file(file: Path, body: bytes) -> None:
    """Put a file in place whole, or leave what was there.

    What a link leads to is replaced, and not the link; a file keeps its permissions. What is there and is no regular
    file, such as a pipe or a device, is written to.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(body)
        else:
            _replace(Path(os.path.realpath(file)), body)
    except OSError as error:
        told = f"--to: {file} cannot be written ({error.strerror}); name another file."
        raise UsageError(told) from None


def _replace(file: Path, body: bytes) -> None:
    if not os.path.lexists(file):
        Disk().replace_synced(file, body)
        return
    # Who may not write to a file may not put another in its place; links in a circle are told here too.
    with file.open("ab"):
        mode = stat.S_IMODE(file.stat().st_mode)
    Disk().replace_synced(file, body, mode=mode)
