"""The parser of Markdown, set up for lists: it makes the same tokens from fewer tries. Pure.

At each block, and at each mark within a line, the parser tries all its rules one after the other, though nearly all
of them begin with a character of their own. Here they are looked up by the character that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from markdown_it import MarkdownIt, rules_block, rules_inline
from markdown_it.common.normalize_url import validateLink
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of blocks; lists that people write have a handful."""

_BlockRule = Callable[[StateBlock, int, int, bool], bool]
_InlineRule = Callable[[StateInline, bool], bool]
_Rule = TypeVar("_Rule")


def _beginning(state: StateBlock, line: int) -> str:
    """The character that a line begins with; empty or a line feed for a blank line."""
    at = state.bMarks[line] + state.tShift[line]
    return state.src[at : at + 1]


def _by_character(rules: Sequence[tuple[_Rule, str]]) -> dict[str, tuple[_Rule, ...]]:
    """The rules to try at each character, and under the empty text those to try at any other, in their order."""
    characters = {"", *"".join(begins for _, begins in rules)}
    return {
        each: tuple(rule for rule, begins in rules if not begins or (each and each in begins)) for each in characters
    }


def _first_of(rules: Sequence[tuple[_BlockRule, str]]) -> _BlockRule:
    """One rule that does what the first of `rules` does that fits."""
    by_character = _by_character(rules)
    at_any = by_character[""]

    def read(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        for rule in by_character.get(_beginning(state, line), at_any):  # noqa: SIM110, a generator takes twice the time
            if rule(state, line, end, silent):
                return True
        return False

    return read


_URL = r"\((?P<url>[^\s()<>\\&]++(?:&(?!#?\w+;)[^\s()<>\\&]*+)*+)\)"
"""An address in which nothing is to be undone."""
_LABEL = r"[^\[\]\\`<&*_~\n]*+"
PLAIN_LINK = re.compile(rf"\[(?P<label>{_LABEL})\]{_URL}")
"""A link without markup in its label: most links of a list."""
BRACKETED_LINK = re.compile(rf"\[(?P<label>{_LABEL}(?:\[{_LABEL}\](?!\(){_LABEL})?+)\]{_URL}")
"""The same and `[[Paper]](url)`, which without references can be nothing else: nearly every link of a list."""
_SIMPLE_LINK = re.compile(r"\[(?P<label>[^\[\]\\`<\n]*+)\]" + _URL)
"""A link whose label ends at the first bracket, whatever markup stands in it."""


def _simple_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read a simple link at once, where the rule for all links would go through it letter by letter."""
    found = _SIMPLE_LINK.match(state.src, state.pos, state.posMax)
    if found is None or not state.md.validateLink(found["url"]):
        return False
    if not silent:
        end = state.posMax
        state.push("link_open", "a", 1).attrs = {"href": found["url"]}
        state.pos, state.posMax = found.span("label")
        state.md.inline.tokenize(state)
        state.push("link_close", "a", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def _simple_image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read an image without markup in what stands for it, as `_simple_link` reads links."""
    found = PLAIN_LINK.match(state.src, state.pos + 1, state.posMax)
    if found is None or not state.md.validateLink(found["url"]):
        return False
    if not silent:
        image = state.push("image", "img", 0)
        image.attrs = {"src": found["url"], "alt": ""}
        image.content = found["label"]
        image.children = [Token("text", "", 0, content=found["label"])]
    state.pos = found.end()
    return True


_BORDER = re.compile(r"(?<!\\)\|")
_MOST_MISSING = 0x10000
"""Cells that the rows of a table may lack in all, as the parser's own rule has it."""


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a table as the parser's own rule does, which parts the cells letter by letter."""
    below = line + 1
    if below >= end or _beginning(state, below) not in "|-:":
        return False
    if not rules_block.table(state, line, end, silent=True):
        return False
    if not silent:
        _push_table(state, line, end)
    return True


def _push_table(state: StateBlock, line: int, end: int) -> None:
    above, state.parentType = state.parentType, "table"
    header = _cells(_text_of(state, line))
    state.push("table_open", "table", 1).map = [line, end]
    state.push("thead_open", "thead", 1)
    _push_row(state, line, "th", header)
    state.push("thead_close", "thead", -1)
    first = at = line + 2
    missing = 0
    while at < end and state.sCount[at] >= state.blkIndent:
        text = _text_of(state, at)
        if not text or state.is_code_block(at) or _ends_quote(state, at, end, True):  # noqa: FBT003, as the parser asks
            break
        cells = _cells(text)
        missing += len(header) - len(cells)
        if missing > _MOST_MISSING:
            break
        if at == first:
            state.push("tbody_open", "tbody", 1).map = [at, end]
        _push_row(state, at, "td", [*cells[: len(header)], *[""] * (len(header) - len(cells))])
        at += 1
    if at > first:
        state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)
    state.parentType, state.line = above, at


