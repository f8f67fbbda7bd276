"""`python -m tests.documents`: write the generated documents again."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.documents import documents, publish_bundled

with tempfile.TemporaryDirectory() as scratch:
    for path, text in documents(publish_bundled(Path(scratch))).items():
        path.write_text(text, encoding="utf-8")
        sys.stderr.write(f"{path.name}: written\n")
