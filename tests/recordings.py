"""The replies that were recorded from the real services; they lie outside the project, and not everybody has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation import EVALUATION_DATA

RECORDINGS = EVALUATION_DATA.parent / "reference" / "recordings"
"""Folder of the recorded bodies, one sub-folder per service."""

needs_recordings = pytest.mark.skipif(
    not RECORDINGS.is_dir(),
    reason="the recorded replies are not here: expected reference/recordings beside the evaluation data",
)
"""Marks a test that reads recorded replies; it says so when they are absent."""


def recorded(name: str) -> bytes:
    """Read a recorded body, such as `s2/match_404.json`."""
    return (RECORDINGS / name).read_bytes()


def recorded_names(folder: str) -> set[str]:
    """Names of everything recorded of one service."""
    root: Path = RECORDINGS / folder
    return {f"{folder}/{path.name}" for path in root.iterdir()}
