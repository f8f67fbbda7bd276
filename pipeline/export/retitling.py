"""What a corrected title is to be written as, and how little of the text it takes. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape as as_html
from itertools import islice, pairwise
from urllib.parse import unquote

from rapidfuzz.distance import Levenshtein

from pipeline.curated.formats import Format
from pipeline.curated.render import escape as as_markdown
from pipeline.export.places import MOST_PLACES, Edit, Span, title_places, with_markup

_WORD = re.compile(r"\S+")
_RUN = re.compile(r"([*_`~])\1*")
_MARKS = re.compile(r"[*_`~\[\]|\\!$]")
_PLAIN = re.compile(r"[\w \-.,:;?/+='\u2019\"()@%{}\u0080-\U0010ffff]*")
"""Texts that mean themselves in Markdown, HTML and tables."""
_MATH = re.compile(r"(\$[^$]+\$)")
_PLAIN_MATH = re.compile(r"\$[\w\\^{}()+=,. '/-]+\$")
"""Formulas without signs that are markup of another kind."""
_NOTES = (
    r"\[(?:\^[^\[\]\s]{1,20}|\d{1,3})\]"
    r"|[\u2020\u2021\u00a7\u00b6*\u00b9\u00b2\u00b3\u2070-\u2079\u2217\u22c6\u2605\u2606]"
)
_NOTE = re.compile(_NOTES)
_NOTES_BEHIND = re.compile(rf"(?:\s*(?:{_NOTES}))+\Z")
"""Marks of footnotes behind a title."""
_ALIKE = 0.6
"""How much of the last word, in [0, 1], is the same where the mark behind it is no part of it."""
_OPENING = ("<", "(", "[", "{")
_HEADING = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:#{1,6}[ \t]|.*<h[1-6]\b)", re.IGNORECASE)
_UNDERLINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)[ \t]{0,3}(?:=+|-+)[ \t]*(?=[\r\n]|\Z)")
_FRAGMENT = re.compile(r"#([^\s#()<>\"']+)")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]+")
_Block = tuple[int, int, int, int]
"""A run of words of one title, and of those in its place, from and up to."""


def title_edits(text: str, stretch: Span, old: str, new: str, fmt: Format) -> Iterator[tuple[Edit, ...]]:
    """Ways to write one title in place of another: only the words that differ, so that others keep their markup.

    Where markup is among those, the whole title is written. None where the reader cut the title off behind a bracket,
    whose other one stands in the text; where the title is a heading that the text itself leads to by its words; and
    where a mark of a footnote would be lost.
    """
    if old == new or old.endswith(_OPENING) or Counter(_NOTE.findall(old)) - Counter(_NOTE.findall(new)):
        return
    kept = _common_notes(old, new)
    led_to = fmt is Format.MARKDOWN and _slug(old) != _slug(new)
    for letters in islice(title_places(text, stretch, old), MOST_PLACES):
        if led_to and _is_heading(text, letters[0][0]) and _leads_to(text, old):
            return
        yield from _body_edits(text, letters[: len(old) - kept], old[: len(old) - kept], new[: len(new) - kept], fmt)


def _body_edits(text: str, letters: Sequence[Span], old: str, new: str, fmt: Format) -> Iterator[tuple[Edit, ...]]:
    """Words that differ, else the whole title, of one that stands at a place."""
    yield from _word_edits(text, letters, old, new, fmt)
    bare = letters[0][0], letters[-1][1]
    for first, last in dict.fromkeys([bare, with_markup(text, *bare)]):
        if _is_balanced(_marks(text, letters, first, last)):
            yield from ((Edit(first, last, written),) for written in _written(new, fmt, math=_MATH.search(old)))


def with_notes(old: str, new: str) -> str:
    """A new title with the marks of footnotes behind the old one, if the words before them are plainly the same."""
    found = _NOTES_BEHIND.search(old)
    before = old[: found.start()].split() if found else []
    if found is None or not before or not new.split() or _NOTES_BEHIND.search(new):
        return new
    alike = Levenshtein.normalized_similarity(before[-1], new.rsplit(maxsplit=1)[-1])
    return new + found[0] if alike >= _ALIKE else new


def _common_notes(old: str, new: str) -> int:
    """How many letters the marks of footnotes behind both titles take."""
    found = _NOTES_BEHIND.search(old)
    return len(found[0]) if found and found.start() and new.endswith(found[0]) and len(new) > len(found[0]) else 0


def _is_heading(text: str, at: int) -> bool:
    """Whether what begins at a place of Markdown stands in a heading."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return bool(_HEADING.match(text, start, at) or _UNDERLINE.match(text, at))


def _leads_to(text: str, title: str) -> bool:
    """Whether some link of a text leads to a heading with a title; hosts differ in what stands between the words."""
    bare = _bare(title)
    return bool(bare) and any(bare in fragment for fragment in _fragments(text))


@lru_cache(maxsize=2)
def _fragments(text: str) -> frozenset[str]:
    return frozenset(_bare(unquote(found)) for found in _FRAGMENT.findall(text))


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _slug(title: str) -> str:
    """What GitHub calls a heading of a title."""
    return _NOT_IN_SLUG.sub("", title.lower()).replace(" ", "-")


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
        math = _MATH.search(old[here])
        spelled.append(_written(new[theirs[first][0] : theirs[last - 1][1]], fmt, begins=start == 0, math=math))
    if not all(spelled):
        return
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


def _written(title: str, fmt: Format, *, begins: bool = True, math: re.Match[str] | None = None) -> tuple[str, ...]:
    """How a title may be spelled, the plainest first; within HTML in Markdown a backslash is a letter.

    Args:
        begins: Whether it may stand at the beginning of a line, where more signs are markup.
        math: A formula in what it takes the place of, so that its own are formulas too; none where they hold signs
            of other markup.
    """
    if fmt in {Format.TEXT, Format.TITLES}:
        return (title,)
    parts = _MATH.split(title)
    if fmt is Format.MARKDOWN and math and len(parts) > 1:
        if not all(map(_PLAIN_MATH.fullmatch, parts[1::2])):
            return ()
        first, *others = (_escaped(part, begins=begins and not number) for number, part in enumerate(parts[::2]))
        return ("".join([first, *(told for pair in zip(parts[1::2], others, strict=True) for told in pair)]),)
    entities = _MARKS.sub(lambda found: f"&#{ord(found[0])};", as_html(title))
    ways = (entities,) if fmt is Format.HTML else (_escaped(title, begins=begins), entities)
    return tuple(dict.fromkeys((title, *ways))) if _PLAIN.fullmatch(title) else ways


def _escaped(title: str, *, begins: bool) -> str:
    escaped = as_markdown(title) if begins else as_markdown(f".{title}")[1:]
    return escaped.replace("$", r"\$")
