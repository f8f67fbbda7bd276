"""Names of people and teams, parted by one rule for all formats of citations. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtexparser.middlewares.names import parse_single_name_into_parts

_WHOLE = re.compile(r"[{}\\,~]|(?<!\S)(?:and|others)(?!\S)", re.IGNORECASE)
"""Signs that would mislead who parts a name, and the words that part a list of names."""
_SUFFIXED = re.compile(r"(?P<name>\S+(?: \S+)*? [^\s,]+),? (?P<suffix>Jr\.?|Sr\.?|II|III|IV)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in parts, each empty where there is none."""

    given: str
    particle: str
    """Such as `van der`."""
    family: str
    suffix: str
    """Such as `Jr.`."""


def parted(name: str) -> Name | None:
    """Part a name as BibTeX would, since no source does, its suffix set aside; None where it has to stay whole."""
    suffixed = _SUFFIXED.fullmatch(name)
    bare, suffix = (suffixed["name"], suffixed["suffix"]) if suffixed else (name, "")
    if _WHOLE.search(bare):
        return None
    parts = parse_single_name_into_parts(bare, strict=False)
    given, particle, family = (" ".join(words) for words in (parts.first, parts.von, parts.last))
    return Name(given=given, particle=particle, family=family, suffix=suffix)
