"""Texts that are nearly lists, and what must hold of whatever is read of them."""

from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import strategies as st

from pipeline.bundled import LIST, bundled_file
from pipeline.curated import Format, parse_list, render_list
from pipeline.curated.encoding import read_text
from pipeline.errors import ListError
from pipeline.identifiers import parse_identifier, url_of
from pipeline.model import CuratedEntry, CuratedList

_SECONDS = 2.0
_SECONDS_A_MB = 40.0
"""Of the processor; some forty times what a real list of that size takes."""

_MARKDOWN = (
    *(
        "- ",
        "* ",
        "1. ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "# ",
        "## ",
        "###### ",
        "> ",
        "```\n",
        "---\n",
        "===\n",
    ),
    *("[", "](", ")", "]", "![", "**", "__", "_", "*", "`", "~~", "\\", "|", " | ", "|---|---|\n", "||", "\\|"),
    *(
        "[Paper](https://arxiv.org/abs/2305.18290)",
        "[[pdf]](https://openreview.net/pdf?id=a_b)",
        "[Code](https://github.com/a/b)",
    ),
    *(
        "[a](#a)",
        "[a](mailto:a@b.example)",
        "[1]: http://x/1\n",
        "<http://x/1>",
        "https://doi.org/10.1000/x",
        "(",
        "arXiv:2305.18290",
    ),
    *(
        "![ACL](https://img.shields.io/badge/ACL-2022-blue)",
        " (ICLR 2022)",
        "`NeurIPS'23`",
        ", Hu et al., 2021",
        " by A. Lovelace, C. Babbage",
    ),
)
_HTML = (
    *(
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        '<td rowspan="3">',
        '<td colspan="9999">',
    ),
    *(
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<br>",
        "<br/>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<h2>",
        "</h2>",
        "<!--",
        "-->",
    ),
    *(
        '<a href="https://arxiv.org/abs/2305.18290">',
        "</a>",
        "<a href=javascript:x>",
        "<img src=x alt=y>",
        "<script>",
        "</script>",
        "<pre>",
    ),
    *("&amp;", "&lt;", "&#0;", "&#x1F680;", "<!DOCTYPE html>", "<html>", "<body>", "<svg>", "<", ">", "</", "<a b='"),
)
_RECORDS = (
    *(
        "@article{a,\n",
        "@misc(b,",
        "title={",
        "title = ",
        "{",
        "}",
        ",\n",
        '"',
        "author={A B and C D}",
        "year=2020",
        "@string{",
        "@comment{",
    ),
    *("TY  - JOUR\n", "TI  - ", "AU  - ", "ER  - \n", "AN  - arXiv:2305.18290 [cs]\n"),
    *(
        "title,year,doi\n",
        "title\tyear\n",
        "title;url\n",
        '""',
        ",",
        ";",
        '{"title": "',
        '"}',
        "[",
        "]",
        "null",
        "\\u0000",
        "true",
        "1e999",
    ),
)
_WORDS = (
    *(
        "Attention Is All You Need",
        "LoRA",
        "A Study of Lists",
        "\u6df1\u5ea6\u5b66\u4e60\u7684\u65b9\u6cd5",
        "Title",
        "Hu, Edward and Shen, Yelong",
    ),
    *(
        "\u03b2s",
        "\u00c3\u00a9",
        "\u00c2",
        "\ufeff",
        "\u200b",
        "\u2028",
        "\x0b",
        "\x0c",
        "\x1c",
        "\0",
        "\ud800",
        "\U0001f680",
        ":star:",
        "PaperPaper",
    ),
    *(
        "News",
        "Table of Contents",
        "Title | Year",
        "'",
        "\u201c",
        "\u201d",
        "...",
        "et al.",
        "and ",
        "2023-05-01",
        "[2023/10]",
        "*" * 60,
        "[" * 60,
        " " * 80,
    ),
)
_LINES = bundled_file(LIST).read_text(encoding="utf-8").splitlines(keepends=True)[:60]
_PIECES = st.sampled_from([*_MARKDOWN, *_HTML, *_RECORDS, *_WORDS, *_LINES])
_SHORT = st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join)
_REPEATED = st.builds(lambda piece, count: piece * count, _SHORT, st.integers(1, 400))
TEXTS = st.one_of(_SHORT, _REPEATED, st.builds(lambda a, b, c: a + b + c, _SHORT, _REPEATED, _SHORT), st.text())
FORMATS = st.none() | st.sampled_from(Format)
BODIES = st.binary(max_size=2000) | st.builds(
    lambda text, code: text.encode(code, "replace"), TEXTS, st.sampled_from(["utf-8", "utf-16", "latin-1"])
)


def read(text: str, fmt: Format | None) -> CuratedList | ListError:
    """Read a list, or give the one error that may be raised."""
    try:
        return parse_list(text, "fuzz", fmt)
    except ListError as error:
        return error


def check_text(text: str, fmt: Format | None) -> None:
    """Nothing but our error, in good time, twice the same, lines within the text, and back from print."""
    began = time.process_time()
    parsed = read(text, fmt)
    took = time.process_time() - began
    assert took < _SECONDS + _SECONDS_A_MB * len(text) / 1e6, f"{took:.1f} s for {len(text)} characters"
    again = read(text, fmt)
    if isinstance(parsed, ListError):
        assert str(parsed) == str(again)
        return
    assert parsed == again
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for entry in parsed.entries:
        assert any(letter.isalnum() for letter in entry.title)
        assert 1 <= entry.line <= last
        for identifier in entry.identifiers:
            assert parse_identifier(str(identifier)) == identifier
            assert url_of(identifier) is None or str(url_of(identifier)).startswith("https://")
    assert all(1 <= problem.line <= last for problem in parsed.problems)
    printed = parse_list(render_list(parsed.entries, "A list"), "printed").entries
    if all(len(entry.headings) <= _DEEPEST for entry in parsed.entries):
        assert list(map(_facts, printed)) == list(map(_facts, parsed.entries))


def _facts(entry: CuratedEntry) -> CuratedEntry:
    """What an entry says wherever it stands: its line, its title as listed and its context are not printed."""
    return replace(entry, line=0, title_listed="", context=None)


_DEEPEST = 5
"""Headings that Markdown has below a list's name."""


def check_body(body: bytes) -> None:
    """Bytes become text or our error, with a line within them."""
    try:
        text = read_text(body, "fuzz").text
    except ListError as error:
        line = error.line
    else:
        check_text(text, None)
        return
    assert line is None or 1 <= line <= body.count(b"\n") + body.count(b"\r") + 1
