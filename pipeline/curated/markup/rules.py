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
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of blocks; lists that people write have a handful."""

_BlockRule = Callable[[StateBlock, int, int, bool], bool]
_InlineRule = Callable[[StateInline, bool], bool]
_Rule = TypeVar("_Rule")

_URL = r"\((?P<url>[^\s()<>\\&]++(?:&(?!#?\w+;)[^\s()<>\\&]*+)*+)\)"
"""An address in which nothing is to be undone."""
PLAIN_LINK = re.compile(r"\[(?P<label>[^\[\]\\`<&*_~\n]*+)\]" + _URL)
"""A link without markup in its label: nearly every link of a list."""
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


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a table, where the line below may be the rule under its header."""
    below = line + 1
    if below >= end:
        return False
    at = state.bMarks[below] + state.tShift[below]
    return state.src[at : at + 1] in "|-:" and rules_block.table(state, line, end, silent)


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
        at = state.bMarks[line] + state.tShift[line]
        for rule in by_character.get(state.src[at : at + 1], at_any):  # noqa: SIM110, a generator takes twice the time
            if rule(state, line, end, silent):
                return True
        return False

    return read


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
    parser.block.ruler.push("ends_quote", _first_of(_ENDS_QUOTE), {"alt": ["blockquote"]})
    parser.block.ruler.push("ends_list", _first_of(_ENDS_LIST), {"alt": ["list"]})
    parser.inline.ruler.enableOnly([])
    parser.inline.ruler.push("inline", _inline)
    parser.inline.terminator_re = _TEXT_ENDS
    # Addresses are judged and escaped by the reader of the HTML, for HTML within Markdown too.
    parser.normalizeLink = _as_it_stands  # type: ignore[method-assign]
    parser.validateLink = _may_stand  # type: ignore[method-assign]
    return parser
