"""Tests of the shapes in which people write a paper down, each read to its title, link, claim and authors."""

from __future__ import annotations

import pytest

from pipeline.curated.parse import parse_list
from pipeline.model import CuratedEntry

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"
COT = "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models"
A, B, C = "https://arxiv.org/abs/2106.09685", "https://arxiv.org/abs/2201.11903", "https://github.com/microsoft/LoRA"
BADGE = "https://img.shields.io/badge"


def _entries(text: str) -> tuple[CuratedEntry, ...]:
    return parse_list(text, "list.md").entries


SHAPES = {
    "title as the link": f"- [{LORA}]({A})",
    "title as the link, in bold": f"- **[{LORA}]({A})**",
    "title in bold within the link": f"- [**{LORA}**]({A})",
    "title before the link": f"- {LORA} [[Paper]({A})]",
    "title before an escaped label": f"- {LORA} [\\[PDF\\]]({A})",
    "title before a label of an arXiv id": f"- {LORA} [arXiv:2106.09685]({A})",
    "title before a bare address": f"- {LORA}: {A}",
    "title before an address in brackets": f"- {LORA} <{A}>",
    "title before a badge": f"- {LORA} [![arXiv]({BADGE}/arXiv-2106.09685-b31b1b.svg)]({A})",
    "title in bold before the link": f"- **{LORA}** [[paper]]({A})",
    "title in italics before the link": f"- *{LORA}* ([pdf]({A}))",
    "title in quotes": f'- "{LORA}", [paper]({A})',
    "title in curly quotes behind a name": f"- **LoRA**: \u201c{LORA}\u201d, [[Paper]({A})]",
    "name in bold that begins the title": f"- **LoRA**: Low-Rank Adaptation of Large Language Models [[Paper]({A})]",
    "name as the link that begins the title": f"- [**LoRA**]({A}): Low-Rank Adaptation of Large Language Models",
    "name in bold before the linked title": f"- **LoRA** [{LORA}]({A})",
    "name in brackets before the title": f"- [LoRA] {LORA} [[paper]({A})]",
    "number in brackets": f"- [12] {LORA} [[paper]({A})]",
    "number in bold brackets": f"- **[12] {LORA},** [[paper]({A})]",
    "numbered line": f"12. [{LORA}]({A})",
    "numbered with a bracket": f"12) {LORA} [pdf]({A})",
    "checkbox": f"- [x] [{LORA}]({A})",
    "star before the title": f"- \u2b50 {LORA} [[paper]({A})]",
    "shortcode before the title": f"- :star: :fire: [{LORA}]({A}) :fire:",
    "code before the paper": f"- {LORA} [[code]({C})] [[paper]({A})]",
    "code and project behind": f"- [{LORA}]({A}) [[code]({C})] [Project Page](https://x.example/lora)",
    "unlinked label behind": f"- {LORA} [[Paper]({A})][Code]",
    "link to code, then the paper": f"- [{LORA}]({C}) [[paper]({A})]",
    "link to a note, then the paper": f"- [{LORA}](notes/lora.md) [arxiv]({A})",
    "label in another language": f"- {LORA} [\u8bba\u6587]({A}) [\u4ee3\u7801]({C})",
    "misspelt label": f"- {LORA} [[ppaer]({A})]",
    "reference link": f"- [{LORA}][1]\n\n[1]: {A}",
    "HTML link": f'- <a href="{A}">{LORA}</a>',
    "HTML bold and break": f'- <b>{LORA}</b><br/> <a href="{A}">Paper</a>',
    "title on the line above": f"- {LORA}\n  [[paper]({A})] [[code]({C})]",
    "title on the bullet above": f"- {LORA}\n  - [Paper]({A})\n  - [Code]({C})",
    "title over two lines": f"- LoRA: Low-Rank Adaptation of\n  Large Language Models [[paper]({A})]",
    "paragraphs within the bullet": (
        f"- **{LORA},** \n\n  *Edward J. Hu, Yelong Shen.*\n\n  [[Paper]({A})][[Code]({C})]"
    ),
    "paragraph": f"**{LORA}** [[Paper]({A})]",
    "paragraph with breaks": f"**{LORA}** \\\n*Edward J. Hu, Yelong Shen* \\\n[[Paper]({A})] [[Github]({C})]",
    "paragraph of a link": f"[{LORA}]({A})",
    "paragraph that meant to be a bullet": f"-[{LORA}]({A})",
    "heading within HTML": f'<p><a href="{A}"><b>{LORA}</b></a></p>',
    "row": f"| Title | Code |\n|--|--|\n| [{LORA}]({A}) | [code]({C}) |",
    "row, the paper in another column": f"| Title | Paper | Code |\n|--|--|--|\n| {LORA} | [pdf]({A}) | [code]({C}) |",
    "row, name and paper": f"| Name | Paper | Year |\n|--|--|--|\n| **LoRA** | [{LORA}]({A}) | 2021 |",
    "row, title behind a star": (
        f"| Title & Authors | Links |\n|:--|:--:|\n| [![Star](https://img.shields.io/github/stars/a/b)]({C}) "
        f"<br> [{LORA}]({A}) <br> Edward J. Hu, Yelong Shen | [Paper]({A}) |"
    ),
    "row without leading bar": f"Title | Link\n--- | ---\n{LORA} | [Link]({A})",
    "row of HTML": (
        f'<table><tr><th>Title</th><th>Link</th></tr>\n<tr><td>{LORA}</td><td><a href="{A}">Paper</a></td></tr></table>'
    ),
    "within a fold": f"<details>\n<summary>Adapters</summary>\n\n- [{LORA}]({A})\n\n</details>",
    "description behind a dash": f"- [{LORA}]({A}) - a method that trains two small matrices.",
    "description in a quotation": f"- **[{LORA}]({A})**\n  > Trains two small matrices.",
    "authors, then a quoted title in bold": (
        f'**[51]** Hu, Edward J., et al. "**{LORA}**." arXiv preprint arXiv:2106.09685 (2021). [[pdf]]({A}) '
        "**(A Milestone of Its Time)** :star::star:"
    ),
    "parts between bars": (
        f"- **[LoRA]** {LORA} | Edward J. Hu, et al. | **[ICLR' 22]** |[`[pdf]`]({A}) [`[code - torch]`]({C})"
    ),
    "authors below an institute": (
        f"* Microsoft [[Paper]({A})]\n  * Edward J. Hu, Yelong Shen, *{LORA}*, arXiv:2106.09685"
    ),
    "authors first, parted by commas": f"* Edward J. Hu, Yelong Shen, {LORA}, arXiv:2106.09685. [[Paper]({A})]",
    "number in a row, description behind a dash": (
        f"| **Paper** | **Links** |\n|--|--|\n"
        f"| 1) **{LORA}** - trains two small matrices. | [Paper]({A}), [Tweet](https://x.com/1) |"
    ),
    "authors on a line of their own with the link": (
        f"- [{LORA}]({A}) (ICLR 2022) <br> Edward J. Hu, Yelong Shen. [[Paper]]({A}) [[Code]]({C})"
    ),
    "notes below a paragraph": f"[{LORA}]({A})\n\n- LoRA: trains two matrices.\n- Beats all other methods in its tests",
    "heading without a blank": f"##Adapters\n\n- [{LORA}]({A})",
    "title that is a heading": f"### [{LORA}]({A})\n\n*Edward J. Hu, Yelong Shen* ICLR 2022",
    "heading above authors and link": f"### {LORA}\nEdward J. Hu, Yelong Shen. ICLR 2022. [[paper]({A})]",
    "claims in brackets": f'1. **LoRA**: "{LORA}" [2021-06] [ICLR 2022] [[paper]({A})] [[repo]({C})]',
    "mirror of arXiv": f"- {LORA} [[HTML](https://arxiv.org/html/2106.09685v2)]",
    "page of Hugging Face": f"- {LORA} [[hf](https://huggingface.co/papers/2106.09685)]",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_one_paper_in_many_shapes(shape: str) -> None:
    """Whatever the shape, there is one entry, with the paper's title and its identifier."""
    (entry,) = _entries(f"# A list\n\n## Adapters\n\n{shape}\n")
    assert entry.title == LORA
    assert [str(each) for each in entry.identifiers] == ["arxiv:2106.09685"]
    assert entry.headings == ("Adapters",)


CLAIMS = {
    f"- {LORA} (ICLR 2022) [[paper]({A})]": ("ICLR", 2022),
    f"- {LORA}, ICLR 2022. [[paper]({A})]": ("ICLR", 2022),
    f"- {LORA}. ICLR, 2022. [[paper]({A})]": ("ICLR", 2022),
    f"- **{LORA}.** ICLR 2022. [[paper]({A})]": ("ICLR", 2022),
    f"- [ICLR 2022] {LORA} [[paper]({A})]": ("ICLR", 2022),
    f"- [ICLR'22] [{LORA}]({A})": ("ICLR", 2022),
    f"- [{LORA}]({A}) (ICLR'22 Oral)": ("ICLR Oral", 2022),
    f"- [{LORA}]({A}) `ICLR 2022`": ("ICLR", 2022),
    f"- [{LORA}]({A}) (*2022*) `ICLR`": ("ICLR", 2022),
    f"- [{LORA}]({A}), *ICLR*, 2022": ("ICLR", 2022),
    f"- [{LORA} (ICLR 2022)]({A})": ("ICLR", 2022),
    f"- {LORA} [[ICLR 2022]({A})] [[code]({C})]": ("ICLR", 2022),
    f"- {LORA} <br> ICLR 2022 [[Paper]({A})]": ("ICLR", 2022),
    f"- [{LORA}]({A}) ![]({BADGE}/ICLR-2022-blue)": ("ICLR", 2022),
    f"- [![Publish]({BADGE}/Conference-ICLR'22-blue)]() [{LORA}]({A})": ("ICLR", 2022),
    f"- [{LORA}]({A})\n  - Edward J. Hu and Yelong Shen. ICLR, 2022.": ("ICLR", 2022),
    f"- (2021/06) [{LORA}]({A})": (None, 2021),
    f"- 2021-06 [{LORA}]({A})": (None, 2021),
    f"- **2021.06** {LORA} [pdf]({A})": (None, 2021),
    f"- [{LORA}]({A}) 17 Jun 2021": (None, 2021),
    f"- [{LORA}]({A}), 2021.6": (None, 2021),
    f"- {LORA}, arXiv 2021 [[paper]({A})]": ("arXiv", 2021),
    f"- {LORA}. arXiv preprint arXiv:2106.09685 (2021). [[paper]({A})]": ("arXiv preprint", 2021),
    f"| Title | Venue | Date |\n|--|--|--|\n| [{LORA}]({A}) | ICLR | 2022-01-28 |": ("ICLR", 2022),
    f"| Year | Title | Where |\n|--|--|--|\n| 2022 | [{LORA}]({A}) | ICLR |": ("ICLR", 2022),
    f"- {LORA}. *Findings of EMNLP 2022*. [[paper]({A})]": ("Findings of EMNLP", 2022),
    f"- {LORA} (NeurIPS 2022 Workshop on Adapters) [[paper]({A})]": ("NeurIPS Workshop on Adapters", 2022),
    f"- {LORA} (Nature Machine Intelligence 2022) [[paper]({A})]": ("Nature Machine Intelligence", 2022),
}


@pytest.mark.parametrize(("shape", "claim"), CLAIMS.items(), ids=range(len(CLAIMS)))
def test_claims_in_many_shapes(shape: str, claim: tuple[str | None, int | None]) -> None:
    """Venue and year are told from the title wherever they stand."""
    (entry,) = _entries(shape)
    assert entry.title == LORA
    assert (entry.claimed_venue, entry.claimed_year) == claim


AUTHORS = {
    f"- [{LORA}]({A})\n  - E. J. Hu, Yelong Shen, and Wei Chen. ICLR, 2022.": "E. J. Hu, Yelong Shen, and Wei Chen",
    f"- **{LORA}.** ICLR 2022.\n\n  *Edward J. Hu\\*, Yelong Shen* [[pdf]({A})]": "Edward J. Hu, Yelong Shen",
    f"- {LORA}. Edward J. Hu, Yelong Shen. ICLR 2022. [[paper]({A})]": "Edward J. Hu, Yelong Shen",
    f"- Edward J. Hu, Yelong Shen. {LORA}. ICLR 2022. [[paper]({A})]": "Edward J. Hu, Yelong Shen",
    f"- {LORA}, Hu et al., 2021 [[paper]({A})]": "Hu et al",
    f"- Hu et al. {LORA}. [[paper]({A})]": "Hu et al",
    f"- [{LORA}]({A}) - Edward J. Hu, Yelong Shen": "Edward J. Hu, Yelong Shen",
    f"- [{LORA}]({A}) by Edward J. Hu, Yelong Shen": "Edward J. Hu, Yelong Shen",
    f"- [{LORA}]({A})<br>Edward J. Hu, Yelong Shen": "Edward J. Hu, Yelong Shen",
    f"- {LORA} <br> *Hu, Edward and Shen, Yelong* [[Paper]({A})]": "Hu, Edward and Shen, Yelong",
    f"| Title | Authors |\n|--|--|\n| [{LORA}]({A}) | E. Hu, Y. Shen |": "E. Hu, Y. Shen",
}


@pytest.mark.parametrize(("shape", "authors"), AUTHORS.items(), ids=range(len(AUTHORS)))
def test_authors_in_many_shapes(shape: str, authors: str) -> None:
    """Authors who stand beside a title are no part of it, and are kept as listed."""
    (entry,) = _entries(shape)
    assert (entry.title, entry.authors) == (LORA, authors)


@pytest.mark.parametrize(
    "text",
    [
        f"- [{LORA}]({A}), [{COT}]({B})",
        f"- [{LORA}]({A})\n- [{COT}]({B})",
        f"- [{LORA}]({A})<br>[{COT}]({B})",
        f"- {LORA} [[paper]({A})]<br>{COT} [[paper]({B})]",
        f"{LORA} [[paper]({A})]  \n{COT} [[paper]({B})]",
        f"**{LORA}** [[paper]({A})]\n\n**{COT}** [[paper]({B})]",
        f"- Adapters\n\n    [{LORA}]({A})\n\n    [{COT}]({B})",
        f"- Adapters\n  - [{LORA}]({A})\n  - [{COT}]({B})",
        f"- [{LORA}]({A})\n  - Follow-up: [{COT}]({B})",
        f"| Papers |\n|--|\n| [{LORA}]({A}) <br> [{COT}]({B}) |",
        f"<ul><li>{LORA} <a href='{A}'>PDF</a><li>{COT} <a href='{B}'>PDF</a></ul>",
        f"1. {LORA}. [pdf]({A})\n2. {COT}. [pdf]({B})",
    ],
)
def test_two_papers(text: str) -> None:
    """Two papers are two entries, in the order of the list, each with its own identifier."""
    entries = _entries(text)
    assert [entry.title for entry in entries] == [LORA, COT]
    assert [[str(each) for each in entry.identifiers] for entry in entries] == [
        ["arxiv:2106.09685"],
        ["arxiv:2201.11903"],
    ]


@pytest.mark.parametrize(
    "noise",
    [
        f"## News\n\n- 2024-01: [{COT}]({B}) is accepted.",
        f"### \U0001f525 Latest News\n- [{COT}]({B})",
        f"## Update Log\n- 2024-05-01 add [{COT}]({B})",
        "## Table of Contents\n- [Adapters](#adapters)\n  - [More](#more)",
        "- [Adapters](#adapters)",
        f"## Citation\n\nPlease cite [{COT}]({B}).\n\n```bibtex\n@article{{x, title={{{COT}}}}}\n```",
        "## Star History\n\n[![Star History Chart](https://api.star-history.com/svg?repos=a/b)](https://star-history.com/#a/b)",
        "## License\n\n- [MIT License](LICENSE)",
        "## Contributing\n\n- Fork the repository and add your paper.\n- Open a pull request.",
        f"Our survey is [{COT.lower()}]({B}), please read it.",
        f"- [PEFT library]({C})",
        f"- A library for adapters [[code]({C})]",
        "- [Announcing our model family](https://openai.com/index/announcing)",
        "- [A talk about low-rank adapters](https://www.youtube.com/watch?v=abc)",
        "## Datasets\n\n- [A very large text dataset](https://huggingface.co/datasets/a/b)",
        "## Contact\n\n- [Ada Lovelace](mailto:ada@example.org)",
        f"<!--\n- [{COT}]({B})\n-->",
        "![Overview of the adapters in this survey](figs/overview.png)",
        "| Section | Part |\n|--|--|\n| [Adapters](#adapters) | [More](#more) |",
    ],
)
def test_what_is_no_paper_of_the_list(noise: str) -> None:
    """News, contents, citation and licence blocks, code, data and announcements are no entries beside one that is."""
    (entry,) = _entries(
        f"# A list\n\n{noise}\n\n## Adapters\n\n- [{LORA}]({A})\n- [{LORA} 2]({A})\n".replace(
            f"- [{LORA} 2]({A})\n", ""
        )
    )
    assert entry.title == LORA
