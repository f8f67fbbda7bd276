"""Markdown → HTML in which everything stays on its line. Pure.

A parser of HTML then tells the lines of the Markdown, and HTML within Markdown (folds, tables, line
breaks, unclosed tags) is read as a browser would read it, by the one reader of HTML.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from functools import cache
from html import escape
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import validateLink
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of blocks; lists that people write have a handful."""
_MOST_IDLE = 20
_MOST_IDLE_WITH_REFERENCES = 500
_MOST_IDLE_BY_LINK = 10
"""Opening brackets of a run, in all and for each of its links, above which they are taken for text."""
_MAX_EMPHASIS = 40
"""Levels of markup within a line."""
_MAX_INLINE = 50_000
"""Characters of a run that are read as markup at a time: no list has longer ones."""
_FRONT_FIELD = re.compile(r"[A-Za-z][\w-]{0,60}[ \t]{0,9}:|[ \t]|-[ \t]|$")
_MOST_FRONT_LINES = 200
_MOST_QUOTED = 4
_QUOTED_DEEP = re.compile(rf"^(?P<kept>(?:[ \t]{{0,3}}>){{{_MOST_QUOTED}}})(?:[ \t]{{0,3}}>)+", re.MULTILINE)
"""Quotations of quotations: each level is looked at again for each line."""
_DEEPEST_BULLET = 20
_BULLETS_DEEP = re.compile(
    rf"^(?P<kept>[ \t]{{0,60}}(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+){{{_DEEPEST_BULLET}}})"
    r"(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+",
    re.MULTILINE,
)
_INDENTED_DEEP = re.compile(r"^[ \t]{60,}(?=(?:[-*+]|\d{1,9}[.)])[ \t])", re.MULTILINE)
"""Bullets of bullets: beyond `MAX_NESTING` levels the parser would leave out the rest of the document."""


_BROKEN_LINK = re.compile(r"\]\)\((?=https?://)")
"""`[Title])(url)`, of which nobody means the first closing bracket."""
_MARKUP = re.compile(r"[\n\\`*_\[\]<&!~]")
"""What begins markup within a line."""


def _inline(content: str, parser: MarkdownIt, env: MutableMapping[str, Any]) -> list[Token]:
    if not _MARKUP.search(content):
        return [_as_text(content)]
    if len(content) > _MAX_INLINE or _has_idle_brackets(content, env):
        return [_as_text(content)]
    if not env.get("references") and (html := _of_plain_links(content, parser)):
        return [Token("html_inline", "", 0, content=html)]
    tokens: list[Token] = []
    parser.inline.parse(content, parser, env, tokens)
    depths = accumulate(token.nesting for token in tokens)
    return [_as_text(content)] if max(depths, default=0) > _MAX_EMPHASIS else tokens


def _has_idle_brackets(content: str, env: MutableMapping[str, Any]) -> bool:
    """Whether most brackets of a run can open no link; each of them would be looked at again and again."""
    opened = content.count("[") - content.count("\\[")
    links = content.count("](") + content.count("][")
    idle = _MOST_IDLE_WITH_REFERENCES if env.get("references") else _MOST_IDLE
    return opened > max(idle, _MOST_IDLE_BY_LINK * links)


def _as_text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _read_inlines(state: StateCore) -> None:
    """Parse inline runs; a long one line by line, so that the time stays linear, what no list has as it stands."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        lines = [token.content] if len(token.content) <= _MAX_INLINE else token.content.split("\n")
        token.children = []
        for number, line in enumerate(lines):
            if number:
                token.children.append(Token("softbreak", "br", 0))
            token.children += _inline(line, state.md, state.env)


def _as_it_stands(url: str) -> str:
    return url


_PLAIN_LINK = re.compile(r"\[(?P<label>[^\[\]\\`<&*_~\n]*+)\]\((?P<url>[^\s()<>\\&]++)\)")
"""A link without markup in its label nor anything to be undone in its address: nearly every link of a list."""


_BEYOND_LINKS = re.compile(r"[\n\\`*_<&!~]|\]\(")
"""What stands beside plain links in a run that must be read with care."""


def _of_plain_links(content: str, parser: MarkdownIt) -> str | None:
    """The HTML of a run that has no markup but plain links; None for any other."""
    text, *links = _PLAIN_LINK.split(content)
    parts = [escape(text)]
    for label, url, behind in zip(links[::3], links[1::3], links[2::3], strict=True):
        if not parser.validateLink(url):
            return None
        parts.append(f'<a href="{escape(url)}">{escape(label)}</a>{escape(behind)}')
        text += f" {behind}"
    return None if _BEYOND_LINKS.search(text) else "".join(parts)


def _plain_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read a plain link at once, where the rule for all links would go through it letter by letter."""
    found = _PLAIN_LINK.match(state.src, state.pos, state.posMax)
    if found is None or not state.md.validateLink(found["url"]):
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": found["url"]}
        state.append_pending(found["label"])
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _may_stand(url: str) -> bool:
    return validateLink(url) or url.startswith("file:")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _read_inlines)
    parser.inline.ruler.before("link", "plain_link", _plain_link)
    # Addresses are judged and escaped by the reader of the HTML, for HTML within Markdown too.
    parser.normalizeLink = _as_it_stands  # type: ignore[method-assign]
    parser.validateLink = _may_stand  # type: ignore[method-assign]
    return parser


_NESTED = frozenset({"blockquote_open", "list_item_open"})
_DROPPED = frozenset({"fence", "code_block"})
"""Code is never part of a list."""


def _html(token: Token, parser: MarkdownIt, env: MutableMapping[str, Any]) -> str:
    if token.type == "inline":
        rendered: str = parser.renderer.render(token.children or [], parser.options, env)
        return rendered
    if token.type == "html_block":
        return token.content
    if token.type in _DROPPED or token.hidden:
        return "" if token.nesting >= 0 or token.tag != "p" else "</p>"
    if token.nesting < 0:
        return f"</{token.tag}>"
    deep = " data-deep" if token.type in _NESTED and token.level >= MAX_NESTING - 2 else ""
    return f"<{token.tag}{deep}>" if token.tag else escape(token.content)


def _without_front_matter(text: str) -> str:
    """The text with the fields above it (`---`, `title: A list`, `---`) left blank."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return text
    for at, line in enumerate(lines[1:_MOST_FRONT_LINES], start=1):
        if line.rstrip() == "---":
            return "\n" * (at + 1) + "\n".join(lines[at + 1 :])
        if not _FRONT_FIELD.match(line):
            break
    return text


def to_html(text: str) -> str:
    """Turn Markdown (CommonMark with tables) into HTML, each part on the line it has in `text`.

    Args:
        text: Markdown, every line end a line feed.
    """
    text = _QUOTED_DEEP.sub(r"\g<kept>", _without_front_matter(text))
    text = _BROKEN_LINK.sub("](", text)
    text = _BULLETS_DEEP.sub(r"\g<kept>", _INDENTED_DEEP.sub(" " * 60, text))
    parser = _parser()
    env: dict[str, Any] = {}
    parts: list[str] = []
    line = 0
    for token in parser.parse(text, env):
        if token.map and token.nesting >= 0 and token.map[0] > line:
            parts.append("\n" * (token.map[0] - line))
            line = token.map[0]
        html = _html(token, parser, env)
        line += html.count("\n")
        parts.append(html)
    return "".join(parts)
