"""Identifiers of papers: parsed from text and URLs, printed as `scheme:value` and as URLs.

A wrong identifier is worse than none: whatever may mean two things, or no paper, gives None. Nothing here raises,
whatever it is given. The awkward cases stand as tables in `tests/test_identifiers.py`. Pure.
"""

from pipeline.identifiers.arxiv import ArxivId, parse_arxiv_id
from pipeline.identifiers.doi import normalise_doi
from pipeline.identifiers.forms import LOOKED_UP, Identifier, Scheme, parse_identifier
from pipeline.identifiers.pages import url_of
from pipeline.identifiers.text import identifier_in_text
from pipeline.identifiers.urls import identifier_in_url, read_identifier

__all__ = [
    "LOOKED_UP",
    "ArxivId",
    "Identifier",
    "Scheme",
    "identifier_in_text",
    "identifier_in_url",
    "normalise_doi",
    "parse_arxiv_id",
    "parse_identifier",
    "read_identifier",
    "url_of",
]
