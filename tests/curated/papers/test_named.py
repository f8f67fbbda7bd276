"""Tests of the titles that a link bears, begins or stands before."""

from __future__ import annotations

import pytest

from pipeline.curated.papers.anchors import read_anchors
from pipeline.curated.papers.named import Chosen, behind_link, of_claim, of_link
from tests.curated.papers.runs import CODE, PAGE, A, B, run_of


def _of_first_link(text: str) -> Chosen:
    run = run_of(text)
    anchors = read_anchors(run)
    chosen = of_link(anchors[0], run)
    assert chosen.anchor == anchors[0]
    assert chosen.stands_out
    return chosen


WHOLE = {
    f"[Nets of Words]({A})": "Nets of Words",
    f"[Nets of Words]({A}) by Ada Lovelace": "Nets of Words",
    f"[LoRA]({A})": "LoRA",
    f"[LoRA]({A}):": "LoRA",
    f"[LoRA]({A}): 2001": "LoRA",
    f"[LoRA]({A}), nets of words": "LoRA",
    f"[LoRA]({A}) with nets of words": "LoRA",
    f"[LoRA]({A}): please read our paper on nets": "LoRA",
    f"[LoRA]({PAGE}): code for tuning": "LoRA",
    f"[LoRA]({PAGE}) with Nets for Words": "LoRA",
    f"[LoRA]({A}): *Learning Nets*": "LoRA",
    f"[LoRA]({A}) [CVPR2022] a note on nets": "LoRA",
    f"[LoRA]({A}) (nets) Learning Nets of Words": "LoRA",
    f"[LoRA]({A}) GPT: Learning of Nets": "LoRA",
}


@pytest.mark.parametrize(("text", "title"), WHOLE.items(), ids=WHOLE.keys())
def test_a_label_that_is_the_title(text: str, title: str) -> None:
    """Where nothing goes on behind a link as a title does, its label is the title, and nothing else is taken."""
    chosen = _of_first_link(text)
    assert (chosen.title, chosen.start, chosen.end, chosen.rest) == (title, 0, 1, "")


BEGUN = {
    f"[LoRA]({A}): Low-Rank Adaptation of Models": "LoRA: Low-Rank Adaptation of Models",
    f"[LoRA:]({A}) Low-Rank Adaptation": "LoRA: Low-Rank Adaptation",
    f"[LoRA]({A}) : low-rank adaptation toward parameters": "LoRA: low-rank adaptation toward parameters",
    f"[LoRA]({PAGE}): Low-Rank Adaptation": "LoRA: Low-Rank Adaptation",
    f"[LoRA]({A})\uff1aLearning Nets": "LoRA: Learning Nets",
    f"[LoRA]({A})![Star](a.png): Learning Nets": "LoRA: Learning Nets",
    f"[Nets of Many Words]({A}): A Word-Driven Approach": "Nets of Many Words: A Word-Driven Approach",
    f"[LoRA]({A}) with Nets for Words": "LoRA with Nets for Words",
    f"[LoRA]({A}) LoRA: nets": "LoRA: nets",
    f"[Lora]({A}) [CVPR2022] LoRA: Learning Nets": "LoRA: Learning Nets",
    f"[LoRA]({A}) [CVPR2022] Learning Nets of Words": "LoRA: Learning Nets of Words",
    f"[LoRA]({A}): Learning Nets. They are good.": "LoRA: Learning Nets",
    f"[LoRA]({A}): Learning Nets [code]({CODE}) and more": "LoRA: Learning Nets",
}


@pytest.mark.parametrize(("text", "title"), BEGUN.items(), ids=BEGUN.keys())
def test_a_label_that_begins_the_title(text: str, title: str) -> None:
    """A name that is the link and the words that go on behind it are one title, up to the end of the sentence."""
    chosen = _of_first_link(text)
    assert (chosen.title, chosen.start) == (title, 0)
    assert chosen.end > 1


