"""A step that ends its own process, in a module of its own: a process that is started anew imports little."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import NamedTuple


class Deadly(NamedTuple):
    """A step that kills its own process the first time."""

    number: int
    met: Path
    """A file that is there from then on."""


def die_once(step: Deadly) -> int:
    """Kill this process, or give the step's number where that was done before."""
    if not step.met.exists():
        step.met.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return step.number
