"""Tests of the folder for a static host."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import SnapshotError, StorageError, UsageError
from pipeline.report.history import Dated, render_dictionary_page, render_history
from pipeline.site import MARKER, build_site
from pipeline.snapshot.disk import Disk
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.schema import TABLES
from tests.refreshing import SMALL_LIST, STARTED, run_at, sandbox
from tests.report.pages import AS_OF, Parsed
from tests.report.test_page import HOSTILE


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights of a small list, the second without a service; read it only."""
    folder = tmp_path_factory.mktemp("nights")
    for number, faults in enumerate(("", "s2:down")):
        with sandbox(faults) as (url, _):
            run_at(folder, url, SMALL_LIST, STARTED + timedelta(days=number))
    return folder / "out"


@pytest.fixture
def store(nights: Path, tmp_path: Path) -> SnapshotStore:
    """A copy of them."""
    shutil.copytree(nights, tmp_path / "out")
    return SnapshotStore(tmp_path / "out")


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _links(page: Path) -> set[str]:
    """Where a page leads within the site."""
    hrefs = re.findall(r'href="([^"]*)"', page.read_text(encoding="utf-8"))
    return {href for href in hrefs if not href.startswith(("#", "https://", "http://"))}


def test_a_site_has_all_that_was_published(store: SnapshotStore, tmp_path: Path) -> None:
    """The newest report, every report as it was published, the history from the newest on, the dictionary."""
    site = tmp_path / "site"
    built = build_site(store, site)
    ids = [row["snapshot_id"] for row in store.rows()]
    reports = {f"reports/{name}.html" for name in ids}
    assert _names(site) == {MARKER, "index.html", "report.html", "dictionary.html", *reports}
    assert (built.snapshots, built.newest, built.written, built.left_out) == (2, ids[-1], 5, ())
    assert (site / "report.html").read_bytes() == (store.find() / "report.html").read_bytes()
    history = (site / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="reports/([^"]+)\.html"', history) == ids[::-1]
    assert "without Semantic Scholar" in history
    assert "<polyline" in history
    assert "<strong>Sandbox.</strong>" in history


def test_every_link_leads_somewhere(store: SnapshotStore, tmp_path: Path) -> None:
    """All links within the site are relative and lead to files of it, so that it works below any address."""
    site = tmp_path / "site"
    build_site(store, site)
    for page in site.rglob("*.html"):
        for link in _links(page):
            assert (page.parent / link).resolve().is_relative_to(site.resolve())
            assert (page.parent / link).is_file(), link


def test_the_same_again_writes_nothing(store: SnapshotStore, tmp_path: Path) -> None:
    """A second run finds all as it is to be, and touches no file."""
    site = tmp_path / "site"
    build_site(store, site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert build_site(store, site).written == 0
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_what_is_gone_goes_and_what_is_others_stays(store: SnapshotStore, tmp_path: Path) -> None:
    """A page whose snapshot was removed is removed; a file that the site did not make is left alone."""
    site = tmp_path / "site"
    build_site(store, site)
    for name in ("CNAME", "reports/2020-01-01-0123456789ab.html", "reports/of-others.txt"):
        (site / name).write_text("x", encoding="utf-8")
    (tmp_path / "precious.html").write_text("x", encoding="utf-8")
    marker = json.loads((site / MARKER).read_bytes())
    marker["files"] += ["reports/2020-01-01-0123456789ab.html", "../precious.html", "reports/../../precious.html"]
    (site / MARKER).write_text(json.dumps(marker), encoding="utf-8")
    build_site(store, site)
    assert not (site / "reports/2020-01-01-0123456789ab.html").exists()
    assert (site / "CNAME").exists()
    assert (site / "reports/of-others.txt").exists()
    assert (tmp_path / "precious.html").exists()


@pytest.mark.parametrize(
    "content", [None, "not JSON", "[]", '{"made_by": "curated-papers"}', '{"made_by": 1, "files": 2}']
)
def test_a_folder_of_others_is_refused(store: SnapshotStore, tmp_path: Path, content: str | None) -> None:
    """Whatever lies in a folder that no site was made in stays as it is."""
    site = tmp_path / "home"
    site.mkdir()
    (site / "index.html").write_text("mine", encoding="utf-8")
    if content is not None:
        (site / MARKER).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="expected a new or empty folder"):
        build_site(store, site)
    assert (site / "index.html").read_text(encoding="utf-8") == "mine"
    with pytest.raises(UsageError, match="found a file"):
        build_site(store, site / "index.html")


def test_the_site_of_another_list_is_refused(store: SnapshotStore, published: Path, tmp_path: Path) -> None:
    """Two lists do not write over each other."""
    site = tmp_path / "site"
    build_site(store, site)
    with pytest.raises(UsageError, match="holds the site of the list 'small' from sandbox"):
        build_site(SnapshotStore(published), site)


