"""Identifiers printed in prose. Pure."""

from __future__ import annotations

import re

from pipeline.identifiers.forms import Identifier, parse_identifier

# In a DOI `<` and `>` stand only as in `17:15<1661::aid-sim968>`; elsewhere they begin a tag.
_PRINTED = re.compile(
    r"(?<![^\W_])(?:"
    r"(?:arxiv(?:\spreprint)?(?:\s?:\s?|\s)|corr,?\sabs/)"
    r"(?P<arxiv>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z-]+)?/\d{7})(?P<version>v\d{1,3})?(?![^\W_])"
    r"|doi(?:\s?:\s?|\s)(?:https?://(?:dx\.|www\.)?doi\.org/)?"
    r"(?P<doi>10\.\d{4,9}/(?:[^\s<>\"{}|\\^`\x7f-\U0010ffff]|<\d*:[^\s<>]*>)+)"
    r")",
    re.ASCII | re.IGNORECASE,
)
_BEHIND = re.compile(r"[,;](?=doi\b|arxiv\b|https?:)|\]\(|(?<!_)_+(?=[.,;:)]*$)", re.ASCII | re.IGNORECASE)


def identifier_in_text(text: str) -> Identifier | None:
    """Find the first `arXiv:2305.18290`, `CoRR abs/2305.18290` or `doi:10.…` that is printed in a text."""
    small = text.lower()
    if not ("arxiv" in small or "doi" in small or "corr" in small):
        return None
    for found in _PRINTED.finditer(text):
        printed = f"arxiv:{found['arxiv']}" if found["arxiv"] else f"doi:{_BEHIND.split(found['doi'], maxsplit=1)[0]}"
        if identifier := parse_identifier(printed):
            return identifier
    return None
