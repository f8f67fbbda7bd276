"""Tests of snapshots in object storage: order of writing, what a kill leaves, two machines at once, hostile content."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from pipeline.errors import LockedError, PapersError, SnapshotError, StorageError
from pipeline.snapshot.disk import Disk
from pipeline.snapshot.files import Content
from pipeline.snapshot.remote import RemoteFiles
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.upkeep import heal, remove
from pipeline.snapshot.verify import verify, verify_store
from tests.snapshot.failing import PowerLossError, Prepared, below, follow, prepared
from tests.snapshot.objects import BASE, ConditionalObjects, Objects, store_in

AS_OF = "2026-12-01"


@pytest.fixture
def first(small: Path) -> Prepared:
    """A first snapshot."""
    store = SnapshotStore(small)
    return prepared(store.find(), store.manifest(store.find()), as_of="2026-11-30", previous=None)


def _problems(store: SnapshotStore) -> list[str]:
    return [problem for verdict in verify_store(store, every=True) for problem in verdict.problems]


def _files(objects: Objects, path: str) -> dict[str, str]:
    return below(objects.digests(), f"{BASE}/{path}")


def test_the_pointer_is_written_last(first: Prepared, tmp_path: Path) -> None:
    """Tables, the manifest, the catalogue, then what readers look at; another machine reads the same bytes."""
    objects = Objects()
    store = store_in(objects, tmp_path / "here")
    with store.locked():
        first.publish(store)
    path = f"snapshots/snapshot_date=2026-11-30/run={first.manifest['run']}"
    assert objects.writes[:2] == [".writable", f"-{BASE}/.writable"]
    assert objects.writes[-3:] == [f"{path}/manifest.json", "catalog.json", "latest.json"]
    assert sorted(objects.writes[2:-3]) == sorted(f"{path}/{name}" for name in first.files)

    elsewhere = store_in(objects, tmp_path / "elsewhere")
    brought = elsewhere.find(names=["works.parquet"])
    assert sorted(file.name for file in brought.iterdir()) == ["manifest.json", "works.parquet"]
    assert (brought / "works.parquet").read_bytes() == first.files["works.parquet"]
    assert _problems(elsewhere) == []
    assert verify(elsewhere, elsewhere.find()) == []
    assert elsewhere.address_of(brought) == f"memory://bucket/prefix/{path}"


@pytest.mark.parametrize("done", [True, False])
def test_a_caller_lost_at_every_write(first: Prepared, tmp_path: Path, *, done: bool) -> None:
    """Readers see the old or the new snapshot; the next run, of any machine, makes what an undisturbed one makes."""
    begun = Objects()
    first.publish(store_in(begun, tmp_path / "begun"))
    new = follow(store_in(begun, tmp_path / "begun"), AS_OF)
    undisturbed = begun.copy()
    new.publish(store_in(undisturbed, tmp_path / "undisturbed"))
    seen = set()
    for number in range(1, len(undisturbed.writes) + 1):
        objects = begun.copy()
        objects.fails_at, objects.done = number, done
        with pytest.raises(StorageError) as lost:
            new.publish(store_in(objects, tmp_path / f"at-{number}"))
        assert isinstance(lost.value.__cause__, PowerLossError)

        objects.fails_at = 0
        store = store_in(objects, tmp_path / f"at-{number}-again")
        seen.add(store.path_of())
        assert _files(objects, store.path_of()) == _files(undisturbed, store.path_of()) != {}
        new.publish(store)
        assert objects.digests() == undisturbed.digests()
    assert len(seen) == (2 if done else 1)


def test_what_is_removed_goes_row_first(first: Prepared, tmp_path: Path) -> None:
    """A removal that loses its caller leaves no row without files, and the next run ends it."""
    begun = Objects()
    store = store_in(begun, tmp_path / "copies")
    first.publish(store)
    follow(store, AS_OF).publish(store)
    after = begun.copy()
    remove(store_in(after, tmp_path / "after"), [first.name])
    assert not after.find(f"{BASE}/snapshots/snapshot_date=2026-11-30")
    for number in itertools.count(1):
        objects = begun.copy()
        objects.fails_at = number
        store = store_in(objects, tmp_path / f"at-{number}")
        try:
            remove(store, [first.name])
        except StorageError:
            objects.fails_at = 0
            assert all(_files(objects, row["path"]) == _files(begun, row["path"]) != {} for row in store.rows())
            heal(store)
            remove(store, [first.name])
            assert objects.digests() == after.digests()
        else:
            break
    assert number == len(after.writes) + 1


@pytest.mark.parametrize("name", ["catalog.json", "latest.json"])
def test_of_two_machines_at_once_one_notices(first: Prepared, tmp_path: Path, name: str) -> None:
    """Whoever comes second to the pointer is refused with exit code 5; the other's snapshot stands."""
    objects = ConditionalObjects()
    here = store_in(objects, tmp_path / "here", "s3://bucket/prefix")
    first.publish(here)
    mine, theirs = follow(here, AS_OF), follow(here, "2026-12-02")
    there = store_in(objects, tmp_path / "there", "s3://bucket/prefix")

    def another_machine(path: str) -> None:
        if path.endswith(name):
            objects.before_write = lambda _: None
            theirs.publish(there)

    objects.before_write = another_machine
    with pytest.raises(LockedError, match=rf"s3://bucket/prefix/{name} was replaced by another run") as told:
        mine.publish(here)
    assert told.value.exit_code == 5
    assert there.path_of() == f"snapshots/snapshot_date=2026-12-02/run={theirs.manifest['run']}"
    assert _problems(there) == []

    heal(here)
    listed = {str(row["snapshot_id"]): row["status"] for row in here.rows()}
    assert listed.pop(mine.name, "withdrawn") == "withdrawn"
    assert listed == {first.name: "published", theirs.name: "published"}


