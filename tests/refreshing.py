"""Refreshes of a small list against the sandbox, and time that passes between them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.parameters import RefreshParameters
from flows.runtime import in_sandbox, load_catalogue, make_job
from flows.stages import run_job
from pipeline.doctor.services import HEALTHY
from pipeline.job import Job, Outcome
from pipeline.sandbox.app import Ledger, build_app
from pipeline.sandbox.catalogue import Catalogue
from pipeline.sandbox.faults import parse_faults
from pipeline.sandbox.server import serving
from pipeline.settings import Settings

STARTED = datetime(2026, 11, 22, 11, tzinfo=UTC)

SMALL_LIST = """# A list

## Alignment

- [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685)
- [Qlora: Efficient finetuning of quantized LLMs](https://arxiv.org/abs/2412.00001) (NeurIPS 2024)
- [FREEHAND: Learning from Offline Human Feedback](https://arxiv.org/abs/2310.08207)
- Claude [Paper](https://www.anthropic.com/news/claude-2)
- Proximal policy optimization algorithms
"""


def a_job(folder: Path, url: str, text: str = SMALL_LIST, at: datetime | None = None) -> Job:
    """A job on a small list, against whatever answers at `url`.

    Args:
        at: When it begins; now by default, on a date that is always the same.
    """
    (folder / "small.md").write_text(text, encoding="utf-8")
    parameters = RefreshParameters(list_source=str(folder / "small.md"), out=str(folder / "out"), source="sandbox")
    job = make_job(parameters, Settings(raw=folder / "raw", timeout=20), STARTED)
    as_of = (at or STARTED).date()
    return replace(in_sandbox(job, url), first_wait_s=0.001, started_at=at or datetime.now(UTC), as_of=as_of)


def run_at(folder: Path, url: str, text: str, at: datetime) -> Outcome:
    """Run such a job by a clock that stands still."""
    return run_job(a_job(folder, url, text, at), lambda: at)


def environ_at(url: str, **more: str) -> dict[str, str]:
    """The environment of a run whose services are all at `url`, asked at no pace to speak of.

    Args:
        more: What else to set, or to set otherwise, such as `S2_API_KEY`; without the prefix `PAPERS_`.
    """
    urls = {each.setting: url for each in HEALTHY.values()}
    quick = {"S2_RATE": "1000", "ARXIV_INTERVAL": "0"}
    return urls | {f"PAPERS_{name}": value for name, value in (quick | more).items()}


@contextmanager
def sandbox(
    faults: str = "", catalogue: Catalogue | None = None, speed: float = 1.0, at: datetime | None = None
) -> Iterator[tuple[str, Ledger]]:
    """A sandbox, over the bundled catalogue unless another is given; gives its URL and the book of requests.

    Args:
        at: The time that its feeds say; now by default.
    """
    ledger = Ledger()
    app = build_app(
        catalogue or load_catalogue(),
        faults=parse_faults(faults),
        speed=speed,
        ledger=ledger,
        now=lambda: at or datetime.now(UTC),
    )
    with serving(app) as url:
        yield url, ledger


def let_pass(job: Job, span: timedelta) -> None:
    """Make every archived reply of a job older."""
    index = job.archive / "index.jsonl"
    if not index.exists():
        return
    rows = [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["fetched_at"] = (datetime.fromisoformat(row["fetched_at"]) - span).isoformat()
    index.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
