"""What stands in the examples of `docs` and in the README: commands, cron lines, steps."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from typer.main import get_command

from pipeline.cli import app
from tests.documents import README

EXAMPLES = README.parent / "docs" / "scheduling"
CRONTAB = EXAMPLES / "crontab"
UNITS = (EXAMPLES / "papers.timer", EXAMPLES / "papers.service")
WORKFLOW = EXAMPLES / "github-actions.yml"
CHECK = README.parent / "docs" / "curating" / "github-actions.yml"
"""What checks a list in its own repository."""
WORKFLOWS = (WORKFLOW, CHECK)

INSTALLED = "/opt/papers/bin/papers"
"""Where the unit expects the command."""
_CALL = re.compile(rf"(?<![\w./-])(?:{INSTALLED}|papers) (?P<words>[^;&|<>()\n]+)")
_POOL = re.compile(r"(?:--pool|work-pool create) papers")
_BASH = re.compile(r"```bash\n(.*?)```", re.DOTALL)


def calls(text: str) -> list[list[str]]:
    """The arguments of each `papers …` in a script, a unit or a crontab; comments apart."""
    lines = "\n".join(line.partition(" #")[0] for line in text.splitlines() if not line.startswith("#"))
    return [shlex.split(found["words"]) for found in _CALL.finditer(lines)]


def shown_calls() -> list[list[str]]:
    """Every call in the examples and in the README's blocks of commands."""
    texts = [path.read_text(encoding="utf-8") for path in (CRONTAB, *UNITS)]
    steps = [str(step["run"]) for path in WORKFLOWS for step in workflow_steps(path) if "run" in step]
    blocks = _BASH.findall(README.read_text(encoding="utf-8"))
    # The work pool of Prefect has the name of the command.
    return [call for text in (*texts, *steps, *blocks) for call in calls(_POOL.sub("", text))]


def read_call(words: list[str]) -> None:
    """Read a call as the command does, and do nothing.

    Raises:
        Exception: Typer's, where a command or an option is not known, or a value not of its type.
    """
    command = get_command(app)
    _silence(command)
    command.main(words, standalone_mode=False)


def commands() -> dict[str, Any]:
    """Every command by how it is called, such as `snapshots prune`; groups that do something themselves among them."""
    return dict(_commands(get_command(app), ""))


def _commands(command: Any, before: str) -> Iterator[tuple[str, Any]]:
    for name, each in getattr(command, "commands", {}).items():
        called = f"{before} {name}".strip()
        if each.callback is not None:
            yield called, each
        yield from _commands(each, called)


def _silence(command: Any) -> None:
    command.callback = lambda *_, **__: None
    for each in getattr(command, "commands", {}).values():
        _silence(each)


def workflow(path: Path) -> dict[str, Any]:
    """A workflow as YAML 1.2 reads it, where `on` is a text."""
    read: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return read


def workflow_steps(path: Path) -> list[dict[str, Any]]:
    """The steps of its one job."""
    (job,) = workflow(path)["jobs"].values()
    return list(job["steps"])


def cron_jobs(path: Path = CRONTAB) -> list[tuple[str, str]]:
    """The jobs of a crontab: when, and what."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    parts = [line.split(maxsplit=5) for line in lines if not re.match(r"\w+=", line)]
    return [(" ".join(part[:5]), part[5]) for part in parts]
