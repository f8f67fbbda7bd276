"""What is to be said of the Prefect server that is to run the nights. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.doctor.check import Check, ok, problem, warning

_NAME = "nightly"
_SHOWN = 3
"""How many deployments are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A deployment that has a schedule."""

    name: str
    active: bool
    """Whether its schedule is; a paused one starts nothing."""
    awaited: bool
    """Whether a worker, or a process that serves it, has asked for its runs lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a server knows of the nights."""

    deployments: Sequence[Deployment]
    forgets: bool
    """Whether it keeps in memory alone which run holds the slot of a deployment."""


def judge_nightly(server: Server) -> Check:
    """Judge whether the nights would run; the gravest of what stands in their way is told."""
    names = [each.name for each in server.deployments]
    if not names:
        return ok(_NAME, "No deployment with a schedule is on the Prefect server.")
    active = [each for each in server.deployments if each.active]
    if alone := [each.name for each in active if not each.awaited]:
        found = f"No worker asks for the runs of {_named(alone)}."
        return problem(_NAME, found, "Start one with 'prefect worker start --pool papers', or 'papers schedule'.")
    if paused := [each.name for each in server.deployments if not each.active]:
        return warning(_NAME, f"The schedule of {_named(paused)} is paused.", "Resume it in Prefect's interface.")
    if server.forgets:
        found = (
            "After a power cut the Prefect server does not know which run holds a slot, and later nights wait for ever."
        )
        return warning(_NAME, found, "Start it in the folder where prefect.toml lies.")
    return ok(_NAME, f"A worker asks for the runs of {_named(names)}.")


def _named(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
