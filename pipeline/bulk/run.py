"""`papers match`: queries and a corpus in, a table of answers out, without asking anybody."""

from __future__ import annotations

import errno
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq

from pipeline.bulk.answers import SCHEMA
from pipeline.bulk.build import build_index
from pipeline.bulk.files import files_of, strangers_of
from pipeline.bulk.nearest import USUAL, Limits
from pipeline.bulk.place import held, refuse_out
from pipeline.bulk.plan import end_run, folder_of_run, stand
from pipeline.bulk.problems import SHOWN, Account, OnBad
from pipeline.bulk.queries import read_queries
from pipeline.bulk.runners import Mapper
from pipeline.bulk.steps import (
    CHUNK,
    Folder,
    OfChunk,
    OfPart,
    Run,
    answer_chunk,
    equal_of_part,
    near_of_part,
    open_chunk,
    prepare_chunk,
    write_queries,
)
from pipeline.bulk.store import MANIFEST, load_manifest, replace_file
from pipeline.errors import ListError, PapersError, StorageError
from pipeline.plural import counted
from pipeline.progress import report

_VERSION = 3
"""Raised whenever the files of a run that was killed by an earlier version cannot be gone on with."""
_FULL = {errno.ENOSPC, errno.EDQUOT}
_log = logging.getLogger(__name__)
Step = TypeVar("Step")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to match against what."""

    queries: Path
    corpus: Path
    """An index, or a file of works or a folder of such files, which is indexed first."""
    out: Path
    identifiers: bool = False
    """Take the queries' identifiers into account."""
    on_bad: OnBad = OnBad.STOP
    """What becomes of queries that are none, and of works where the corpus is indexed first."""
    limits: Limits = USUAL

    @property
    def folder(self) -> Path:
        """Where the files of the run are until it has ended."""
        return self.out.with_name(f".{self.out.name}.work")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What came of a run; every query has an answer, and what was none is counted."""

    statuses: Counter[str]
    """How many queries came to each status."""
    passed_over: int = 0
    """Lines or rows that are no query."""
    left_out: int = 0
    """Values of queries that are none: these were matched by what else is known."""
    works_passed_over: int = 0
    """Records of the corpus that are no work, where it was indexed first."""

    def __str__(self) -> str:
        """In a line."""
        counts = ", ".join(f"{count} {status}" for status, count in self.statuses.most_common())
        told = (
            f"queries: {self.statuses.total()}; {counts}",
            f"passed over: {self.passed_over}" if self.passed_over else "",
            f"values left out: {self.left_out}" if self.left_out else "",
            f"works passed over: {self.works_passed_over}" if self.works_passed_over else "",
        )
        return "; ".join(filter(None, told))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What came of reading the queries, for a run that goes on too."""

    chunks: int
    passed_over: int
    left_out: int
    problems: int
    told: list[str]
    """The first of the problems."""


def match_files(job: Job, mapper: Mapper) -> Matched:
    """Match a file of queries against a corpus and write the answers as Parquet.

    Beside the answers stands a folder of what was done, until all is: a run that was killed goes on from there, and so
    does one that found no room. What is wrong with the input is wrong the next time too, and nothing of it is left.

    Args:
        job: What to match against what; answers that are there are replaced once the new ones are complete.
        mapper: How the steps are worked off; the answers are the same.

    Raises:
        ListError: A file cannot be read (path and line).
        LockedError: Another run writes the same answers.
        StorageError: The disk is full, the answers cannot be written, or the index is damaged; what was done stays.
        UsageError: The answers would replace an input, or the index is of another format.
    """
    refuse_out(job.out, [job.queries, *files_of([job.corpus])], job.corpus)
    told = f"another run writes {job.out}; wait for it, or name another file with --out."
    with held(job.out.with_name(f".{job.out.name}.lock"), told):
        job.folder.mkdir(exist_ok=True)
        try:
            matched = _match(job, mapper)
        except (StorageError, OSError) as error:
            if isinstance(error, OSError) and error.errno not in _FULL:
                raise
            told = str(error) if isinstance(error, StorageError) else f"the disk of {job.folder} is full; make room."
            again = f"Called again, the match goes on where it was; to begin anew, remove {job.folder}."
            raise StorageError(f"{told} {again}") from None
        except PapersError:
            end_run(job.folder)
            raise
        end_run(job.folder)
    return matched


