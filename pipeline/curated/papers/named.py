"""The title that a link bears, begins, or stands before. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.curated.markup.flow import Kind, Run, plain
from pipeline.curated.papers.anchors import Anchor
from pipeline.curated.words.citations import before_authors, of_citation
from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.labels import Label
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import (
    enough,
    first_sentence,
    is_prose,
    is_title_case,
)
from pipeline.hosts import Place


class Chosen(NamedTuple):
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


def of_link(anchor: Anchor, run: Run) -> Chosen:
    """The title that a link's label is, or of which it is the first words, or which it cites with authors and venue."""
    if named := _of_name_and_rest(anchor, run):
        return named
    title, said = of_citation(anchor.label) or (anchor.label, "")
    return Chosen(
        title=title,
        line=run[anchor.index].line,
        start=anchor.index,
        end=anchor.index + 1,
        rest=said,
        anchor=anchor,
        stands_out=True,
    )


def _of_name_and_rest(anchor: Anchor, run: Run) -> Chosen | None:
    """The title of `[LoRA](url): Low-Rank Adaptation`; prose behind the name of what is no paper stays apart."""
    at = next((at for at in range(anchor.index + 1, len(run)) if run[at].kind is not Kind.IMAGE), len(run))
    behind = run[at].text if at < len(run) and run[at].kind is Kind.TEXT and not run[at].style else ""
    stressed = _sentence_behind(run, at) if _OPEN.search(behind) else ""
    behind = stressed or behind
    name, rest, claim = anchor.label.strip(), behind.strip(" [("), ""
    goes_on = name.endswith(":") or rest.startswith((":", "\uff1a"))
    again = _AGAIN.match(behind)
    if again and again["name"].casefold() == name.casefold():
        name, rest, goes_on = "", behind[again.start("name") :].strip(" [("), True
    elif goes_on:
        name, rest = name.rstrip(": \uff1a"), rest.lstrip(": \uff1a")
        short = anchor.place is Place.PAPER and not enough(name)
        titled = is_title_case(rest) or (short and enough(rest) and not stressed)
        goes_on = bool(rest) and not is_prose(rest) and titled and not _begins_with_names(rest)
    elif not enough(name) and (claimed := _CLAIM_BEHIND.match(behind)) and is_claim(claimed["claim"]):
        rest, claim = behind[claimed.end() :].strip(" [("), claimed["claim"]
        goes_on = enough(rest) and is_title_case(first_sentence(rest))
    elif not enough(name) and anchor.place is Place.PAPER and _GOES_ON.match(behind):
        goes_on = is_title_case(first_sentence(rest))
        name = f"{name} " if goes_on else name
    if not goes_on or not re.search(r"[^\W\d_]", rest):
        return None
    joined = f"{name}{rest}" if not name or name.endswith(" ") else f"{name}: {rest}"
    title, said = before_authors(joined)
    first = first_sentence(title)
    said = f"{title[len(first) :].strip(' .')}\n{claim}\n{said}"
    return Chosen(
        title=first,
        line=run[anchor.index].line,
        start=anchor.index,
        end=at + 1,
        rest=said,
        anchor=anchor,
        stands_out=True,
    )


def _begins_with_names(rest: str) -> bool:
    """Whether authors stand behind a title and a colon: several of them, or one `et al.`."""
    first, others, _ = rest.partition(" et al")
    return read_authors(f"{first} et al" if others else first_sentence(rest)) is not None


_OPEN = re.compile(r"\w\s*$")


def _sentence_behind(run: Run, at: int) -> str:
    """The words behind a link with those of them that are stressed; empty where none of them is."""
    end = next((end for end in range(at, len(run)) if run[end].kind is not Kind.TEXT), len(run))
    return plain(run[at:end]) if end > at + 1 else ""


_AGAIN = re.compile(r"\W{0,20}(?:[\[(][^\[\]()]{0,60}[\])]\W{0,20})?(?P<name>[^\W_][\w .+-]{0,40}?)\s?:\s")
"""`[LIFT](url) [CVPR2022] LIFT: Learning 4D Fusion`: the text says the name again."""
_CLAIM_BEHIND = re.compile(r"\s*[\[(](?P<claim>[^\[\]()]{2,40})[\])]\s*[:,-]?\s*(?=[A-Z])")
"""`[LinK](url) [CVPR2023] Linear Kernel for Perception`."""
_GOES_ON = re.compile(r"\s(?:as|by|for|from|in|of|on|through|to|using|via|with)\s")


def behind_link(short: Anchor, run: Run, anchors: list[Anchor]) -> Chosen | None:
    """The title of `[Data set](url), 2020. The title, [Venue](paper)`: it stands right before the paper's only link."""
    papers = [each for each in anchors if each.place is Place.PAPER and each.index > short.index]
    if len(papers) != 1 or not is_claim(papers[0].label):
        return None
    start = short.index + 1
    text = plain(run[start : papers[0].index]).strip(" ,.;:")
    pieces = [piece for piece in re.split(r"[.;]\s+", text) if enough(piece) and not is_claim(piece)]
    if not pieces:
        return None
    return Chosen(title=pieces[-1].strip(" ,"), line=run[start].line, start=start, end=papers[0].index)


def of_claim(anchors: list[Anchor], run: Run) -> Chosen | None:
    """The label of a paper's link that reads like a venue, where nothing else can be the title."""
    likely = (each for each in anchors if each.says is Label.CLAIM and each.place is Place.PAPER and not each.pictured)
    chosen = next((each for each in likely if enough(each.label) and not re.search(r"\d", each.label)), None)
    return of_link(chosen, run) if chosen else None
