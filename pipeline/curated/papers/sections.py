"""What the words of a heading say of what stands below it. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.titles import collapse


def _any(*groups: str) -> str:
    return "(?:" + "|".join(groups) + ")"


_NEWS = (
    r"news|what'?s new|updates?|update (?:log|history|record)s?|change ?log|updating|history|logs?|announcements?"
    r"|release notes?|milestones? of this repo|timeline of updates|\u66f4\u65b0(?:\u65e5\u5fd7)?|\u65b0\u95fb"
)
_CONTENTS = (
    r"(?:table of )?contents?|toc|outline|catalog(?:ue)?|index|quick links?|navigation|overview of contents?"
    r"|\u76ee\u5f55"
)
_CITING = r"(?:how to )?(?:cite|citing|citations?)(?: us| this(?: \w+){0,2}| our(?: \w+){1,2}| information)?|bib ?tex"
_PEOPLE = (
    r"contacts?(?: us| information)?|(?:the |our )?team|authors?|maintainers?|(?:other )?contributors?|sponsors?"
    r"|support us"
    r"|acknowledge?ments?|thanks|credits?|community"
)
_HOUSE = (
    r"star(?:gazers?)?(?: history| chart| trends?)?|licen[sc]es?|(?:how to )?contribut\w*(?: \w+){0,4}|disclaimers?"
    r"|feedback|faq|abbreviations?(?: with links)?|(?:survey |paper )?scope(?: of .{1,40})?|call for \w+|todo"
    r"|to ?do(?: list)?|roadmap"
)
_NO_LIST = re.compile(
    r"(?:(?:latest|recent|updated?s?|breaking|hot|what'?s|the|our|project|repo|repository|paper)\s)*"
    + _any(_NEWS, _CONTENTS, _CITING, _PEOPLE, _HOUSE)
    + r"(?:\s?(?:and|&|/|,)\s?"
    + _any(
        "news", "updates?", "announcements?", "citations?", "contact", "license", "contributing", "acknowledge?ments?"
    )
    + ")*",
    re.IGNORECASE,
)
_CONTENTS_ALONE = re.compile(_CONTENTS, re.IGNORECASE)
_RARELY_PAPERS = re.compile(
    r"(?:.*\b)?"
    + _any(
        r"blogs?|podcasts?|videos?|talks?|tutorials?|lectures?|courses?|workshops?|books?|slides|websites?|links|demos?",
        r"tools?|toolkits?|librar(?:y|ies)|software|implementations?|codebases?|code|repositories|repos|projects|products?|companies",
        r"leaderboards?|competitions?|challenges?|miscellaneous|open[- ]source \w+",
        r"related (?:repos?|awesome|lists?).*|other awesome.*|awesome .*",
    )
    + r"\b\W*",
    re.IGNORECASE,
)
_ASKS_TO_OPEN = re.compile(
    r"\W*(?:click|tap|show|expand|more|details?|toggle|view|unfold|see|open|full list|read more)\b.*",
    re.IGNORECASE,
)


_LONGEST = 200
"""Characters; no heading that says what stands below it is longer."""


def _bare(heading: str) -> str:
    return collapse(re.sub(r"^[\W\d_]+|(?<![\W_])[\W_]+$", "", heading[:_LONGEST]))


@lru_cache(maxsize=4096)
def is_no_list(heading: str) -> bool:
    """Tell a heading below which no papers are listed: news, contents, how to cite, people, the house itself."""
    return bool(_NO_LIST.fullmatch(_bare(heading)))


@lru_cache(maxsize=4096)
def is_contents(heading: str) -> bool:
    """Tell the heading of a table of contents: it ends where another heading begins, whatever its level."""
    return bool(_CONTENTS_ALONE.fullmatch(_bare(heading)))


_PAPERS_ALONE = re.compile(
    r"(?:(?:the|all|our|paper|reading|curated)\s)*(?:papers?|lists?|literature|resources|overview|"
    + _CONTENTS
    + r")(?: list| of papers)?",
    re.IGNORECASE,
)


def says_papers(heading: str) -> bool:
    """Tell a heading that says no more than that papers stand below it."""
    return bool(_PAPERS_ALONE.fullmatch(_bare(heading)))


@lru_cache(maxsize=4096)
def rarely_has_papers(heading: str) -> bool:
    """Tell a heading below which a line must link a paper to be one: blogs, talks, tools, books."""
    return bool(_RARELY_PAPERS.fullmatch(_bare(heading)))


def asks_to_open(text: str) -> bool:
    """Tell the summary of a fold that says nothing of what is in it (`Click to expand`)."""
    return bool(_ASKS_TO_OPEN.fullmatch(text))
