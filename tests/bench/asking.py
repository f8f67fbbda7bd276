"""Requests that lists cost on first runs and on nights, and what faults cost, each in one run against the sandbox."""

from __future__ import annotations

import json
import logging
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flows.parameters import RefreshParameters
from flows.runtime import in_sandbox, load_catalogue, make_job
from flows.stages import run_job
from pipeline.bundled import LIST, bundled_file
from pipeline.errors import PapersError
from pipeline.model import Service
from pipeline.sandbox.catalogue import Catalogue, read_catalogue
from pipeline.sandbox.faults import Fault
from pipeline.sandbox.manners import MANNERS
from pipeline.settings import Settings
from pipeline.snapshot.read import read_snapshot
from pipeline.titles import title_key
from tests.evaluation import EVALUATION_DATA
from tests.refreshing import SMALL_LIST, let_pass, sandbox

if TYPE_CHECKING:
    import pandas as pd

_NIGHTS = 8
_MANY = 5000
_PUBLIC_S = {service: 1.05 * manners.interval_s for service, manners in MANNERS.items()}
"""Seconds that a request takes at the public pace, its margin included."""
_TIMEOUT_S = 0.5
_SHORT_TIMEOUT_S = 0.15
"""For a small list, whose replies are short."""
_SPEED = 100
"""Times the public pace that the sandbox keeps to where every pair of faults is tried."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run cost and came to."""

    requests: Counter[Service]
    retries: int
    seconds: float
    exit_code: int
    entries: pd.DataFrame | None

    @property
    def public_s(self) -> float:
        return sum(_PUBLIC_S[service] * count for service, count in self.requests.items())


class _Lists:
    """Runs of one list in one folder, each a given time after the one before."""

    def __init__(
        self, folder: Path, source: Path, catalogue: Catalogue, *, timeout_s: float = _TIMEOUT_S, speed: float = 1
    ) -> None:
        self.folder = folder
        self._source = source
        self._catalogue = catalogue
        self._timeout_s = timeout_s
        self._speed = speed

    def run(self, faults: str = "", *, later: timedelta = timedelta(0)) -> _Run:
        """Run the list once more.

        Args:
            faults: A plan of the switchboard.
            later: Time since the run before.
        """
        parameters = RefreshParameters(
            list_source=str(self._source), list_name="list", source="sandbox", out=str(self.folder / "out")
        )
        job = make_job(parameters, Settings(raw=self.folder / "raw", timeout=self._timeout_s if faults else 30), _now())
        let_pass(job, later)
        with sandbox(faults, self._catalogue, self._speed) as (url, ledger):
            began = time.perf_counter()
            retries, code = 0, 0
            try:
                retries = run_job(replace(in_sandbox(job, url), first_wait_s=0.001)).retries
            except PapersError as error:
                code = error.exit_code
            took = time.perf_counter() - began
        requests = Counter({service: len(times) for service, times in ledger.times.items()})
        stands = (self.folder / "out" / "latest.json").exists()
        entries = read_snapshot(self.folder / "out", "entries") if stands else None
        return _Run(requests, retries, took, code, entries)


def _now() -> datetime:
    return datetime.now(UTC)


def _many(folder: Path) -> tuple[Path, Catalogue]:
    """A list of thousands of linked papers, and a catalogue that has them all."""
    facts = [
        {"title": f"A Study of Subject {n} by Method {n % 97}", "authors": [f"Ada Example {n}"], "year": 2024}
        | {"arxiv_id": f"24{1 + n % 12:02}.{n:05}"}
        for n in range(_MANY)
    ]
    lines = (f"- [{each['title']}](https://arxiv.org/abs/{each['arxiv_id']})" for each in facts)
    path = folder / "many.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path, read_catalogue("\n".join(json.dumps(each) for each in facts), "many")


def _say(what: str, run: _Run, asked: str) -> None:
    assert run.entries is not None
    count = sum(run.requests.values())
    titles = run.entries["title"].map(title_key).nunique()
    told = f"{count:>4} requests, {count / titles:.3f} per title; {run.public_s:.0f} s at public rates"
    sys.stdout.write(f"  {what:<52}{told}, {run.seconds:.1f} s here; asked: {asked}\n")


