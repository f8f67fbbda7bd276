"""Tests of the parser of Markdown: it gives what the same parser gives with all its own rules in turn."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_core import inline
from markdown_it.token import Token

from pipeline.curated.markup.layout import to_html
from pipeline.curated.markup.rules import MAX_NESTING, list_parser
from tests.curated.words.hostile import LAW, SOON, seconds

OURS = list_parser(inline)
OWN = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
OWN.normalizeLink = OURS.normalizeLink  # type: ignore[method-assign]
OWN.validateLink = OURS.validateLink  # type: ignore[method-assign]


def _shown(parser: MarkdownIt, text: str) -> str:
    return "".join(_parts(parser, parser.parse(text, {})))


def _parts(parser: MarkdownIt, tokens: list[Token]) -> Iterator[str]:
    """The HTML of each token without attributes of blocks; a run that bears its cell's tag stands within it."""
    for token in tokens:
        if token.type == "inline":
            run = parser.renderer.render(token.children or [], parser.options, {})
            yield f"<{token.tag}>{run}</{token.tag}>" if token.tag else run
        elif token.tag and token.type not in {"fence", "code_block"}:
            yield f"<{'/' if token.nesting < 0 else ''}{token.tag}{' hidden' if token.hidden else ''}>"
        else:
            yield token.content if token.type == "html_block" else escape(token.content)


TEXTS = {
    "link": "[A title](https://x.example/a_b?c=d&e=f) and [one](b 'c') and [two](<d e>)",
    "link with markup in its label": "[**A** *title* ~~b~~ &amp; _c_](https://x.example/1)",
    "link in brackets": "[[Paper](a)] [[Paper]](b) [x [b](c) y](d) [a] [b](c)",
    "link with an entity in its address": "[a](b&amp;c) [a](b&copy=d) [a](b&c;)",
    "link that may not stand": "[a](javascript:b) ![c](data:d) [e](file:f)",
    "reference": "[[a]](b) [a] [a][c] ![a]\n\n[a]: d\n[c]: e 'f'",
    "image": "![a](b) ![a *b*](c&d) ![](e) !\\[a](b) [![c](d)](e) !a",
    "tags": "a <br> b <br/> <b>c</b> [d <sup>3</sup>](e) <f@g.example> <http://h.example> < i > <!-- [j](k) -->",
    "code in a link": "[a `b](c)` d](e)",
    "stars": "**a**b *c* **d *e* f** ***g*** a*b* _c_d __e__ 2*3*4",
    "ends of lines": "a  \nb\\\nc\nd\t\n e",
    "quotation": "> a\nb\n> - c\n> # d\n\n>e\n```\nf\n```",
    "list": "- a\n  b\n\n  c\n- d\n   1. e\n   2) f\n* g\n- - -\n10. h\nb\n+\n",
    "list that ends no paragraph": "a\n2. b\n1. c\n\nd\n-\n- e",
    "code": "a\n    b\n\n    c\n-     d\n\n      e\n~~~ f\n    g\n~~~",
    "headings": "# a #\n####### b\n#c\nd\n===\ne\n---\n---\n",
    "HTML": "<div>\n*a*\n</div>\n\nb\n<p>\n\n<a b='c'>\n\n<!-- d\n\ne -->",
    "table": "|a|b|\n|:-|-:|\n| c \\| `d|e` | f |\n|g\nh|i|j\n\n||\n|-|\n|k|l|",
    "table without borders": "a|b\n-|-\nc\n\n- d|e\n  -|-\n  f|g\n- h",
    "table ended by a block": "a|b\n-|-\nc|d\n> e|f\n\na|b\n-|-\n# c|d\n\na|b\n-|-\n- c\n\na|b\n-|-\n    c|d",
    "no table": "a|b\n-|-|-\n\na\n-|-\n\na|b\n- | -\n\n|a|\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_rules_that_are_not_tried_would_not_have_fitted(text: str) -> None:
    """What each rule reads is read as if all rules were tried in turn."""
    assert _shown(OURS, text) == _shown(OWN, text)


PIECES = st.sampled_from(
    [
        *("**", "*", "_", "`", "~~", "[", "](", ")", "]", "![", "<", ">", "&amp;", "&", "\\", "|", "!", "(", ":", '"'),
        *("\n", "\n\n", "  \n", " ", "    ", "\t", "- ", "+ ", "1. ", "2) ", "> ", "# ", "---\n", "===\n", "```\n"),
        *(
            "|---|\n",
            "a|b\n-|-\n",
            "[a](b)",
            "[[a]](b)",
            "<br>",
            "<div>\n",
            "</div>\n",
            "[a]: b\n",
            "[a]",
            "word",
            "x@y.example",
        ),
    ],
)


@LAW
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_alike(text: str) -> None:
    """No order of marks makes a difference."""
    assert _shown(OURS, text) == _shown(OWN, text)


def test_a_table_may_lack_no_more_cells_than_the_parser_lets_it() -> None:
    """Rows of one cell under a header of thousands are filled up, until 65,536 cells were missing."""
    header = "a|" * 16_385 + "\n" + "-|" * 16_385 + "\n"
    assert to_html(f"{header}b\nb\nb\nb\nb\n").count("<tr>") == 1 + 4


@pytest.mark.parametrize("piece", ["[a](b&c", "[a](b&", "![a](b&", "[[a]](", "a|", "&a;" * 9])
def test_marks_that_open_nothing_are_read_soon(piece: str) -> None:
    """A text takes time by its length, whatever it begins and does not end."""
    assert seconds(to_html, text=piece * (20_000 // len(piece))) < SOON
