"""`papers corpus build` and `papers corpus update`: files of works in, an index of them out, part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bulk.details import SCHEMA as DETAILS
from pipeline.bulk.details import with_details
from pipeline.bulk.files import files_of, strangers_of, what_is_read
from pipeline.bulk.manifest import IndexManifest, Origin, Part, with_removed
from pipeline.bulk.partition import Numbers, index_works
from pipeline.bulk.pieces import complete
from pipeline.bulk.place import begun, clear, working_in, workshop
from pipeline.bulk.problems import Account, OnBad, Problem
from pipeline.bulk.read import read_ids, read_works
from pipeline.bulk.runners import Mapper
from pipeline.bulk.store import (
    MANIFEST,
    load_manifest,
    load_part,
    removed_rows,
    save_manifest,
    save_part,
    save_removed,
    saved_part,
)
from pipeline.bulk.terms import lookup_of
from pipeline.bulk.works import CorpusWork, table_of
from pipeline.errors import ListError
from pipeline.progress import report as tell

PART_WORKS = 1 << 17
"""Works of a part, unless told otherwise: some 100 MB while it is built or searched."""
_BATCH = 20_000
_STRANGE = "expected in a folder of works files whose names end with"
_WHY = 3
"""Problems that are told where nothing but problems was found."""
_Thing = TypeVar("_Thing")
_Placed = tuple[Path, int, CorpusWork]
"""A work with the file and the line that it was read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of reading files of works."""

    manifest: IndexManifest
    problems: tuple[Problem, ...]
    """What was passed over, the first thousand."""
    passed_over: int


class _Reading(Account):
    """What is noted while files are read.

    Args:
        on_bad: What becomes of input that is no work.
    """

    def __init__(self, on_bad: OnBad) -> None:
        super().__init__(on_bad)
        self.origins: list[Origin] = []
        # Sorted numbers of the ids that stood before, eight bytes a work, in few arrays.
        self._seen: list[Numbers] = []

    def works_of(self, sources: Sequence[Path], kind: str) -> Iterator[_Placed]:
        """The works of files and folders, each with its place."""
        return self._read(sources, kind, lambda path: ((path, *each) for each in read_works(path, self.report)))

    def ids_of(self, sources: Sequence[Path], kind: str) -> Iterator[str]:
        """The ids that files, and those of folders, name."""
        return self._read(sources, kind, lambda path: read_ids(path, self.report))

    def _read(self, sources: Sequence[Path], kind: str, read: Callable[[Path], Iterator[_Thing]]) -> Iterator[_Thing]:
        # Before hours are spent on the others.
        for stranger in strangers_of(sources):
            self.report(
                Problem(str(stranger), None, f"{_STRANGE} {what_is_read()}; name it by itself, or move it away.")
            )
            self.origins.append(Origin(path=str(stranger), kind=kind, sha256="", works=0, problems=1))
        files = files_of(sources)
        for done, path in enumerate(files):
            tell(f"reading {kind}", done, len(files))
            before, count = self.passed_over, 0
            for count, thing in enumerate(read(path), start=1):  # noqa: B007  the last count is what counts
                yield thing
            digest = _digest(path)
            problems = self.passed_over - before
            self.origins.append(Origin(path=str(path), kind=kind, sha256=digest, works=count, problems=problems))
        if files:
            tell(f"reading {kind}", len(files), len(files), f"files: {len(files)}; passed over: {self.passed_over}")

    def first_of_each(self, batch: Sequence[_Placed]) -> pa.Table:
        """The works of a batch whose ids stood nowhere before, with their details."""
        numbers = np.array([lookup_of(work.work_id) for _, _, work in batch], np.uint64)
        new = np.zeros(len(batch), np.bool_)
        new[np.unique(numbers, return_index=True)[1]] = True
        for before in self._seen:
            new &= before[np.minimum(np.searchsorted(before, numbers), len(before) - 1)] != numbers
        for (path, line, work), kept in zip(batch, new.tolist(), strict=True):
            if not kept:
                told = f"the id {work.work_id[:80]!r} stands already above; the first work that has it is kept."
                self.report(Problem(str(path), line, told))
        self._remember(np.sort(numbers[new]))
        works = [work for (_, _, work), kept in zip(batch, new.tolist(), strict=True) if kept]
        return with_details(table_of(works), [work.details for work in works])

    def _remember(self, numbers: Numbers) -> None:
        if len(numbers):
            self._seen.append(numbers)
        while len(self._seen) > 1 and len(self._seen[-2]) < 2 * len(self._seen[-1]):
            last = self._seen.pop()
            self._seen[-1] = np.sort(np.concatenate([self._seen[-1], last]))


def build_index(
    sources: Sequence[Path], to: Path, *, on_bad: OnBad, mapper: Mapper, part_works: int = PART_WORKS
) -> Built:
    """Index files of works.

    Args:
        sources: Parquet or JSON lines, packed or not; of a folder, all such files in it and below it.
        to: Folder of the index, new or empty; that of a build which was killed is emptied of its parts.
        on_bad: What becomes of input that is no work.
        mapper: How parts are indexed.
        part_works: Works of a part; memory grows with it, not with the corpus.

    Raises:
        ListError: Input is no work, or there is none (path and line).
        LockedError: Another run writes to the folder.
        UsageError: The folder holds an index, or other files.
    """
    reading = _Reading(on_bad)
    with begun(to):
        works = reading.works_of(sources, "works")
        parts = _indexed(to, mapper, lambda shop: _staged(works, shop, 0, part_works, reading))
        if not parts:
            why = "".join(f" {problem}" for problem in reading.problems[:_WHY])
            raise ListError(f"the corpus holds no work.{why}", ", ".join(map(str, sources)))
        manifest = IndexManifest(
            parts=parts,
            origins=tuple(reading.origins),
            made_with={"pyarrow": pa.__version__},
            part_works=part_works,
        )
        save_manifest(to, manifest)
    return Built(manifest=manifest, problems=tuple(reading.problems), passed_over=reading.passed_over)


def update_index(
    index: Path, *, updates: Sequence[Path], deletes: Sequence[Path], on_bad: OnBad, mapper: Mapper
) -> Built:
    """Bring an index up to date with one step of a dump's differences.

    What was updated is indexed anew and its old row is found no more; what is deleted is gone even if it was updated
    too. Readers see the old index or the new one.

    Args:
        index: Folder of the index.
        updates: Files of works that are new or changed.
        deletes: Files that name works which are gone.
        on_bad: What becomes of input that is no work.
        mapper: How parts are indexed.

    Raises:
        ListError: Input is no work (path and line).
        LockedError: Another run writes to the index.
        StorageError: The index cannot be read.
    """
    load_manifest(index)
    reading = _Reading(on_bad)
    with working_in(index):
        before = load_manifest(index)
        clear(index, kept={part.name for part in before.parts})
        first = 1 + max(int(part.name.removeprefix("part-")) for part in before.parts)
        size = _new_part_works(before)
        works = reading.works_of(updates, "updates")
        new = _indexed(index, mapper, lambda shop: _staged(works, shop, first, size, reading))
        changed = [load_part(index, part, lookup_alone=True).works["work_id"] for part in new]
        deleted = pa.array(reading.ids_of(deletes, "deletes"), pa.string())
        gone = pa.chunked_array([deleted, *(chunk for each in changed for chunk in each.chunks)])
        generation = len(before.origins)
        kept = [_without(index, part, gone, generation) for part in before.parts]
        added = [_without(index, part, pa.chunked_array([deleted]), generation) for part in new]
        manifest = replace(before, parts=(*kept, *added), origins=(*before.origins, *reading.origins))
        save_manifest(index, manifest)
    return Built(manifest=manifest, problems=tuple(reading.problems), passed_over=reading.passed_over)


def part_works_of(corpus: Path) -> int:
    """Works of the largest part of an index; of what is none yet, those of a part that it will have."""
    return load_manifest(corpus).largest if (corpus / MANIFEST).exists() else PART_WORKS


def new_part_works_of(index: Path) -> int:
    """Works that a part may have by which an index grows: as many as when it was built.

    Raises:
        StorageError: There is no index.
        UsageError: It is of another format.
    """
    return _new_part_works(load_manifest(index))


def _new_part_works(manifest: IndexManifest) -> int:
    if manifest.part_works:
        return manifest.part_works
    # Built before it was told. Of several parts the largest is full; one alone may be as small as its corpus.
    return manifest.largest if len(manifest.parts) > 1 else max(PART_WORKS, manifest.largest)


def index_staged(place: str) -> Part:
    """Index the works that are staged for a part, into a folder that is there when it is complete; a step.

    Args:
        place: That folder, in a workshop of this build alone, which all workers see.
    """
    folder = Path(place)
    staged = _staged_for(folder)
    # Where it is there, a worker was lost before it could tell.
    if not folder.exists():
        table = pq.read_table(staged).combine_chunks()
        with complete(folder) as beside:
            save_part(beside, index_works(table), table.select(DETAILS.names))
    staged.unlink(missing_ok=True)
    return saved_part(folder)


def _indexed(to: Path, mapper: Mapper, staged: Callable[[Path], Iterator[str]]) -> tuple[Part, ...]:
    """The parts that are staged in a workshop, each in its place."""

    def in_place(part: Part) -> Part:
        # Moved by who holds the lock alone, and not by workers, which may be late.
        (shop / part.name).replace(to / part.name)
        return part

    with workshop(to) as shop:
        return tuple(map(in_place, mapper(index_staged, staged(shop))))


def _staged_for(part: Path) -> Path:
    """The works of a part that is not indexed yet, beside its folder."""
    return part.with_name(f"{part.name}.parquet")


def _staged(works: Iterator[_Placed], shop: Path, first: int, part_works: int, reading: _Reading) -> Iterator[str]:
    """Write the works of each part to a workshop, to be indexed there; of works with one id the first."""
    tables: list[pa.Table] = []
    rows, number = 0, first
    for batch in _batches(works, min(_BATCH, part_works)):
        table = reading.first_of_each(batch)
        if rows and rows + len(table) > part_works:
            yield _stage(shop, number, tables)
            tables, rows, number = [], 0, number + 1
        tables.append(table)
        rows += len(table)
    if rows:
        yield _stage(shop, number, tables)


def _batches(works: Iterator[_Placed], size: int) -> Iterator[list[_Placed]]:
    while batch := list(islice(works, size)):
        yield batch


def _stage(shop: Path, number: int, tables: list[pa.Table]) -> str:
    folder = shop / f"part-{number:05}"
    pq.write_table(pa.concat_tables(tables), _staged_for(folder), compression="zstd")
    return str(folder)


def _without(index: Path, part: Part, gone: pa.ChunkedArray, generation: int) -> Part:
    """A part of which the works of some ids are found no more."""
    loaded = load_part(index, part, lookup_alone=True)
    rows = np.flatnonzero(pc.is_in(loaded.works["work_id"], gone.combine_chunks()).to_numpy())
    before = removed_rows(index, part)
    now = np.union1d(before, rows)
    if len(now) == len(before):
        return part
    name, digest = save_removed(index, part, now, generation)
    return with_removed(part, name=name, sha256=digest, works=len(now))


def _digest(path: Path) -> str:
    """The digest of a file that was read; nothing of one that could not be."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
