"""Tests of parting a run that names several papers into one run each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.markup.flow import Span, plain
from pipeline.curated.papers.split import read_units, split_run
from pipeline.curated.papers.unit import Evidence
from tests.curated.papers.runs import CODE, PAGE, A, B, C, run_of
from tests.curated.words.hostile import LAW, SOON, seconds


def _parts(text: str) -> list[str]:
    return [" ".join(plain(part).split()) for part in split_run(run_of(text))]


SEVERAL = {
    "linked titles on lines": (
        f"[Nets of Words]({A})<br>[Words of Nets]({B})",
        ["Nets of Words", "Words of Nets"],
    ),
    "titles before their links, on lines": (
        f"Nets of Words [pdf]({A})<br>Words of Nets [pdf]({B})",
        ["Nets of Words pdf", "Words of Nets pdf"],
    ),
    "titles above their links": (
        f"**Nets of Words**<br>[pdf]({A})<br>**Words of Nets**<br>[pdf]({B})",
        ["Nets of Words pdf", "Words of Nets pdf"],
    ),
    "short linked titles on lines": (
        f"[Nets of Words]({A})<br>[Two words]({B})",
        ["Nets of Words", "Two words"],
    ),
    "a short link elsewhere on a line": (
        f"[Nets of Words]({A})<br>[Otter]({CODE})",
        ["Nets of Words", "Otter"],
    ),
    "linked titles in a line": (
        f"[Nets of Many Words]({A}), [Words of Many Nets]({B})",
        ["Nets of Many Words,", "Words of Many Nets"],
    ),
    "a title in title case in a sentence": (
        f"[Nets of Words]({A}) extends [Words of Nets]({B})",
        ["Nets of Words extends", "Words of Nets"],
    ),
    "names in a row": (
        f"[GSM]({A}), [SVAMP]({B}) and [ASDiv]({C}) [code]({CODE})",
        ["GSM,", "SVAMP and", "ASDiv code"],
    ),
    "short names in bold on lines": (
        (
            f"**Nets of Words** (2001) [[pdf]]({A})<br>**Nets** (2002) [[pdf]]({B})<br>"
            f"**Otter** [[code]]({CODE})<br>**Loom** [pdf]({C})"
        ),
        ["Nets of Words (2001) [pdf]", "Nets (2002) [pdf]", "Otter [code]", "Loom pdf"],
    ),
    "names behind words": (f"Arithmetic: [GSM]({A}) / [SVAMP]({B})", ["Arithmetic: GSM /", "SVAMP"]),
}


@pytest.mark.parametrize(("text", "parts"), SEVERAL.values(), ids=SEVERAL.keys())
def test_several_papers(text: str, parts: list[str]) -> None:
    """A line, or a link within a line, that begins another paper begins another run."""
    assert _parts(text) == parts


ONE = {
    "one link": f"Nets of Words<br>Ada Lovelace, Grace Hopper<br>[pdf]({A})",
    "no link": "Nets of Words<br>Words of Nets",
    "links of one paper on lines": f"[Nets of Words]({A})<br>[pdf]({A})<br>[code]({CODE})",
    "authors on a line with a link": f"Nets of Words [pdf]({A})<br>Ada Lovelace, Grace Hopper. ACL 2022 [pdf]({B})",
    "a short name on a line": f"[Nets of Words]({A})<br>[GPT]({B})",
    "the title below its first link": f"[code]({CODE})<br>[Nets of Words]({A})",
    "two names of one paper": f"[GSM]({A}), [GSM 2]({A}v2)",
    "names in a sentence": f"[GSM]({A}) builds on [SVAMP]({B})",
    "a title in a sentence": f"[Nets of Words]({A}) extends what was seen in [some words of nets]({B})",
    "bold fields on lines": f"**Nets of Words** [pdf]({A})<br>**Code:** [code]({CODE})<br>**Data** [data]({PAGE})",
    "bold authors on a line": f"**Nets** [pdf]({A})<br>**Ada Lovelace** [homepage]({PAGE})",
    "a bold venue on a line": f"**Nets** [pdf]({A})<br>**ACL 2022** [poster]({PAGE})",
    "a bold word below a plain title": f"Nets of Words [pdf]({A})<br>**Otter** [code]({CODE})",
    "prose below": f"[Nets of Words]({A})<br>a net that is like [GPT]({B}) but small",
    "names that lead to nobody knows where": f"[GSM]({PAGE}/1), [SVAMP]({PAGE}/2)",
}


@pytest.mark.parametrize("text", ONE.values(), ids=ONE.keys())
def test_one_paper(text: str) -> None:
    """Details, other links and papers that are only mentioned begin no run of their own."""
    assert len(_parts(text)) == 1


def test_units_of_a_run() -> None:
    """The papers come in order with their own links; a part without a title is among them."""
    units = read_units(run_of(f"[pdf]({A})<br>Nets of Words [pdf]({B})<br>[Words of Nets]({C}) [code]({CODE})"))
    assert [(unit.title, unit.papers, unit.evidence) for unit in units] == [
        ("", (A,), Evidence.PAPER),
        ("Nets of Words", (B,), Evidence.PAPER),
        ("Words of Nets", (C,), Evidence.PAPER),
    ]
    assert [link.url for link in units[2].links] == [C, CODE]


def test_a_run_that_says_nothing_has_no_units() -> None:
    """Neither an empty run nor one of breaks and pictures names a paper."""
    assert read_units([]) == read_units(run_of("![Star](a.png)")) == []


PIECES = st.sampled_from(
    [
        f"[Nets of Words]({A})",
        f"[pdf]({B})",
        f"[code]({CODE})",
        f"[GPT]({C})",
        "<br>",
        "\nand ",
        ", ",
        "Words of Nets",
        "**Many Nets of Words**",
        "![x](a.png)",
    ],
)


@LAW
@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_span_is_lost(text: str) -> None:
    """However a run is parted, its spans are all there, in their order, and no part is empty."""
    run = run_of(f"x{text}")
    parts = split_run(run)
    joined: list[Span] = [span for part in parts for span in part]
    assert joined == run
    assert all(parts)


def test_a_run_of_thousands_of_links_costs_little() -> None:
    """Links without end are parted in time with their number."""
    run = run_of("<br>".join(f"[Nets of Words {number}]({A})" for number in range(1500)))
    assert seconds(lambda _: split_run(run), text="") < SOON
