"""Make a published snapshot again from archived replies, and compare it byte by byte. No network."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import SnapshotError
from pipeline.model import Service
from pipeline.plural import counted, word_for
from pipeline.refresh import read_entries
from pipeline.snapshot.disk import note_of
from pipeline.snapshot.manifest import Used, reply_key, to_json
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.port import Source
from pipeline.staging import knowledge_of, last_tables, stage
from pipeline.tables.assemble import assemble
from pipeline.tables.declare import SCHEMA_VERSION

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A snapshot made again."""

    snapshot_id: str
    folder: Path
    """Where its files were made."""
    files: int
    """How many files were compared."""
    differing: tuple[str, ...]
    """What is not as published, in words; empty when every byte is."""


def rebuild(
    store: SnapshotStore,
    archive: ReplyArchive,
    sources: Mapping[Service, Source],
    *,
    snapshot_id: str | None,
    scratch: Path,
) -> Rebuilt:
    """Make a snapshot again from what its manifest names.

    Args:
        archive: The replies of the snapshot's list and source.
        scratch: An empty folder to work in.

    Raises:
        SnapshotError: Its manifest, the snapshot before it or an archived reply is gone, or it is of another schema.
    """
    manifest = store.manifest(store.find(snapshot_id, ()))
    name, inputs = str(manifest["snapshot_id"]), manifest["inputs"]
    if manifest["schema_version"] != SCHEMA_VERSION:
        told = (
            f"snapshot {name} is of schema version {manifest['schema_version']}, this is {SCHEMA_VERSION}: only the "
            f"version that made it ({manifest['code']['version']}) makes the same bytes again; install that."
        )
        raise SnapshotError(told)
    entries = read_entries(archive.kept(inputs["list"]["entries_sha256"]))
    knowledge = knowledge_of(_replies(inputs, archive, name), archive, sources)
    last = _last(store, inputs["previous"], name)
    silent = [Service(each) for each in inputs["degraded"]]
    assembled = assemble(entries, knowledge, last, silent=silent, corpus="corpus" in inputs)
    staging, made = stage(SnapshotStore(scratch), inputs, assembled, last)
    return Rebuilt(
        snapshot_id=name,
        folder=staging,
        files=len(made["files"]) + 1,
        differing=tuple(_differing(manifest, made, staging, _lying(store, snapshot_id))),
    )


def _replies(inputs: Mapping[str, Any], archive: ReplyArchive, name: str) -> list[Used]:
    """The archived replies that a manifest names."""
    rows = {reply_key(row): row for row in archive.rows()}
    named = inputs["replies"]
    keys = [(each["request_sha256"], each["fetched_at"], each["sha256"]) for each in named]
    if missing := sum(1 for key in keys if key not in rows):
        told = (
            f"{missing} of the {counted(len(keys), 'reply')} that snapshot {name} rests on "
            f"{word_for(missing, 'is', 'are')} not in the archive "
            f"{archive.root}; restore it from a backup, or name the folder that holds it (PAPERS_RAW)."
        )
        raise SnapshotError(told)
    return [Used(row=rows[key], stale=tuple(each["stale"])) for key, each in zip(keys, named, strict=True)]


def _last(store: SnapshotStore, previous: str | None, name: str) -> Mapping[str, pa.Table] | None:
    if previous is None:
        return None
    listed = {row["snapshot_id"]: str(row["path"]) for row in store.rows()}
    if previous not in listed or not store.files.names(listed[previous]):
        told = (
            f"snapshot {name} was made with {previous} before it, which is not in {store.address} any more; restore "
            "it from a backup to make the same bytes again."
        )
        raise SnapshotError(told)
    return last_tables(store, previous)


def _lying(store: SnapshotStore, snapshot_id: str | None) -> dict[str, str]:
    """Digests of the files of a snapshot as they lie there now, whatever its manifest says of them."""
    path = store.path_of(snapshot_id)
    notes = {name: store.files.note(f"{path}/{name}") for name in store.files.names(path)}
    return {name: note.sha256 for name, note in notes.items() if note}


def _differing(
    published: Mapping[str, Any], made: Mapping[str, Any], staging: Path, lying: Mapping[str, str]
) -> list[str]:
    """What is not as published, in words.

    Args:
        lying: Digests of the files that lie where the snapshot was published.
    """
    noted = {each["name"]: each["sha256"] for each in published["files"]}
    again = {each["name"]: note_of(staging / each["name"]).sha256 for each in made["files"]}
    names = sorted(noted.keys() | again.keys())
    noted[_MANIFEST], again[_MANIFEST] = (hashlib.sha256(to_json(each)).hexdigest() for each in (published, made))
    told = ((name, _difference(noted.get(name), again.get(name), lying.get(name))) for name in [*names, _MANIFEST])
    differing = [f"{name}: {difference}" for name, difference in told if difference]
    if differing and published["code"] != made["code"]:
        differing.append(f"it was made by {_makers(published['code'])}, this is {_makers(made['code'])}")
    return differing


def _makers(code: Mapping[str, Any]) -> str:
    """The versions that a manifest names; one of an older release names no libraries."""
    libraries = (f"{name} {version}" for name, version in sorted(code.get("libraries", {}).items()))
    return ", ".join((f"version {code['version']}", *libraries))


def _difference(noted: str | None, made: str | None, lying: str | None) -> str | None:
    """How a file that was made again differs, by the digests of what was published, was made and lies there."""
    if noted is None or made is None:
        return "is in one of the two only"
    told = [] if noted == made else ["differs"]
    if lying is None:
        told.append("what was published is missing")
    elif lying not in {noted, made}:
        told.append("what lies there is damaged")
    return "; ".join(told) or None
