"""Tests of parsing a whole list: entries, names, problems; and that no text makes it fail or hang."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.curated import Format, parse_list
from pipeline.curated.parse import MAX_TITLE, entry_id_of
from pipeline.curated.read import decode
from pipeline.errors import ListError
from pipeline.identifiers import parse_identifier
from pipeline.model import CuratedList, Link, Problem

LAW = settings(derandomize=True, deadline=None, max_examples=120)

LIST = """# A list

## Fine-tuning

- LoRA [Paper](https://arxiv.org/abs/2106.09685v2) ![ICLR](https://img.shields.io/badge/ICLR-2022-blue)
- [Constitutional AI](https://arxiv.org/abs/2212.08073) (arXiv 2022)
- **LORA** [Paper](#)
- Otter CoRR abs/2305.03726 (2023)
- [Paper](https://arxiv.org/abs/2106.09685)
- \U0001f680
"""


def _titles(parsed: CuratedList) -> list[str]:
    return [entry.title for entry in parsed.entries]


def _read_or_refused(text: str, fmt: Format | None = None) -> CuratedList | ListError:
    try:
        return parse_list(text, "list.md", fmt)
    except ListError as error:
        return error


def test_a_list() -> None:
    """Each bullet becomes an entry with title, headings, link, identifiers and claims; the rest is told."""
    parsed = parse_list(LIST, "list.md")
    lora, constitutional, again, otter = parsed.entries
    assert (lora.position, lora.line, lora.title, lora.headings) == (1, 5, "LoRA", ("Fine-tuning",))
    assert lora.links == (Link(url="https://arxiv.org/abs/2106.09685v2", label="Paper"),)
    assert [str(each) for each in lora.identifiers] == ["arxiv:2106.09685"]
    assert (lora.claimed_venue, lora.claimed_year) == ("ICLR", 2022)
    assert constitutional.title == "Constitutional AI"
    assert constitutional.title_listed == "Constitutional AI"
    assert (constitutional.claimed_venue, constitutional.claimed_year) == ("arXiv", 2022)
    assert (again.link, again.identifiers) == (None, ())
    assert [str(each) for each in otter.identifiers] == ["arxiv:2305.03726"]
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (9, "bullet has no title; expected '- Title [Paper](url)'. Give it a title or delete it."),
        (10, "bullet has no title; expected '- Title [Paper](url)'. Give it a title or delete it."),
    ]


def test_entries_are_named_by_their_titles() -> None:
    """Neither order nor typography changes an entry's name; a title listed again gets a name of its own."""
    lora, constitutional, again, _ = parse_list(LIST, "list.md").entries
    assert lora.entry_id == entry_id_of("lora", 1)
    assert again.entry_id == f"{lora.entry_id}-2" == entry_id_of("LoRA", 2)
    (alone,) = parse_list("constitutional-AI", "list.txt").entries
    assert alone.entry_id == constitutional.entry_id


def test_a_named_format_goes_before_the_guess() -> None:
    """The same text is read as the format that was named."""
    text = "- LoRA Paper\n- Constitutional AI Paper\n"
    assert _titles(parse_list(text, "x")) == ["LoRA", "Constitutional AI"]
    assert _titles(parse_list(text, "x", Format.TITLES)) == ["LoRA Paper", "Constitutional AI Paper"]
    assert _titles(parse_list(text, "x", Format.MARKDOWN)) == ["LoRA Paper", "Constitutional AI Paper"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("text", [LIST, "Intro.\n- LoRA Paper\n- Otter Paper\n", "LoRA\n\nOtter\n"])
def test_line_endings_and_marks_do_not_count(text: str, mark: str, ending: str) -> None:
    """Windows and old Mac line endings and a byte order mark give the same entries on the same lines."""
    assert parse_list(mark + text.replace("\n", ending), "x") == parse_list(text, "x")


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\r\n", "\ufeff", "\ufeff \n", "\u2028\x0c\n"])
def test_an_empty_list_is_an_error(text: str) -> None:
    """A list without any text is refused with its path."""
    with pytest.raises(ListError, match=r"^list\.md: the list is empty"):
        parse_list(text, "list.md")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# A list\n\nProse alone.\n", None),
        ("# A list\n\n- [One](#one)\n- [Two](#two)\n", None),
        ("- \n", None),
        ("***\n", None),
        ("x" * (MAX_TITLE + 1), 1),
        ("\n\n- " + "[" * 50_000, 3),
    ],
)
def test_a_list_without_papers_is_an_error(text: str, line: int | None) -> None:
    """A text that names no paper is refused, with the format it was read as and the first line passed over."""
    with pytest.raises(ListError, match="no papers found") as caught:
        parse_list(text, "list.md")
    assert (caught.value.path, caught.value.line) == ("list.md", line)


def test_a_paragraph_that_lost_its_line_breaks_is_told() -> None:
    """A "title" of thousands of characters is passed over with its line; one of the limit is read."""
    parsed = parse_list(f"{'x' * MAX_TITLE}\n{'y' * (MAX_TITLE + 1)}\nLoRA\n", "list.txt")
    assert _titles(parsed) == ["x" * MAX_TITLE, "LoRA"]
    assert [entry.position for entry in parsed.entries] == [1, 2]
    assert parsed.problems == (
        Problem(line=2, message="title has 2001 characters, expected at most 2000; passed over."),
    )


@pytest.mark.parametrize(
    "body",
    [
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        LIST.replace("\n", "\r\n").encode(),
    ],
)
def test_encodings_give_the_same_list(body: bytes) -> None:
    """However the file was saved, the same entries are read."""
    assert parse_list(decode(body, "list.md"), "list.md") == parse_list(LIST, "list.md")


_N = 10_000

HOSTILE = {
    "nested bullets": "".join("  " * depth + f"- title {depth}\n" for depth in range(1000)),
    "nested bullets on a line": "- " * _N + "x\n",
    "nested quotations": ">" * _N + " x\n\n- LoRA\n",
    "nested emphasis": "- " + "*" * _N + "x" + "*" * _N + "\n- " + "*" * 4000 + "x" + "*" * 4000 + "\n",
    "stars within a heading": "# a" + "*" * _N + "a\n\n- LoRA\n",
    "stars within a title": "- a" + "*" * 1900 + "a\n",
    "open brackets": "- " + "[" * _N + "\n",
    "open images": "- " + "![" * _N + "\n",
    "open links": "](a" * _N + "\n",
    "open comments": "- " + "<!--" * _N + "\n",
    "blank lines": "\n" * _N + "LoRA\n",
    "blanks": "- a" + " " * _N + "b\n",
    "one giant line": "word " * (10 * _N) + "\n",
    "one giant word": "x" * (10 * _N),
    "a giant context": "w\u00f6rd " * _N + "\n" + "- LoRA Paper\n" * 500,
    "a giant badge": "- a ![x](https://img.shields.io/badge/" + "'" * 4000 + "x" + "'" * 4000 + "-blue)\n",
    "a giant number in a link": "- [a](https://arxiv.org/abs/2305.18290v" + "1" * 5000 + ")\n",
    "a giant DOI": "- [a](https://doi.org/10.1000/" + "%25" * 3000 + ")\n",
    "a giant table": "|a" * _N + "\n" + "|-" * _N + "\n\n- LoRA\n",
    "a broken address": "- a ![x](http://[::1/badge/x-y)\n- b [c](http://[::1)\n",
    "binary noughts": "LoRA\0\nOtter\n",
    "mojibake": "\u00c3\u00a9" * _N + "\n- LoRA Paper\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lists_are_read_or_refused_soon(text: str) -> None:
    """Nesting, repetition and giant lines give entries or a list error, within seconds."""
    began = time.process_time()
    parsed = _read_or_refused(text)
    assert isinstance(parsed, ListError) or all(entry.title for entry in parsed.entries)
    # Seconds of the processor: read in quadratic time, these texts take from several to thousands.
    assert time.process_time() - began < 5


_PIECES = st.sampled_from(
    [
        *("- ", "* ", "1. ", "  ", "    ", "\n", "\n\n", "# ", "## ", "> ", "```\n", "---\n", "===\n", "\t", "\r"),
        *("[", "](", ")", "**", "_", "`", "\\", "<br>", "<details>", "<!-- ", "-->", "&amp;", "\x0c", "\u2028", "\0"),
        *("[Paper](http://x/1)", "[Code](http://x/2)", "Paper", "[Paper]", "[a](#a)", "[a](mailto:a@b.example)"),
        *("https://arxiv.org/abs/2305.18290", " (ACL 2022)", "CoRR abs/2305.03726 (2023)", "\u03b2", "\u00c2"),
        *("| a | b |\n|---|---|\n", "![ACL](https://img.shields.io/badge/ACL-2022-blue)", "\U0001f680", "LoRA"),
    ]
)
_TEXTS = st.text() | st.lists(_PIECES | st.text(max_size=6), max_size=25).map("".join)


@LAW
@given(_TEXTS, st.none() | st.sampled_from(Format))
def test_any_text_is_a_list_or_a_list_error(text: str, fmt: Format | None) -> None:
    """Nothing but a list error is ever raised, the same text gives the same list, and each entry is whole."""
    parsed, again = _read_or_refused(text, fmt), _read_or_refused(text, fmt)
    if isinstance(parsed, ListError):
        assert str(parsed) == str(again)
        return
    assert parsed == again
    assert [entry.position for entry in parsed.entries] == list(range(1, len(parsed.entries) + 1))
    assert len({entry.entry_id for entry in parsed.entries}) == len(parsed.entries)
    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    numbers = [entry.line for entry in parsed.entries] + [problem.line for problem in parsed.problems]
    assert all(1 <= number <= last for number in numbers)
    for entry in parsed.entries:
        assert any(letter.isalnum() for letter in entry.title)
        assert all(parse_identifier(str(each)) == each for each in entry.identifiers)


_FORMS = st.sampled_from(
    [
        *("- {}\n", "* {} [Paper](http://x/1)\n", "- [{}](http://x/1) (ACL 2022)\n", "1. **{}**, Hu et al.\n"),
        *(
            "-\n  {}\n",
            "- {}\n  of models\n",
            "- a\n  - {}\n",
            "\n> - {}\n\n",
            "## Section\n\n- {}\n",
            "- {}\n\n  More.\n",
        ),
        *(
            "\nProse about {}.\n\n",
            "\n```\n- {}\n```\n",
            "| {} | b |\n| --- | --- |\n",
            "\n<!--\n- {}\n-->\n\n",
            "\x0c\n",
        ),
    ]
)


@LAW
@given(st.lists(_FORMS, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_point_at_their_titles(forms: list[str], ending: str) -> None:
    """The line of an entry, counted as an editor does, holds its title or the beginning of it."""
    text = "# A list\n\n" + "".join(form.format(f"Title{number}") for number, form in enumerate(forms))
    lines = text.split("\n")
    parsed = _read_or_refused(text.replace("\n", ending))
    entries = () if isinstance(parsed, ListError) else parsed.entries
    assert all(entry.title.split()[0].rstrip(",") in lines[entry.line - 1] for entry in entries)


_WORDS = st.text("abc\u00e9 \x0b\x0c\x1c\u2028-:", min_size=1, max_size=10).map(lambda text: f"Title {text}x")


@LAW
@given(st.lists(_WORDS | st.just(""), min_size=1, max_size=12).filter(any))
def test_lines_of_plain_titles(titles: list[str]) -> None:
    """One title a line: each comes from its line, whatever other separators stand within the lines."""
    parsed = parse_list("\n".join(titles), "list.txt", Format.TITLES)
    expected = [(number, title) for number, title in enumerate(titles, start=1) if title]
    assert [(entry.line, entry.title) for entry in parsed.entries] == [
        (number, " ".join(title.split())) for number, title in expected
    ]


@LAW
@given(st.permutations(["LoRA", "Otter", "Constitutional AI", "GPT-4.5", "GPT-45"]))
def test_names_do_not_depend_on_the_order(titles: list[str]) -> None:
    """However a list of different titles is sorted, each entry keeps its name."""
    parsed = parse_list("\n".join(titles), "list.txt")
    assert {entry.title: entry.entry_id for entry in parsed.entries} == {
        title: entry_id_of(title, 1) for title in titles
    }