def _match(job: Job, mapper: Mapper) -> Matched:
    folder = _begun(job)
    read = _read(job, folder)
    _warn(read.told, read.problems)
    index = job.corpus if (job.corpus / MANIFEST).exists() else _indexed(job, folder, mapper)
    manifest = load_manifest(index)
    names = tuple(part.name for part in manifest.parts)
    run = Run(folder=folder, index=str(index.absolute()), parts=names, chunks=read.chunks, limits=job.limits)
    parts = [OfPart(run, part) for part in manifest.parts]
    chunks = [OfChunk(run, chunk) for chunk in range(run.chunks)]
    asked = sum(_worked("preparing queries", prepare_chunk, chunks, mapper, _blocks))
    list(_worked("looking up titles", equal_of_part, parts, mapper, _parts))
    left = sum(_worked("looking for what is left", open_chunk, chunks, mapper, _blocks))
    for_which = f"{left} of {counted(asked, 'query')}"
    list(_worked("searching for near titles", near_of_part, parts, mapper, lambda n: f"{_parts(n)}, for {for_which}"))
    counts: Counter[str] = Counter()
    for each in _worked("comparing", answer_chunk, chunks, mapper, _blocks):
        counts.update(each)
    _publish(job, folder, run.chunks)
    return Matched(
        statuses=counts,
        passed_over=read.passed_over,
        left_out=read.left_out,
        works_passed_over=0 if index == job.corpus else sum(origin.problems for origin in manifest.origins),
    )


def _blocks(number: int) -> str:
    return f"{counted(number, 'block')} of queries"


def _parts(number: int) -> str:
    return f"{counted(number, 'part')} of the corpus"


def _worked(
    stage: str, do: Callable[[Step], Result], steps: Sequence[Step], mapper: Mapper, say: Callable[[int], str]
) -> Iterator[Result]:
    """The results of steps, while it is told how many are done."""
    report(stage, 0, len(steps))
    for done, result in enumerate(mapper(do, steps), start=1):
        report(stage, done, len(steps), say(done) if done == len(steps) else "")
        yield result


def _begun(job: Job) -> Folder:
    """The files of a run of the same inputs that was killed, or none yet."""
    works = (*files_of([job.corpus]), *strangers_of([job.corpus]))
    corpus = [job.corpus / MANIFEST] if (job.corpus / MANIFEST).exists() else works
    told = {
        "version": _VERSION,
        "package": version("curated-papers"),
        "queries": stand(job.queries),
        "corpus": list(map(stand, corpus)),
        "identifiers": job.identifiers,
        "on_bad": str(job.on_bad),
        "limits": asdict(job.limits),
    }
    return Folder(path=str(folder_of_run(job.folder, told)))


def _indexed(job: Job, folder: Folder, mapper: Mapper) -> Path:
    """An index of works that are no index yet, for this run alone."""
    index = folder.index()
    if not (index / MANIFEST).exists():
        built = build_index([job.corpus], index, on_bad=job.on_bad, mapper=mapper)
        lost = [each for each in built.problems if not each.detail]
        details = [each for each in built.problems if each.detail]
        _warn(list(map(str, [*lost[:SHOWN], *details])), len(built.problems))
    return index


def _read(job: Job, folder: Folder) -> _Read:
    """Put down the queries, some at a time."""
    done = folder.read()
    if not done.exists():
        account = Account(job.on_bad, SHOWN)
        queries = read_queries(job.queries, identifiers=job.identifiers, report=account.report)
        chunk = 0
        try:
            while some := list(islice(queries, CHUNK)):
                write_queries(folder, chunk, some)
                chunk += 1
        except ListError:
            _warn(list(map(str, account.problems)), account.count)
            raise
        read = _Read(
            chunks=chunk,
            passed_over=account.passed_over,
            left_out=account.left_out,
            problems=account.count,
            told=list(map(str, account.problems)),
        )
        replace_file(done, json.dumps(asdict(read)).encode())
    return _Read(**json.loads(done.read_bytes()))


def _warn(told: Sequence[str], problems: int) -> None:
    for each in told:
        _log.warning("%s", each)
    if problems > len(told):
        _log.warning("there is more of that kind, which is not told one by one; how much was passed over is told last.")


def _publish(job: Job, folder: Folder, chunks: int) -> None:
    """Put the answers together and in their place."""
    unfinished = folder.unpublished()
    try:
        with pq.ParquetWriter(unfinished, SCHEMA, compression="zstd") as writer:
            for chunk in range(chunks):
                writer.write_table(pq.read_table(folder.answers(chunk), schema=SCHEMA))
        unfinished.replace(job.out)
    except OSError as error:
        told = f"the answers cannot be written to {job.out} ({error.strerror}); make room, or see that they may be."
        raise StorageError(told) from None