RESTS = {
    f"[LoRA]({A}): Learning Nets. They are good.": ["They are good"],
    f"[LoRA]({A}): Learning Nets. Ada Lovelace, Grace Hopper. ACL 2022": ["Ada Lovelace, Grace Hopper", "ACL 2022"],
    f"[LoRA]({A}) [CVPR2022] Learning Nets of Words": ["CVPR2022"],
    f"[Lovelace, A., & Hopper, G. (2021). Nets of Words. ACL.]({A})": ["Lovelace, A., & Hopper, G", "2021", "ACL."],
}


@pytest.mark.parametrize(("text", "rest"), RESTS.items(), ids=RESTS.keys())
def test_what_stood_beside_the_title(text: str, rest: list[str]) -> None:
    """Claims, authors and sentences that stood in the title's own spans are handed on."""
    chosen = _of_first_link(text)
    assert [piece.strip() for piece in chosen.rest.replace("|", "\n").split("\n") if piece.strip()] == rest
    assert all(piece not in chosen.title for piece in rest)


def test_a_citation_as_a_label() -> None:
    """Of a link whose label cites a paper the title is cut out."""
    assert _of_first_link(f"[Lovelace, A., & Hopper, G. (2021). Nets of Words. ACL.]({A})").title == "Nets of Words"


def test_the_line_of_a_link() -> None:
    """A title has the line on which its link begins, and its place in the run."""
    run = run_of(f"Seen\nby Ada: [LoRA]({A}): Low-Rank Adaptation")
    chosen = of_link(read_anchors(run)[0], run)
    assert (chosen.line, chosen.start) == (2, 3)


BEHIND = {
    f"[Data set]({PAGE}), 2020. Nets of Words, [ACL 2020]({A})": "Nets of Words",
    f"[Data set]({PAGE}). Nets: Words of Nets; [ACL]({A}), [code]({CODE})": "Nets: Words of Nets",
    f"[Data set]({PAGE}) Nets of Words. Words of Nets, [ACL]({A})": "Words of Nets",
    f"[Data set]({PAGE}), 2020. Nets of Words, [PDF]({A})": None,
    f"[Data set]({PAGE}), 2020. Nets of Words, [ACL]({A}), [EMNLP]({B})": None,
    f"[Data set]({PAGE}), 2020. Nets, [ACL]({A})": None,
    f"[Data set]({PAGE}), [ACL]({A})": None,
    f"[Data set]({PAGE}), 2020. Nets of Words": None,
}


@pytest.mark.parametrize(("text", "title"), BEHIND.items(), ids=BEHIND.keys())
def test_a_title_before_the_papers_only_link(text: str, title: str | None) -> None:
    """Behind another link a title stands right before the one link that leads to its paper and bears its venue."""
    run = run_of(text)
    anchors = read_anchors(run)
    chosen = behind_link(anchors[0], run, anchors)
    assert (chosen and chosen.title) == title
    assert chosen is None or (chosen.start, chosen.end, chosen.anchor) == (1, 2, None)


def test_a_papers_link_before_does_not_count() -> None:
    """A link that leads to a paper before the title's neighbour is not its own."""
    run = run_of(f"[ACL]({A}) [Data set]({PAGE}), 2020. Nets of Words")
    anchors = read_anchors(run)
    assert behind_link(anchors[1], run, anchors) is None


CLAIMS = {
    f"[Journal of Machine Learning]({A})": "Journal of Machine Learning",
    f"[code]({CODE}) [Findings of Words and Nets]({A})": "Findings of Words and Nets",
    f"[Journal of Machine Learning 2022]({A})": None,
    f"[ACL]({A})": None,
    f"[Journal of Machine Learning]({PAGE})": None,
    f"[![Journal of Machine Learning](a.png)]({A})": None,
    f"[Nets of Words]({A})": None,
    "Journal of Machine Learning": None,
}


@pytest.mark.parametrize(("text", "title"), CLAIMS.items(), ids=CLAIMS.keys())
def test_a_title_that_reads_like_a_venue(text: str, title: str | None) -> None:
    """A paper's link of some words may have a title that reads like a venue; one with a year, or a badge, has not."""
    run = run_of(text)
    chosen = of_claim(read_anchors(run), run)
    assert (chosen and chosen.title) == title
