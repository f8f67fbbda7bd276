"""How what did not come from a service says so, so that it is never taken for what a service says. Pure.

The real services send neither mark of the sandbox's. A record may be a bundled fact under an id that had to be made
up; the parser drops what is marked `invented`, and names the one who counted beside a count.
"""

from __future__ import annotations

CATALOGUE = "bundled catalogue"
"""What `works.source` says of a work that the sandbox answered for."""

CORPUS = "corpus"
"""What it says of one that a corpus answered for."""

SANDBOX_KEY = "x-sandbox"
"""Key in a Semantic Scholar record: `{"invented": [keys], "incomplete": [keys], "citation": {"source", "date"}}`."""

SANDBOX_NAMESPACE = "urn:curated-papers:sandbox"
"""Namespace of the element `note` in an arXiv entry; its attributes are blank-separated names as above."""
