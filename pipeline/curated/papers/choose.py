"""Which words of a run are its title. Pure.

The ways in which people set a title apart, surest first: it is the label of a link that leads to a paper,
it is bold, it is the label of another link, it is italic behind its authors, it is quoted, it is the text
before the link that says `paper`.
"""

from __future__ import annotations

import re

from pipeline.curated.markup.flow import BREAKS, Kind, Run, Style, plain
from pipeline.curated.papers.anchors import Anchor, label_of, words_of
from pipeline.curated.papers.details import is_links_and_details, lines_of, read_details
from pipeline.curated.papers.named import Chosen, behind_link, of_claim, of_link
from pipeline.curated.papers.tags import before_italics, said_in_tags, tags_before, without_tags
from pipeline.curated.words.citations import before_authors
from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import (
    behind_label,
    enough,
    first_sentence,
    is_title_case,
    lead_of,
    opening_quotation,
    quoted,
)
from pipeline.hosts import Place
from pipeline.titles import collapse

_REACH = 80
"""Spans from the beginning of a run among which its title is looked for; the longest known title has twelve."""
_SHORT_NAME = 4
"""Words; a shorter text in bold before a colon is the name that the title begins with."""
_TAG = re.compile(r"[\[(\u3010][^\[\]()\u3010\u3011]{0,60}[\])\u3011]")
_WORDED = re.compile(r"[^\W_]")
_BEHIND_TITLE = frozenset("(,.")
_DASHES = frozenset("-\u2013\u2014")


def in_place(anchor: Anchor, run: Run) -> bool:
    """Whether a link opens its run or, in the midst of a sentence, bears a title in title case."""
    if anchor.index >= _REACH:
        return is_title_case(anchor.label)
    before = plain(run[line_start(run, anchor.index) : anchor.index])
    if _REMARK.search(before):
        return False
    if enough(before) and before.rstrip().endswith(",") and not enough(anchor.label.partition(" ")[2]):
        # `A title, [Science Advances](url)`: the label is a venue.
        return lead_of(before)
    leads = lead_of(before) and not _PROSE_LEAD.search(before)
    return leads or before.rstrip(" *_").endswith((":", "\uff1a")) or is_title_case(anchor.label)


_REMARK = re.compile(r"\b(?i:note that|see(?: also)?|(?:updated|extended|follow-up) (?:version )?(?:of|to))\W*$")
"""`Note that [a survey](url) is an updated version`: a paper that is mentioned beside the one that is listed."""
_PROSE_LEAD = re.compile(r"^\W*[A-Z][\w-]*\s[a-z]{3,}\s*$")
"""`Ours receives [the award](url)`: a subject and a verb are no name before a title."""


def line_start(run: Run, index: int) -> int:
    """Where in a run the line begins that a span stands in; a line that the source only wrapped is no other line."""
    parted = (at for at in range(index - 1, -1, -1) if run[at].kind in (Kind.BREAK, Kind.BORDER))
    return next(parted, -1) + 1


def title_links(anchors: list[Anchor], run: Run) -> list[int]:
    """Where in a run links stand whose labels are titles of papers: each begins a paper of its own."""
    return [
        each.index
        for each in anchors
        if each.may_be_title and each.place is Place.PAPER and enough(each.label) and in_place(each, run)
    ]


def _title_link(anchors: list[Anchor], run: Run) -> Anchor | None:
    likely = [each for each in anchors if each.may_be_title and enough(each.label)]
    sure = (each for each in likely if each.place is Place.PAPER and in_place(each, run))
    return next(sure, None) or next((each for each in likely if lead_of(plain(run[: each.index]))), None)


def _of_spans(run: Run, start: int, end: int, anchor: Anchor | None = None) -> Chosen:
    title = collapse(plain(run[start:end]))
    return Chosen(title=title, line=run[start].line, start=start, end=end, anchor=anchor, stands_out=True)


def _is_bold_title(run: Run, start: int, end: int) -> bool:
    text = collapse(plain(run[start:end]))
    follows = plain(run[end : end + 1]).lstrip()
    alone = follows[:1] in _BEHIND_TITLE and is_links_and_details(run[end:])
    if _TAG.fullmatch(text) or (plain(run[:start]).rstrip().endswith("[") and follows.startswith("]")):
        return False
    if not (enough(text) or alone or (follows[:1] in _DASHES and _is_described(follows))):
        return False
    goes_on = follows.startswith((":", "\uff1a", "-", "\u2013")) and not text.endswith((".", ","))
    short = len(text.split()) < _SHORT_NAME and not _is_described(follows)
    titled = follows.startswith((":", "\uff1a")) and is_title_case(first_sentence(follows.lstrip(": \uff1a")))
    if (goes_on and (short or titled)) or _PROSE_FOLLOWS.match(follows):
        return False
    if text.endswith((":", "\uff1a")) and (_is_rest_of_title(follows) or _is_name_behind(run, end)):
        return False
    other = is_claim(text) or read_authors(text) or read_label(text) is not Label.TEXT
    before = plain(run[:start])
    return not other and (lead_of(before) or before.rstrip().endswith((":", "\uff1a")))


