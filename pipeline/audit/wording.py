"""Two titles held against each other, word by word, as people read it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from pipeline.audit.case import cut
from pipeline.titles import title_key, words

_WORD = re.compile(r"[^\s-]+")

_Span = tuple[int, int]


def word_diff(listed: str, other: str) -> str:
    """A title with what another has in its place: `Learning a [-model-]{+policy+}`; typography does not count."""
    ours, theirs = cut(listed), cut(other)
    return "".join(_parts(ours, theirs)).strip()


def _parts(ours: str, theirs: str) -> Iterator[str]:
    places, others = (tuple(found.span() for found in _WORD.finditer(title)) for title in (ours, theirs))
    keys = [[_key(title[start:end]) for start, end in spans] for title, spans in ((ours, places), (theirs, others))]
    for start, end, first, last in _blocks(*keys):
        here, there = _stretch(ours, places[start:end]), _stretch(theirs, others[first:last])
        changed = (f"[-{here}-]" if here else "") + (f"{{+{there}+}}" if there else "")
        told = here if _key(here) == _key(there) else changed
        if start < len(places):
            yield told + (_gap(ours, places, end) if here else _gap(theirs, others, last))
        else:
            yield f" {told}"


def _blocks(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Stretches of words, in turn alike and different, as places in both titles."""
    blocks: list[tuple[int, int, int, int]] = []
    alike = None
    for op in Levenshtein.opcodes(ours, theirs):
        if blocks and alike == (op.tag == "equal"):
            blocks[-1] = (blocks[-1][0], op.src_end, blocks[-1][2], op.dest_end)
        else:
            blocks.append((op.src_start, op.src_end, op.dest_start, op.dest_end))
        alike = op.tag == "equal"
    return blocks


def _key(text: str) -> str:
    return title_key(text) if words(text) else ""


def _stretch(title: str, spans: Sequence[_Span]) -> str:
    return title[spans[0][0] : spans[-1][1]] if spans else ""


def _gap(title: str, spans: Sequence[_Span], place: int) -> str:
    """What parts a word from the one before."""
    return title[spans[place - 1][1] : spans[place][0]] if 0 < place < len(spans) else ""
