"""Which words of a run are its title. Pure.

The ways in which people set a title apart, surest first: it is the label of a link that leads to a paper,
it is bold, it is the label of another link, it is italic behind its authors, it is quoted, it is the text
before the link that says `paper`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.curated.markup.flow import BREAKS, Kind, Run, Style, plain
from pipeline.curated.papers.anchors import Anchor, label_of, read_anchors, words_of
from pipeline.curated.papers.details import lines_of, only_details
from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.hosts import Place
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import before_authors, enough, is_title_case, lead_of, quoted
from pipeline.titles import collapse

_REACH = 80
"""Spans from the beginning of a run among which its title is looked for; the longest known title has twelve."""
_SHORT_NAME = 4
"""Words; a shorter text in bold before a colon is the name that the title begins with."""
_TAG = re.compile(r"[\[(\u3010][^\[\]()\u3010\u3011]{0,60}[\])\u3011]")
_BEHIND_TITLE = frozenset("(,.")
_DASHES = frozenset("-\u2013\u2014")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A title as listed, and where in its run it was found."""

    title: str
    line: int
    start: int
    end: int
    rest: str = ""
    """What stood in the same spans and is no title, line by line."""
    anchor: Anchor | None = None
    """The link whose label is the title, or begins it."""
    stands_out: bool = False
    """It is set apart from what stands beside it."""


def in_place(anchor: Anchor, run: Run) -> bool:
    """Whether a link opens its run or, in the midst of a sentence, bears a title in title case."""
    if anchor.index >= _REACH:
        return is_title_case(anchor.label)
    before = plain(run[line_start(run, anchor.index) : anchor.index])
    return lead_of(before) or before.rstrip(" *_").endswith((":", "\uff1a")) or is_title_case(anchor.label)


def line_start(run: Run, index: int) -> int:
    """Where in a run the line begins that a span stands in; a line that the source only wrapped is no other line."""
    parted = (at for at in range(index - 1, -1, -1) if run[at].kind in {Kind.BREAK, Kind.BORDER})
    return next(parted, -1) + 1


def title_links(run: Run) -> list[int]:
    """Where in a run links stand whose labels are titles of papers: each begins a paper of its own."""
    return [
        each.index
        for each in read_anchors(run)
        if each.may_be_title and each.place is Place.PAPER and enough(each.label) and in_place(each, run)
    ]


def _title_link(anchors: list[Anchor], run: Run) -> Anchor | None:
    likely = [each for each in anchors if each.may_be_title and enough(each.label)]
    sure = (each for each in likely if each.place is Place.PAPER and in_place(each, run))
    return next(sure, None) or next((each for each in likely if lead_of(plain(run[: each.index]))), None)


def _of_link(anchor: Anchor, run: Run) -> Chosen:
    return Chosen(
        title=anchor.label,
        line=run[anchor.index].line,
        start=anchor.index,
        end=anchor.index + 1,
        anchor=anchor,
        stands_out=True,
    )


def _of_spans(run: Run, start: int, end: int, anchor: Anchor | None = None) -> Chosen:
    title = collapse(plain(run[start:end]))
    return Chosen(title=title, line=run[start].line, start=start, end=end, anchor=anchor, stands_out=True)


def _is_bold_title(run: Run, start: int, end: int) -> bool:
    text = collapse(plain(run[start:end]))
    follows = plain(run[end : end + 1]).lstrip()
    alone = follows[:1] in _BEHIND_TITLE and only_details(run[end:])
    if not (enough(text) or alone or (follows[:1] in _DASHES and _is_described(follows))):
        return False
    goes_on = follows.startswith((":", "\uff1a", "-", "\u2013")) and not text.endswith((".", ","))
    if goes_on and len(text.split()) < _SHORT_NAME and not _is_described(follows):
        return False
    other = is_claim(text) or read_authors(text) or read_label(text) is not Label.TEXT
    return not other and lead_of(plain(run[:start]))


def _is_described(follows: str) -> bool:
    """Whether `- prose` stands behind a name, and not the rest of a title."""
    return not follows.startswith((":", "\uff1a")) and not is_title_case(follows)


def _bold(run: Run, anchors: list[Anchor]) -> Chosen | None:
    """The first stretch of bold spans that reads like a title."""
    start = 0
    while start < len(run):
        if Style.BOLD not in run[start].style or run[start].kind in BREAKS or run[start].kind is Kind.IMAGE:
            start += 1
            continue
        end = start
        while end < len(run) and (Style.BOLD in run[end].style or not plain(run[end : end + 1]).strip()):
            end += 1
        if _is_bold_title(run, start, end):
            inside = (each for each in anchors if start <= each.index < end and each.may_be_title)
            return _of_spans(run, start, end, next(inside, None))
        start = end
    return None


