"""What a corrected title is to be written as, and how little of the text it takes. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape as as_html
from itertools import islice, pairwise

from rapidfuzz.distance import Levenshtein

from pipeline.curated.formats import Format
from pipeline.curated.render import escape as as_markdown
from pipeline.export.places import MOST_PLACES, Edit, Span, title_places, with_markup

_WORD = re.compile(r"\S+")
_RUN = re.compile(r"([*_`~])\1*")
_MARKS = re.compile(r"[*_`~\[\]|\\!$]")
_PLAIN = re.compile(r"[\w \-.,:;?/+='\u2019\"()@%{}\u0080-\U0010ffff]*")
"""Texts that mean themselves in Markdown, HTML and tables."""
_OPENING = ("<", "(", "[", "{")
_Block = tuple[int, int, int, int]
"""A run of words of one title, and of those in its place, from and up to."""


def title_edits(text: str, stretch: Span, old: str, new: str, fmt: Format) -> Iterator[tuple[Edit, ...]]:
    """Ways to write one title in place of another: only the words that differ, so that others keep their markup.

    Where markup is among those, the whole title is written. None where the reader cut the title off behind a bracket,
    whose other one stands in the text.
    """
    if old.endswith(_OPENING):
        return
    for letters in islice(title_places(text, stretch, old), MOST_PLACES):
        yield from _word_edits(text, letters, old, new, fmt)
        bare = letters[0][0], letters[-1][1]
        for first, last in dict.fromkeys([bare, with_markup(text, *bare)]):
            if _is_balanced(_marks(text, letters, first, last)):
                yield from ((Edit(first, last, written),) for written in _written(new, fmt))


def _word_edits(text: str, letters: Sequence[Span], old: str, new: str, fmt: Format) -> Iterator[tuple[Edit, ...]]:
    ours, theirs = ([found.span() for found in _WORD.finditer(title)] for title in (old, new))
    titles = [[old[slice(*span)] for span in ours], [new[slice(*span)] for span in theirs]]
    places, spelled = [], []
    for start, end, first, last in _differing(*titles):
        here = slice(ours[start][0], ours[end - 1][1])
        place = letters[here.start][0], letters[here.stop - 1][1]
        if _marks(text, letters[here], *place):
            return
        places.append((_before_escape(text, letters, here.start), place[1]))
        spelled.append(_written(new[theirs[first][0] : theirs[last - 1][1]], fmt, begins=start == 0))
    for number in range(max(map(len, spelled), default=0)):
        ways = (each[min(number, len(each) - 1)] for each in spelled)
        yield tuple(Edit(start, end, way) for (start, end), way in zip(places, ways, strict=True))


def _differing(ours: Sequence[str], theirs: Sequence[str]) -> list[_Block]:
    """Where titles differ; what only one of them has is taken together with a word beside it, which both have."""
    blocks: list[_Block] = []
    for op in Levenshtein.opcodes(ours, theirs):
        if op.tag == "equal":
            continue
        lone = op.tag != "replace"
        before = int(lone and op.src_start > 0 and op.dest_start > 0)
        behind = int(lone and not before and op.src_end < len(ours) and op.dest_end < len(theirs))
        block = (op.src_start - before, op.src_end + behind, op.dest_start - before, op.dest_end + behind)
        if blocks and blocks[-1][1] >= block[0]:
            block = (blocks[-1][0], block[1], blocks[-1][2], block[3])
            del blocks[-1]
        blocks.append(block)
    return blocks


def _before_escape(text: str, letters: Sequence[Span], number: int) -> int:
    """Where a letter begins with the backslash before it, which is no letter itself."""
    start = letters[number][0]
    behind = letters[number - 1][1] if number else start - 1
    return start - 1 if start - 1 >= behind and start and text[start - 1] == "\\" else start


def _marks(text: str, letters: Sequence[Span], first: int, last: int) -> list[str]:
    """Runs of marks of emphasis and code in a stretch that are no letters of the title, which may be longer."""
    gaps = pairwise([(first, first), *letters, (last, last)])
    return [run[0] for (_, end), (start, _) in gaps for run in _RUN.finditer(text, end, max(end, start))]


def _is_balanced(marks: Sequence[str]) -> bool:
    """Whether what begins within a stretch ends there."""
    return all(count % 2 == 0 for count in Counter(marks).values())


def _written(title: str, fmt: Format, *, begins: bool = True) -> tuple[str, ...]:
    """How a title may be spelled, the plainest first; within HTML in Markdown a backslash is a letter.

    Args:
        begins: Whether it may stand at the beginning of a line, where more signs are markup.
    """
    if fmt in {Format.TEXT, Format.TITLES}:
        return (title,)
    entities = _MARKS.sub(lambda found: f"&#{ord(found[0])};", as_html(title))
    escaped = as_markdown(title) if begins else as_markdown(f".{title}")[1:]
    ways = (entities,) if fmt is Format.HTML else (escaped.replace("$", r"\$"), entities)
    return tuple(dict.fromkeys((title, *ways))) if _PLAIN.fullmatch(title) else ways
