"""The bundled list from a corpus of a million works by the command: how much is found, and that none of it is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.titles import title_key
from tests.evaluation import EVALUATION_DATA, needs_evaluation_data
from tests.evaluation.works import rows_of

pytestmark = [pytest.mark.system, needs_evaluation_data]
_FEWEST = 320
"""Entries that are matched at the least; it was 330 of 372."""


def _papers(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "--quiet", *arguments]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAPERS_")}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=600)


def _is_meant(work: dict[str, object], truth: dict[str, str | None]) -> bool:
    if truth["gold_exists"] != "yes":
        return False
    arxiv_ids = {truth["gold_arxiv_id"], *(truth["gold_alt_arxiv_ids"] or "").split("|")} - {None, ""}
    titles = {truth["gold_title"] or "", *(truth["gold_other_titles"] or "").split("|")} - {""}
    return work["arxiv_id"] in arxiv_ids or title_key(str(work["title"])) in set(map(title_key, titles))


def test_the_bundled_list_from_a_corpus(tmp_path: Path) -> None:
    """Most of it is found, and every paper that is attached is the one meant; it comes again without the corpus."""
    built = _papers(tmp_path, "corpus", "build", str(EVALUATION_DATA / "works.parquet"), "--to", "index")
    assert built.returncode == 0, built.stderr
    done = _papers(tmp_path, "refresh", "--source", "corpus", "--corpus", "index", "--engine", "local", "--json")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    folder = tmp_path / outcome["path"]
    entries = pq.read_table(folder / "entries.parquet").to_pylist()
    works = {work["work_id"]: work for work in pq.read_table(folder / "works.parquet").to_pylist()}
    judged = [
        (entry["title"], works[entry["work_id"]], truth)
        for entry, truth in zip(entries, rows_of("seed_gold.csv"), strict=True)
        if entry["status"] == "matched"
    ]
    wrong = [f"{title!r} is not {work['title']!r}" for title, work, truth in judged if not _is_meant(work, truth)]
    sys.stdout.write(f"from the corpus: {len(judged)} of {len(entries)} matched, {len(wrong)} wrongly\n")
    assert not wrong
    assert len(judged) >= _FEWEST
    (tmp_path / "index").rename(tmp_path / "away")
    again = _papers(tmp_path, "rebuild", "--source", "corpus")
    assert again.returncode == 0, again.stdout + again.stderr
