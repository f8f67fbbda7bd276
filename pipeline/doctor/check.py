"""One thing that was looked at, and what was found. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    """A refresh goes through, and is slower, poorer or less polite than it might be."""
    PROBLEM = "problem"
    """A refresh would fail, or the last ones did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of what `papers doctor` says."""

    name: str
    level: Level
    found: str
    """What was found, a sentence."""
    advice: str = ""
    """What to do about it, a sentence; empty when nothing is to be done."""


def ok(name: str, found: str) -> Check:
    """Nothing is to be done."""
    return Check(name=name, level=Level.OK, found=found)


def warning(name: str, found: str, advice: str) -> Check:
    """Something might be better."""
    return Check(name=name, level=Level.WARNING, found=found, advice=advice)


def problem(name: str, found: str, advice: str) -> Check:
    """Something has to be done."""
    return Check(name=name, level=Level.PROBLEM, found=found, advice=advice)


def is_wanting(checks: Iterable[Check]) -> bool:
    """Tell whether there is a problem; a warning is none."""
    return any(check.level is Level.PROBLEM for check in checks)
