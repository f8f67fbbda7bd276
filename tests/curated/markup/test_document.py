"""Tests of reading HTML, however broken, into headings, folds, items, paragraphs and tables, each with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.markup.document import read_document
from pipeline.curated.markup.flow import (
    Block,
    Fold,
    FoldEnd,
    Heading,
    Item,
    Kind,
    Paragraph,
    Row,
    Run,
    Span,
    Style,
    Table,
    plain,
)
from pipeline.curated.markup.layout import to_html
from tests.curated.words.hostile import LAW, SOON, seconds


def _said(block: Block) -> str:
    """A part of a document in short: what it is, its line and its words; items with those below them."""
    match block:
        case Heading():
            return f"h{block.level} {block.line} {block.text}"
        case Fold():
            return f"fold {block.line} {block.text}"
        case FoldEnd():
            return "fold end"
        case Paragraph():
            return f"p {block.line} {plain(block.run).strip()}"
        case Item():
            below = f" <{'; '.join(map(_said, block.items))}>" if block.items else ""
            return f"- {block.line} {plain(block.run).strip()}".rstrip() + below
        case Table():
            return f"table {block.line} " + " / ".join(map(_row, block.rows))


def _row(row: Row) -> str:
    return f"{row.line}: " + " | ".join(plain(cell.run).strip() for cell in row.cells)


def _brief(html: str) -> list[str]:
    return [_said(block) for block in read_document(html)[0]]


def _run(html: str, *, bare_urls: bool = True) -> Run:
    """The spans of the one paragraph of a document."""
    (block,) = read_document(html, bare_urls=bare_urls)[0]
    assert isinstance(block, Paragraph)
    return block.run


def _links(html: str) -> list[tuple[str, str]]:
    return [(span.text, span.url) for span in _run(html) if span.kind is Kind.LINK]


@pytest.mark.parametrize("html", ["", " \n\t", "<!-- nothing -->", "<p></p>", "<p> \n </p>", "<p><br></p>", "<a></a>"])
def test_a_text_that_says_nothing_has_no_parts(html: str) -> None:
    """Neither blanks nor comments nor empty elements are parts of a document."""
    assert read_document(html) == ([], [])


def test_a_whole_page() -> None:
    """A page's head is passed over, and its parts come in order with their lines."""
    html = (
        "<!doctype html>\n<html><head><title>Not this</title></head>\n<body>\n<h1>A list</h1>\n<p>Some words.</p>\n"
        "<details>\n<summary>More</summary>\n<ul>\n<li>One</li>\n</ul>\n</details>\n"
        "<table>\n<tr><th>Title</th></tr>\n<tr><td>Two</td></tr>\n</table>\n</body></html>\n"
    )
    assert _brief(html) == [
        "h1 4 A list",
        "p 5 Some words.",
        "fold 7 More",
        "- 9 One",
        "fold end",
        "table 12 13: Title / 14: Two",
    ]


BROKEN = {
    "a heading above a list": ("<h2>Nets<ul><li>One</ul>", ["h2 1 Nets", "- 1 One"]),
    "a heading above a heading": ("<h2>Nets\n<h3>Deep</h3>", ["h2 1 Nets", "h3 2 Deep"]),
    "a heading above a table": ("<h2>Nets<table><tr><td>One</table>", ["h2 1 Nets", "table 1 1: One"]),
    "a heading above a quotation": ("<h2>Nets<blockquote>One</blockquote>", ["h2 1 Nets", "p 1 One"]),
    "a heading at the end": ("<p>One</p>\n<h2>Nets", ["p 1 One", "h2 2 Nets"]),
    "a summary above a list": (
        "<details><summary>More<ul><li>One</ul></details>",
        ["fold 1 More", "- 1 One", "fold end"],
    ),
    "a summary above a fold": (
        "<details><summary>More<details><summary>Still more</summary>One",
        ["fold 1 More", "fold 1 Still more", "p 1 One", "fold end", "fold end"],
    ),
    "a summary without a fold": ("<summary>More</summary>One", ["fold 1 More", "p 1 One"]),
    "a table above a heading": (
        "<table><tr><td>One<h2>Nets</h2><p>Two\n<ul><li>Three</ul>",
        ["table 1 1: One", "h2 1 Nets", "p 1 Two", "- 2 Three"],
    ),
    "items": ("<ul><li>One\n<li>Two\n<ul><li>Three</ul>", ["- 1 One", "- 2 Two <- 3 Three>"]),
    "an item of no list": ("<li>One</li>Two", ["- 1 One", "p 1 Two"]),
    "ends of what never began": ("</ul></li></table></h2>One</td></details>", ["p 1 One"]),
    "cells of no table": ("<td>One</td><tr>Two</tr>", ["p 1 One", "p 1 Two"]),
    "words of a list that are no item": ("<ul>One<li>Two</ul>Three", ["p 1 One", "- 1 Two", "p 1 Three"]),
    "cells of no row": ("<table><td>One</td></table>", ["table 1 ", "p 1 One"]),
    "a row without a beginning": (
        "<table><tr><td>One</td></tr>\n<td>Two</td><td>Three</td></table>",
        ["table 1 1: One / 2: Two | Three"],
    ),
    "an end of a row too many": ("<table></tr><tr><td>One</table>", ["table 1 1: One"]),
}