def _is_name_behind(run: Run, end: int) -> bool:
    """Whether links with names of their own stand behind `**If you read three:**`, which is a label then."""
    behind = next((span for span in run[end:] if plain([span]).strip()), None)
    return behind is not None and behind.kind is Kind.LINK and read_label(label_of(behind)) is Label.TEXT


def _is_rest_of_title(follows: str) -> bool:
    """Whether what stands behind `**Mind the Time:**` is the rest of the title and no authors."""
    rest = first_sentence(follows)
    return enough(rest) and is_title_case(rest) and not is_claim(rest) and read_authors(rest) is None


_PROSE_FOLLOWS = re.compile(r"(?:are|can|does|has|have|is|shows?|that|was|were|which|will)\s")
"""`**Tuning on mixed data** is effective`: what is bold there is no title, but stressed."""


def _is_described(follows: str) -> bool:
    """Whether `- prose` stands behind a name, and not the rest of a title."""
    return not follows.startswith((":", "\uff1a")) and not is_title_case(follows)


def _bold(run: Run, anchors: list[Anchor]) -> Chosen | None:
    """The first stretch of bold spans that reads like a title."""
    start = next((at for at, span in enumerate(run) if span.style is not Style.PLAIN), len(run))
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
    """The title of `Authors, *Title*, venue` and of `**(Name)** *Title*`."""
    start = next((at for at, span in enumerate(run) if Style.ITALIC in span.style and span.kind is Kind.TEXT), None)
    if start is None:
        return None
    before = _TAG.sub(" ", plain(run[:start])).strip(" -\u2013\u2014")
    end = next((at for at in range(start, len(run)) if Style.ITALIC not in run[at].style), len(run))
    text = collapse(plain(run[start:end]))
    if not _WORDED.search(text) or is_claim(text) or read_authors(text):
        return None
    named = enough(text) and all(span.style is not Style.PLAIN for span in run[:start] if span.text.strip())
    titled = bool(read_authors(before)) or (named and len(before.split()) < _SHORT_NAME and start > 0)
    return _of_spans(run, start, end) if titled else None


_QUOTES = frozenset('"\u201c')
_FEWEST_IN_LINES = 3
"""Spans of two lines: one each, and the break."""


def _quoted_line(run: Run) -> Chosen | None:
    """The title of `Name: authors`, `"The title." Venue (2023)`: a quotation that begins another line."""
    if len(run) < _FEWEST_IN_LINES or all(_QUOTES.isdisjoint(span.text) for span in run):
        return None
    end = next((at for at, span in enumerate(run) if span.kind is Kind.LINK), len(run))
    lines = lines_of(run[:end])
    for number, (line, text, _) in enumerate(lines[1:], start=1):
        inside = opening_quotation(text)
        if not inside:
            continue
        before = " ".join(said for _, said, _ in lines[:number])
        names, behind = behind_label(before), text.partition(inside)[2].strip(' .,"\u201d')
        if read_authors(names, alone=True) or any(read_details(behind)):
            rest = "\n".join([names, behind, *(said for _, said, _ in lines[number + 1 :])])
            return Chosen(title=inside, line=line, start=0, end=end, rest=rest, stands_out=True)
    return None


def _is_venue_of(anchor: Anchor, before: str) -> bool:
    """Whether a link behind `A title,` bears the name of the journal or the institute that published it."""
    return before.rstrip().endswith(",") and len(anchor.label.split()) <= _SHORT_NAME and read_authors(before) is None


def _before_labels(run: Run, anchors: list[Anchor]) -> int:
    """Where the text ends that stands before the links that say what they lead to."""
    for each in anchors:
        before = words_of(run[: each.index])
        bracketed = each.place is Place.ELSEWHERE and before.rstrip().endswith("[")
        labelled = each.says is not Label.TEXT or bracketed or _is_venue_of(each, before)
        names_it = each.leads_to_paper and not (each.may_be_title and enough(each.label))
        if enough(before) and (labelled or names_it):
            return each.index
        if labelled and re.search(r"[^\W\d_]", _TAG.sub("", before)):
            return each.index
    return len(run)


