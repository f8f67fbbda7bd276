"""Writes the generated documents: the data dictionary, the commands, and the README's blocks from a real run."""

from __future__ import annotations

import contextlib
import io
import re
from datetime import timedelta
from pathlib import Path

import pandas as pd

from flows.examining import Examination
from flows.parameters import RefreshParameters
from flows.runtime import in_sandbox, load_catalogue, make_job, now
from flows.stages import run_job
from flows.surroundings import Surroundings
from pipeline.sandbox.app import build_app
from pipeline.sandbox.faults import parse_faults
from pipeline.sandbox.server import serving
from pipeline.settings import Settings
from pipeline.snapshot.read import read_snapshot
from pipeline.tables.dictionary import render_columns, render_dictionary
from pipeline.tables.schema import LIST, WORKS
from pipeline.terminal.doctor import show_checks
from tests.documents.commands import render_reference

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
DICTIONARY = ROOT / "data" / "enriched" / "README.md"
COMMANDS = ROOT / "docs" / "commands.md"

SHOWN = (
    "LoRA: Low-Rank Adaptation of Large Language Models",
    "Qlora: Efficient finetuning of quantized LLMs",
    "FREEHAND: Learning from Offline Human Feedback",
)
"""Titles of the three list lines that the README shows: a right link, a wrong link, an invented title."""


def shown_lines() -> str:
    """The three lines as they stand in the bundled list."""
    text = (ROOT / "data" / "raw" / "post-training-llms.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    return "\n".join(next(line for line in lines if line.startswith(f"- {title} ")) for title in SHOWN)


def shown_rows(folder: Path) -> str:
    """The rows that the three lines become, as a Markdown table."""
    entries = read_snapshot(folder, "entries")
    works = read_snapshot(folder, "works").set_index("work_id")
    rows = [
        "| status | link_check | title | first author | year | venue | citations |",
        "|---|---|---|---|---|---|---|",
    ]
    for title in SHOWN:
        entry = entries[entries["title"] == title].iloc[0]
        work = None if pd.isna(entry["work_id"]) else works.loc[entry["work_id"]]
        cells = [entry["status"], entry["link_check"]]
        if work is None:
            cells += ["", "", "", "", ""]
        else:
            cells += [work["title"], work["authors"][0]["name"], work["year"], work["venue"], work["citation_count"]]
        rows.append("| " + " | ".join("" if pd.isna(cell) else str(cell) for cell in cells) + " |")
    return "\n".join(rows)


def shown_examination(folder: Path) -> str:
    """What `papers doctor` says of the bundled list's next refresh, on a machine short of room with arXiv failing."""
    workplace = folder.parents[2]
    around = Surroundings(environ={}, free=lambda _: 740_000_000)
    parameters = RefreshParameters(source="sandbox", out=str(folder))
    chosen = Settings(raw=workplace / "data" / "raw")
    with serving(build_app(load_catalogue(), faults=parse_faults("arxiv:503"))) as url:
        job = in_sandbox(make_job(parameters, chosen, now()), url)
        checks = list(Examination(parameters, chosen, job, timedelta(hours=36), around).checks())
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        show_checks(checks)
    told = printed.getvalue().replace(f"{workplace}/", "").replace(url, "http://127.0.0.1:8900").rstrip()
    # Date, run and age are others with every day and release.
    return re.sub(r"Snapshot \S+ is .* old\.", "Snapshot 2026-11-26-0123456789ab is 18 hours old.", told)


def with_block(text: str, name: str, content: str) -> str:
    """Replace what stands between the markers of a block.

    Raises:
        ValueError: The text has no such block.
    """
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(text):
        told = f"no block {name!r}; expected <!-- {name} --> and <!-- /{name} -->."
        raise ValueError(told)
    return pattern.sub(lambda found: found[1] + content + found[2], text)


def documents(folder: Path) -> dict[Path, str]:
    """Every generated document by its path.

    Args:
        folder: Where a snapshot of the bundled list from the sandbox lies.
    """
    readme = README.read_text(encoding="utf-8")
    readme = with_block(readme, "lines", f"```markdown\n{shown_lines()}\n```")
    readme = with_block(readme, "rows", shown_rows(folder))
    readme = with_block(
        readme, "doctor", f"```text\n$ papers doctor --source sandbox --max-age 36h\n{shown_examination(folder)}\n```"
    )
    for table in (LIST, WORKS):
        readme = with_block(readme, f"columns of {table.name}", render_columns(table))
    return {README: readme, DICTIONARY: render_dictionary(), COMMANDS: render_reference()}


def publish_bundled(folder: Path) -> Path:
    """Publish the bundled list through an embedded sandbox below `folder`; gives the folder of snapshots."""
    settings = Settings(raw=folder / "data" / "raw")
    out = folder / "data" / "enriched" / "sandbox"
    parameters = RefreshParameters(source="sandbox", out=str(out))
    with serving(build_app(load_catalogue())) as url:
        run_job(in_sandbox(make_job(parameters, settings, now()), url))
    return out