@pytest.mark.parametrize(("html", "parts"), BROKEN.values(), ids=BROKEN.keys())
def test_what_was_never_closed_or_opened(html: str, parts: list[str]) -> None:
    """A part ends where something begins that it cannot hold, and nothing of what follows is lost."""
    assert _brief(html) == parts


CAPTIONS = {
    "<h2>Nets <a href='#top'>Back to top</a></h2>": "Nets",
    "<h2><a id='x'></a>Nets <b>of</b>\nwords</h2>": "Nets of words",
    "<h2>Nets<br>of words <img src='x.png' alt='Star'></h2>": "Nets of words",
    "<h2>Nets<div>of words</div></h2>": "Nets of words",
    "<h2>Nets <a href='http://x/1'>of words</a></h2>": "Nets of words",
}


@pytest.mark.parametrize(("html", "text"), CAPTIONS.items(), ids=CAPTIONS.values())
def test_the_words_of_a_heading(html: str, text: str) -> None:
    """A heading is one line of words, without pictures and the links back to the top."""
    (heading,) = read_document(html)[0]
    assert isinstance(heading, Heading)
    assert heading.text == text


def test_a_heading_keeps_its_spans() -> None:
    """A heading that is the title of a paper keeps the paper's link."""
    (heading,) = read_document("<h3><a href='http://x/1'>A paper</a> 2001</h3>")[0]
    assert isinstance(heading, Heading)
    assert [(span.kind, span.text, span.url) for span in heading.run] == [
        (Kind.LINK, "A paper", "http://x/1"),
        (Kind.TEXT, " 2001", ""),
    ]


def test_headings_within_bullets() -> None:
    """A heading within bullets is a heading; what follows it goes on in bullets of the same lists."""
    html = "<ul><li>One\n<ul><li><h4>Nets</h4>\nTwo</li></ul></li>\n<li>Three</li></ul>"
    before, heading, behind, last = read_document(html)[0]
    assert list(map(_said, (before, heading, behind, last))) == [
        "- 1 One <- 2>",
        "h4 2 Nets",
        "- 2 <- 2 Two>",
        "- 4 Three",
    ]
    assert isinstance(before, Item)
    assert isinstance(behind, Item)
    assert isinstance(last, Item)
    assert before.group == behind.group == last.group
    assert before.items[0].group == behind.items[0].group != before.group
    # Bullets of which nothing but the heading's words were said are no bullets that someone left empty.
    assert [(each.goes_on, each.items[0].goes_on) for each in (before, behind)] == [(False, True), (True, True)]
    assert not last.goes_on


def test_lists_within_lists() -> None:
    """Items hold the items below them; each list has a number of its own, and lists of a page are told apart."""
    html = "<ul>\n<li>One<ol>\n<li>Two<li>Three</ol>\n<li>Four</ul>\n<dl><dt>Five<dd>Six</dl>"
    blocks = read_document(html)[0]
    assert list(map(_said, blocks)) == ["- 2 One <- 3 Two; - 3 Three>", "- 4 Four", "- 5 Five", "- 5 Six"]
    one, four, five, six = (block for block in blocks if isinstance(block, Item))
    two, three = one.items
    assert one.group == four.group
    assert two.group == three.group
    assert five.group == six.group
    assert len({one.group, two.group, five.group}) == 3


