"""How a reply of the sandbox says what of it was made up, so that it is never taken for real. Pure.

The real services send neither mark. A record may be a bundled fact under an id that had to be made
up; the parser drops what is marked `invented`, and names the one who counted beside a count.
"""

from __future__ import annotations

SANDBOX_KEY = "x-sandbox"
"""Key in a Semantic Scholar record: `{"invented": [keys], "incomplete": [keys], "citation": {"source", "date"}}`."""

SANDBOX_NAMESPACE = "urn:curated-papers:sandbox"
"""Namespace of the element `note` in an arXiv entry; its attributes are blank-separated names as above."""
