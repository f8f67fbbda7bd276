"""The project's own list as labelled pairs: what a link in a list is worth, of which one in six leads elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flows.parameters import RefreshParameters
from flows.runtime import in_sandbox, load_catalogue, make_job, make_tools, now
from flows.stages import PlainStages, ask_all
from pipeline.matching.compare import compare_all
from pipeline.model import SourceRecord
from pipeline.refresh import recall, staged_entries
from pipeline.sandbox.app import build_app
from pipeline.sandbox.server import serving
from pipeline.settings import Settings
from pipeline.titles import title_key
from tests.evaluation.works import rows_of
from tests.fitting.pairs import Pair


def linked_pairs() -> Iterator[Pair]:
    """Every entry of the list with every record that the sandbox has of it; none of them is held out."""
    with (
        tempfile.TemporaryDirectory(prefix="papers-") as folder,
        serving(build_app(load_catalogue())) as url,
    ):
        parameters = RefreshParameters(source="sandbox", out=str(Path(folder) / "out"))
        job = in_sandbox(make_job(parameters, Settings(raw=Path(folder)), now()), url)
        job = replace(job, workspace=Path(folder))
        PlainStages().read_list(job)
        ask_all(job, PlainStages())
        knowledge = recall(job, make_tools(job))
        for entry, truth in zip(staged_entries(job), rows_of("seed_gold.csv"), strict=True):
            for compared in compare_all(entry, knowledge):
                yield Pair(compared.evidence, _is_meant(compared.candidate.record, truth), held_out=False)


def _is_meant(record: SourceRecord, truth: dict[str, str | None]) -> bool:
    if truth["gold_exists"] != "yes":
        return False
    arxiv_ids = {truth["gold_arxiv_id"], *(truth["gold_alt_arxiv_ids"] or "").split("|")} - {None, ""}
    if record.arxiv_id and arxiv_ids:
        return record.arxiv_id in arxiv_ids
    if record.doi and truth["gold_doi"]:
        return record.doi.lower() == truth["gold_doi"].lower()
    return title_key(record.title) == title_key(truth["gold_title"] or "")