_UNFINISHED = re.compile(r"(?:\b(?:a|an|and|by|for|from|in|of|on|the|to|using|via|with)|[:,-])$", re.IGNORECASE)
"""How a line ends that the source wrapped in the midst of a title."""


def _title_lines(lines: list[tuple[int, str, Kind]]) -> int:
    """How many lines the title takes: until it has enough words and the next line is parted from it or no title."""
    text, taken = lines[0][1], 1
    while taken < len(lines):
        parted, follows = lines[taken - 1][2], lines[taken][1]
        named = parted is Kind.BREAK and read_authors(follows) and not read_authors(text, alone=True)
        if parted is Kind.BORDER or is_claim(follows) or (named and "," not in text):
            break
        goes_on = parted is not Kind.BREAK and _UNFINISHED.search(text)
        if enough(text) and not goes_on and (parted is Kind.BREAK or read_authors(follows, alone=True)):
            break
        text, taken = f"{text} {follows}", taken + 1
    return taken


def _from_text(run: Run, anchors: list[Anchor]) -> Chosen | None:
    """The text before the link that says `paper`, without the authors in it."""
    end = _before_labels(run, anchors)
    said = [span for span in run[:end] if span.kind is not Kind.LINK or read_label(label_of(span)) is Label.TEXT]
    said, tail = before_italics(said)
    lines = lines_of(said)
    while len(lines) > 1 and not enough(lines[0][1]) and (is_claim(lines[0][1]) or not _WORDED.search(lines[0][1])):
        lines = lines[1:]
    if not lines or not _WORDED.search(lines[0][1]):
        return None
    taken = _title_lines(lines)
    text = " ".join(line for _, line, _ in lines[:taken])
    rest = "\n".join([*(line for _, line, _ in lines[taken:]), tail])
    if inside := quoted(text):
        before, _, behind = text.partition(inside)
        rest = "\n".join(piece.strip(" \"'`\u201c\u201d,") for piece in (before, behind, rest))
        return Chosen(title=inside, line=lines[0][0], start=0, end=end, rest=rest, stands_out=True)
    title, behind = before_authors(text)
    return Chosen(title=title, line=lines[0][0], start=0, end=end, rest=f"{behind}\n{rest}")


def choose_title(run: Run, anchors: list[Anchor]) -> Chosen | None:
    """Choose the title among a run's words and its links; None when it has none."""
    head = run[:_REACH]
    if (tags := tags_before(head)) and (behind := _choose(without_tags(head, tags), anchors)):
        said = said_in_tags(head[:tags]) if behind.start < tags else ()
        return behind._replace(rest="\n".join([behind.rest, *said]))
    return _choose(head, anchors)


def _choose(head: Run, anchors: list[Anchor]) -> Chosen | None:
    if quotation := _quoted_line(head):
        return quotation
    anchors = [each for each in anchors if each.index < _REACH]
    linked = _title_link(anchors, head)
    styled = any(style is not Style.PLAIN for _, _, _, _, style, _ in head)
    bold = _bold(head, anchors) if styled else None
    above = (
        bold and linked and bold.anchor is None and enough(bold.title) and bold.end <= line_start(head, linked.index)
    )
    if linked and linked.place is Place.PAPER and not above:
        return of_link(linked, head)
    if bold and not (linked and linked.index < bold.start):
        return bold
    if linked:
        return of_link(linked, head)
    if styled and (italic := _italic(head)):
        return italic
    return _otherwise(head, anchors)


def _otherwise(run: Run, anchors: list[Anchor]) -> Chosen | None:
    """The title where nothing sets it apart: the text before the paper's link, or the label of a short link."""
    short = next((each for each in anchors if each.may_be_title and each.label.strip()), None)
    if short and short.place is not Place.PAPER and (behind := behind_link(short, run, anchors)):
        return behind
    if short and short.place is Place.PAPER and plain(run[: short.index]).rstrip(' "\u201d').endswith((":", "\uff1a")):
        return of_link(short, run)
    text = _from_text(run, anchors)
    if text and anchors and read_label(text.title.rstrip(" :\uff1a")) in (Label.PAPER, Label.OTHER):
        # `Paper: url` says what the link leads to.
        text = None
    if short and (text is None or not enough(words_of(run[: short.index])) or lead_of(plain(run[: short.index]))):
        return of_link(short, run)
    return text or of_claim(anchors, run)
