"""The files that travel with the package: the bundled list, its overrides and the bundled catalogue."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

LIST = "post-training-llms.md"
OVERRIDES = "overrides.toml"
CATALOGUE = "catalogue.jsonl"


def bundled_file(name: str) -> Path:
    """Find a bundled file: inside the installed wheel, or in `data/raw/` of a checkout."""
    installed = Path(str(resources.files("pipeline"))) / "bundled" / name
    return installed if installed.exists() else Path(__file__).resolve().parent.parent / "data" / "raw" / name
