"""Tests that the examples for whoever schedules without a server are what cron, systemd, GitHub and we can read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from cronsim import CronSim

from pipeline.settings import Settings
from tests.builders import NOON
from tests.documents import README
from tests.scheduling import (
    CHECK,
    CRONTAB,
    EXAMPLES,
    INSTALLED,
    UNITS,
    WORKFLOW,
    WORKFLOWS,
    calls,
    cron_jobs,
    read_call,
    shown_calls,
    workflow,
    workflow_steps,
)

STEP = {
    "type": "object",
    "oneOf": [{"required": ["uses"]}, {"required": ["run"]}],
    "properties": {
        "id": {"type": "string"},
        "if": {"type": "string"},
        "run": {"type": "string"},
        "uses": {"type": "string", "pattern": r"^actions/[\w/-]+@v\d+$"},
        "with": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "additionalProperties": False,
}
JOB = {
    "type": "object",
    "required": ["runs-on", "steps"],
    "properties": {
        "runs-on": {"const": "ubuntu-latest"},
        "timeout-minutes": {"type": "integer"},
        "environment": {"type": "object", "properties": {"name": {"const": "github-pages"}}},
        "env": {"type": "object", "additionalProperties": {"type": "string"}},
        "steps": {"type": "array", "items": STEP},
    },
    "additionalProperties": False,
}
ON_FILES = {
    "type": "object",
    "properties": {"paths": {"type": "array", "items": {"type": "string"}}},
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "required": ["name", "on", "jobs"],
    "properties": {
        "name": {"type": "string"},
        "on": {
            "type": "object",
            "required": ["schedule"],
            "properties": {
                "schedule": {"type": "array"},
                "workflow_dispatch": {"type": "null"},
                "push": ON_FILES,
                "pull_request": ON_FILES,
            },
            "additionalProperties": False,
        },
        "permissions": {"type": "object", "additionalProperties": {"enum": ["read", "write"]}},
        "concurrency": {"type": "object", "required": ["group"]},
        "jobs": {"type": "object", "additionalProperties": JOB},
    },
    "additionalProperties": False,
}
"""The part of GitHub's syntax of workflows that the examples use."""


def test_every_call_is_one_that_the_command_reads() -> None:
    """Each `papers …` of the examples and the README has a command and options that there are."""
    found = shown_calls()
    assert {"refresh", "doctor", "snapshots", "report", "audit", "export"} <= {words[0] for words in found}
    for words in found:
        read_call(words)


@pytest.mark.parametrize("words", [["nightly"], ["refresh", "--engines", "local"], ["refresh", "--engine", "cron"]])
def test_a_call_that_is_none_would_be_noticed(words: list[str]) -> None:
    """Else the test above shows nothing."""
    with pytest.raises(Exception, match=r"(?i)no such|invalid|is not one of"):
        read_call(words)


def test_calls_are_found_in_scripts() -> None:
    """Among other commands, in a substitution, with an absolute path; not in comments."""
    text = 'cd x && papers a --b c; papers d >log\npage="$(papers e)"\nExecStart=/opt/papers/bin/papers f\n# papers g\n'
    assert calls(text) == [["a", "--b", "c"], ["d"], ["e"], ["f"]]


def test_the_crontab_is_one() -> None:
    """Five fields that cron reads, a command without `%`, which cron takes for a line's end, and known variables."""
    text = CRONTAB.read_text(encoding="utf-8")
    jobs = cron_jobs()
    assert jobs
    for when, what in jobs:
        assert next(CronSim(when, NOON)) > NOON
        assert "%" not in what
        subprocess.run(["bash", "-n", "-c", what], check=True)
    assert set(re.findall(r"(?m)^(\w+)=", text)) == {"MAILTO", "PATH"}
    assert text.endswith("\n")


def test_the_units_are_ones(tmp_path: Path) -> None:
    """`systemd-analyze` finds no fault with timer and service; the command is put where it expects one."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(INSTALLED, sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.parent.name)
def test_the_workflows_are_ones(path: Path) -> None:
    """Only keys that GitHub knows; every step of a job is run or used; their cron lines are read."""
    read = workflow(path)
    jsonschema.validate(read, SCHEMA)
    for line in read["on"]["schedule"]:
        assert next(CronSim(line["cron"], NOON)) > NOON
    for step in workflow_steps(path):
        subprocess.run(["bash", "-n", "-c", step.get("run", "")], check=True)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.parent.name)
def test_the_workflows_name_what_there_is(path: Path) -> None:
    """Expressions name steps and contexts that there are, variables are settings, what is saved is restored."""
    text = path.read_text(encoding="utf-8")
    names = {step["id"] for step in workflow_steps(path) if "id" in step}
    for expression in re.findall(r"\$\{\{ (.*?) \}\}", text):
        assert re.fullmatch(
            r"(?:github\.(?:run_id|run_attempt|ref)|(?:secrets|vars)\.PAPERS_\w+|!cancelled\(\)|steps\..*)", expression
        )
        assert expression.split(".")[0] != "steps" or expression.split(".")[1] in names
    settings = {f"PAPERS_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"PAPERS_\w+", text)) <= settings | {"PAPERS_PROJECT"}
    restored, saved = (step["with"] for step in workflow_steps(path) if "/cache/" in step.get("uses", ""))
    assert (saved["path"], saved["key"]) == (restored["path"], restored["key"])
    assert restored["key"].startswith(restored["restore-keys"])


def test_a_list_is_checked_on_what_anybody_may_propose() -> None:
    """So nothing of it runs with more than the right to read, and no text of a list stands in a script."""
    read = workflow(CHECK)
    assert read["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in read["on"]
    for step in workflow_steps(CHECK):
        assert "${{" not in step.get("run", "")


def test_actionlint_agrees() -> None:
    """Where it is installed."""
    if shutil.which("actionlint") is None:
        pytest.skip("there is no actionlint")
    done = subprocess.run(["actionlint", *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_example_is_shown() -> None:
    """The README leads to each, and none lies about that nothing checks."""
    assert {path.name for path in EXAMPLES.iterdir()} == {path.name for path in (CRONTAB, *UNITS, WORKFLOW)}
    assert list(CHECK.parent.iterdir()) == [CHECK]
    readme = README.read_text(encoding="utf-8")
    for path in (CRONTAB, *UNITS, *WORKFLOWS):
        assert f"]({path.relative_to(README.parent).as_posix()})" in readme
