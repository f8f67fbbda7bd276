"""Tests of reading Markdown: which bullets are entries, and what belongs to each."""

from __future__ import annotations

import pytest

from pipeline.curated.markdown import read_markdown
from pipeline.curated.raw import RawEntry
from pipeline.curated.words.claims import Claim
from pipeline.model import Link

BADGE = "https://img.shields.io/badge"


def _only(text: str) -> RawEntry:
    (entry,) = read_markdown(text).entries
    return entry


def _told(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read_markdown(text).problems]


@pytest.mark.parametrize(
    ("bullet", "title", "link"),
    [
        ("- LoRA", "LoRA", None),
        ("* LoRA", "LoRA", None),
        ("12. LoRA", "LoRA", None),
        ("- [LoRA](http://x/1)", "LoRA", "http://x/1"),
        ("- **[LoRA](http://x/1)**", "LoRA", "http://x/1"),
        ("- [**LoRA**](http://x/1)", "LoRA", "http://x/1"),
        ("- [LoRA](<http://x/1 2>)", "LoRA", "http://x/1%202"),
        ('- [LoRA](http://x/1 "its page")', "LoRA", "http://x/1"),
        ("- [LoRA][1]\n\n[1]: http://x/1", "LoRA", "http://x/1"),
        ("- [LoRA](http://x/1), Hu et al., ICLR 2022", "LoRA", "http://x/1"),
        ("- [LoRA](http://x/1) (ICLR 2022)", "LoRA", "http://x/1"),
        ("- LoRA [Paper](http://x/1)", "LoRA", "http://x/1"),
        ("- LoRA [[Paper](http://x/1)]", "LoRA", "http://x/1"),
        ("- LoRA [\\[PDF\\]](http://x/1) [Code](http://x/2)", "LoRA", "http://x/1"),
        ("- LoRA [Code](http://x/2) [arXiv](http://x/1)", "LoRA", "http://x/1"),
        ("- LoRA [Paper](#)", "LoRA", "#"),
        (f"- LoRA [![arXiv]({BADGE}/arXiv-2022-red)](http://x/1)", "LoRA", "http://x/1"),
        ("- LoRA\n  of models [Paper](http://x/1)", "LoRA of models", "http://x/1"),
        ("- LoRA<br>of models [Paper](http://x/1)", "LoRA of models", "http://x/1"),
        ("- H<sub>2</sub>O &amp; `code` [Paper](http://x/1)", "H2O & code", "http://x/1"),
        ("- A \\* B [Paper](http://x/1)", "A * B", "http://x/1"),
        ("- [x](javascript:alert)", "[x](javascript:alert)", None),
    ],
)
def test_title_and_link(bullet: str, title: str, link: str | None) -> None:
    """The title is the text before the paper's link, or the text of the first link; markup vanishes."""
    entry = _only(bullet)
    assert (entry.title, entry.papers[0] if entry.papers else None) == (title, link)


def test_every_link_is_kept() -> None:
    """All links of a line are kept in order, whichever leads to the paper."""
    entry = _only("- LoRA [Paper](http://x/1) [Code](http://x/2) [ *Slides* ](http://x/3)")
    assert entry.links == (
        Link(url="http://x/1", label="Paper"),
        Link(url="http://x/2", label="Code"),
        Link(url="http://x/3", label="Slides"),
    )


@pytest.mark.parametrize(
    ("image", "claim"),
    [
        (f"![ACL]({BADGE}/ACL-2022-blue)", Claim(venue="ACL", year=2022)),
        (f"![ACL]({BADGE}/ACL-2022-blue.svg?style=flat)", Claim(venue="ACL", year=2022)),
        (f"[![ACL]({BADGE}/ACL-2022-blue)](http://x/9)", Claim(venue="ACL", year=2022)),
        (f"**![ACL]({BADGE}/ACL-2022-blue)**", Claim(venue="ACL", year=2022)),
        (f"![x]({BADGE}/IEEE_TAC-2025-red)", Claim(venue="IEEE TAC", year=2025)),
        (f"![x]({BADGE}/NAACL--HLT-2019-red)", Claim(venue="NAACL-HLT", year=2019)),
        (f"![x]({BADGE}/snake__case-2019-red)", Claim(venue="snake_case", year=2019)),
        (f"![x]({BADGE}/Proc.%20ACL%202022-red)", Claim(venue="Proc. ACL", year=2022)),
        (f"![x]({BADGE}/ACL)", Claim()),
        (f"![x]({BADGE}/)", Claim()),
        ("![x](https://img.shields.io/github/stars/a/b)", Claim()),
        ("![x](https://other.example/badge/ACL-2022-blue)", Claim()),
        ("![x](http://[::1/badge/ACL-2022-blue)", Claim()),
    ],
)
def test_badges_are_claims(image: str, claim: Claim) -> None:
    """Venue and year stand in a badge's address; other images and broken addresses claim nothing."""
    assert _only(f"- LoRA [Paper](http://x/1) {image}").claim == claim


