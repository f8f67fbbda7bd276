"""The examples of the documents: fenced blocks, the commands in them, and what `--help` shows; who runs which."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.documents import ROOT
from tests.scheduling import commands

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/bulk.md", "docs/extending.md", "data/enriched/README.md")
"""Those that people write; the examples of `docs/commands.md` are the help's."""
NOT_RUN: Mapping[str, str] = {
    "make test": "runs these tests",
    "pip install 'curated-papers[dask]'": "asks a package registry; whoever tests has installed it",
}
"""Commands of the documents that no test runs, and why."""
_PLACES = re.compile(r"^(#+) (?P<heading>[^\n]+)$|^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"^ *Example: (papers .+)$", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Place:
    """Where fenced blocks of a language stand: a document and the heading above them."""

    document: str
    heading: str
    language: str


def blocks() -> Iterator[tuple[Place, str]]:
    """Every fenced block that names its language, in order."""
    for document in DOCUMENTS:
        heading = ""
        for found in _PLACES.finditer((ROOT / document).read_text(encoding="utf-8")):
            if found["heading"]:
                heading = found["heading"]
            else:
                yield Place(document, heading, found["language"]), found["text"]


def shown(document: str, heading: str, language: str = "bash") -> list[str]:
    """The blocks of a place, in order.

    Raises:
        ValueError: There is none any more.
    """
    wanted = Place(document, heading, language)
    if not (found := [text for place, text in blocks() if place == wanted]):
        told = f"{document} has no {language} below {heading!r}."
        raise ValueError(told)
    return found


def commands_of(block: str) -> list[str]:
    """The commands of a block, without comments; one goes over several lines where a quotation does."""
    told, kept = [], ""
    for line in block.splitlines():
        kept = f"{kept}\n{line}" if kept else line
        try:
            words = shlex.split(kept, comments=True)
        except ValueError:
            continue
        if words:
            told.append(re.sub(r"\s+#[^'\"]*$", "", kept).strip())
        kept = ""
    return told


def examples() -> list[str]:
    """What the help of each command shows, and that of `papers` itself, as it is typed."""
    from typer.main import get_command  # noqa: PLC0415

    from pipeline.cli import app  # noqa: PLC0415

    helps = [get_command(app).help, *(command.help for command in commands().values())]
    return [example for text in helps for example in _EXAMPLE.findall(text or "")]


def installed(folder: Path) -> dict[str, str]:
    """An environment in which the command, Dask's and Prefect's are on the way that programs are looked for.

    Args:
        folder: Where a folder of programs is made.
    """
    programs = folder / "bin"
    programs.mkdir(parents=True)
    for name, module in (("papers", "pipeline.cli"), ("dask", "dask"), ("prefect", "prefect")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERS_", "PREFECT_"))}
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    return kept | {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(folder / "prefect"),
    }


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, the leader of a group of its own, as Ctrl-C does, and where it does not listen, at once."""
    for how in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
            break


def asking(url: str) -> dict[str, str]:
    """Settings that let the sandbox at `url` stand for both services, as fast as it can."""
    return {"PAPERS_S2_URL": url, "PAPERS_ARXIV_URL": url, "PAPERS_S2_RATE": "1000", "PAPERS_ARXIV_INTERVAL": "0"}
