"""Tests of matching many queries: one table out, the same whoever works and however often it is killed."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from pipeline.bulk import steps
from pipeline.bulk.answers import SCHEMA
from pipeline.bulk.build import build_index
from pipeline.bulk.nearest import Limits
from pipeline.bulk.partition import Partition
from pipeline.bulk.problems import OnBad
from pipeline.bulk.run import Job, match_files
from pipeline.bulk.runners import Mapper, Runner, one_by_one, working
from pipeline.errors import ListError, LockedError, StorageError, UsageError
from tests.bulk.small import DPO, LORA, WORKS

Step = TypeVar("Step")
Result = TypeVar("Result")


def _lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    return path


def _corpus(tmp_path: Path) -> Path:
    records = [
        {"work_id": work_id, "title": title, "authors": authors, "year": year}
        for work_id, title, authors, year, _ in WORKS
    ]
    return _lines(tmp_path / "c.jsonl", *records, {"work_id": "x", "title": LORA, "arxiv_id": "2106.09685"})


def _queries(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    return _lines(
        path,
        {"title": DPO},
        {"title": DPO.replace("Secretly", "Never")},
        {"title": "Something else entirely of birds"},
        {"title": "Tuning with few parameters", "identifier": "arxiv:2106.09685"},
        {"title": "Overcoming catastrophic forgeting in neural networks", "authors": ["Brandon Loke"]},
        {"title": "Deep Learning", "authors": ["Someone Else"]},
    )


def test_answers(tmp_path: Path) -> None:
    """One row for each query, in order, with the declared columns; nothing but the answers and their lock is left."""
    job = Job(queries=_queries(tmp_path), corpus=_corpus(tmp_path), out=tmp_path / "out.parquet")
    counts = match_files(job, one_by_one)
    table = pq.read_table(job.out)
    assert table.schema.equals(SCHEMA, check_metadata=True)
    rows = table.to_pylist()
    assert [row["query_id"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["status"] for row in rows] == [
        *("matched", "near_match", "not_found", "not_found", "matched", "near_match"),
    ]
    assert counts.statuses == {"matched": 2, "near_match": 2, "not_found": 2}
    assert (rows[0]["matched_id"], rows[0]["matched_title"], rows[0]["relation"]) == ("w2", DPO, "exact")
    assert (rows[1]["matched_id"], rows[1]["suggested_id"]) == (None, "w2")
    assert 0.0 <= rows[1]["probability"] < rows[0]["probability"] <= 1.0
    assert rows[4]["matched_id"] == "w6"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [".out.parquet.lock"]


def test_identifiers_count_when_asked_for(tmp_path: Path) -> None:
    """A query's identifier finds a work of any title."""
    job = Job(queries=_queries(tmp_path), corpus=_corpus(tmp_path), out=tmp_path / "out.parquet", identifiers=True)
    match_files(job, one_by_one)
    row = pq.read_table(job.out).to_pylist()[3]
    assert (row["status"], row["matched_id"], row["relation"]) == ("matched", "x", "retitled")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two queries at a time."""
    monkeypatch.setattr(steps, "CHUNK", 2)
    monkeypatch.setattr("pipeline.bulk.run.CHUNK", 2)


def _index(tmp_path: Path, parts: int) -> Path:
    index = tmp_path / f"index-{parts}"
    build_index(
        [_corpus(tmp_path)], index, on_bad=OnBad.STOP, mapper=one_by_one, part_works=-(-(len(WORKS) + 1) // parts)
    )
    return index


def _shuffled(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
    """Does what is to be done in any order."""
    listed = list(todo)
    done = {place: do(listed[place]) for place in random.Random(3).sample(range(len(listed)), len(listed))}
    return iter([done[place] for place in range(len(listed))])


@pytest.mark.usefixtures("small_chunks")
def test_the_same_bytes_whoever_works(tmp_path: Path) -> None:
    """In any order, in threads, of an index or of the file that it was built from, the answers are the same bytes."""
    queries, bodies = _queries(tmp_path), []
    for corpus, mapper in (
        (_index(tmp_path, 3), one_by_one),
        (_index(tmp_path, 4), _shuffled),
        (_corpus(tmp_path), one_by_one),
    ):
        job = Job(queries=queries, corpus=corpus, out=tmp_path / "out.parquet", identifiers=True)
        match_files(job, mapper)
        bodies.append(job.out.read_bytes())
    with working(Runner.THREADS, 3) as threads:
        match_files(job, threads)
    assert len({*bodies, job.out.read_bytes()}) == 1


def test_the_same_bytes_however_many_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether what is found is gathered and compared for all queries of a block or for one, nothing changes."""
    monkeypatch.setattr(steps, "CHUNK", 4)
    monkeypatch.setattr("pipeline.bulk.run.CHUNK", 4)
    queries, index, bodies = _queries(tmp_path), _index(tmp_path, 3), set()
    for slices, compared in ((1024, 256), (3, 2), (1, 1)):
        monkeypatch.setattr(steps, "SLICE", slices)
        monkeypatch.setattr(steps, "_COMPARED", compared)
        job = Job(queries=queries, corpus=index, out=tmp_path / "out.parquet", identifiers=True)
        match_files(job, one_by_one)
        bodies.add(job.out.read_bytes())
    assert len(bodies) == 1
    assert pq.read_metadata(job.out).num_row_groups == 2


