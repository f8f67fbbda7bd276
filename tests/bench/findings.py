"""What a refresh finds about the bundled list, held against what is true of it: precision and recall by kind."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.documents import publish_bundled
from tests.evaluation import EVALUATION_DATA
from tests.evaluation.findings import scores


def main() -> None:
    """Publish the bundled list through the sandbox, and print how right its findings are."""
    if not EVALUATION_DATA.is_dir():
        sys.stdout.write("no evaluation data; name its folder with PAPERS_EVAL_DATA\n")
        return
    with tempfile.TemporaryDirectory() as scratch:
        for score in scores(publish_bundled(Path(scratch))):
            sys.stdout.write(f"{score}\n")


if __name__ == "__main__":
    main()
