"""Which files of a folder hold works, and which ones lie there that nobody can tell what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.bulk.store import MANIFEST

_SUFFIXES = frozenset({".parquet", ".jsonl", ".ndjson", ".json", ".gz"})
_ABOUT = frozenset(
    {"readme", "license", "licence", "copying", "notice", "citation", "changelog", "release_notes", "manifest"}
)
"""Names, without what stands behind a dot, of files that tell of a dump and are none of it."""
_SUMS = frozenset({".md5", ".sha1", ".sha256", ".sha512", ".crc", ".asc", ".sig"})
_HIDDEN = (".", "_")
"""What names begin with that mean nothing to readers: of hidden files, and of what Spark and Hive put beside data."""


def files_of(sources: Iterable[Path]) -> list[Path]:
    """Files, and of folders those in them and below them that hold works, told by what their names end with."""
    return [path for path, known in _found(sources) if known]


def strangers_of(sources: Iterable[Path]) -> list[Path]:
    """What lies in folders and may hold works, but not in a shape that is known; an index, which is none, too.

    Hidden files, those that tell of the others, and sums to check them by are no such thing.
    """
    return [path for path, known in _found(sources) if not known]


def what_is_read() -> str:
    """What names of files end with that are read of a folder, for who is told."""
    return ", ".join(sorted(_SUFFIXES))


def _found(sources: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Files, and whether they are of a known kind; one that was named itself is read whatever it is called."""
    for source in sources:
        if source.is_dir():
            yield from _within(source, frozenset())
        else:
            yield source, True


def _within(folder: Path, above: frozenset[Path]) -> Iterator[tuple[Path, bool]]:
    """What is in a folder and below it, by name."""
    if (folder / MANIFEST).exists():
        yield folder, False
        return
    # Links are followed, as people put shards together by them; in a circle only once.
    whole = folder.resolve()
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_HIDDEN):
            continue
        if path.is_dir():
            if path.resolve() not in above | {whole}:
                yield from _within(path, above | {whole})
        elif path.suffix.lower() in _SUFFIXES:
            yield path, True
        elif not _tells_of_others(path):
            yield path, False


def _tells_of_others(path: Path) -> bool:
    name, suffix = path.name.lower(), path.suffix.lower()
    return name.split(".")[0] in _ABOUT or name.endswith("sums") or suffix in _SUMS
