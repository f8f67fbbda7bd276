"""A folder for any static host: the newest report, every snapshot's, the history that leads to them, the dictionary.

The folder is brought up to date file by file, each replaced at once: pages before the history that leads to them, and
what nothing leads to any more goes last. So a host may serve it meanwhile, and what others keep in it (`CNAME`, `.git`)
stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import SnapshotError, UsageError
from pipeline.report.history import Dated, render_dictionary_page, render_history
from pipeline.snapshot.disk import Disk, note_of, storing
from pipeline.snapshot.manifest import DISTRIBUTION, to_json
from pipeline.snapshot.pointers import PUBLISHED
from pipeline.snapshot.store import SnapshotStore

MARKER = "site.json"
"""Says whose the folder is and which of its files are the site's."""
_INDEX, _NEWEST, _DICTIONARY = "index.html", "report.html", "dictionary.html"
_REPORTS = "reports"
_OWN = re.compile(rf"(?:index|report|dictionary)\.html|{_REPORTS}/[0-9a-z-]+\.html")


Owner = dict[str, str]
"""Who made a site, of which list and source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that was made or brought up to date."""

    index: Path
    newest: str
    """The newest snapshot's name."""
    snapshots: int
    files: int
    written: int
    """Files that were not there, or were others."""
    left_out: tuple[str, ...]
    """What is said of snapshots that are damaged, and so are not shown."""


def build_site(store: SnapshotStore, to: Path, disk: Disk | None = None) -> Site:
    """Make or renew the site of a list.

    Args:
        to: Its folder: one that is not there, an empty one, or the site of the same list and source.

    Raises:
        UsageError: The folder holds something else.
        SnapshotError: There is no snapshot, or the newest one is damaged.
        StorageError: The folder cannot be written.
    """
    latest, catalog = store.latest(), store.catalog()
    if latest is None or catalog is None:
        told = f"no snapshot in {store.address} yet; run 'papers refresh' first, or name the folder with --out."
        raise SnapshotError(told)
    owner: Owner = {"made_by": DISTRIBUTION, "list": catalog["list"], "source": catalog["source"]}
    _refuse_elsewhere(store, to)
    before = _files_before(to, owner)
    shown, left_out = _shown(store, catalog, latest["snapshot_id"])
    newest, source = shown[0], catalog["source"]
    history = render_history(
        catalog["list"], source=source, snapshots=[each.dated for each in shown], trend=_trend(store)
    )
    contents: dict[str, Path | bytes] = {
        **{each.dated.url: each.page for each in shown},
        _NEWEST: newest.page,
        _DICTIONARY: render_dictionary_page(catalog["list"], source=source).encode(),
        _INDEX: history.encode(),
    }
    return Site(
        index=to / _INDEX,
        newest=newest.dated.snapshot_id,
        snapshots=len(shown),
        files=len(contents),
        written=_write(to, contents, before, owner, disk or Disk()),
        left_out=tuple(left_out),
    )


def _refuse_elsewhere(store: SnapshotStore, to: Path) -> None:
    """See to it that what is written lies below the folder, and that the folder lies in no snapshot.

    Raises:
        UsageError: It does not.
    """
    if (to / _REPORTS).is_symlink():
        told = (
            f"--to: expected a folder of its own at {to / _REPORTS}, found a link; remove it, or name another folder."
        )
        raise UsageError(told)
    if to.resolve().is_relative_to(store.find(names=()).parents[1].resolve()):
        told = f"--to: {to} lies among the snapshots, which never change; name a folder elsewhere."
        raise UsageError(told)


