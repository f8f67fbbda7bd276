"""Where an entry's own block of a list's text ends, what in it is no text, and who uses a definition. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.curated.formats import Format

_LONGEST = 8_000
"""Characters behind the beginning of an entry in which its title and its links are looked for."""
_LINE = re.compile(r"[^\r\n]*")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_ENDS_ALL = re.compile(r"[ \t]{0,3}#{1,6}[ \t]|\s*<h[1-6]\b|\s*</(?:ul|ol|table)\b", re.IGNORECASE)
"""A heading, and the end of a list or table of HTML."""
_LEADS = re.compile(r"\s*(?:#{1,6}[ \t]|<)")
"""Begins of entries beneath which blank lines part nothing."""
_COMMENT = r"<!--.*?(?:-->|\Z)"
_HIDDEN = {
    Format.HTML: re.compile(_COMMENT, re.DOTALL),
    Format.MARKDOWN: re.compile(
        rf"{_COMMENT}|^[ \t]*(?P<fence>`{{3,}}|~{{3,}}).*?(?:^[ \t]*(?P=fence)|\Z)"
        r"|(?<![`\\])(?P<ticks>`{1,9})(?!`)[^\n]{1,500}?(?<!`)(?P=ticks)(?!`)",
        re.DOTALL | re.MULTILINE,
    ),
}
_HTML_BLOCK = re.compile(
    r"[ \t]*(?P<bullet>(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:</?(?:address|article|aside|blockquote|body|center|caption|col|"
    r"colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|"
    r"legend|li|link|main|menu|nav|ol|optgroup|option|p|param|pre|script|search|section|style|summary|table|tbody|td|"
    r"textarea|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|$)|<[!?]|</?[a-z][^<>]*>[ \t]*$)",
    re.IGNORECASE,
)
"""Lines that begin HTML in Markdown, which goes on to the next blank line."""
_DEFINITION = re.compile(r"[ \t]*\[(?P<label>[^\[\]\n]{1,200})\]:[ \t]*<?")


def block_of(
    text: str, starts: Sequence[int], line: int, following: int | None, fmt: Format = Format.MARKDOWN
) -> tuple[int, int]:
    """The stretch of a text that an entry takes, as characters from and up to.

    It ends before the next heading or bullet of the same depth, and behind a blank line before what is not indented
    deeper; a row of a table, and an entry of plain text, is one line.

    Args:
        starts: Where each line begins.
        line: 1-based line on which the entry begins.
        following: That of the next entry on another line, or None.
    """
    start = starts[line - 1]
    most = min(starts[following - 1] if following is not None else len(text), start + _LONGEST)
    first = _line(text, start)
    if fmt in {Format.TEXT, Format.TITLES} or first.lstrip().startswith("|"):
        return start, start + len(first)
    parted = fmt is Format.MARKDOWN and not _LEADS.match(first)
    after_blank = False
    for at in starts[line : following - 1 if following is not None else None]:
        here = _line(text, at)
        if at >= most or _ENDS_ALL.match(here):
            return start, min(at, most)
        if not here.strip():
            after_blank = True
        elif parted and _depth(here) <= _depth(first) and (after_blank or _BULLET.match(here)):
            return start, at
        else:
            after_blank = False
    return start, most


def _line(text: str, at: int) -> str:
    found = _LINE.match(text, at)
    return found[0] if found else ""


def _depth(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def hidden(text: str, stretch: tuple[int, int], fmt: Format) -> tuple[tuple[int, int], ...]:
    """Stretches of comments and code, in which nothing is a link."""
    pattern = _HIDDEN.get(fmt)
    return tuple(found.span() for found in pattern.finditer(text, *stretch)) if pattern else ()


def html_lines(text: str, starts: Sequence[int]) -> frozenset[int]:
    """The 1-based lines of a Markdown text that are HTML as a whole, in which backticks are letters."""
    within, bulleted, lines = False, False, set()
    for number, at in enumerate(starts, start=1):
        here = _line(text, at)
        begun = _HTML_BLOCK.match(here)
        if begun and (not within or begun["bullet"]):
            within, bulleted = True, bool(begun["bullet"])
        elif not here.strip() or (bulleted and _BULLET.match(here)):
            within = False
        if within:
            lines.add(number)
    return frozenset(lines)


def label_of(text: str, at: int) -> str | None:
    """The label of the definition in Markdown whose address begins at a place; None where no definition does."""
    found = _DEFINITION.match(text, max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1)
    return found["label"] if found and found.end() == at else None


def uses_of(text: str, label: str) -> Iterator[int]:
    """Where a label of a definition is used, in code and comments too."""
    words = r"\s+".join(map(re.escape, label.split()))
    for found in re.finditer(rf"\[\s*{words}\s*\](?!\()", text, re.IGNORECASE):
        before = text[max(text.rfind("\n", 0, found.start()), text.rfind("\r", 0, found.start())) + 1 : found.start()]
        if before.strip() or not text.startswith(":", found.end()):
            yield found.start()
