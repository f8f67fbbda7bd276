"""Tests of building and updating an index of a corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pytest

from pipeline.bulk.build import build_index, new_part_works_of, part_works_of, update_index
from pipeline.bulk.manifest import FILES
from pipeline.bulk.problems import OnBad
from pipeline.bulk.runners import one_by_one
from pipeline.bulk.store import load_details, load_manifest, load_part
from pipeline.errors import ListError, LockedError, StorageError, UsageError
from pipeline.sources.details import Details

Step = TypeVar("Step")
Result = TypeVar("Result")


def _lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    return path


def _works(*ids: str, said: str = "A Title of") -> list[dict[str, str]]:
    return [{"id": each, "title": f"{said} {each}"} for each in ids]


def _build(tmp_path: Path, *sources: Path, part_works: int = 2) -> Path:
    to = tmp_path / "index"
    build_index(sources, to, on_bad=OnBad.STOP, mapper=one_by_one, part_works=part_works)
    return to


def _titles(index: Path) -> dict[str, str]:
    """The works that can be found."""
    found: dict[str, str] = {}
    for part in load_manifest(index).parts:
        loaded = load_part(index, part)
        rows = sorted(set(loaded.lookup.rows.tolist()))
        assert sorted(set(loaded.terms.rows.tolist())) == sorted(set(loaded.wholes.rows.tolist())) == rows
        works = loaded.works.take(pa.array(rows, pa.int64())).to_pylist()
        found |= {work["work_id"]: work["title"] for work in works}
    return found


def test_a_corpus_in_parts(tmp_path: Path) -> None:
    """Files and folders of files are read in order and parted; the manifest tells parts, digests and origins."""
    (tmp_path / "shards").mkdir()
    _lines(tmp_path / "shards" / "b.jsonl", *_works("4", "5"))
    _lines(tmp_path / "shards" / "a.jsonl", *_works("2", "3"))
    _lines(tmp_path / "shards" / "README.md", "no shard")
    index = _build(tmp_path, _lines(tmp_path / "first.jsonl", *_works("1")), tmp_path / "shards")
    manifest = load_manifest(index)
    assert list(_titles(index)) == ["1", "2", "3", "4", "5"]
    assert [part.works for part in manifest.parts] == [2, 2, 1]
    assert manifest.works == 5
    assert all(set(part.sha256) == set(FILES) for part in manifest.parts)
    assert [Path(origin.path).name for origin in manifest.origins] == ["first.jsonl", "a.jsonl", "b.jsonl"]
    assert [origin.works for origin in manifest.origins] == [1, 2, 2]
    assert part_works_of(index) == 2
    assert {path.name for path in index.iterdir()} == {*(part.name for part in manifest.parts), "index.json", ".lock"}
    assert {path.name for path in index.glob("*/*")} == set(FILES)


def test_one_id_twice(tmp_path: Path) -> None:
    """The first work of an id is kept, wherever the second stands; it is told with file and line."""
    first = _lines(tmp_path / "a.jsonl", *_works("1", "2", "1"))
    second = _lines(tmp_path / "b.jsonl", *_works("3", "2", "4", said="Another of"))
    built = build_index([first, second], tmp_path / "i", on_bad=OnBad.SKIP, mapper=one_by_one, part_works=2)
    assert [(Path(each.path).name, each.line) for each in built.problems] == [("a.jsonl", 3), ("b.jsonl", 2)]
    assert built.passed_over == 2
    assert "the id '1' stands already" in built.problems[0].what
    assert _titles(tmp_path / "i")["2"] == "A Title of 2"
    with pytest.raises(ListError, match="stands already") as caught:
        build_index([first], tmp_path / "j", on_bad=OnBad.STOP, mapper=one_by_one)
    assert caught.value.line == 3


def test_problems_are_counted_by_file(tmp_path: Path) -> None:
    """What was passed over is in the manifest, and the rest of all files is indexed."""
    first = _lines(tmp_path / "a.jsonl", "no work", *_works("1"))
    built = build_index(
        [first, _lines(tmp_path / "b.jsonl", *_works("2"))],
        tmp_path / "i",
        on_bad=OnBad.SKIP,
        mapper=one_by_one,
    )
    assert [(each.works, each.problems) for each in built.manifest.origins] == [(1, 1), (1, 0)]


def test_a_stranger_in_a_folder_is_told(tmp_path: Path) -> None:
    """A file that cannot be read as works ends the build before others are read, or is passed over and counted."""
    shards = tmp_path / "shards"
    (shards / "year=2020").mkdir(parents=True)
    _lines(shards / "year=2020" / "a.ndjson", *_works("1"))
    (shards / "b.jsonl.zst").touch()
    with pytest.raises(ListError, match=r"b\.jsonl\.zst: expected in a folder of works.*\.ndjson.*name it by itself"):
        _build(tmp_path, shards)
    built = build_index([shards], tmp_path / "skipped", on_bad=OnBad.SKIP, mapper=one_by_one)
    assert [(Path(each.path).name, each.works, each.problems) for each in built.manifest.origins] == [
        ("b.jsonl.zst", 0, 1),
        ("a.ndjson", 1, 0),
    ]
    assert (built.passed_over, len(built.problems)) == (1, 1)


def test_what_cannot_be_built(tmp_path: Path) -> None:
    """No work at all, and a folder that holds an index, are refused; what a killed build left is not."""
    with pytest.raises(ListError, match="holds no work"):
        build_index([_lines(tmp_path / "a.jsonl")], tmp_path / "i", on_bad=OnBad.STOP, mapper=one_by_one)
    with pytest.raises(ListError, match=r"holds no work.*b\.jsonl:1: expected a JSON object"):
        build_index([_lines(tmp_path / "b.jsonl", 1)], tmp_path / "i", on_bad=OnBad.SKIP, mapper=one_by_one)
    (tmp_path / "index" / "part-00000").mkdir(parents=True)
    (tmp_path / "index" / "part-00000" / "staged.parquet").touch()
    (tmp_path / "index" / ".building").touch()
    index = _build(tmp_path, _lines(tmp_path / "a.jsonl", *_works("1")))
    with pytest.raises(UsageError, match="papers corpus update"):
        _build(tmp_path, tmp_path / "a.jsonl")
    assert list(_titles(index)) == ["1"]


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    """A folder that is not of a build is refused as it is, and so is a part's folder that holds other files."""
    works = _lines(tmp_path / "a.jsonl", *_works("1"))
    foreign = tmp_path / "index" / "part-00000" / "data.bin"
    foreign.parent.mkdir(parents=True)
    foreign.touch()
    with pytest.raises(UsageError, match="name a new or an empty folder"):
        _build(tmp_path, works)
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["part-00000"]
    (tmp_path / "index" / ".building").touch()
    with pytest.raises(UsageError, match="move it elsewhere"):
        _build(tmp_path, works)
    assert foreign.exists()
    with pytest.raises(UsageError, match="is a file"):
        build_index([works], works, on_bad=OnBad.STOP, mapper=one_by_one)
    other = tmp_path / "other"
    build_index([works], other, on_bad=OnBad.STOP, mapper=one_by_one)
    for name in ("part-of-a-thing", "part-00001"):
        (other / name).mkdir()
        (other / name / "data.bin").touch()
    with pytest.raises(UsageError, match="move it elsewhere"):
        update_index(other, updates=[works], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
    (other / "part-00001" / "data.bin").unlink()
    update_index(other, updates=[works], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
    assert (other / "part-of-a-thing" / "data.bin").exists()


def test_updates_and_deletes(tmp_path: Path) -> None:
    """A changed work is found as it is now and once; a deleted one is not found; again and again."""
    index = _build(tmp_path, _lines(tmp_path / "a.jsonl", *_works("1", "2", "3", "4", "5")))
    for step, (new, gone, left) in enumerate(
        (
            (_works("2", "6", said="Now of"), [{"id": "4"}, {"id": "9"}], {"1", "2", "3", "5", "6"}),
            (_works("2", "4", said="Later of"), [{"id": "5"}], {"1", "2", "3", "4", "6"}),
            ([], [{"id": "2"}], {"1", "3", "4", "6"}),
            (_works("1", "7", "8"), [{"id": "1"}, {"id": "7"}], {"3", "4", "6", "8"}),
        )
    ):
        updates = _lines(tmp_path / f"u{step}.jsonl", *new)
        deletes = _lines(tmp_path / f"d{step}.jsonl", *gone)
        built = update_index(index, updates=[updates], deletes=[deletes], on_bad=OnBad.STOP, mapper=one_by_one)
        assert set(_titles(index)) == left
        assert built.manifest.works == len(left)
    assert _titles(index)["4"] == "Later of 4"
    assert [origin.kind for origin in load_manifest(index).origins] == ["works", *["updates", "deletes"] * 4]


@pytest.mark.parametrize("told", ["told", ""])
def test_updates_come_in_parts_as_large_as_the_index_has(tmp_path: Path, told: str) -> None:
    """What memory was reckoned by holds for them too, whether the index tells the size or was built before it did."""
    index = _build(tmp_path, _lines(tmp_path / "a.jsonl", *_works("1", "2", "3")))
    if not told:
        manifest = json.loads((index / "index.json").read_text(encoding="utf-8"))
        del manifest["part_works"]
        (index / "index.json").write_text(json.dumps(manifest), encoding="utf-8")
    updates = _lines(tmp_path / "u.jsonl", *_works("4", "5", "6", "7", "8"))
    built = update_index(index, updates=[updates], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
    assert [part.works for part in built.manifest.parts] == [2, 1, 2, 2, 1]
    assert part_works_of(index) == new_part_works_of(index) == 2


def test_a_small_index_may_grow_in_large_parts(tmp_path: Path) -> None:
    """A first part that is not full says nothing of how large others may be."""
    index = _build(tmp_path, _lines(tmp_path / "a.jsonl", *_works("1")), part_works=4)
    assert (part_works_of(index), new_part_works_of(index)) == (1, 4)
    updates = _lines(tmp_path / "u.jsonl", *_works("2", "3", "4", "5"))
    built = update_index(index, updates=[updates], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
    assert [part.works for part in built.manifest.parts] == [1, 4]
    assert part_works_of(index) == 4


def test_details_are_those_of_the_newest(tmp_path: Path) -> None:
    """What was updated says what it says now, what was deleted nothing; a damaged file of them is told."""
    works = [each | {"citationcount": 7} for each in _works("1", "2", "3")]
    index = _build(tmp_path, _lines(tmp_path / "a.jsonl", *works))
    updates = _lines(tmp_path / "u.jsonl", {"id": "1", "title": "A Title of 1", "venue": "ICLR"})
    deletes = _lines(tmp_path / "d.jsonl", {"id": "3"})
    update_index(index, updates=[updates], deletes=[deletes], on_bad=OnBad.STOP, mapper=one_by_one)
    parts = load_manifest(index).parts
    found = {name: said for part in parts for name, said in load_details(index, part, {"1", "2", "3", "4"})}
    assert found == {"1": Details(venue="ICLR"), "2": Details(citation_count=7)}
    (index / parts[0].name / "details.parquet").write_bytes(b"PAR1")
    with pytest.raises(StorageError, match=r"details\.parquet is not what was built"):
        list(load_details(index, parts[0], {"2"}))


def test_a_part_may_be_indexed_twice(tmp_path: Path) -> None:
    """A step that is done again since its worker was lost gives the same part, before it told or after."""
    works = _lines(tmp_path / "a.jsonl", *_works("1", "2"))

    def twice(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        for step in todo:
            first = do(step)
            assert do(step) == first
            yield first

    build_index([works], tmp_path / "index", on_bad=OnBad.STOP, mapper=twice)
    assert set(_titles(tmp_path / "index")) == {"1", "2"}


class _Killed(BaseException):
    """What ends a process."""


def _tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_late_workers_of_a_killed_build_change_nothing(tmp_path: Path) -> None:
    """A step that a build left behind ends amid the next one of other works: these alone are in the index."""
    index = tmp_path / "index"
    written: dict[Path, bytes] = {}
    removed: set[Path] = set()

    def dying(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        for step in todo:
            before = _tree(index)
            do(step)
            after = _tree(index)
            written.update({path: body for path, body in after.items() if path not in before})
            removed.update(before.keys() - after.keys())
            raise _Killed
        yield from ()

    def late() -> None:
        """What the step does to the disk, once it comes to it."""
        for path, body in written.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        for path in removed:
            path.unlink(missing_ok=True)

    def beside(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        for step in todo:
            late()
            yield do(step)
            late()

    old = _lines(tmp_path / "old.jsonl", *_works("1", "2", "3", said="Old of"))
    with pytest.raises(_Killed):
        build_index([old], index, on_bad=OnBad.STOP, mapper=dying, part_works=2)
    new = _lines(tmp_path / "new.jsonl", *_works("5", "6", "7"))
    build_index([new], index, on_bad=OnBad.STOP, mapper=beside, part_works=2)
    assert _titles(index) == {each: f"A Title of {each}" for each in ("5", "6", "7")}
    assert removed
    update_index(index, updates=[], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
    assert {path.name for path in index.iterdir()} == {"part-00000", "part-00001", "index.json", ".lock"}


def test_one_run_writes_an_index(tmp_path: Path) -> None:
    """While one run builds or updates an index another is refused, and sees what the first made when it may."""
    works = _lines(tmp_path / "a.jsonl", *_works("1"))
    more = _lines(tmp_path / "b.jsonl", *_works("2"))

    def interrupted(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        for step in todo:
            with pytest.raises(LockedError, match="another run writes the index"):
                _build(tmp_path, more)
            yield do(step)

    index = tmp_path / "index"
    build_index([works], index, on_bad=OnBad.STOP, mapper=interrupted)

    def updated(do: Callable[[Step], Result], todo: Iterable[Step]) -> Iterator[Result]:
        for step in todo:
            with pytest.raises(LockedError, match="another run writes the index"):
                update_index(index, updates=[more], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
            yield do(step)

    update_index(index, updates=[more], deletes=[], on_bad=OnBad.STOP, mapper=updated)
    assert set(_titles(index)) == {"1", "2"}


def test_an_id_is_no_other_works_identifier(tmp_path: Path) -> None:
    """Who is deleted by an id goes alone, though another work bears it as an identifier."""
    works = [
        {"work_id": "arxiv:2106.09685", "title": "One"},
        {"work_id": "b", "title": "Two", "arxiv_id": "2106.09685"},
    ]
    index = _build(tmp_path, _lines(tmp_path / "a.jsonl", *works))
    deletes = _lines(tmp_path / "d.jsonl", {"id": "arxiv:2106.09685"})
    update_index(index, updates=[], deletes=[deletes], on_bad=OnBad.STOP, mapper=one_by_one)
    assert set(_titles(index)) == {"b"}


def test_a_damaged_index(tmp_path: Path) -> None:
    """A missing index, one of another format, a missing and a changed file are told with what to do."""
    index = _build(tmp_path, _lines(tmp_path / "a.jsonl", *_works("1")))
    (part,) = load_manifest(index).parts
    path = index / part.name / "terms.parquet"
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)
    with pytest.raises(StorageError, match="its digest is another one; build the index again"):
        load_part(index, part)
    path.unlink()
    with pytest.raises(StorageError, match="cannot be read"):
        load_part(index, part)
    told = json.loads((index / "index.json").read_text(encoding="utf-8"))
    broken: object
    for broken, remedy in (
        ({**told, "format": 99}, "bring the package up to date"),
        ({"format": 1}, "build it again from the same files: papers corpus build"),
        ([], "build it again"),
    ):
        (index / "index.json").write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(UsageError, match=remedy):
            load_manifest(index)
    with pytest.raises(StorageError, match="papers corpus build"):
        load_manifest(tmp_path / "nowhere")
