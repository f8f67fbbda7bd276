"""Tests of turning Markdown into HTML: everything stays on its line, and no text costs more than its length."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.markup.layout import to_html
from tests.curated.words.hostile import LAW, SOON, seconds


def _line_of(word: str, text: str) -> int:
    """The line, from 1, of the HTML on which a word stands."""
    return to_html(text).partition(word)[0].count("\n") + 1


FRONT = {
    "fields": "---\ntitle: A list\nlayout: page\n---\n",
    "nested fields and blank lines": "---\ntags:\n  - nets\n- words\n\nby :Ada\n---\n",
    "blanks behind the rules": "---  \ntitle: A list\n---\t\n",
    "nothing": "---\n---\n",
}


@pytest.mark.parametrize("front", FRONT.values(), ids=FRONT.keys())
def test_front_matter_is_left_blank(front: str) -> None:
    """The fields above a text vanish, and what stands below them stays on its line."""
    text = f"{front}# Papers\n\n- Word\n"
    assert to_html(text).lstrip("\n").startswith("<h1>Papers</h1>")
    assert _line_of("Word", text) == front.count("\n") + 3


NO_FRONT = {
    "a rule": "---\n\n# Papers\n\n- Word\n",
    "a rule above a heading and a rule below": "---\n# Papers\n---\nWord\n",
    "a rule above a sentence": "---\nPapers of Ada Lovelace\n---\nWord\n",
    "fields without an end": "---\ntitle: Papers\n\nWord\n",
    "more fields than any has": "---\n" + "name: Papers\n" * 300 + "---\nWord\n",
    "fields that do not begin the text": "\n---\ntitle: Papers\n---\nWord\n",
    "a longer rule": "----\ntitle: Papers\n----\nWord\n",
}


@pytest.mark.parametrize("text", NO_FRONT.values(), ids=NO_FRONT.keys())
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    """Where no fields stand between two rules at the very top, nothing of the text is lost."""
    assert "Papers" in to_html(text)
    assert _line_of("Word", text) == text.partition("Word")[0].count("\n") + 1


@pytest.mark.parametrize("levels", range(1, 9))
@pytest.mark.parametrize("mark", ["> ", ">", " >"])
def test_quotations_have_four_levels(levels: int, mark: str) -> None:
    """A quotation of a quotation keeps up to four levels; the words of deeper ones are kept in the fourth."""
    html = to_html(f"{mark * levels} Word\n")
    assert html.count("<blockquote>") == html.count("</blockquote>") == min(levels, 4)
    assert "<p>Word</p>" in html


def test_quotations_of_thousands_of_levels_cost_little() -> None:
    """Deep quotations are read in time with their length."""
    assert seconds(to_html, text=("> " * 500 + "word\n") * 100) < SOON


@pytest.mark.parametrize(
    "code",
    ["```\nSecret\n```\n", "~~~ python\nSecret\n~~~\n", "    Secret\n", "``` bibtex\n@article{Secret,\n\n}\n```\n"],
)
def test_blocks_of_code_are_dropped(code: str) -> None:
    """Fenced and indented code is no part of a list, and moves no line below it."""
    text = f"Above\n\n{code}\nWord\n"
    assert "Secret" not in to_html(text)
    assert _line_of("Word", text) == 4 + code.count("\n")


def test_code_within_a_line_is_kept() -> None:
    """Code in the midst of a line is part of what the line says."""
    assert to_html("A `Secret` word") == "<p>A <code>Secret</code> word</p>"


LINK = "[Word](http://x/1)"
LINKED = '<a href="http://x/1">Word</a>'


@pytest.mark.parametrize(
    "text",
    [
        "[ " * 15 + LINK,
        r"\[note] " * 100 + LINK,
        f"{LINK} " * 100,
        f"[{LINK}] " * 100,
        f"[{LINK}][ ] " * 100,
        "[note] " * 400 + f"{LINK}\n\n[other]: http://x/2\n",
    ],
    ids=["few", "escaped", "links", "links in brackets", "boxes", "with reference definitions"],
)
def test_links_among_other_brackets(text: str) -> None:
    """Some brackets that open no link beside those that do, or that may refer to a definition, hide no link."""
    assert LINKED in to_html(text)


@pytest.mark.parametrize(
    "text",
    ["[" * 30 + LINK, "[note] " * 100 + LINK, "[note] " * 600 + f"{LINK}\n\n[other]: http://x/2\n"],
    ids=["nested", "in a row", "with reference definitions"],
)
def test_a_run_of_idle_brackets_is_text(text: str) -> None:
    """A run in which hardly a bracket can open a link is taken as it stands."""
    html = to_html(text)
    assert "<a " not in html
    assert LINK in html


def test_reference_definitions() -> None:
    """A label in brackets is a link where the text defines it."""
    assert to_html("[Word] [other]\n\n[word]: http://x/1") == f"<p>{LINKED} [other]</p>"


def test_a_long_run_is_read_line_by_line() -> None:
    """In a paragraph of many thousands of words each line is still read as markup, on its line."""
    text = "word *ital* word\n" * 4000 + f"{LINK}\nlast\n"
    html = to_html(text)
    assert html.count("<em>ital</em>") == 4000
    assert LINKED in html
    assert _line_of(LINKED, text) == 4001
    assert _line_of("last", text) == 4002


def test_a_line_that_no_list_has_is_text() -> None:
    """A single line of many thousands of characters is taken as it stands, with what HTML reserves escaped."""
    html = to_html("word <&" * 10_000 + "*ital* " + LINK)
    assert "<em>" not in html
    assert "<a " not in html
    assert html.count("word &lt;&amp;") == 10_000


@pytest.mark.parametrize("level", [1, 5, 20, 40])
def test_emphasis_within_emphasis(level: int) -> None:
    """Emphasis is read however deep a person may nest it."""
    marks = "**" * level
    assert to_html(f"{marks}word{marks}") == f"<p>{'<strong>' * level}word{'</strong>' * level}</p>"


def test_emphasis_too_deep_is_text() -> None:
    """Markup of more levels than anything has within a line is taken as it stands."""
    text = "**" * 60 + "word" + "**" * 60
    assert to_html(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 40_000,
        "![" * 20_000,
        "*a _b " * 8_000,
        "`" * 40_000,
        "<" * 40_000,
        "&" * 40_000,
        "~" * 40_000,
        "- " * 20_000,
        "> " * 20_000,
        "| a " * 10_000 + "\n" + "|--" * 10_000,
        "---\n" + "a: b\n" * 20_000,
        "[a]: <" * 8_000,
    ],
    ids=range(12),
)
def test_hostile_texts_cost_little(text: str) -> None:
    """Marks without end are read in time with their length."""
    assert seconds(to_html, text=text) < SOON


def test_html_within_markdown_stands_as_it_is() -> None:
    """Blocks and tags of HTML are handed on for the reader of HTML, Markdown between them is read."""
    text = "<details>\n<summary>More</summary>\n\n- **Word** <br> &amp;\n\n</details>\n"
    assert to_html(text).startswith("<details>\n<summary>More</summary>\n")
    assert "<strong>Word</strong> <br> &amp;" in to_html(text)
    assert _line_of("Word", text) == 4
    assert _line_of("</details>", text) == 6


def test_tables_keep_their_lines() -> None:
    """The rows of a table stand on their lines, the line of dashes is nobody's."""
    text = "| Title | Year |\n|:--|--:|\n| First | 2001 |\n| ~~Second~~ | |\n"
    assert "<th>Title</th>" in to_html(text)
    assert "<s>Second</s>" in to_html(text)
    assert [_line_of(word, text) for word in ("Title", "First", "Second")] == [1, 3, 4]