def _economy(scratch: Path) -> None:
    catalogue = load_catalogue()
    bundled = bundled_file(LIST)
    sources = [("the bundled list", bundled, "<= 0.30")]
    if EVALUATION_DATA.is_dir():
        sources = [
            ("scraped, without links, first run", EVALUATION_DATA / "seed.txt", "<= 0.30"),
            ("with links, first run", EVALUATION_DATA / "upstream_readme.md", "<= 0.15"),
        ]
    for number, (what, source, asked) in enumerate(sources):
        lists = _Lists(scratch / str(number), source, catalogue)
        first = lists.run()
        _say(what, first, asked)
        _say("  again within the hour", lists.run(later=timedelta(minutes=50)), "0")
        nights = [sum(lists.run(later=timedelta(days=1)).requests.values()) for _ in range(_NIGHTS)]
        assert first.entries is not None
        absent = (first.entries["status"] != "matched") | (
            first.entries["relation"].isin(["retitled", "name_prefix", "subtitle", "word_form"])
        )
        told = f"requests on {_NIGHTS} nights: {', '.join(map(str, nights))}; {absent.sum()} titles that no service has"
        sys.stdout.write(f"    {told}; asked: <= 3, and one for each of them that is due\n")
    source, many = _many(scratch)
    _say(f"{_MANY} linked entries, first run", _Lists(scratch / "many", source, many).run(), "<= 40")


def _faults(scratch: Path) -> None:
    """Every fault alone, at either service and at both, on the bundled list; then every pair, on a small one."""
    # The runs say what they wait for; here it is what they are for.
    logging.disable(logging.WARNING)
    alone = [f"{service}:{fault}" for service in ("s2", "arxiv", "all") for fault in Fault]
    _fault_table("each fault alone, the bundled list", scratch / "alone", bundled_file(LIST), alone)
    small = scratch / "small.md"
    small.write_text(SMALL_LIST, encoding="utf-8")
    at_both = [f"s2:{one},arxiv:{other}" for one in Fault for other in Fault if one is not other]
    in_turn = [f"all:{one}@1,all:{other}@2" for one in Fault for other in Fault]
    timing = {"timeout_s": _SHORT_TIMEOUT_S, "speed": _SPEED}
    _fault_table("pairs, a small list", scratch / "pairs", small, [*at_both, *in_turn], **timing)
    logging.disable(logging.NOTSET)


def _fault_table(what: str, scratch: Path, source: Path, plans: Sequence[str], **timing: float) -> None:
    catalogue = load_catalogue()
    undisturbed = _Lists(scratch / "undisturbed", source, catalogue)
    expected = undisturbed.run().entries
    assert expected is not None
    sys.stdout.write(f"  {what}; first run and night: requests, retries, seconds, exit code, verdicts\n")
    codes: Counter[int] = Counter()
    wrong = 0
    for plan in plans:
        told = []
        for kind in ("first", "night"):
            folder = scratch / kind
            if kind == "night":
                shutil.copytree(undisturbed.folder, folder)
            run = _Lists(folder, source, catalogue, **timing).run(plan, later=timedelta(days=1))
            codes[run.exit_code] += 1
            wrong += _wrong(run, expected)
            told.append(_told(run, expected))
            shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.write(f"    {plan:<40}{told[0]:<56}{told[1]}\n")
    ended = ", ".join(f"{count} with exit code {code}" for code, count in sorted(codes.items()))
    sys.stdout.write(f"    {codes.total()} runs, {ended}: {wrong} wrong verdicts; asked: 0, and exit codes 0 and 3\n")


def _wrong(run: _Run, expected: pd.DataFrame) -> int:
    """Verdicts other than the undisturbed run's, those apart that are left open."""
    if run.entries is None:
        return 0
    told = run.entries["status"] != "unchecked"
    other = (run.entries["status"] != expected["status"]) | (
        run.entries["work_id"].fillna("") != expected["work_id"].fillna("")
    )
    return int((told & other).sum())


def _told(run: _Run, expected: pd.DataFrame) -> str:
    cost = f"{sum(run.requests.values()):>3} {run.retries:>3} {run.seconds:>5.1f} s  exit {run.exit_code}"
    if run.entries is None:
        return f"{cost}  nothing published"
    unchecked, stale = int((run.entries["status"] == "unchecked").sum()), int(run.entries["stale"].sum())
    return f"{cost}  {unchecked} unchecked, {stale} stale, {_wrong(run, expected)} wrong"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        (Path(folder) / "economy").mkdir()
        _economy(Path(folder) / "economy")
        _faults(Path(folder) / "faults")


if __name__ == "__main__":
    main()