def _italic(run: Run) -> Chosen | None:
    """The title of `Authors, *Title*, venue`."""
    start = next((at for at, span in enumerate(run) if Style.ITALIC in span.style and span.kind is Kind.TEXT), None)
    if start is None or not read_authors(plain(run[:start])):
        return None
    end = next((at for at in range(start, len(run)) if Style.ITALIC not in run[at].style), len(run))
    text = collapse(plain(run[start:end]))
    return (
        _of_spans(run, start, end)
        if re.search(r"[^\W_]", text) and not is_claim(text) and not read_authors(text)
        else None
    )


def _before_labels(run: Run, anchors: list[Anchor]) -> int:
    """Where the text ends that stands before the links that say what they lead to."""
    for each in anchors:
        before = words_of(run[: each.index])
        labelled = each.says is not Label.TEXT
        names_it = each.leads_to_paper and not (each.may_be_title and enough(each.label))
        if enough(before) and (labelled or names_it):
            return each.index
        if labelled and re.search(r"[^\W\d_]", _TAG.sub("", before)):
            return each.index
    return len(run)


def _title_lines(lines: list[tuple[int, str, Kind]]) -> int:
    """How many lines the title takes: until it has enough words and the next line is parted from it or no title."""
    text, taken = lines[0][1], 1
    while taken < len(lines):
        parted, follows = lines[taken - 1][2], lines[taken][1]
        if parted is Kind.BORDER or is_claim(follows):
            break
        if enough(text) and (parted is Kind.BREAK or read_authors(follows, alone=True)):
            break
        text, taken = f"{text} {follows}", taken + 1
    return taken


def _from_text(run: Run, anchors: list[Anchor]) -> Chosen | None:
    """The text before the link that says `paper`, without the authors in it."""
    end = _before_labels(run, anchors)
    said = [span for span in run[:end] if span.kind is not Kind.LINK or read_label(label_of(span)) is Label.TEXT]
    lines = lines_of(said)
    while len(lines) > 1 and not enough(lines[0][1]) and (is_claim(lines[0][1]) or not re.search(r"\w", lines[0][1])):
        lines = lines[1:]
    if not lines or not re.search(r"[^\W_]", lines[0][1]):
        return None
    taken = _title_lines(lines)
    text = " ".join(line for _, line, _ in lines[:taken])
    rest = "\n".join(line for _, line, _ in lines[taken:])
    if inside := quoted(text):
        before, _, behind = text.partition(inside)
        rest = "\n".join(piece.strip(" \"'`\u201c\u201d,") for piece in (before, behind, rest))
        return Chosen(title=inside, line=lines[0][0], start=0, end=end, rest=rest, stands_out=True)
    title, behind = before_authors(text)
    return Chosen(title=title, line=lines[0][0], start=0, end=end, rest=f"{behind}\n{rest}")


def _of_short_link(anchor: Anchor, run: Run) -> Chosen:
    """`[LoRA](url): Low-Rank Adaptation` is one title; `[LoRA](url): code for tuning` is a name and prose."""
    at = next((at for at in range(anchor.index + 1, len(run)) if run[at].kind is not Kind.IMAGE), len(run))
    behind = plain(run[at : at + 1]) if at < len(run) and run[at].kind is Kind.TEXT else ""
    if not behind.startswith(":") or not is_title_case(behind[1:]):
        return _of_link(anchor, run)
    title, rest = before_authors(f"{anchor.label}{behind.rstrip(' [(|')}")
    return Chosen(
        title=title,
        line=run[anchor.index].line,
        start=anchor.index,
        end=at + 1,
        rest=rest,
        anchor=anchor,
        stands_out=True,
    )


def choose_title(run: Run, anchors: list[Anchor]) -> Chosen | None:
    """Choose the title among a run's words and its links; None when it has none."""
    head = run[:_REACH]
    anchors = [each for each in anchors if each.index < _REACH]
    linked = _title_link(anchors, head)
    if linked and linked.place is Place.PAPER:
        return _of_link(linked, head)
    bold = _bold(head, anchors)
    if bold and not (linked and linked.index < bold.start):
        return bold
    if linked:
        return _of_link(linked, head)
    if italic := _italic(head):
        return italic
    short = next((each for each in anchors if each.may_be_title and each.label.strip()), None)
    text = _from_text(head, anchors)
    if text and anchors and read_label(text.title.rstrip(" :\uff1a")) in {Label.PAPER, Label.OTHER}:
        # `Paper: url` says what the link leads to.
        text = None
    if short and (text is None or not enough(words_of(head[: short.index])) or lead_of(plain(head[: short.index]))):
        return _of_short_link(short, head)
    return text
