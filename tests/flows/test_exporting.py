"""Tests of what is exported of a published snapshot, and of what is refused."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from bibtexparser.entrypoint import parse_string

from flows.exporting import Exported, export_snapshot, write_file
from pipeline import bundled
from pipeline.curated.parse import parse_list
from pipeline.errors import SnapshotError, UsageError
from pipeline.export.wish import Form, Wish
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.schema import LIST

BUNDLED = bundled.bundled_file(bundled.LIST)


@pytest.fixture
def here(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of the published snapshot."""
    monkeypatch.chdir(workplace)
    return workplace


def _export(form: Form, **wish: object) -> Exported:
    return export_snapshot(Wish(form=form, **wish), None, "sandbox")  # type: ignore[arg-type]


@pytest.mark.usefixtures("here")
def test_the_archived_list_comes_back_corrected() -> None:
    """From the archive, with what was corrected said; entries and lines are as many as before."""
    made = _export(Form.MARKDOWN)
    before, after = BUNDLED.read_text(encoding="utf-8"), made.body.decode()
    changed = [pair for pair in zip(before.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]]

    assert (made.said[0], made.said[-1]) == (
        "Corrected: 19 links, 3 titles.",
        "From the sandbox: no service was asked.",
    )
    assert len([line for line in made.left if "it may be right, see" in line]) == 9
    assert len(changed) == 21
    assert all(line.startswith("- ") for pair in changed for line in pair)
    assert len(parse_list(after, "x").entries) == 372


