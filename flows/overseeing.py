"""Look at what runs the stages, and at the Prefect server that starts the nights; Prefect's client asks it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.surroundings import Surroundings
from pipeline.curated.address import redact
from pipeline.doctor import machine, nightly
from pipeline.doctor.check import Check, warning
from pipeline.settings import Settings


def examine_engine(chosen: Settings, around: Surroundings) -> Iterator[Check]:
    """Check what runs the stages; where that is a server that answers, what it knows of the nights too."""
    url = None if chosen.engine == "local" else around.prefect_api(around.environ)
    if url is None:
        yield machine.judge_engine(chosen.engine, None, None)
        return
    try:
        around.reach(f"{url.rstrip('/')}/health")
    except OSError as error:
        yield machine.judge_engine(chosen.engine, redact(url), type(error).__name__)
        return
    yield machine.judge_engine(chosen.engine, redact(url), None)
    try:
        yield nightly.judge_nightly(around.nightly())
    except OSError as error:
        found = f"The Prefect server does not say what it is to run ({error})."
        yield warning("nightly", found, "Check PREFECT_API_KEY or PREFECT_API_AUTH_STRING.")
