"""Name a list by its path or URL; touches the disk only to find the folder a relative path stands for."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.curated.address import is_url, split_url

STANDARD_INPUT = "-"
"""What stands for standard input where a list is named."""

_LONGEST = 80


def list_name(source: str) -> str:
    """Name a list by its path or URL: lower-case words joined by dashes, at most 80 characters.

    `https://github.com/owner/repo/blob/main/README.md` is `owner-repo`; a README is named by its folder.

    Raises:
        ListError: It looks like a URL and is none.
    """
    if source == STANDARD_INPUT:
        return "stdin"
    if is_url(source):
        parts = split_url(source)
        pieces = [piece for piece in parts.path.split("/") if piece]
        host = (parts.hostname or "").removeprefix("www.")
        if host in {"github.com", "raw.githubusercontent.com"}:
            words = [piece.removesuffix(".git") for piece in pieces[:2]]
        else:
            words = [parts.hostname or "", *pieces]
    else:
        path = Path(source).resolve()
        words = [path.parent.name if path.stem.lower() in {"readme", "index"} else path.stem]
    slug = re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
    return slug[:_LONGEST].strip("-") or "list"
