"""Tests that the automations that are shipped know of every end that a run may have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def triggers() -> Mapping[str, Any]:
    """The trigger of each automation, by name."""
    read = YAML(typ="safe").load((ROOT / "automations.yaml").read_text(encoding="utf-8"))
    return {each["name"]: each["trigger"] for each in read["automations"]}


def test_a_run_that_has_ended_is_not_waited_for(triggers: Mapping[str, Any]) -> None:
    """The ends that we give names to are among those after which nothing more is to be heard of a run."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "flows").glob("*.py"))
    named = set(re.findall(r'(?:Completed|Cancelled|Failed)\(\s*name="(\w+)"', sources))
    assert {"Superseded", "Locked", "Refused", "Unavailable", "Different"} <= named
    expected = {name.rpartition(".")[2] for name in triggers["papers-crashed"]["expect"]}
    assert expected == named | {"Completed", "Degraded", "Cancelled", "heartbeat"}


def test_no_two_automations_count_what_calls_the_webhook(triggers: Mapping[str, Any]) -> None:
    """Else one end may be told twice."""
    for name, trigger in triggers.items():
        others = {each for other in triggers if other != name for each in triggers[other]["expect"]}
        assert trigger["posture"] == "Proactive" or not others & set(trigger["expect"])
