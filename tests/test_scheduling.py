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
from tests.scheduling import (
    CRONTAB,
    EXAMPLES,
    INSTALLED,
    UNITS,
    WORKFLOW,
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
SCHEMA = {
    "type": "object",
    "required": ["name", "on", "jobs"],
    "properties": {
        "name": {"type": "string"},
        "on": {
            "type": "object",
            "required": ["schedule"],
            "properties": {"schedule": {"type": "array"}, "workflow_dispatch": {"type": "null"}},
            "additionalProperties": False,
        },
        "permissions": {"type": "object", "additionalProperties": {"enum": ["read", "write"]}},
        "concurrency": {"type": "object", "required": ["group"]},
        "jobs": {"type": "object", "additionalProperties": JOB},
    },
    "additionalProperties": False,
}
"""The part of GitHub's syntax of workflows that the example uses."""


def test_every_call_is_one_that_the_command_reads() -> None:
    """Each `papers …` of the examples and the README has a command and options that there are."""
    found = shown_calls()
    assert {"refresh", "doctor", "snapshots", "report", "audit"} <= {words[0] for words in found}
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


def test_the_workflow_is_one() -> None:
    """Only keys that GitHub knows; every step of a job is run or used; its cron line is read."""
    read = workflow()
    jsonschema.validate(read, SCHEMA)
    for line in read["on"]["schedule"]:
        assert next(CronSim(line["cron"], NOON)) > NOON
    for step in workflow_steps():
        subprocess.run(["bash", "-n", "-c", step.get("run", "")], check=True)


def test_the_workflow_names_what_there_is() -> None:
    """Expressions name steps and contexts that there are, variables are settings, what is saved is restored."""
    text = WORKFLOW.read_text(encoding="utf-8")
    names = {step["id"] for step in workflow_steps() if "id" in step}
    for expression in re.findall(r"\$\{\{ (.*?) \}\}", text):
        assert re.fullmatch(
            r"(?:github\.run_(?:id|attempt)|(?:secrets|vars)\.PAPERS_\w+|!cancelled\(\)|steps\..*)", expression
        )
        assert expression.split(".")[0] != "steps" or expression.split(".")[1] in names
    settings = {f"PAPERS_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"PAPERS_\w+", text)) <= settings
    restored, saved = (step["with"] for step in workflow_steps() if "/cache/" in step.get("uses", ""))
    assert (saved["path"], saved["key"]) == (restored["path"], restored["key"])
    assert restored["key"].startswith(restored["restore-keys"])


def test_actionlint_agrees() -> None:
    """Where it is installed."""
    if shutil.which("actionlint") is None:
        pytest.skip("there is no actionlint")
    done = subprocess.run(["actionlint", str(WORKFLOW)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_example_is_shown() -> None:
    """The README leads to each, and none lies about that nothing checks."""
    assert {path.name for path in EXAMPLES.iterdir()} == {path.name for path in (CRONTAB, *UNITS, WORKFLOW)}
