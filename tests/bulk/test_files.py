"""Tests of which files of a folder are read."""

from __future__ import annotations

from pathlib import Path

from pipeline.bulk.files import files_of, strangers_of


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def _names(folder: Path, paths: list[Path]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_what_is_read_of_a_folder(tmp_path: Path) -> None:
    """Known kinds in any case of letters, also in folders below, by name; hidden files and folders are passed over."""
    known = ["A.JSONL", "b.ndjson", "c.jsonl.gz", "d.json", "year=2020/p.parquet", "year=2021/q.parquet", "z.GZ"]
    _touch(tmp_path, *known, ".hidden.jsonl", "_SUCCESS", "_temporary/0/p.parquet", ".git/x.json", "year=2020/.p.crc")
    assert _names(tmp_path, files_of([tmp_path])) == known
    assert strangers_of([tmp_path]) == []


def test_what_is_of_no_known_kind_is_a_stranger(tmp_path: Path) -> None:
    """Whatever may hold works is one; what tells of the others is not, and what was named itself is read."""
    _touch(tmp_path, "README.md", "LICENSE", "manifest", "SHA256SUMS", "a.jsonl", "a.jsonl.sha256")
    strangers = ["b.jsonl.zst", "below/c.csv", "old/index.json", "x"]
    _touch(tmp_path, *strangers, "old/part-00000/works.parquet")
    assert _names(tmp_path, files_of([tmp_path])) == ["a.jsonl"]
    assert _names(tmp_path, strangers_of([tmp_path])) == ["b.jsonl.zst", "below/c.csv", "old", "x"]
    assert files_of([tmp_path / "x"]) == [tmp_path / "x"]
    assert strangers_of([tmp_path / "x"]) == []


def test_links_are_followed_and_end(tmp_path: Path) -> None:
    """A folder of links to shards is read as they are; one that leads back to where it stands is not gone into."""
    _touch(tmp_path, "shards/a.jsonl")
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "one").symlink_to(tmp_path / "shards")
    (tmp_path / "shards" / "back").symlink_to(tmp_path / "all")
    assert _names(tmp_path, files_of([tmp_path / "all"])) == ["all/one/a.jsonl"]
