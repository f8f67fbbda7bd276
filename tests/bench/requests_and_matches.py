"""A refresh beside a plain loop of the two stock clients: requests, matches and wrong matches, in one run.

The plain loop does what most tools do: for each title one search on arXiv and one match on Semantic
Scholar, the first hit taken. Both ask the same sandbox, whose log counts.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import arxiv
import pandas as pd
from semanticscholar import SemanticScholar
from semanticscholar.SemanticScholarException import BadQueryParametersException, ObjectNotFoundException

from flows.parameters import RefreshParameters
from flows.runtime import in_sandbox, load_catalogue, make_job, now
from flows.stages import run_job
from pipeline.sandbox.app import Ledger, build_app
from pipeline.sandbox.server import serving
from pipeline.settings import Settings
from pipeline.snapshot.read import read_snapshot
from pipeline.titles import title_key
from tests.evaluation import EVALUATION_DATA

_PUBLIC_S = {"semantic_scholar": 1.0, "arxiv": 3.0}
"""Seconds a request takes at the public pace."""


def _stock_loop(titles: Sequence[str], url: str) -> list[str | None]:
    """The title that each client pair would attach to each listed title."""
    s2 = SemanticScholar(api_url=url, retry=False)
    client = arxiv.Client(page_size=1, delay_seconds=0, num_retries=0)
    client.query_url_format = url + "/api/query?{}"
    attached: list[str | None] = []
    for title in titles:
        query = title.replace('"', " ").replace("\\", " ")
        hits = list(client.results(arxiv.Search(query=f'ti:"{query}"', max_results=1)))
        try:
            best = s2.search_paper(title, match_title=True).title
        except (ObjectNotFoundException, BadQueryParametersException):
            # The client pastes a title into its URL as it is; one with "&" is refused.
            best = None
        attached.append(hits[0].title if hits else best)
    return attached


def _truth() -> list[set[str]] | None:
    """Title keys that are right for each entry, or None without the evaluation data."""
    if not EVALUATION_DATA.is_dir():
        return None
    with (EVALUATION_DATA / "seed_gold.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        {title_key(row["gold_title"])} if row["gold_exists"] == "yes" and row["is_non_paper"] == "no" else set()
        for row in rows
    ]


def _print(name: str, requests: dict[str, int], attached: Sequence[str | None], seconds: float) -> None:
    truth = _truth()
    matched = sum(title is not None for title in attached)
    public = sum(_PUBLIC_S[service] * count for service, count in requests.items())
    wrong = "unknown (no evaluation data)"
    if truth is not None:
        pairs = zip(attached, truth, strict=True)
        wrong = str(sum(title is not None and title_key(title) not in right for title, right in pairs))
    told = f"{sum(requests.values()):>5} requests {requests}, {matched} matched, {wrong} wrong"
    sys.stdout.write(f"{name:<14}{told}; {seconds:.1f} s here, {public:.0f} s of pacing at public rates\n")


def main() -> None:
    """Run both and print them."""
    with tempfile.TemporaryDirectory() as scratch:
        ledger = Ledger()
        with serving(build_app(load_catalogue(), ledger=ledger)) as url:
            out = Path(scratch) / "out"
            parameters = RefreshParameters(source="sandbox", out=str(out))
            began = time.perf_counter()
            run_job(in_sandbox(make_job(parameters, Settings(raw=Path(scratch)), now()), url))
            took = time.perf_counter() - began
            ours = {str(service): len(times) for service, times in ledger.times.items()}
            entries = read_snapshot(out, "entries")
            works = read_snapshot(out, "works").set_index("work_id")["title"]
            attached = [None if pd.isna(work) else str(works[work]) for work in entries["work_id"]]
            ledger.times.clear()
            began = time.perf_counter()
            stock = _stock_loop(list(entries["title"]), url)
            _print("refresh, cold", ours, attached, took)
            theirs = {str(service): len(times) for service, times in ledger.times.items()}
            _print("stock loop", theirs, stock, time.perf_counter() - began)
    ratio = sum(theirs.values()) / sum(ours.values())
    per_title = sum(ours.values()) / entries["title"].map(title_key).nunique()
    sys.stdout.write(f"{'':<14}{ratio:.1f} times fewer requests; {per_title:.2f} requests per distinct title\n")