def test_an_empty_folder_becomes_a_site(store: SnapshotStore, tmp_path: Path) -> None:
    """One that a host made beforehand, say."""
    (tmp_path / "site").mkdir()
    assert build_site(store, tmp_path / "site").written == 5


def test_damage_is_told(store: SnapshotStore, tmp_path: Path) -> None:
    """An older snapshot that is not as it was published is left out and said; the newest one ends the command."""
    older, newest = (row["snapshot_id"] for row in store.rows())
    (store.find(older) / "report.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    built = build_site(store, tmp_path / "site")
    assert (built.snapshots, len(built.left_out)) == (1, 1)
    assert "report.html is missing or not what was published" in built.left_out[0]
    (store.find(newest) / "report.html").unlink()
    with pytest.raises(SnapshotError, match="is missing or not what was published"):
        build_site(store, tmp_path / "site")


def test_the_newest_is_what_the_pointer_names(store: SnapshotStore, nights: Path, tmp_path: Path) -> None:
    """After `latest.json` of an older snapshot was put in place, what came later is shown no more."""
    older, _ = store.rows()
    manifest = json.loads((store.find(older["snapshot_id"]) / "manifest.json").read_bytes())
    latest = json.loads((nights / "latest.json").read_bytes())
    pointed = {
        "snapshot_id": older["snapshot_id"],
        "path": older["path"],
        "manifest_sha256": older["manifest_sha256"],
        "schema_version": manifest["schema_version"],
    }
    (store.root / "latest.json").write_text(json.dumps(latest | pointed), encoding="utf-8")
    built = build_site(store, tmp_path / "site")
    assert (built.newest, built.snapshots) == (older["snapshot_id"], 1)
    published = (store.find(older["snapshot_id"]) / "report.html").read_bytes()
    assert (tmp_path / "site" / "report.html").read_bytes() == published


def test_nothing_is_written_elsewhere(store: SnapshotStore, tmp_path: Path) -> None:
    """Neither through a link, nor among the snapshots."""
    (tmp_path / "home").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "reports").symlink_to(tmp_path / "home")
    with pytest.raises(UsageError, match="found a link"):
        build_site(store, tmp_path / "site")
    with pytest.raises(UsageError, match="lies among the snapshots"):
        build_site(store, store.find() / "site")
    assert not list((tmp_path / "home").iterdir())


def test_without_a_snapshot_there_is_no_site(tmp_path: Path) -> None:
    """It says what to do first."""
    with pytest.raises(SnapshotError, match="run 'papers refresh' first"):
        build_site(SnapshotStore(tmp_path / "nothing"), tmp_path / "site")


class _FullDisk(Disk):
    """A disk on which only so many files can be replaced."""

    def __init__(self, left: int) -> None:
        self.left = left

    def replace(self, path: Path, by: Path) -> None:
        """Replace a file, as long as there is room."""
        if self.left == 0:
            raise OSError(28, "No space left on device", str(path))
        self.left -= 1
        super().replace(path, by)


@pytest.mark.parametrize("left", range(6))
def test_a_run_that_ends_in_the_middle_leaves_no_broken_link(store: SnapshotStore, tmp_path: Path, left: int) -> None:
    """Wherever a run ends, the history leads only to pages that are there, and the next run completes the site."""
    site = tmp_path / "site"
    with pytest.raises(StorageError, match="free space there"):
        build_site(store, site, _FullDisk(left))
    for page in site.glob("index.html"):
        assert _links(page) <= _names(site)
    assert build_site(store, site).files == 5
    assert _links(site / "index.html") <= _names(site)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_stays_text(hostile: str) -> None:
    """A list may be called anything."""
    dated = Dated(
        snapshot_id="s", as_of=AS_OF, entries=1, matched=1, works=1, findings=0, without=(), url="reports/s.html"
    )
    pages = [
        (render_history(name, source="live", snapshots=[dated], trend=[]), render_dictionary_page(name, source="live"))
        for name in (hostile, "harmless")
    ]
    for made, harmless in zip(*pages, strict=True):
        assert Parsed(made).tags == Parsed(harmless).tags
        assert not [name for name, _ in Parsed(made).attributes if name.startswith("on")]


def test_the_dictionary_describes_every_column() -> None:
    """Each table has its part, and each column its row, in the words of its declaration."""
    page = render_dictionary_page("a list", source="live")
    text = " ".join(Parsed(page).text.split())
    for table in TABLES:
        assert f'<h2 id="{table.name}">' in page
        for column in table.columns:
            assert f"<code>{column.name}</code>" in page
            assert " ".join(column.told.split()[:6]) in text


def test_the_command_says_where_the_site_is(store: SnapshotStore, tmp_path: Path) -> None:
    """One line on stdout; what is left out on stderr."""
    (store.find(store.rows()[0]["snapshot_id"]) / "report.html").unlink()
    command = [sys.executable, "-m", "pipeline.cli", "site", "--out", str(store.root), "--to", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{tmp_path / 'site' / 'index.html'}: snapshots: 1, the newest ")
    assert "is left out" in done.stderr