def test_tight_items_do_not_run_together() -> None:
    """The words of an item end before the items below it, whether or not blank lines stand between them."""
    for text in ("- First\n  - Second\n", "- First\n\n  - Second\n"):
        assert re.search(r"First</p>\s*<ul>", to_html(text))


def test_bullets_that_are_nested_too_deep_are_marked() -> None:
    """Where bullets go deeper than anything is read, the last one says so; others never do."""
    assert "data-deep" in to_html("> - " * 60 + "Word")
    assert "data-deep" not in to_html("- " * 20 + "Word")


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_an_empty_text_is_empty(text: str) -> None:
    """Where nothing is said, nothing is given."""
    assert not to_html(text).strip()


PIECES = (
    "# Head",
    "- item",
    "  - below",
    "> said",
    "1. one",
    "| a | b |",
    "|--|--|",
    "<div>",
    "</div>",
    "```",
    "",
    "*a*",
)


@LAW
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_a_paragraph_stands_on_its_line_whatever_is_above(above: list[str]) -> None:
    """Whatever stands above it, a paragraph at the end is on the line it has in the text, if it is read at all."""
    text = "\n".join([*above, "", "Landmark", ""])
    assert "Landmark" not in to_html(text) or _line_of("Landmark", text) == len(above) + 2