def _text_of(state: StateBlock, line: int) -> str:
    return mdTrim(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])


def _cells(text: str) -> list[str]:
    """The cells of a row; the borders around it are no cells' borders."""
    cells = _BORDER.split(text)
    inner = cells[not cells[0] : len(cells) - (not cells[-1])]
    return [mdTrim(cell.replace("\\|", "|")) for cell in inner]


def _push_row(state: StateBlock, line: int, tag: str, cells: Sequence[str]) -> None:
    """Push a row whose runs bear the tags of their cells, instead of standing between two tokens each."""
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for cell in cells:
        run = state.push("inline", tag, 0)
        run.map, run.content, run.children = [line, line + 1], cell, []
    state.push("tr_close", "tr", -1)


_ENDS_LIST: tuple[tuple[_BlockRule, str], ...] = (
    (rules_block.fence, "`~"),
    (rules_block.blockquote, ">"),
    (rules_block.hr, "*-_"),
)
"""Rules of the blocks that end a list, each with the characters it may begin with; none for any."""
_ENDS_QUOTE = (
    *_ENDS_LIST,
    (rules_block.list_block, "*+-0123456789"),
    (rules_block.html_block, "<"),
    (rules_block.heading, "#"),
)
_ends_quote = _first_of(_ENDS_QUOTE)
_ENDS_PARAGRAPH = ((_table, ""), *_ENDS_QUOTE)
_BLOCKS: tuple[tuple[_BlockRule, str], ...] = (
    (_table, ""),
    (rules_block.code, ""),
    *_ENDS_LIST,
    (rules_block.list_block, "*+-0123456789"),
    (rules_block.reference, "["),
    (rules_block.html_block, "<"),
    (rules_block.heading, "#"),
    (rules_block.lheading, ""),
    (rules_block.paragraph, ""),
)
_INLINES: tuple[tuple[_InlineRule, str], ...] = (
    (rules_inline.newline, "\n"),
    (rules_inline.escape, "\\"),
    (rules_inline.backtick, "`"),
    (rules_inline.strikethrough.tokenize, "~"),
    (rules_inline.emphasis.tokenize, "*_"),
    (_simple_link, "["),
    (rules_inline.link, "["),
    (_simple_image, "!"),
    (rules_inline.image, "!"),
    (rules_inline.autolink, "<"),
    (rules_inline.html_inline, "<"),
    (rules_inline.entity, "&"),
)
_TEXT_ENDS = re.compile(r"[\n!&*<\[\\\]_`~]")
"""Where text ends within a line: where a rule may begin, and at the end of a link's label."""


_AT_MARK = _by_character(_INLINES)


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read what begins with the mark that stands here, or the text up to the next mark."""
    for rule in _AT_MARK.get(state.src[state.pos], (rules_inline.text,)):  # noqa: SIM110, as above
        if rule(state, silent):
            return True
    return False


def _as_it_stands(url: str) -> str:
    return url


def _may_stand(url: str) -> bool:
    return url.startswith(("http", "file:")) or validateLink(url)


@cache
def list_parser(read_inlines: Callable[[StateCore], None]) -> MarkdownIt:
    """The parser of CommonMark with tables and struck out text.

    Args:
        read_inlines: The rule that reads the runs within blocks.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", read_inlines)
    # By the name of this rule the parser knows that indented text is code.
    parser.block.ruler.enableOnly(["code"])
    parser.block.ruler.at("code", _first_of(_BLOCKS))
    # It always reads something, so that these are asked where a chain is named alone.
    parser.block.ruler.push("ends_paragraph", _first_of(_ENDS_PARAGRAPH), {"alt": ["paragraph", "reference"]})
    parser.block.ruler.push("ends_quote", _ends_quote, {"alt": ["blockquote"]})
    parser.block.ruler.push("ends_list", _first_of(_ENDS_LIST), {"alt": ["list"]})
    parser.inline.ruler.enableOnly([])
    parser.inline.ruler.push("inline", _inline)
    parser.inline.terminator_re = _TEXT_ENDS
    # Addresses are judged and escaped by the reader of the HTML, for HTML within Markdown too.
    parser.normalizeLink = _as_it_stands  # type: ignore[method-assign]
    parser.validateLink = _may_stand  # type: ignore[method-assign]
    return parser