def _files_before(to: Path, owner: Owner) -> set[str]:
    """The files of the site that the folder holds, none where it is new.

    Raises:
        UsageError: It holds something else.
    """
    if _is_new(to):
        return set()
    try:
        marker = json.loads((to / MARKER).read_bytes())
        held = {key: marker[key] for key in owner}
        files = {name for name in marker["files"] if _OWN.fullmatch(name)}
    except (OSError, ValueError, KeyError, TypeError):
        found = "something else" if to.is_dir() else "a file"
        told = f"--to: expected a new or empty folder, or a site of 'papers site', found {found} at {to}; name another."
        raise UsageError(told) from None
    if held != owner:
        told = (
            f"{to} holds the site of the list {held['list']!r} from {held['source']}, not of {owner['list']!r} from "
            f"{owner['source']}; name another folder with --to."
        )
        raise UsageError(told)
    return files


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A snapshot that the site shows, and where its page lies."""

    dated: Dated
    page: Path


def _is_new(to: Path) -> bool:
    """Whether a folder is missing or holds no file; what a first run that was killed began to write is none."""
    begun = f".{MARKER}.new"
    return not to.exists() or (to.is_dir() and all(path.is_dir() or path.name == begun for path in to.rglob("*")))


def _shown(store: SnapshotStore, catalog: Mapping[str, Any], newest: str) -> tuple[list[_Shown], list[str]]:
    """The snapshots that are whole, the newest first, and what is said of the others.

    Args:
        newest: What `latest.json` names; what the catalogue lists after it was taken back by whoever put that in place.

    Raises:
        SnapshotError: The newest is damaged.
    """
    shown: list[_Shown] = []
    left_out: list[str] = []
    rows = [row for row in catalog["snapshots"] if row["status"] == PUBLISHED]
    last = next((place for place, row in enumerate(rows) if row["snapshot_id"] == newest), len(rows) - 1)
    for row in reversed(rows[: last + 1]):
        name = row["snapshot_id"]
        try:
            manifest = store.whole_manifest(name)
            page = _page(store, name, manifest)
        except SnapshotError as error:
            if name == newest:
                raise
            left_out.append(f"{name} is left out: {error}")
        else:
            shown.append(_Shown(dated=Dated.of(row, manifest, f"{_REPORTS}/{name}.html"), page=page))
    return shown, left_out


def _page(store: SnapshotStore, snapshot_id: str, manifest: Mapping[str, Any]) -> Path:
    """The page of a snapshot, which is as it was published.

    Raises:
        SnapshotError: There is none, or it is not what was published.
    """
    noted = {file["name"]: file["sha256"] for file in manifest["files"]}
    path = store.find(snapshot_id, [_NEWEST] if _NEWEST in noted else []) / _NEWEST
    try:
        whole = note_of(path).sha256 == noted.get(_NEWEST)
    except OSError:
        whole = False
    if not whole:
        told = (
            f"{store.address_of(path)} is missing or not what was published; restore it from a backup, or make the "
            "snapshot again with 'papers rebuild ID --to FOLDER'."
        )
        raise SnapshotError(told)
    return path


def _trend(store: SnapshotStore) -> list[dict[str, Any]]:
    """Rows of the newest snapshot's trend; none where its schema had no such table."""
    there = {file["name"] for file in store.whole_manifest()["files"]}
    trend: pa.Table | None = store.read_whole(None, ["trend"])["trend"] if "trend.parquet" in there else None
    return trend.to_pylist() if trend is not None else []


def _write(to: Path, contents: Mapping[str, Path | bytes], before: set[str], owner: Owner, disk: Disk) -> int:
    """Write what differs, and remove what belongs to the site no more; gives how many files were written.

    Args:
        contents: By name, in the order in which they are written: a file to copy, or what is to stand there.
    """
    with storing(to):
        for folder in (to, to / _REPORTS):
            disk.make_folders(folder)
        # Before anything else, so that a run that is killed leaves a folder that is known for its own.
        _replace(to / MARKER, to_json({**owner, "files": sorted(before | set(contents))}), disk)
        written = sum(
            _replace(to / name, content.read_bytes() if isinstance(content, Path) else content, disk)
            for name, content in contents.items()
        )
        for name in sorted(before - set(contents)):
            (to / name).unlink(missing_ok=True)
        _replace(to / MARKER, to_json({**owner, "files": sorted(contents)}), disk)
    return written


def _replace(path: Path, body: bytes, disk: Disk) -> bool:
    """Replace a file where it is another; gives whether it was."""
    if path.is_file() and path.read_bytes() == body:
        return False
    disk.replace_synced(path, body)
    return True
