"""Where the evaluation data lies, for tests and benchmarks that read it when it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data"

EVALUATION_DATA = Path(os.environ.get("PAPERS_EVAL_DATA") or _DEFAULT)
"""Folder of the evaluation data; users do not have it."""

needs_evaluation_data = pytest.mark.skipif(
    not EVALUATION_DATA.is_dir(),
    reason=f"no evaluation data at {EVALUATION_DATA.name}/ (name its folder with PAPERS_EVAL_DATA)",
)
"""Marks a test that reads the evaluation data; it says so when the data is absent."""
