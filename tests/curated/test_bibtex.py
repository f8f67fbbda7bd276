"""Tests of BibTeX: titles, links, claims and authors; and what cannot be read is told."""

from __future__ import annotations

import pytest

from pipeline.curated import Format, parse_list
from pipeline.curated.bibtex import read_bibtex

BIBTEX = r"""% my papers
@string{iclr = "ICLR"}

@inproceedings{hu2022lora,
  author = {Hu, Edward J. and Shen, Yelong},
  title  = {{LoRA}: Low-Rank Adaptation of Large
            Language Models},
  booktitle = iclr,
  year = 2022,
  url = {https://openreview.net/forum?id=nZeVKeeFYf9},
}
@article{hu2022lora, title="A second paper of the same key", doi={10.1007/11776420\_22}, month=jan}
@article{broken, title={Never closed
@misc{erdos, title={On the {E}rd{\H{o}}s problem \& {\"o}ther things}, eprint={2305.18290}, archivePrefix={arXiv}}
@misc{untitled, year={2020}}
@article{otter, title={Otter}, journal={arXiv preprint arXiv:2305.03726}, year={2023}}
"""


def test_entries_of_a_bibliography() -> None:
    """Entries come in order, on the lines of their titles, with LaTeX written out; repeated keys lose nothing."""
    read = read_bibtex(BIBTEX)
    assert [(entry.line, entry.title) for entry in read.entries] == [
        (6, "LoRA: Low-Rank Adaptation of Large Language Models"),
        (12, "A second paper of the same key"),
        (14, "On the Erd\u0151s problem & \u00f6ther things"),
        (16, "Otter"),
    ]
    lora, second, erdos, otter = read.entries
    assert (lora.claim.venue, lora.claim.year, lora.authors) == ("ICLR", 2022, "Hu, Edward J. and Shen, Yelong")
    assert lora.papers == ("https://openreview.net/forum?id=nZeVKeeFYf9",)
    assert second.papers == ("https://doi.org/10.1007/11776420_22",)
    assert erdos.papers == ("https://arxiv.org/abs/2305.18290",)
    assert otter.papers == ("https://arxiv.org/abs/2305.03726",)


def test_what_cannot_be_read_is_told() -> None:
    """A broken entry and one without a title are told with their lines; what follows them is read."""
    told = [(problem.line, problem.message.split(";")[0]) for problem in read_bibtex(BIBTEX).problems]
    assert told == [(13, "entry cannot be read as BibTeX"), (15, "@misc has no title")]


def test_the_format_is_told() -> None:
    """A bibliography is known by its beginning; a Markdown list with a citation at its end is none."""
    assert len(parse_list(BIBTEX, "refs.bib").entries) == 4
    listed = "# A list\n\n- [LoRA](https://arxiv.org/abs/2106.09685)\n\n@article{x, title={Not an entry}}\n"
    assert [entry.title for entry in parse_list(listed, "list.md").entries] == ["LoRA"]


@pytest.mark.parametrize("text", ["@" * 2000, "@article{" * 2000, "@article{a, title={" + "{" * 9000, '"' * 9000])
def test_hostile_bibliographies_are_refused(text: str) -> None:
    """Braces without end give an error or problems, soon."""
    with pytest.raises(Exception, match="no papers found"):
        parse_list(text, "refs.bib", Format.BIBTEX)
