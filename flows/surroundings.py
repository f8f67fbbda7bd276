"""The machine around an examination: environment, clock, room, what can be written to and reached."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import requests
from pydantic import SecretStr

from flows.asking_prefect import nightly_of_server
from flows.engine import prefect_api
from flows.keys import s2_key
from flows.runtime import now
from pipeline.doctor.nightly import Server
from pipeline.settings import Settings

_PREFECT_WAIT_S = 5.0


def _write_to(folder: Path) -> None:
    """Write a byte to a folder and take it away again."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"\n")
        file.flush()


def _reach(url: str) -> None:
    """Ask for a page, whatever it is."""
    requests.get(url, timeout=_PREFECT_WAIT_S, allow_redirects=False).close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is looked at beside files and services."""

    key: Callable[[Settings], SecretStr | None] = s2_key
    """Fetches the key for Semantic Scholar."""
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    clock: Callable[[], datetime] = now
    """UTC."""
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    """Bytes that are free where a folder lies."""
    write_to: Callable[[Path], None] = _write_to
    """Raises OSError where a folder cannot be written to."""
    temp: Callable[[], Path] = lambda: Path(tempfile.gettempdir())
    """The folder for temporary files; raises FileNotFoundError where none can be written to."""
    prefect_api: Callable[[Mapping[str, str]], str | None] = prefect_api
    """The address of Prefect's API, by the environment or a profile."""
    reach: Callable[[str], None] = _reach
    """Raises OSError where a server cannot be reached."""
    nightly: Callable[[], Server] = nightly_of_server
    """Asks Prefect's server what it is to run; raises OSError where it cannot be asked."""