def test_bullets_deeper_than_any_are_bullets_of_the_last_level() -> None:
    """Lists in lists are kept apart for as many levels as people write; no word of deeper ones is lost."""
    depth = 70
    html = "".join(f"<ul><li>w{level}." for level in range(depth))
    (item,) = read_document(html)[0]
    assert isinstance(item, Item)
    assert [plain(each.run) for each in item.walk()] == [f"w{level}." for level in range(depth)]
    levels, row = 0, [item]
    while row:
        levels, row = levels + 1, [below for each in row for below in each.items]
    assert 20 < levels < depth


def test_bullets_nested_too_deep_are_told() -> None:
    """Where Markdown's bullets go deeper than they are read, a problem says so on their line."""
    blocks, problems = read_document(to_html("# Nets\n\nWords\n\n" + "> - " * 60 + "deep\n"))
    assert [(each.line, "bullets are nested too deep" in each.message) for each in problems] == [(5, True)]
    assert list(map(_said, blocks[:2])) == ["h1 1 Nets", "p 3 Words"]


def test_tags_nested_too_deep_are_told() -> None:
    """Where tags go deeper than the parser reads, a problem says from which line on; what stands above is read."""
    blocks, problems = read_document("<p>One</p>\n" + "<div>" * 5000 + "Two")
    assert list(map(_said, blocks)) == ["p 1 One"]
    assert [(each.line, "nested too deep" in each.message) for each in problems] == [(2, True)]
    assert read_document("<div>" * 100 + "One")[1] == []


CELLS = {
    "<td>One<td>Two": "One | Two",
    "<td><ul><li>One<li>Two</ul><td>Three": "One Two | Three",
    "<td><p>One</p><p>Two</p>": "One Two",
    "<td>One<blockquote>Two</blockquote>Three": "One Two Three",
    "<td><details><summary>One</summary>Two</details>": "One Two",
    "<td><dl><dt>One<dd>Two</dl>": "One Two",
    "<td>One<br>Two": "One Two",
    "<td></td><td>One": " | One",
}


@pytest.mark.parametrize(("cells", "text"), CELLS.items(), ids=CELLS.values())
def test_what_stands_in_cells(cells: str, text: str) -> None:
    """Lists, paragraphs, folds and quotations within a cell part its lines and no more."""
    (table,) = (block for block in read_document(f"<table><tr>{cells}</table>")[0] if not isinstance(block, FoldEnd))
    assert _said(table) == f"table 1 1: {text}"


def test_cells_say_what_they_take() -> None:
    """A cell knows how many rows and columns it takes, and whether it names its column."""
    (table,) = read_document("<table><tr><th colspan=2>One<td rowspan='3'>Two<td>Three</table>")[0]
    assert isinstance(table, Table)
    assert [(cell.header, cell.rows, cell.columns) for cell in table.rows[0].cells] == [
        (True, 1, 2),
        (False, 3, 1),
        (False, 1, 1),
    ]


def test_a_table_within_a_table() -> None:
    """A table in a cell is a table of its own; the cell goes on behind it."""
    assert _brief("<table><tr><td>One<table><tr><td>Two</table>Three<td>Four</table>") == [
        "table 1 1: OneThree | Four",
        "table 1 1: Two",
    ]


def test_breaks_by_their_strength() -> None:
    """Line ends, line breaks and the borders of paragraphs are told apart; of several the strongest counts."""
    assert [span.kind for span in _run("<p>\n\nOne\nTwo<br>\n<br>Three\n<br>Four")] == [
        *(Kind.TEXT, Kind.LINE),
        *(Kind.TEXT, Kind.BREAK),
        *(Kind.TEXT, Kind.BREAK),
        Kind.TEXT,
    ]
    (item,) = read_document("<ul><li><p>One<br></p>\n<p>Two</p></ul>")[0]
    assert isinstance(item, Item)
    assert [span.kind for span in item.run[:3]] == [Kind.TEXT, Kind.BORDER, Kind.TEXT]


