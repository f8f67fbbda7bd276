"""One run that names several papers → one run each. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.curated.markup.flow import BREAKS, Kind, Run, Style, plain
from pipeline.curated.papers.anchors import Anchor, read_anchors
from pipeline.curated.papers.choose import title_links
from pipeline.curated.papers.details import is_details_only
from pipeline.curated.papers.unit import Unit, read_unit
from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import enough, lead_of
from pipeline.hosts import Place
from pipeline.identifiers import identifier_in_url


def _lines(run: Run) -> list[Run]:
    lines: list[Run] = [[]]
    for span in run:
        lines[-1].append(span)
        if span.kind in BREAKS:
            lines.append([])
    return [line for line in lines if line]


def _opens(anchors: list[Anchor], line: Run) -> bool:
    """Whether a line has a title and the paper's link of its own, or sets its first words apart as a title."""
    if title_links(anchors, line) or _is_link_alone(anchors, line) or _is_numbered_link(anchors, line):
        return True
    labels = [each for each in anchors if each.says is Label.PAPER]
    before = line[: labels[0].index] if labels else []
    if enough(plain(before)) and not is_details_only(before):
        return True
    first = next((span for span in line if plain([span]).strip()), None)
    return first is not None and Style.BOLD in first.style and enough(first.text)


def _is_bold_name(anchors: list[Anchor], line: Run) -> bool:
    """Whether a line begins with a name in bold and has links that say what they lead to: `**Looms** [pdf](url)`."""
    first = next((span for span in line if plain([span]).strip()), None)
    if first is None or Style.BOLD not in first.style or first.kind is not Kind.TEXT:
        return False
    name, behind = first.text.strip(), plain(line[line.index(first) + 1 :]).lstrip()
    field = name.endswith(_COLONS) or behind.startswith(_COLONS) or read_label(name) is not Label.TEXT
    told = is_claim(name) or read_authors(name, alone=True) is not None
    return not (field or told) and any(each.says in (Label.PAPER, Label.OTHER) for each in anchors)


_COLONS = (":", "\uff1a")


def _is_link_alone(anchors: list[Anchor], line: Run) -> bool:
    """Whether a line is nothing but a link that bears words of its own: a short title, or what is not a paper."""
    words = [span for span in line if span.kind not in BREAKS and plain([span]).strip()]
    if len(anchors) != 1 or len(words) != 1 or not anchors[0].may_be_title:
        return False
    return " " in anchors[0].label or anchors[0].place is Place.ELSEWHERE


def _is_numbered_link(anchors: list[Anchor], line: Run) -> bool:
    """Whether a line begins with a number and the link of a paper: `[2] [RND](url): authors`."""
    first = anchors[0] if anchors else None
    led = first is not None and first.may_be_title and first.place is Place.PAPER
    return bool(first and led and _NUMBER.fullmatch(plain(line[: first.index])))


_NUMBER = re.compile(r"\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)])\s*")


def _enumerated(anchors: list[Anchor], line: Run) -> list[int]:
    """Where the links stand of a line that enumerates papers by name: `[GSM8K](url), [SVAMP](url)`."""
    named = [each for each in anchors if each.may_be_title and each.place is Place.PAPER]
    papers = {identifier_in_url(each.url) or each.url for each in named}
    between = [plain(line[one.index + 1 : other.index]) for one, other in pairwise(named)]
    before = plain(line[: named[0].index]).rstrip() if named else ""
    if not lead_of(before) and not before.endswith((":", "\uff1a")):
        return []
    several = len(named) == len(papers) >= _SEVERAL and all(map(_LISTING.fullmatch, between))
    return [each.index for each in named] if several else []


_SEVERAL = 2
_LISTING = re.compile(r"\s*(?:[,;/&|+\u3001\uff0c]|and|or)?\s*")


def split_run(run: Run) -> list[Run]:
    """Part a run before each line, and before each link within a line, that begins another paper."""
    if sum(1 for span in run if span.kind is Kind.LINK) < _SEVERAL:
        return [run]
    parts: list[Run] = [[]]
    linked = named = False
    for number, line in enumerate(_lines(run)):
        anchors = read_anchors(line)
        again = (named or not number) and _is_bold_name(anchors, line)
        named = named or again
        if linked and (again or _opens(anchors, line)):
            parts.append([])
            linked = False
        starts = sorted({*title_links(anchors, line), *_enumerated(anchors, line)})
        for at, (start, end) in enumerate(pairwise([0, *starts[1:], len(line)])):
            if at:
                parts.append([])
            parts[-1] += line[start:end]
        linked = linked or again or bool(starts) or any(each.leads_to_paper for each in anchors)
    return [part for part in parts if part]


def read_units(run: Run) -> list[Unit]:
    """Read the papers that a run names, in order; a part without a title is among them."""
    return [unit for part in split_run(run) if (unit := read_unit(part))]
