"""What Prefect takes of the wall time of `papers refresh` where there is no server, against the same without Prefect.

Each round runs the whole command on the bundled list through the sandbox, once with either engine, in turn, each in a
folder of its own. In the first round Prefect also sets up its database, as on a new machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROUNDS = 3


def _took(engine: str, folder: Path, home: Path) -> float:
    """Seconds of wall time of the whole command."""
    folder.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERS_", "PREFECT_"))}
    paths = [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "refresh", "--source", "sandbox", "--engine", engine],
        cwd=folder,
        env=clean | {"PREFECT_HOME": str(home), "PYTHONPATH": os.pathsep.join(paths)},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began


def main() -> None:
    """Print the seconds of both engines, and Prefect's share of them."""
    local, prefect = [], []
    with tempfile.TemporaryDirectory(prefix="papers-") as scratch:
        for number in range(_ROUNDS):
            local.append(_took("local", Path(scratch) / f"local-{number}", Path(scratch) / "prefect"))
            prefect.append(_took("prefect", Path(scratch) / f"prefect-{number}", Path(scratch) / "prefect"))
    without = statistics.median(local)
    for what, seconds in (
        ("the first time", prefect[0]),
        (f"later, median of {_ROUNDS - 1}", statistics.median(prefect[1:])),
    ):
        told = f"{seconds:.1f} s with Prefect, {without:.1f} s without"
        sys.stdout.write(f"  {what:<24}{told}: {(seconds - without) / seconds:.0%} are Prefect's\n")


if __name__ == "__main__":
    main()
