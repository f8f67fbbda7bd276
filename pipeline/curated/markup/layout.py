"""Markdown → HTML in which everything stays on its line. Pure.

A parser of HTML then tells the lines of the Markdown, and HTML within Markdown (folds, tables, line
breaks, unclosed tags) is read as a browser would read it, by the one reader of HTML.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from html import escape
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from pipeline.curated.markup.rules import BRACKETED_LINK, MAX_NESTING, list_parser

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


def _read_inlines(state: StateCore) -> None:
    """Parse the runs within blocks; most are text and plain links, and their HTML is made at once."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        html = _at_once(token.content, state)
        if html is None:
            token.children = _parsed(token.content, state)
        else:
            token.type, token.content, token.children = "html_block", html, None


def _at_once(content: str, state: StateCore) -> str | None:
    """The HTML of a run without markup, or with none but plain links and bare tags; None for any other."""
    if not _MARKUP.search(content):
        return escape(content, quote=False)
    if len(content) > _MAX_INLINE or state.env.get("references") or _has_idle_brackets(content, state.env):
        return None
    return _of_plain_links(content, state.md)


def _parsed(content: str, state: StateCore) -> list[Token]:
    """The tokens of a run; a long one is parsed line by line, so that the time stays linear: no list has one."""
    if len(content) <= _MAX_INLINE:
        return _inline(content, state)
    tokens: list[Token] = []
    for number, line in enumerate(content.split("\n")):
        if number:
            tokens.append(Token("softbreak", "br", 0))
        tokens += _inline(line, state)
    return tokens


def _inline(content: str, state: StateCore) -> list[Token]:
    if len(content) > _MAX_INLINE or _has_idle_brackets(content, state.env):
        return [_as_text(content)]
    tokens: list[Token] = []
    state.md.inline.parse(content, state.md, state.env, tokens)
    depths = accumulate(token.nesting for token in tokens)
    return [_as_text(content)] if max(depths, default=0) > _MAX_EMPHASIS else tokens


def _has_idle_brackets(content: str, env: MutableMapping[str, Any]) -> bool:
    """Whether most brackets of a run can open no link; each of them would be looked at again and again."""
    opened = content.count("[")
    if opened <= _MOST_IDLE:
        return False
    opened -= content.count("\\[")
    links = content.count("](") + content.count("][")
    idle = _MOST_IDLE_WITH_REFERENCES if env.get("references") else _MOST_IDLE
    return opened > max(idle, _MOST_IDLE_BY_LINK * links)


def _as_text(content: str) -> Token:
    return Token("text", "", 0, content=content)


_BEYOND_LINKS = re.compile(r"[\n\\`*_&~]|<(?!/?[A-Za-z][A-Za-z\d]*/?>)|!\[|\]\(")
"""What stands beside plain links and bare tags in a run that must be read with care."""


def _of_plain_links(content: str, parser: MarkdownIt) -> str | None:
    """The HTML of a run that has no markup but plain links and bare tags; None for any other."""
    text, *links = BRACKETED_LINK.split(content)
    # Joined so that an image's mark is seen before its link.
    if _BEYOND_LINKS.search("[".join([text, *links[2::3]])) or not all(map(parser.validateLink, links[1::3])):
        return None
    # Nothing is left in labels and texts that HTML would take for other markup than Markdown does.
    return text + "".join(
        [
            f'<a href="{escape(url)}">{label}</a>{behind}'
            for label, url, behind in zip(links[::3], links[1::3], links[2::3], strict=True)
        ]
    )


_NESTED = frozenset({"blockquote_open", "list_item_open"})
_RUNS = frozenset({"inline", "html_block"})
_DROPPED = frozenset({"fence", "code_block"})
"""Code is never part of a list."""


def _html(token: Token, parser: MarkdownIt, env: MutableMapping[str, Any]) -> str:
    if token.type in _RUNS:
        run = token.content if token.children is None else parser.renderer.render(token.children, parser.options, env)
        return f"<{token.tag}>{run}</{token.tag}>" if token.tag else run
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
    parser = list_parser(_read_inlines)
    env: dict[str, Any] = {}
    parts: list[str] = []
    line = 0
    for token in parser.parse(text, env):
        if token.map and token.nesting >= 0 and token.map[0] > line:
            parts.append("\n" * (token.map[0] - line))
            line = token.map[0]
        html = _html(token, parser, env)
        if "\n" in html:
            line += html.count("\n")
        parts.append(html)
    return "".join(parts)
