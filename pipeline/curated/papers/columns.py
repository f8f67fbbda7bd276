"""What the header of a column says of what the column holds. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto

from pipeline.titles import collapse


class Role(Enum):
    """What a column holds, by its header."""

    PAPER = auto()
    PUBLICATION = auto()
    """A venue beside a column of titles, a title without one."""
    TITLE = auto()
    VENUE = auto()
    DATE = auto()
    AUTHORS = auto()
    NAME = auto()
    PARTY = auto()
    CODE = auto()
    SESSION = auto()
    """When a group met, which says nothing of when a paper appeared."""
    OTHER = auto()


_HEADERS = {
    Role.PAPER: r"(?:papers?|articles?)(?: (?:and|&|/) .*)?|\u8bba\u6587",
    Role.PUBLICATION: r"publications?",
    Role.TITLE: (
        r"(?:paper|article|full|publication)?\s?titles?\b.*|paper names?|works?"
        r"|\u8bba\u6587(?:\u6807\u9898|\u9898\u76ee)|\u6807\u9898|\u9898\u76ee"
    ),
    Role.AUTHORS: r"(?:first )?authors?\b.*|\u4f5c\u8005",
    Role.VENUE: (
        r"(?:.*\b)?(?:venues?|conferences?|journals?|pub\.?|published(?: in| at)?|publishers?|publication venue"
        r"|conf\.?|proceedings|\u4f1a\u8bae|\u671f\u520a)\b.*"
    ),
    Role.DATE: r"(?:.*\b)?(?:years?|dates?|time|when|released?|\u5e74\u4efd|\u65e5\u671f|\u65f6\u95f4)\b.*",
    Role.NAME: (
        r"(?:models?|names?|methods?|datasets?|benchmarks?|frameworks?|systems?|algorithms?|approach(?:es)?|keywords?"
        r"|acronym|abbr.*|short name|\u6a21\u578b|\u65b9\u6cd5|\u540d\u79f0)(?: names?)?"
    ),
    Role.CODE: r"(?:source )?codes?|github|gitlab|repos?(?:itory)?|implementations?|demos?|projects?(?: page)?|website",
    Role.PARTY: (
        r"(?:.*\b)?(?:affiliations?|compan(?:y|ies)|creators?|developers?|groups?|institut\w*|labs?|orgs?|organi[sz]ations?"
        r"|presenters?|speakers?|teams?|universit(?:y|ies)|\u673a\u6784|\u5355\u4f4d)\b.*"
    ),
}
TITLED = (Role.PAPER, Role.TITLE)
_ROLES = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _HEADERS.items())
_LONGEST_HEADER = 80


def role_of(header: str) -> Role:
    """Say what a column holds by the words of its header."""
    bare = collapse(re.sub(r"[^\w\s&/.-]", " ", header)).strip(" _-")
    if len(bare) > _LONGEST_HEADER:
        return Role.OTHER
    return next((role for role, pattern in _ROLES if pattern.fullmatch(bare)), Role.OTHER)
