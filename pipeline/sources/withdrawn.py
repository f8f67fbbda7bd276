"""Whether a paper was withdrawn: arXiv has no field for it, its authors say so. Pure."""

from __future__ import annotations

import re

_WITHDRAWN = re.compile(
    r"\b(?:this (?:paper|article|submission|manuscript) (?:has been|is|was) )?withdrawn\b", re.IGNORECASE
)


def is_withdrawn(comment: str | None, summary: str | None) -> bool:
    """Tell a withdrawn paper by its comment, or by an abstract that begins by saying so."""
    return bool(_WITHDRAWN.search(comment or "") or _WITHDRAWN.match(summary or ""))