def test_a_write_whose_answer_is_lost_is_no_other_machine(first: Prepared, tmp_path: Path) -> None:
    """A client that tries again finds its own content, and that is success."""
    store = store_in(ConditionalObjects(loses_answer=True), tmp_path, "s3://bucket/prefix")
    first.publish(store)
    assert _problems(store) == []


@pytest.mark.parametrize(
    ("url", "supported"), [("s3://bucket/prefix", True), ("s3://bucket/prefix", False), ("gs://bucket/prefix", True)]
)
def test_what_was_replaced_meanwhile_is_not_overwritten(tmp_path: Path, url: str, *, supported: bool) -> None:
    """With conditional writes or, where the service knows none, by looking first."""
    files = store_in(ConditionalObjects(supported=supported), tmp_path, url).files
    files.replace("latest.json", b"1", over=None)
    read = files.read("latest.json")
    assert read is not None
    files.replace("latest.json", b"2", over=read)
    for stale in (None, read):
        with pytest.raises(LockedError):
            files.replace("latest.json", b"3", over=stale)
    assert (files.read("latest.json") or Content(b"")).body == b"2"


def test_a_service_that_names_no_versions_is_looked_at_first(tmp_path: Path) -> None:
    """Where it does not say which content was read, no condition is made up."""

    class Nameless(ConditionalObjects):
        def info(self, path: str) -> Mapping[str, object]:
            return {"name": path}

        def pipe_file(self, path: str, value: bytes, **conditions: str) -> object:
            assert "IfMatch" not in conditions
            return Objects.pipe_file(self, path, value)

    files = store_in(Nameless(), tmp_path, "s3://bucket/prefix").files
    files.replace("latest.json", b"1", over=None)
    read = files.read("latest.json")
    files.replace("latest.json", b"2", over=read)
    with pytest.raises(LockedError):
        files.replace("latest.json", b"3", over=read)
    assert files.read("latest.json") == Content(b"2")


def test_harm_is_told_and_never_read(first: Prepared, tmp_path: Path) -> None:
    """A file that is not what was published is found by verify and refused by readers."""
    objects = Objects()
    store = store_in(objects, tmp_path / "here")
    first.publish(store)
    path = store.path_of()
    objects.kept.pipe_file(f"{BASE}/{path}/works.parquet", b"harm")
    objects.kept.pipe_file(f"{BASE}/{path}/more.txt", b"more")
    objects.kept.rm(f"{BASE}/{path}/report.html")
    elsewhere = store_in(objects, tmp_path / "elsewhere")
    problems = " ".join(_problems(elsewhere))
    assert "works.parquet: the content is not what was published" in problems
    assert "report.html: missing" in problems
    assert "more.txt: not in the manifest" in problems
    for name, told in (
        ("works.parquet", "is not what was published"),
        ("report.html", "is missing"),
        ("x", "has no x"),
    ):
        with pytest.raises(SnapshotError, match=told):
            elsewhere.find(names=[name])
    assert not list((tmp_path / "elsewhere").rglob("works.parquet"))


