"""Markdown → raw entries: bullets and numbered lines under headings, read from the parse tree. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.tree import SyntaxTreeNode

from pipeline.curated.clean import clean_heading
from pipeline.curated.raw import PAPER_LABEL, RawEntry, RawList
from pipeline.model import Link, Problem
from pipeline.titles import collapse

_MAX_NESTING = 40
"""Levels of blocks, or of emphasis within a line; lists that people write have a handful."""
_MAX_INLINE = 10_000
"""Characters of one paragraph or heading; the longest of the known lists have 3,400."""
_BADGE = re.compile(r"https?://img\.shields\.io/badge/([^?#]+?)(?:\.svg)?(?:[?#]|$)")
_CODE_LABEL = re.compile(
    r"[\[(]*\s*(?:code|github|project|project page|page|website|homepage|demo|dataset|data|blog|slides|video)\s*[\])]*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Inline:
    """One inline run taken apart: its text with links marked, in order."""

    parts: list[str | Link] = field(default_factory=list)
    badges: list[str] = field(default_factory=list)
    unread: bool = False
    """The run holds text that was too long or too deeply nested to be read."""

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(part for part in self.parts if isinstance(part, Link))

    @property
    def text(self) -> str:
        return "".join(part.label if isinstance(part, Link) else part for part in self.parts)


def _badge_claim(url: str) -> str | None:
    """Read `ACL 2022` out of `https://img.shields.io/badge/ACL-2022-blue`."""
    if not (found := _BADGE.match(url)):
        return None
    escapes = {"--": "-", "__": "_", "_": " ", "-": "\0"}
    words = re.sub("--|__|[_-]", lambda mark: escapes[mark[0]], unquote(found[1])).split("\0")
    return collapse(" ".join(words[:-1])) or None


def _plain(node: SyntaxTreeNode) -> str:
    if node.type in {"text", "code_inline"}:
        return node.content
    if node.type in {"softbreak", "hardbreak"} or (node.type == "html_inline" and node.content.startswith("<br")):
        return " "
    return "".join(_plain(child) for child in node.children)


def _take_apart(inline: SyntaxTreeNode) -> _Inline:
    found = _Inline(unread=bool(inline.type == "inline" and inline.content and not inline.children))
    for node in inline.children:
        if node.type == "link":
            found.parts.append(Link(url=str(node.attrs.get("href", "")), label=collapse(_plain(node))))
            found.badges += [claim for child in node.walk() if (claim := _claim_of_image(child))]
        elif node.type == "image":
            if claim := _claim_of_image(node):
                found.badges.append(claim)
        elif node.type in {"strong", "em", "s"}:
            inner = _take_apart(node)
            found.parts += inner.parts
            found.badges += inner.badges
        else:
            found.parts.append(_plain(node))
    return found


def _claim_of_image(node: SyntaxTreeNode) -> str | None:
    return _badge_claim(str(node.attrs.get("src", ""))) if node.type == "image" else None


def _text_in_title(part: str | Link) -> str:
    """A link within a title is part of it, unless it leads to code or a page."""
    if isinstance(part, Link):
        return "" if _CODE_LABEL.fullmatch(part.label) else part.label
    return part


def _title_and_link(found: _Inline) -> tuple[str, str | None]:
    """Tell the title from its links: the text before a `[Paper]` link, else the text of the first link."""
    for index, part in enumerate(found.parts):
        if isinstance(part, Link) and PAPER_LABEL.fullmatch(part.label):
            before = "".join(map(_text_in_title, found.parts[:index]))
            return before.rstrip().removesuffix("[").rstrip(), part.url
    head, *tail = found.parts or [""]
    if isinstance(head, str) and not head.strip() and tail:
        head, *tail = tail
    if isinstance(head, Link):
        rest = "".join(piece for piece in tail if isinstance(piece, str))
        return head.label + " " + rest if re.fullmatch(r"\s*\([^()]*\d{4}\)\s*", rest) else head.label, head.url
    return found.text, None


def _why_not_a_paper(found: _Inline, title: str) -> str | None:
    """Say why a bullet is no entry, or None when it is one."""
    links = found.links
    if found.unread:
        return f"bullet has over {_MAX_INLINE} characters or {_MAX_NESTING} levels of emphasis; passed over."
    if not collapse(title):
        return "bullet has no title; expected '- Title [Paper](url)'. Give it a title or delete it."
    if any(link.url.startswith("mailto:") for link in links):
        return "bullet names people (mailto links), not a paper; passed over."
    if links and all(link.url.startswith("#") and not PAPER_LABEL.fullmatch(link.label) for link in links):
        return "bullet links inside the document only (a table of contents); passed over."
    if links and all(_CODE_LABEL.fullmatch(link.label) for link in links):
        return "bullet links code, data or a page only, no paper; passed over."
    return None


class _Walk:
    """Walks the block tree in order, keeping the path of headings."""

    def __init__(self) -> None:
        self.headings: list[tuple[int, str]] = []
        self.entries: list[tuple[tuple[tuple[int, str], ...], RawEntry]] = []
        self.problems: list[Problem] = []

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        for node in nodes:
            if node.type == "heading":
                self._heading(node)
            elif node.type == "list_item":
                self._item(node)
            elif node.type not in {"table", "fence", "code_block", "html_block", "paragraph"}:
                self.blocks(node.children)

    def _heading(self, node: SyntaxTreeNode) -> None:
        level = int(node.tag[1:])
        self.headings = [pair for pair in self.headings if pair[0] < level]
        self.headings.append((level, clean_heading(_plain(node))))

    def _item(self, node: SyntaxTreeNode) -> None:
        paragraph = next((child for child in node.children if child.type == "paragraph"), None)
        begins = paragraph or node
        line = (begins.map[0] if begins.map else 0) + 1
        if paragraph:
            found = _take_apart(paragraph.children[0])
            title, link = _title_and_link(found)
            if reason := _why_not_a_paper(found, title):
                self.problems.append(Problem(line=line, message=reason))
            else:
                claim = found.badges[0] if found.badges else None
                entry = RawEntry(line=line, title=title, links=found.links, link=link, claim=claim)
                self.entries.append((tuple(self.headings), entry))
        elif not node.children:
            deep = node.level > _MAX_NESTING - 3
            message = "bullets are nested too deep here; passed over." if deep else "empty bullet; delete it."
            self.problems.append(Problem(line=line, message=message))
        self.blocks([child for child in node.children if child.type != "paragraph"])


def _paths(walk: _Walk) -> Iterator[RawEntry]:
    """Give each entry its heading path; the document's own title is not part of it."""
    deeper = all(any(level > 1 for level, _ in path) for path, _ in walk.entries)
    for path, entry in walk.entries:
        names = tuple(name for level, name in path if name and not (deeper and level == 1))
        yield RawEntry(
            line=entry.line,
            title=entry.title,
            headings=names,
            links=entry.links,
            link=entry.link,
            claim=entry.claim,
        )


def _read_inlines(state: StateCore) -> None:
    """Parse inline runs, but for the ones no list has: their parsing takes quadratic time or endless nesting."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if len(token.content) <= _MAX_INLINE:
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            depths = accumulate(child.nesting for child in token.children)
            if max(depths, default=0) > _MAX_NESTING:
                token.children = []


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.core.ruler.at("inline", _read_inlines)
    return parser


def read_markdown(text: str) -> RawList:
    """Read bullets and numbered lines as entries; headings above a bullet are its path.

    Prose, tables, code blocks, contents lists and bullets that name people are not entries; a bullet
    that is passed over is told as a `Problem` with its line.
    """
    walk = _Walk()
    walk.blocks(SyntaxTreeNode(_parser().parse(text)).children)
    return RawList(entries=tuple(_paths(walk)), problems=tuple(walk.problems))