@pytest.mark.parametrize("name", ["equal_works", "near_works"])
def test_few_are_looked_for_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A part is not searched for all queries of a block: it would be much with authors of many works."""
    find, sizes = getattr(steps, name), list[int]()

    def searched(part: Partition, asked: pa.Table, limits: Limits) -> pa.Table:
        sizes.append(len(asked))
        return find(part, asked, limits)

    monkeypatch.setattr(steps, "CHUNK", 6)
    monkeypatch.setattr("pipeline.bulk.run.CHUNK", 6)
    monkeypatch.setattr(steps, "SLICE", 2)
    monkeypatch.setattr(steps, name, searched)
    match_files(Job(queries=_queries(tmp_path), corpus=_corpus(tmp_path), out=tmp_path / "out.parquet"), one_by_one)
    assert max(sizes) == 2


class _Killed(BaseException):
    """What ends a process."""


@pytest.mark.usefixtures("small_chunks")
def test_a_run_that_was_killed_goes_on(tmp_path: Path) -> None:
    """Killed after any step, it does the others alone, and the answers are the same bytes."""
    job = Job(queries=_queries(tmp_path), corpus=_index(tmp_path, 3), out=tmp_path / "out.parquet")
    match_files(job, one_by_one)
    whole = job.out.read_bytes()
    job.out.unlink()
    left = 0

    def dying(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        nonlocal left
        for step in todo:
            if left == 0:
                raise _Killed
            left -= 1
            yield do(step)

    kills = 0
    while True:
        left = 1 + kills
        try:
            match_files(job, dying)
        except _Killed:
            kills += 1
            assert not job.out.exists()
            continue
        break
    assert kills > 3
    assert job.out.read_bytes() == whole


def test_other_queries_begin_anew(tmp_path: Path) -> None:
    """What a killed run left is not used for other inputs."""
    corpus, queries, out = _index(tmp_path, 1), _queries(tmp_path), tmp_path / "out.parquet"
    job = Job(queries=queries, corpus=corpus, out=out)

    def dying(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        list(map(do, todo))
        raise _Killed

    with pytest.raises(_Killed):
        match_files(job, dying)
    _lines(queries, {"title": "Something else entirely of birds"})
    assert match_files(job, one_by_one).statuses == {"not_found": 1}


def _files(job: Job) -> dict[str, int]:
    """The files of a run that has not ended, by their paths within its own folder: which writing each is of."""
    files = (path for path in job.folder.glob("*/*/*") if path.is_file())
    return {str(path.relative_to(job.folder)): path.stat().st_ino for path in files}


def test_what_was_done_outlives_a_full_disk(tmp_path: Path) -> None:
    """Nothing is wrong with the input then: it is said that it goes on, and it does."""
    job = Job(queries=_queries(tmp_path), corpus=_corpus(tmp_path), out=tmp_path / "out.parquet")

    def failing(number: int, at: object) -> Mapper:
        def mapper(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
            if do is at:
                raise OSError(number, os.strerror(number))
            return map(do, todo)

        return mapper

    with pytest.raises(StorageError, match=r"\.work is full; make room\. Called again, the match goes on"):
        match_files(job, failing(errno.ENOSPC, steps.near_of_part))
    before = _files(job)
    with pytest.raises(FileNotFoundError):
        match_files(job, failing(errno.ENOENT, steps.answer_chunk))
    assert before
    assert before.items() <= _files(job).items()
    assert match_files(job, one_by_one).statuses.total() == 6


def test_answers_that_find_no_place_are_not_lost(tmp_path: Path) -> None:
    """Where the last step fails all others stay done, which is said."""
    job = Job(queries=_queries(tmp_path), corpus=_index(tmp_path, 2), out=tmp_path / "out.parquet")

    def blocking(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        job.out.mkdir(exist_ok=True)
        return map(do, todo)

    with pytest.raises(StorageError, match=r"cannot be written to .*out\.parquet.*Called again, the match goes on"):
        match_files(job, blocking)
    job.out.rmdir()
    done = _files(job)

    def looking(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        yield from map(do, todo)
        assert _files(job) == done

    assert match_files(job, looking).statuses.total() == 6
    assert not job.folder.exists()


def test_another_version_begins_anew(tmp_path: Path) -> None:
    """What an earlier version of the package concluded is not mixed with what this one does."""
    job = Job(queries=_queries(tmp_path), corpus=_index(tmp_path, 1), out=tmp_path / "out.parquet")

    def dying(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        list(map(do, todo))
        raise _Killed

    left: list[dict[str, int]] = []
    for package in ("0.0.1", version("curated-papers")):
        with pytest.raises(_Killed):
            match_files(job, dying)
        left.append(_files(job))
        plan = job.folder / "plan.json"
        plan.write_text(json.dumps(json.loads(plan.read_text(encoding="utf-8")) | {"package": package}))
    with pytest.raises(_Killed):
        match_files(job, dying)
    first, second, third = left[0], left[1], _files(job)
    assert first
    assert not first.keys() & second.keys()
    assert second.items() <= third.items()


def test_workers_may_be_started_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that are done in another folder find the files that relative paths name, with an index and without one."""
    (elsewhere := tmp_path / "elsewhere").mkdir()
    corpora = (_corpus(tmp_path), _index(tmp_path, 2))
    queries = _queries(tmp_path)
    monkeypatch.chdir(tmp_path)

    def away(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        for step in todo:
            with chdir(elsewhere):
                result = do(step)
            yield result

    for corpus in corpora:
        job = Job(queries=Path(queries.name), corpus=Path(corpus.name), out=Path("out.parquet"))
        assert match_files(job, away).statuses.total() == 6
    assert not list(elsewhere.iterdir())


def test_late_writers_of_another_run_change_nothing(tmp_path: Path) -> None:
    """What workers of a killed run write while one of other queries runs in its place is not taken for its own."""
    corpus, queries, out = _index(tmp_path, 2), _queries(tmp_path), tmp_path / "out.parquet"
    job = Job(queries=queries, corpus=corpus, out=out)
    late: dict[Path, bytes] = {}

    def dying(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        yield from map(do, todo)
        if do is steps.answer_chunk:
            late.update({path: path.read_bytes() for path in job.folder.rglob("*.*") if path.is_file()})
            raise _Killed

    with pytest.raises(_Killed):
        match_files(job, dying)
    turned = queries.read_text(encoding="utf-8").splitlines(keepends=True)[::-1]
    queries.write_text("".join(turned), encoding="utf-8")
    match_files(replace(job, out=tmp_path / "clean.parquet"), one_by_one)

    def beside(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        for path, body in late.items():
            if path.name != "plan.json":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
        return map(do, todo)

    match_files(job, beside)
    assert len(late) > 6
    assert out.read_bytes() == (tmp_path / "clean.parquet").read_bytes()
    assert not job.folder.exists()


def test_one_run_for_one_file(tmp_path: Path) -> None:
    """A second run for the same answers is refused while the first works."""
    job = Job(queries=_queries(tmp_path), corpus=_corpus(tmp_path), out=tmp_path / "out.parquet")
    with FileLock(tmp_path / ".out.parquet.lock"), pytest.raises(LockedError, match="another run writes"):
        match_files(job, one_by_one)
    assert match_files(job, one_by_one).statuses.total() == 6


def test_answers_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there is said, with what to do."""
    job = Job(queries=_queries(tmp_path), corpus=_corpus(tmp_path), out=tmp_path / "no" / "out.parquet")
    with pytest.raises(UsageError, match="name another file with --out"):
        match_files(job, one_by_one)


def test_the_files_of_a_run_go_while_it_holds_the_lock(tmp_path: Path) -> None:
    """A second run is refused for as long as the first one's files are there, and the lock outlives them."""
    job = Job(queries=_queries(tmp_path), corpus=_corpus(tmp_path), out=tmp_path / "out.parquet")
    lock = tmp_path / ".out.parquet.lock"
    before: list[int] = []

    def looking(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        with pytest.raises(LockedError, match="another run writes"):
            match_files(job, one_by_one)
        assert job.folder.exists()
        before.append(lock.stat().st_ino)
        return map(do, todo)

    match_files(job, looking)
    assert not job.folder.exists()
    assert set(before) == {lock.stat().st_ino}


def test_answers_in_the_place_of_what_is_read(tmp_path: Path) -> None:
    """Queries, works, an index and a folder stay what they are, and are refused before anything is done."""
    queries, corpus, index = _queries(tmp_path), _corpus(tmp_path), _index(tmp_path, 1)
    shards = tmp_path / "shards"
    (shards / "below").mkdir(parents=True)
    shutil.copy(corpus, shards / "a.jsonl")
    (tmp_path / "link.parquet").symlink_to(queries)
    for read, out, told in (
        (corpus, queries, "it is read from"),
        (corpus, tmp_path / "link.parquet", "it is read from"),
        (corpus, corpus, "it is read from"),
        (shards, shards / "a.jsonl", "it is read from"),
        (shards, shards / "out.parquet", "within the corpus"),
        (shards, shards / "below" / "out.parquet", "within the corpus"),
        (index, index / "part-00000" / "works.parquet", "within the corpus"),
        (index, index / "index.json", "within the corpus"),
        (corpus, shards, "it is a folder"),
    ):
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        with pytest.raises(UsageError, match=told):
            match_files(Job(queries=queries, corpus=read, out=out), one_by_one)
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_bad_works_stop_or_are_passed_over(tmp_path: Path) -> None:
    """A corpus with a bad line stops with file and line, or is matched without it; no files are left either way."""
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(f'{{\n{{"id": "w2", "title": "{DPO}"}}\n', encoding="utf-8")
    job = Job(queries=_queries(tmp_path), corpus=corpus, out=tmp_path / "out.parquet")
    with pytest.raises(ListError, match="expected a JSON object"):
        match_files(job, one_by_one)
    assert not job.folder.exists()
    skipping = Job(queries=job.queries, corpus=corpus, out=job.out, on_bad=OnBad.SKIP)
    matched = match_files(skipping, one_by_one)
    assert (matched.statuses["matched"], matched.works_passed_over) == (1, 1)


def test_bad_queries_are_passed_over_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is matched; some are told with file and line, and the number of all, also when a run goes on."""
    monkeypatch.setattr("pipeline.bulk.run.SHOWN", 3)
    queries = tmp_path / "q.jsonl"
    lines = ["{", json.dumps({"title": DPO}), *["{}"] * 5, json.dumps({"title": LORA, "year": "soon"})]
    queries.write_text("\n".join(lines), encoding="utf-8")
    job = Job(queries=queries, corpus=_index(tmp_path, 2), out=tmp_path / "out.parquet", on_bad=OnBad.SKIP)

    def dying(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        list(map(do, todo))
        raise _Killed

    for _ in range(2):
        caplog.clear()
        with pytest.raises(_Killed):
            match_files(job, dying)
        told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        assert [each.split(" ")[0] for each in told] == [*(f"{queries}:{line}:" for line in (1, 3, 4)), "there"]
    matched = match_files(job, one_by_one)
    assert (matched.passed_over, matched.left_out, matched.works_passed_over) == (6, 1, 0)
    assert str(matched) == "queries: 2; 2 matched; passed over: 6; values left out: 1"
    rows = pq.read_table(job.out).to_pylist()
    assert [(row["query_id"], row["matched_id"]) for row in rows] == [("2", "w2"), ("8", "w1")]


def test_a_run_of_nothing_but_bad_queries(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It ends with an error, after the lines were told; with `stop` it ends at the first of them."""
    queries = tmp_path / "q.jsonl"
    queries.write_text("{", encoding="utf-8")
    for on_bad, told in ((OnBad.SKIP, "no queries found"), (OnBad.STOP, "--on-bad skip")):
        job = Job(queries=queries, corpus=_corpus(tmp_path), out=tmp_path / "out.parquet", on_bad=on_bad)
        with pytest.raises(ListError, match=told):
            match_files(job, one_by_one)
        assert not job.folder.exists()
    assert [record.getMessage().split(" ")[0] for record in caplog.records if record.levelname == "WARNING"] == [
        f"{queries}:1:"
    ]


def test_a_corpus_that_is_gone(tmp_path: Path) -> None:
    """A part that is missing ends the run with what to do."""
    index = _index(tmp_path, 2)
    shutil.rmtree(index / "part-00001")
    job = Job(queries=_queries(tmp_path), corpus=index, out=tmp_path / "out.parquet")
    with pytest.raises(UsageError, match="build the index again"):
        match_files(job, one_by_one)