@pytest.mark.parametrize("name", ["works.parquet", "manifest.json"])
def test_a_copy_that_is_not_what_was_published_is_brought_again(first: Prepared, tmp_path: Path, name: str) -> None:
    """What became of a copy on this machine is never believed."""
    store = store_in(Objects(), tmp_path)
    first.publish(store)
    copy = store.find() / name
    published = copy.read_bytes()
    copy.write_bytes(published[:200])
    assert store.read_whole(None, ["works"])["works"].num_rows == store.rows()[0]["rows"]["works"]
    assert copy.read_bytes() == published

    copy.write_bytes(published[:200] if copy.suffix == ".parquet" else b'{"files": []}')
    assert _problems(store) == []


def test_what_is_brought_waits_for_the_disk(first: Prepared, tmp_path: Path) -> None:
    """A copy takes its name once its content is on disk, so that no loss of power leaves a part of it."""

    class Noting(Disk):
        synced: ClassVar[list[str]] = []

        def sync(self, path: Path) -> None:
            self.synced.append(path.name)

        def replace(self, path: Path, by: Path) -> None:
            assert self.synced[-1] == by.name
            super().replace(path, by)

    objects = Objects()
    first.publish(store_in(objects, tmp_path / "here"))
    elsewhere = store_in(objects, tmp_path / "elsewhere")
    elsewhere.files = RemoteFiles("memory://bucket/prefix", tmp_path / "elsewhere", opened=lambda _: (objects, BASE))
    elsewhere.files.disk = Noting()
    folder = elsewhere.find(names=["works.parquet"])
    assert Noting.synced[-1] == folder.name


@pytest.mark.parametrize(
    "manifest",
    ["{", "{}", '{"files": [{"name": "../../../../harm", "sha256": ""}]}'],
)
def test_a_hostile_manifest_leads_nowhere(tmp_path: Path, manifest: str) -> None:
    """A manifest that is none, or that names files elsewhere, is refused, and nothing is written there."""
    objects = Objects()
    objects.kept.pipe_file(f"{BASE}/latest.json", b'{"path": "snapshots/x"}')
    objects.kept.pipe_file(f"{BASE}/snapshots/x/manifest.json", manifest.encode())
    objects.kept.pipe_file("/bucket/harm", b"harm")
    with pytest.raises(SnapshotError, match=r"cannot be read|leads out of it"):
        store_in(objects, tmp_path / "copies").find()
    assert not [path for path in tmp_path.rglob("*") if path.name == "harm"]


def test_what_does_not_read_back_is_not_pointed_to(first: Prepared, tmp_path: Path) -> None:
    """An upload that arrives as other bytes ends the run before anything names it."""

    class Mangling(Objects):
        def put_file(self, lpath: str, rpath: str) -> object:
            return self.pipe_file(rpath, Path(lpath).read_bytes()[:-1])

    objects = Mangling()
    with pytest.raises(StorageError, match="does not read back as it was written"):
        first.publish(store_in(objects, tmp_path))
    assert store_in(objects, tmp_path).latest() is None


def test_a_place_that_cannot_be_used_is_told_with_the_remedy(tmp_path: Path) -> None:
    """Whatever the client raises, it is one sentence and exit code 2."""

    class Unreachable(Objects):
        def cat_file(self, path: str) -> bytes:
            raise RuntimeError(f"no route to {path}")

    with pytest.raises(PapersError, match=r"memory://bucket/prefix cannot be used \(RuntimeError: no route.*") as told:
        store_in(Unreachable(), tmp_path).latest()
    assert told.value.exit_code == 2
    assert "credentials are in the environment" in str(told.value)


def test_two_runs_of_one_machine_do_not_meet(tmp_path: Path) -> None:
    """The lock is a file of this machine, one per URL, wherever the copies lie."""
    one, two = (store_in(Objects(), tmp_path / name, f"memory://{tmp_path.name}/p") for name in "ab")
    with one.locked(), pytest.raises(LockedError, match="another run holds the lock of memory://"), two.locked():
        pass