def test_git_applies_the_patch_to_the_lists_file(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the folder of the list's repository, whatever the name and place of the file."""
    shutil.copytree(here / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(here / "data" / "enriched", tmp_path / "data" / "enriched")
    monkeypatch.chdir(tmp_path)
    file = Path("papers to read") / "l\u00efst.md"
    file.parent.mkdir()
    shutil.copy(BUNDLED, file)
    corrected = _export(Form.MARKDOWN, list_file=str(file)).body
    patch = _export(Form.MARKDOWN, list_file=str(file), diff=True).body

    subprocess.run(["git", "init", "--quiet"], check=True)
    subprocess.run(["git", "apply", "-"], input=patch, check=True)
    assert file.read_bytes() == corrected


@pytest.mark.usefixtures("here")
def test_badges_stand_beside_known_papers() -> None:
    """And the list says what it said."""
    plain, badged = (_export(Form.MARKDOWN, badges=badges).body.decode() for badges in (False, True))
    assert badged.count(" citations on ") > 50
    assert parse_list(badged, "x").entries == parse_list(plain, "x").entries


@pytest.mark.usefixtures("here")
def test_citations_name_each_work_once() -> None:
    """As many in both formats, and what is left out is said."""
    bibtex, csl = _export(Form.BIBTEX), _export(Form.CSL_JSON)
    library = parse_string(bibtex.body.decode())
    keys = [entry.key for entry in library.entries]

    assert not library.failed_blocks
    assert len(set(keys)) == len(keys) == 319
    assert [item["id"] for item in json.loads(csl.body)] == keys
    assert bibtex.said[0] == "24 of 372 entries are left out, since no paper was matched to them."


@pytest.mark.usefixtures("here")
def test_the_table_has_a_row_for_each_entry() -> None:
    """Under the names of the table's columns."""
    head, *rows = _export(Form.CSV).body.decode().split("\r\n")
    assert head.startswith("position,entry_id,title,")
    assert len(rows) == 372 + 1


def _older(nights: Path) -> tuple[str, str]:
    """The folder and the first snapshot of nights by two releases."""
    folder = nights / "data" / "enriched" / "sandbox"
    return str(folder), str(SnapshotStore(folder).rows()[0]["snapshot_id"])


def test_an_older_snapshot_is_a_table_too(nights: Path) -> None:
    """It has no flat table and lacks columns: the table is made from the others, empty where they say nothing."""
    out, oldest = _older(nights)
    made = export_snapshot(Wish(form=Form.CSV, snapshot_id=oldest), out, "sandbox")
    rows = list(csv.DictReader(io.StringIO(made.body.decode(), newline="")))

    assert list(rows[0]) == [column.name for column in LIST.columns]
    assert len(rows) == 372
    assert rows[0]["title"] == "LLaMA: Open and Efficient Foundation Language Models"
    assert {row["withdrawn"] for row in rows} == {""}


@pytest.mark.parametrize("form", [Form.BIBTEX, Form.CSL_JSON])
def test_an_older_snapshot_is_cited_too(nights: Path, form: Form) -> None:
    """Authors of which it is not said whether they are all are not said to be some."""
    out, oldest = _older(nights)
    body = export_snapshot(Wish(form=form, snapshot_id=oldest), out, "sandbox").body.decode()
    assert "LLaMA" in body
    assert " and others}" not in body
    assert '"literal": "others"' not in body


def test_an_older_snapshot_without_findings_says_so(nights: Path) -> None:
    """Nothing of it can be corrected."""
    out, oldest = _older(nights)
    wish = Wish(form=Form.MARKDOWN, snapshot_id=oldest, list_file=str(BUNDLED))
    with pytest.raises(SnapshotError, match="has no findings: its schema version"):
        export_snapshot(wish, out, "sandbox")


@pytest.mark.usefixtures("here")
def test_another_list_is_refused(tmp_path: Path) -> None:
    """One byte more is another list; one that is not there is none."""
    other = tmp_path / "other.md"
    other.write_bytes(BUNDLED.read_bytes() + b"\n")
    with pytest.raises(UsageError, match="is not what snapshot"):
        _export(Form.MARKDOWN, list_file=str(other))
    with pytest.raises(UsageError, match="cannot be read"):
        _export(Form.MARKDOWN, list_file=str(tmp_path / "none.md"))


def test_without_its_archive_the_list_is_asked_for(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot that was copied alone says what it lacks, and takes the file."""
    monkeypatch.chdir(tmp_path)
    alone = Wish(form=Form.MARKDOWN)
    with pytest.raises(SnapshotError, match="name its file with --list"):
        export_snapshot(alone, str(published), "sandbox")
    shutil.copy(BUNDLED, "mine.md")
    named = Wish(form=Form.MARKDOWN, list_file="mine.md", diff=True)
    assert export_snapshot(named, str(published), "sandbox").body.startswith(b"--- a/mine.md\n")


@pytest.mark.parametrize("start", [".", "docs"])
def test_the_patch_is_for_the_folder_it_is_made_in(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    """Of a repository's root or of a folder of it, by whatever way the list is named."""
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs" / "list.md"
    shutil.copy(BUNDLED, file)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path / start)
    (tmp_path / start / "link.md").symlink_to(file)
    whole = export_snapshot(Wish(form=Form.MARKDOWN, list_file=str(file)), str(published), "sandbox").body
    patches = {
        export_snapshot(Wish(form=Form.MARKDOWN, list_file=named, diff=True), str(published), "sandbox").body
        for named in (str(file), "link.md", os.path.relpath(file), f"../{tmp_path.joinpath(start).name}/link.md")
    }

    (patch,) = patches
    subprocess.run(["git", "apply", "-"], input=patch, check=True)
    assert file.read_bytes() == whole != BUNDLED.read_bytes()


def test_no_patch_is_made_of_a_list_elsewhere(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git would refuse it, or apply it to another file."""
    shutil.copy(BUNDLED, tmp_path / "README.md")
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    wish = Wish(form=Form.MARKDOWN, list_file="../README.md", diff=True)
    with pytest.raises(UsageError, match=r"README\.md is not below the current folder"):
        export_snapshot(wish, str(published), "sandbox")


def test_a_patch_is_made_of_a_file_that_is_named() -> None:
    """Any other name would be made up, and the patch not apply."""
    with pytest.raises(UsageError, match="add --list FILE"):
        Wish(form=Form.MARKDOWN, diff=True)


@pytest.mark.parametrize(
    ("name", "body"),
    [("works.parquet", b"PAR1"), ("list.parquet", b""), ("findings.parquet", None), ("manifest.json", b"{}")],
)
@pytest.mark.parametrize("form", list(Form))
def test_a_damaged_snapshot_is_not_given_on(
    published: Path, tmp_path: Path, form: Form, name: str, body: bytes | None
) -> None:
    """A file that is cut short, emptied, changed or gone is named where it would be read."""
    read = {
        Form.CSV: {"list.parquet"},
        Form.MARKDOWN: {"works.parquet", "findings.parquet"},
        Form.BIBTEX: {"works.parquet"},
        Form.CSL_JSON: {"works.parquet"},
    }
    store = SnapshotStore(Path(shutil.copytree(published, tmp_path / "copy")))
    file = store.find() / name
    if body is None:
        pq.write_table(pq.read_table(file, partitioning=None).slice(1), file)
    else:
        file.write_bytes(body)
    wish = Wish(form=form, list_file=str(BUNDLED) if form is Form.MARKDOWN else None)

    if name in read[form] | {"manifest.json"}:
        with pytest.raises(SnapshotError, match=f"{name} is not what was published"):
            export_snapshot(wish, str(store.root), "sandbox")
    else:
        assert export_snapshot(wish, str(store.root), "sandbox").body


@pytest.mark.parametrize("given", [{"diff": True}, {"badges": True}, {"list_file": "x.md"}])
def test_options_of_the_list_are_for_the_list(given: dict[str, object]) -> None:
    """Elsewhere they would be passed over without a word."""
    with pytest.raises(UsageError, match="use --format markdown"):
        Wish(form=Form.CSV, **given)  # type: ignore[arg-type]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """In place of another; nothing is left beside it, and a place that cannot be written is said."""
    file = tmp_path / "out.bib"
    file.write_bytes(b"before")
    write_file(file, b"after")
    assert file.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(UsageError, match="name another file"):
        write_file(tmp_path / "none" / "out.bib", b"")


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    """What may be read by its owner alone does not become readable to all by being written again."""
    file, link, loose = tmp_path / "out.bib", tmp_path / "link.bib", tmp_path / "loose.bib"
    file.write_bytes(b"before")
    file.chmod(0o600)
    link.symlink_to(file.name)
    loose.symlink_to("new.bib")
    write_file(link, b"after")
    write_file(loose, b"made")

    assert link.is_symlink()
    assert loose.is_symlink()
    assert file.read_bytes() == b"after"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (tmp_path / "new.bib").read_bytes() == b"made"


@pytest.mark.parametrize("linked", [False, True])
def test_what_is_no_regular_file_is_written_to(tmp_path: Path, *, linked: bool) -> None:
    """A pipe stays a pipe, and who reads it gets everything."""
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(link if linked else pipe, b"what is given on")
        assert os.read(reader, 100) == b"what is given on"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()


def test_links_in_a_circle_and_folders_are_refused(tmp_path: Path) -> None:
    """They are no place for a file."""
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    for place in (circle, tmp_path):
        with pytest.raises(UsageError, match="name another file"):
            write_file(place, b"")