@pytest.mark.parametrize(
    ("bullet", "told"),
    [
        ("-", "empty bullet"),
        ("- [Paper](http://x/1)", "no title"),
        ("- ![x](http://x/1.png)", "empty bullet"),
        ("- **Authors:** [A](mailto:a@b.example), [B](mailto:b@b.example).", "names people"),
        ("- LoRA [Code](http://x/2)", "no paper"),
        ("- [Project Page](http://x/2) [[Demo](http://x/3)]", "no paper"),
    ],
)
def test_bullets_that_are_no_entries_are_told(bullet: str, told: str) -> None:
    """A bullet that is passed over is told with its line and why."""
    ((line, message),) = _told(f"Prose.\n\n- LoRA\n{bullet}\n")
    assert line == 4
    assert told in message


def test_what_is_no_bullet_is_passed_over_in_silence() -> None:
    """Prose, contents, code and comments are no entries and no problems."""
    text = """# A list

Prose with a [link](http://x/1).

| Section | Sub |
| --- | --- |
| [One](#one) | [Two](http://x/2) |

```bibtex
@article{a, title={- Not an entry}}
- not an entry
```

    - an indented block

- [Section](#section), [Other](#other)

<!--
- in a comment
-->

- LoRA
"""
    read = read_markdown(text)
    assert [entry.title for entry in read.entries] == ["LoRA"]
    assert read.problems == ()


def test_headings_are_the_path() -> None:
    """An entry stands under the headings above it, outermost first; the document's own title is left out."""
    text = """# \U0001f680 A list
## One
### Sub
- a
### **Other** `sub`
- b
## Two
#### Deep
- c
## \U0001f680
- d
"""
    assert [entry.headings for entry in read_markdown(text).entries] == [
        ("One", "Sub"),
        ("One", "Other sub"),
        ("Two", "Deep"),
        (),
    ]


def test_headings_of_level_one_stay_when_they_divide_the_list() -> None:
    """Where entries stand right below a heading of level 1, it is a section and not the document's title."""
    read = read_markdown("# One\n- a\n## Sub\n- b\n\nTwo\n===\n- c\n")
    assert [entry.headings for entry in read.entries] == [("One",), ("One", "Sub"), ("Two",)]


def test_entries_within_other_blocks_are_read() -> None:
    """Bullets below bullets and in quotations are entries, in the order of their lines."""
    read = read_markdown("- a\n  - b\n\n    More of b.\n  1. c\n- d\n\n> - e\n> - f\n")
    assert [(entry.line, entry.title) for entry in read.entries] == [
        (1, "a"),
        (2, "b"),
        (5, "c"),
        (6, "d"),
        (8, "e"),
        (9, "f"),
    ]


def test_the_line_is_where_the_title_begins() -> None:
    """A title that begins below its bullet is found on its own line."""
    read = read_markdown("-\n  LoRA\n- Constitutional\n  AI\n")
    assert [(entry.line, entry.title) for entry in read.entries] == [(2, "LoRA"), (3, "Constitutional AI")]


def test_nesting_has_an_end() -> None:
    """A thousand bullets one below the other are read, none is lost, nor is what stands behind them."""
    read = read_markdown("".join("  " * depth + f"- title {depth}\n" for depth in range(1000)) + "\n# H\n\n- last\n")
    assert [entry.title for entry in read.entries] == [*(f"title {depth}" for depth in range(1000)), "last"]
    assert [(entry.line, entry.headings) for entry in read.entries[-2:]] == [(1000, ()), (1004, ("H",))]
    assert read.problems == ()


def test_bullets_in_quotations_in_bullets_have_an_end() -> None:
    """Where quotations and bullets alternate deeper than anything is read, the line is told, and the rest is read."""
    read = read_markdown("> - " * 60 + "deep\n\n- last\n")
    assert [entry.title for entry in read.entries] == ["last"]
    assert [(problem.line, problem.message) for problem in read.problems] == [
        (1, "bullets are nested too deep here; passed over."),
    ]