def test_styles() -> None:
    """Each span has the style of all elements around it, whichever names they go by, and no longer than they go."""
    run = _run("<p>a<b>b<i>c</i></b><strong>d</strong><em>e<code>f</code></em><kbd>g</kbd><u>h</u>")
    assert [(span.text, span.style) for span in run] == [
        ("a", Style.PLAIN),
        ("b", Style.BOLD),
        ("c", Style.BOLD | Style.ITALIC),
        ("d", Style.BOLD),
        ("e", Style.ITALIC),
        ("f", Style.ITALIC | Style.CODE),
        ("g", Style.CODE),
        ("h", Style.PLAIN),
    ]


LINKS = {
    "a link": ("<a href=' http://x/1 '>One</a>", [("One", "http://x/1")]),
    "a label over lines": ("<a href='http://x/1'>One\n <b>two</b><br>three</a>", [("One two three", "http://x/1")]),
    "a link not closed before another": (
        "<a href='http://x/1'>One <a href='http://x/2'>Two</a>",
        [("One", "http://x/1"), ("Two", "http://x/2")],
    ),
    "a link never closed": ("<a href='http://x/1'>One", [("One", "http://x/1")]),
    "a link without words": ("<a href='http://x/1'></a>", [("", "http://x/1")]),
    "an anchor": ("One <a name='here'></a>", []),
    "words that lead nowhere": ("<a>One</a>", [("One", "")]),
    "a script": ("<a href='JavaScript:alert()'>One</a>", [("One", "")]),
    "an address with blanks": ("<a href='http://x/1 2.pdf'>One</a>", [("One", "http://x/1%202.pdf")]),
    "an address in a label": ("<a href='http://x/1'>http://x.org/2</a>", [("http://x.org/2", "http://x/1")]),
}


@pytest.mark.parametrize(("html", "links"), LINKS.values(), ids=LINKS.keys())
def test_links(html: str, links: list[tuple[str, str]]) -> None:
    """A link has its label in one line and its address; one that was never closed ends where another begins."""
    assert _links(f"<p>{html}</p>" if html.startswith("<a") else html) == links


def test_a_link_ends_with_its_paragraph() -> None:
    """A link that was never closed takes in no paragraph below it."""
    assert _brief("<p><a href='http://x/1'>One<p>Two<ul><li><a href='http://x/2'>Three</ul><p>Four") == [
        "p 1 One",
        "p 1 Two",
        "- 1 Three",
        "p 1 Four",
    ]


@pytest.mark.parametrize("html", ["<b><a href='http://x/1'>One</a></b>", "<a href='http://x/1'>One</a>"])
def test_the_style_of_a_link(html: str) -> None:
    """A link has the style of what stands around it."""
    (span,) = _run(f"<p>{html}</p>")
    assert (Style.BOLD in span.style) == html.startswith("<b>")


BARE = {
    "See https://x.org/a. It is": ["https://x.org/a"],
    "(https://x.org/a)! https://x.org/b?c=d&amp;e, too": ["https://x.org/a", "https://x.org/b?c=d&e"],
    "https://x.org/a|https://x.org/b": ["https://x.org/a", "https://x.org/b"],
    "https://x.org/a": ["https://x.org/a"],
    "http://x and ftp://x.org/a and x.org": [],
}


@pytest.mark.parametrize(("text", "urls"), BARE.items(), ids=BARE.keys())
def test_urls_within_text(text: str, urls: list[str]) -> None:
    """An address in a text is a link without the stops behind it, and no letter of the text is lost."""
    run = _run(f"<p>{text}</p>")
    assert [span.url for span in run if span.kind is Kind.LINK] == urls
    assert plain(run) == text.replace("&amp;", "&")


def test_urls_within_text_may_be_text() -> None:
    """Where addresses are not asked for, they are words."""
    (span,) = _run("<p>See https://x.org/a.</p>", bare_urls=False)
    assert (span.kind, span.text) == (Kind.TEXT, "See https://x.org/a.")


def test_images() -> None:
    """An image stands in its run, one within a link stands with the link; neither is a word."""
    run = _run("<p>One <img src='a.png' alt='Star'><a href='http://x/1'><img src='b.png'></a></p>")
    assert run == [
        Span(kind=Kind.TEXT, line=1, text="One "),
        Span(kind=Kind.IMAGE, line=1, text="Star", url="a.png"),
        Span(kind=Kind.LINK, line=1, url="http://x/1", images=(Span(kind=Kind.IMAGE, line=1, url="b.png"),)),
    ]


UNREAD = {
    "code": "<pre>No <b>word</b><br>of\nthis</pre>",
    "a script": "<script>No</script>",
    "a picture": "<svg><a href='http://x/1'>No</a></svg>",
    "navigation": "<nav><ul><li>No</ul></nav>",
    "a menu": "<select><option>No</select>",
    "a sidebar": "<aside><h2>No</h2><table><tr><td>No</table></aside>",
    "a comment": "<!-- <p>No</p>\n-->",
}


@pytest.mark.parametrize("html", UNREAD.values(), ids=UNREAD.keys())
def test_what_is_not_read(html: str) -> None:
    """Elements that hold no part of a list say nothing, and what follows them stands on its line."""
    lines = html.count("\n")
    assert _brief(f"<p>One</p>{html}<p>Two</p>\n<p>Three</p>") == [
        "p 1 One",
        f"p {1 + lines} Two",
        f"p {2 + lines} Three",
    ]


def test_quotations() -> None:
    """A quotation outside of lists is paragraphs; one within an item is what someone says of it, and is not read."""
    html = (
        "<blockquote>One<p>Two</blockquote>\n<ul><li>Three<blockquote>No\n<p>No</blockquote>four</ul>\n"
        "<blockquote><ul><li>Five</ul></blockquote>"
    )
    assert _brief(html) == ["p 1 One", "p 1 Two", "- 2 Three four", "- 4 Five"]
    assert _brief("<ul><li><blockquote><table><tr><td>One</table></blockquote></ul>")[1:] == ["table 1 1: One"]


def test_comments_count_their_lines() -> None:
    """What stands behind a comment is on its own line, in the midst of a paragraph too."""
    run = _run("<p>One <!-- a\nb\n\n--> two\nthree</p>")
    assert [(span.line, span.text) for span in run if span.text] == [(1, "One "), (4, " two"), (5, "three")]


@pytest.mark.parametrize("value", ["='1'", "", "='a b'"])
def test_a_tag_of_hundreds_of_attributes(value: str) -> None:
    """A tag with more attributes than any has is read without them; its lines are counted."""
    many = "\n".join(f"data-{number}{value}" for number in range(400))
    assert _brief(f"<p>One</p>\n<p {many}>Two</p>\n<p>Three</p>") == ["p 1 One", "p 401 Two", "p 402 Three"]


def test_a_tag_with_one_long_attribute() -> None:
    """The length of an attribute is no reason to drop it."""
    url = "http://x/" + "a" * 3000
    assert _links(f"<p><a href='{url}'>One</a></p>") == [("One", url)]


def test_thousands_of_attributes_cost_little() -> None:
    """A tag with attributes without end is read in time with its length."""
    attributes = " ".join(f"a{number}='1'" for number in range(20_000))
    assert seconds(read_document, text=f"<p {attributes}>One</p>") < SOON


def test_lines_beyond_those_that_the_parser_counts() -> None:
    """The last lines of a very long document have their numbers too."""
    assert _brief("<p>One" + "\n" * 70_000 + "</p><p>Two</p>\n<p>Three</p>")[1:] == ["p 70001 Two", "p 70002 Three"]


def test_what_no_file_can_hold() -> None:
    """Halves of characters and characters that are none do no harm."""
    assert _brief("<p>A\ud800b&#xD800;</p><p>Two</p>")[-1] == "p 1 Two"


TAGS = (
    "p",
    "b",
    "a href=x",
    "ul",
    "li",
    "h2",
    "table",
    "tr",
    "td",
    "details",
    "summary",
    "blockquote",
    "pre",
    "br",
    "div",
)
PIECES = st.sampled_from([*(f"<{tag}>" for tag in TAGS), *(f"</{tag.split()[0]}>" for tag in TAGS), "\n", "word "])


@LAW
@given(st.lists(PIECES, max_size=30).map("".join))
def test_tags_in_any_order(html: str) -> None:
    """Whatever tags stand in whatever order, parts come with lines of the document, and always the same."""
    blocks, problems = read_document(html)
    assert problems == []
    lines = [block.line for block in blocks if not isinstance(block, FoldEnd)]
    assert all(1 <= line <= html.count("\n") + 1 for line in lines)
    assert read_document(html)[0] == blocks
