"""Tests of the forms in which whole lists are written: what each line becomes, and what is told of the others."""

from __future__ import annotations

import pytest

from pipeline.curated import parse_list
from pipeline.errors import ListError
from pipeline.model import CuratedEntry

A, B, C = (f"https://arxiv.org/abs/2301.0000{number}" for number in (1, 2, 3))
CODE = "https://github.com/a/b"
STAR = "https://img.shields.io/github/stars/a/b"


def _read(text: str) -> tuple[CuratedEntry, ...]:
    return parse_list(text, "list.md").entries


def _brief(text: str) -> list[tuple[object, ...]]:
    return [(entry.line, entry.title, " ".join(map(str, entry.identifiers))) for entry in _read(text)]


TITLED_ABOVE = {
    "a bold title, then fields": (
        f"## Detection\n\n**Rich Features for Detection**\n\n- intro: CVPR 2014\n- arxiv: <{A}>\n- github: <{CODE}>\n\n"
        f"**Fast Detection**\n\n- arxiv: {B}\n"
    ),
    "a bold title, then a quotation": (
        f"## Detection\n\n**Rich Features for Detection** \n> *Ada Lovelace, Grace Hopper* \\\n"
        f"> CVPR 2014. [[Paper]({A})] \\\n> 13 Sep 2013\n\n"
        f"**Fast Detection** \n> *Ada Lovelace* \\\n> [[Paper]({B})]\n"
    ),
    "a numbered title, then fields in Chinese": (
        f"## Detection\n\n[1] Rich Features for Detection\n\n- 题目\uff1a检测\n- Paper: {A}\n- 摘要\uff1a\n\n---\n\n"
        f"[2] Fast Detection of Objects\n\n- Code: {CODE}, soon\n- Paper: {B}\n"
    ),
}


@pytest.mark.parametrize("text", TITLED_ABOVE.values(), ids=TITLED_ABOVE.keys())
def test_titles_that_stand_above_their_links(text: str) -> None:
    """A title above fields or a quotation has their links, each title its own."""
    first, second = _read(text)
    assert (first.title, second.title[:14]) == ("Rich Features for Detection", "Fast Detection")
    assert first.line == 3
    assert [str(each) for entry in (first, second) for each in entry.identifiers] == [
        "arxiv:2301.00001",
        "arxiv:2301.00002",
    ]
    assert first.headings == second.headings == ("Detection",)
    assert first.context is second.context is None


HEADED = {
    "authors between": f"### 1. Splats for Scenes and Maps\n**Authors**: Ada Lovelace, Grace Hopper\n\n[Paper]({A})\n",
    "an abstract between": (
        "### Splats for Scenes and Maps\n**Authors**: Ada Lovelace, Grace Hopper\n\n<details span>\n"
        f"<summary><b>Abstract</b></summary>\nMapped.\n</details>\n\n"
        f"[\U0001f4c4 Paper (Low Resolution)]({A})\n"
    ),
}


@pytest.mark.parametrize("text", HEADED.values(), ids=HEADED.keys())
def test_a_heading_is_the_title_of_links_further_below(text: str) -> None:
    """Authors and a folded abstract may stand between a title that is a heading and its links."""
    (entry,) = _read(f"## SLAM\n{text}")
    assert (entry.title, entry.line, entry.headings) == ("Splats for Scenes and Maps", 2, ("SLAM",))
    assert entry.authors == "Ada Lovelace, Grace Hopper"


def test_a_heading_above_papers_is_no_title() -> None:
    """A section's name is not taken for the title of its first line, whatever stands before its own title."""
    entries = _read(
        f"# L\n\n## Recurrent Neural Networks\n\n1. Ada Lovelace and Grace Hopper. 2015. "
        f"**Relations in recurrent nets**. ACL. [[paper]]({A})\n"
        f"1. **Combining two kinds of networks**. ACL. [[paper]]({B})\n"
    )
    assert [entry.title for entry in entries] == ["Relations in recurrent nets", "Combining two kinds of networks"]
    assert {entry.headings for entry in entries} == {("Recurrent Neural Networks",)}
    assert (entries[0].authors, entries[0].claimed_year) == ("Ada Lovelace and Grace Hopper", 2015)


def test_headings_within_bullets() -> None:
    """A heading that is a bullet's text is a heading of what stands below that bullet."""
    entries = _read(
        f"## Features\n+ #### Expand\n  - Automating the features. [PDF]({A})\n  - One button machine. [PDF]({B})\n"
        f"+ #### Learn\n  - Learning to optimize. [PDF]({C})\n"
    )
    assert [entry.headings[-1] for entry in entries] == ["Expand", "Expand", "Learn"]


NAMED = {
    f"- [SuperServe:]({A}) Serving of Unpredictable Workloads": "SuperServe: Serving of Unpredictable Workloads",
    f"- [Alpa]({A}) : Automating Parallelism for Deep Learning | OSDI' 22": (
        "Alpa: Automating Parallelism for Deep Learning"
    ),
    f"- [ZeRO]({A}): memory optimizations toward trillions of parameters.": (
        "ZeRO: memory optimizations toward trillions of parameters"
    ),
    f"- [Boosting Parallel Training Efficiency with C4]({A}): A Communication-Driven Approach": (
        "Boosting Parallel Training Efficiency with C4: A Communication-Driven Approach"
    ),
    f"- [Ring Attention]({A}) with Blockwise Transformers for Near-Infinite Context | UCB": (
        "Ring Attention with Blockwise Transformers for Near-Infinite Context"
    ),
    f"- [LIFT]({A}) [CVPR2022] LIFT: Learning Image Fusion for Detection": "LIFT: Learning Image Fusion for Detection",
    f"- [Dialogs](https://tianchi.aliyun.com/dataset/92110). MedDialog: Datasets of Dialogues, [EMNLP 2020]({A})": (
        "MedDialog: Datasets of Dialogues"
    ),
    f"- `2021.09` MatSciBERT: A model for text mining, [npj Computational Materials]({A}), [Code]({CODE})": (
        "MatSciBERT: A model for text mining"
    ),
    f"- Voyager: An open-ended embodied agent *Ada Lovelace et al. arXiv.* [[paper]({A})]": (
        "Voyager: An open-ended embodied agent"
    ),
    f"+ Learning Particles by Example:\nLocation-Aware Adversarial Networks for\nPhysics Synthesis, [[paper]]({A})": (
        "Learning Particles by Example: Location-Aware Adversarial Networks for Physics Synthesis"
    ),
    f"+ 2019 | AutoML: A Survey of It All | Ada Hu, et al. | arXiv | [`PDF`]({A})": "AutoML: A Survey of It All",
    f":white_check_mark: [Generative Adversarial Nets] [[Paper]]({A})": "Generative Adversarial Nets",
    f"- Fast R-CNN with Examples [[Paper]] ({A})": "Fast R-CNN with Examples",
    f"- [Fast Distributed Transactions for Databases]({A})": "Fast Distributed Transactions for Databases",
    f"* Residual Networks of Networks, aug 2016, Google, [arxiv]({A})": "Residual Networks of Networks",
    f"* Transformers for Time Series, in *Big Data* 2021, [\\[paper\\]]({A})": "Transformers for Time Series",
    f"- [NPJ Digit. Med.] A study of generative models for medicine. [[Paper]]({A})": (
        "A study of generative models for medicine"
    ),
}


@pytest.mark.parametrize(("line", "title"), NAMED.items(), ids=range(len(NAMED)))
def test_titles_in_unusual_places(line: str, title: str) -> None:
    """Names, venues, dates and authors around a title are told from it, and a title that goes on is read to its end."""
    assert _brief(f"## Papers\n{line}\n") == [(2, title, "arxiv:2301.00001")]


CITED = {
    "APA, as a link": (
        f"- [Hu, E., Shen, Y., & Chen, W. (2022, May). Low ranks of (lora). In *Proc. of the 16th Conf.* (p. 2).]({A})",
        "Low ranks of (lora)",
    ),
    "ACM, as a link": (
        f"- [Ada Lovelace, Grace Hopper, and Jim Gray. 2007. Architecture of a Database. _Foundations_ 1, 2.]({A})",
        "Architecture of a Database",
    ),
    "Vancouver, as a link": (
        f"1. [Macosko EZ, Basu A, et al. Highly Parallel Profiling of Cells. Cell. 2015;161(5):1202-1214.]({A})",
        "Highly Parallel Profiling of Cells",
    ),
    "GB/T 7714, as a link": (
        f"- [Lewko A , Waters B . Decentralizing the Encryption[C]// Annual Conference. Springer, 2011.]({A})",
        "Decentralizing the Encryption",
    ),
    "names and a colon": (
        f"* Ada Lovelace, Grace M Hopper, and Jim Gray: Translation by Phrases, NAACL 2003. [paper]({A})",
        "Translation by Phrases",
    ),
    "in quotes, a name in small letters": (
        f'* Ada Lovelace, grace hopper, Jim Gray, "Deep Video Prediction Beyond Errors", ICLR 2016. [[Paper]({A})]',
        "Deep Video Prediction Beyond Errors",
    ),
}


@pytest.mark.parametrize(("line", "title"), CITED.values(), ids=CITED.keys())
def test_styles_of_citation(line: str, title: str) -> None:
    """The title is cut out of a citation, in whatever style."""
    assert _brief(f"### Regulation of genes in cells\n\n{line}\n") == [(3, title, "arxiv:2301.00001")]


def test_references_without_links() -> None:
    """Paragraphs that cite papers are entries."""
    entries = _read(
        "# L\n\n**[1]** Ada Lovelace and Grace Hopper. **Meta-learning in machines**. Neural Networks, 16(1):5-9, 2003."
        "\n\n"
        "A. Lovelace and J. Gray. 2021. A Scheduler for Clusters of Machines. In 2021 Int. Symposium (IM). 286-294.\n"
    )
    assert [(entry.title, entry.claimed_year) for entry in entries] == [
        ("Meta-learning in machines", 2003),
        ("A Scheduler for Clusters of Machines", 2021),
    ]


def test_a_name_and_its_citation_are_one_paper() -> None:
    """A short name with the links and a bullet below with the citation are one entry; two citations are two."""
    (one,) = _read(
        f"## A\n* AlexNet [[Paper]]({A})\n"
        "  * Ada Lovelace, Grace Hopper, ImageNet Classification with Networks, NIPS, 2012.\n"
    )
    assert (one.title, [str(each) for each in one.identifiers]) == (
        "ImageNet Classification with Networks",
        ["arxiv:2301.00001"],
    )
    assert (one.claimed_venue, one.claimed_year, one.authors) == ("NIPS", 2012, "Ada Lovelace, Grace Hopper")
    named = _read(
        f"## A\n- Learning Features. [[pdf]]({A})\n  - Lovelace, Ada and Hopper, Grace and Gray, Jim A. *ICCV 2015*\n"
    )
    assert [(entry.title, entry.claimed_venue, entry.authors) for entry in named] == [
        ("Learning Features", "ICCV", "Lovelace, Ada and Hopper, Grace and Gray, Jim A"),
    ]


def test_bullets_that_gather_paragraphs() -> None:
    """A bullet whose paragraphs are linked titles is their label, the nearest one counts; code among them is told."""
    parsed = parse_list(
        f"## RAG\n- Query-based RAG\n\n    [A first paper on queries]({A})\n\n    [Instance-conditioned gan]({B})\n\n"
        f"    [GPTCache]({CODE})\n\n  - Latent RAG of Representations\n\n    [leveraging passages for answers]({C})\n",
        "list.md",
    )
    assert [(entry.title, entry.context) for entry in parsed.entries] == [
        ("A first paper on queries", "Query-based RAG"),
        ("Instance-conditioned gan", "Query-based RAG"),
        ("leveraging passages for answers", "Latent RAG of Representations"),
    ]
    assert [problem.line for problem in parsed.problems] == [8]


OTHERS = {
    f"- [Keyformer: Cache reduction by attention]({A}) <br> a successor to [H2O]({B}) (see below)": [
        "arxiv:2301.00001"
    ],
    f"| Title |\n|--|\n| [Keyformer: Cache reduction]({A}) <br> a successor to [H2O]({B}) |": ["arxiv:2301.00001"],
}


@pytest.mark.parametrize(("text", "identifiers"), OTHERS.items(), ids=["bullet", "row"])
def test_papers_that_are_only_mentioned(text: str, identifiers: list[str]) -> None:
    """A paper that a description names lends no identifier to the one it describes."""
    (entry,) = _read(f"## Papers\n\n{text}\n")
    assert [str(each) for each in entry.identifiers] == identifiers


def test_names_in_a_row() -> None:
    """A line that enumerates papers by name is one entry for each, with its own identifier."""
    assert _brief(f"## Data\n- **Arithmetic**: [GSM8K]({A}), [SVAMP]({B}), [ASDiv]({C})\n") == [
        (2, "GSM8K", "arxiv:2301.00001"),
        (2, "SVAMP", "arxiv:2301.00002"),
        (2, "ASDiv", "arxiv:2301.00003"),
    ]


@pytest.mark.parametrize("above", ["Contents", "Table of Contents"])
@pytest.mark.parametrize("heading", ["2024", "January 2024", "ICLR 2024", "Surveys"])
def test_a_table_of_contents_ends_at_the_next_heading(above: str, heading: str) -> None:
    """Below contents, a heading of any level begins the list."""
    (entry,) = _read(f"# L\n\n## {above}\n\n- [x](#x)\n\n### {heading}\n\n- [A Simple and Effective Approach]({A})\n")
    assert entry.headings[-1] == heading


NO_ENTRIES = {
    "an introduction": f"Must-read papers on [knowledge editing]({A}) for large language models.",
    "prose that begins with a paper": f"[Neural Path Hunter]({A}) defines a hallucination as an utterance that is new.",
    "badges": (
        f"[![arXiv](https://img.shields.io/badge/arXiv-2301.00001-red)]({A}) [![Awesome](https://awesome.re/x.svg)]()"
    ),
    "navigation": '<p align="center"><a href="#1-papers">Papers</a> | <a href="https://www.notion.so/x">Notions</a></p>',
    "notes": "- Notes:",
    "an empty row": "| Title | Code |\n|--|--|\n| | [x](https://github.com/a/b) |",
    "a number": "| ID | Article | Year |\n|--|--|--|\n| **4** | | |",
    "a break in a schedule": "| Date | Topic | Paper |\n|--|--|--|\n| 2024-01-29 | Thanksgiving | |",
}


@pytest.mark.parametrize("text", NO_ENTRIES.values(), ids=NO_ENTRIES.keys())
def test_what_is_no_paper(text: str) -> None:
    """Introductions, prose, badges, navigation and empty rows are no entries of a list with papers."""
    assert _brief(f"# L\n\n{text}\n\n## Papers\n\n- [A Simple and Effective Approach]({B})\n")[0][1:] == (
        "A Simple and Effective Approach",
        "arxiv:2301.00002",
    )


TABLES = {
    f"| Date | Link | Publication | Authors |\n|--|--|--|--|\n| 2024/5/20 | [Managing extreme risks of AI]({A}) "
    "| Ada Lovelace, Grace Hopper | Science |": ("Managing extreme risks of AI", None, 2024),
    f"| Abbreviation | Title | Publication | Paper |\n|--|--|--|--|\n| **GeoKR** "
    f"| **Knowledge-Driven Learning of Images** | TGRS2021 | [GeoKR]({A}) |": (
        "Knowledge-Driven Learning of Images",
        "TGRS",
        2021,
    ),
    f"| Model | Paper | Venue |\n|--|--|--|\n| DDPM | [A. Lovelace et al.]({A}) | NeurIPS 2020 |": (
        "DDPM",
        "NeurIPS",
        2020,
    ),
    f"| Paper | Venue / Date |\n|--|--|\n| [HERMES: Toward a World Model]({A}) | ICCV 2025<br>2026-04<br>4 |": (
        "HERMES: Toward a World Model",
        "ICCV",
        2025,
    ),
    f"| Date | Venue | Paper |\n|--|--|--|\n| 2308 | ICLR | [Programming for Many Agents]({A}) |": (
        "Programming for Many Agents",
        "ICLR",
        2023,
    ),
    f"| Title | arXiv | Venue |\n|--|--|--|\n| [A Facial Text-Video Dataset]({A}) "
    f"| [![arXiv](https://img.shields.io/badge/arXiv-b31b1b.svg)]({A}) | CVPR 2023 |": (
        "A Facial Text-Video Dataset",
        "CVPR",
        2023,
    ),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.items(), ids=range(len(TABLES)))
def test_tables(text: str, expected: tuple[str, str | None, int]) -> None:
    """Columns are what their headers and their cells say together."""
    (entry,) = _read(f"## Papers\n\n{text}\n")
    assert str(entry.identifiers[0]) == "arxiv:2301.00001"
    title, venue, year = expected
    assert (entry.title, entry.claimed_year) == (title, year)
    assert venue is None or entry.claimed_venue == venue


CLAIMED = {
    f"- A Title of Some Words (CVPR, 2024) [[arXiv]({A})]": ("CVPR", 2024),
    f"- **PAL**: A Title of Some Words [2022-11] [ICML 2023] [[paper]({A})]": ("ICML", 2023),
    f"- A Title of Some Words | Ada Lovelace, et al. | **[ESANN' 15]** | [pdf]({A})": ("ESANN", 2015),
    f"- [A Title of Some Words]({A}), A. Lovelace, Pattern Recognition 2018": ("Pattern Recognition", 2018),
    f"- A Title of Some Words [[TIV2023]]({A})": ("TIV", 2023),
    f"- [A Title of Some Words (Machine Learning 2016)]({A})": ("Machine Learning", 2016),
    (
        f"- [A Title of Some Words]({A})\n"
        "  - Ada Lovelace, Grace Hopper, Jim Gray, Alan Kay, and Ken Iverson. NeurIPS, 2023."
    ): (
        "NeurIPS",
        2023,
    ),
    f"- [A Title of Some Words]({A})\n  - *Data*: [WMT-16](https://x.example/wmt)": (None, None),
}


@pytest.mark.parametrize(("line", "claim"), CLAIMED.items(), ids=range(len(CLAIMED)))
def test_claims(line: str, claim: tuple[str | None, int | None]) -> None:
    """A venue keeps its own year, known or not; a link's label and what a paper uses are no claims."""
    (entry,) = _read(f"## Papers\n{line}\n")
    assert (entry.claimed_venue, entry.claimed_year) == claim


AUTHORS = {
    f"- [A Title of Some Words]({A})\n  - Can Chen, Long Ouyang, Xue Liu, and Mark Coates": (
        "Can Chen, Long Ouyang, Xue Liu, and Mark Coates"
    ),
    f"- **A Title of Some Words.** *Ada Lovelace (GaTech & Others) et al.* arXiv. [[paper]({A})]": "Ada Lovelace et al",
    f"- [A Title of Some Words]({A}) *Ada Lovelace, Grace (Amazing)Hopper, Jim Gray.*": (
        "Ada Lovelace, Grace Hopper, Jim Gray"
    ),
    f"- [A Title of Some Words]({A})\n  - Ada Lovelace. arXiv, 2023.": "Ada Lovelace",
    f"- [A Title of Some Words]({A}) | Cisco Research": None,
    f"- **A Title of Some Words** [[Paper Link]]({A}) [[GitHub Page]]({CODE})": None,
    f"1. **A Title of Some Words**\n   - Authors: Ada Lovelace, Grace Hopper\n   - Year: 2023\n   - DOI: [x]({A})": (
        "Ada Lovelace, Grace Hopper"
    ),
}


@pytest.mark.parametrize(("line", "authors"), AUTHORS.items(), ids=range(len(AUTHORS)))
def test_authors(line: str, authors: str | None) -> None:
    """Names are told from words, venues, institutes and labels of links."""
    (entry,) = _read(f"## Papers\n{line}\n")
    assert (entry.title, entry.authors) == ("A Title of Some Words", authors)


@pytest.mark.parametrize(
    "text",
    ['{\n  "a": 1,\n  "b": [\n    2\n  ]\n', ".. [A] b\n.. [C] d\n", 'x = {"a"}\ny = {"b"}\nz\n'],
)
def test_what_looks_like_code_is_no_list_of_titles(text: str) -> None:
    """A text of another kind is refused with its line, not read as titles."""
    with pytest.raises(ListError, match="in a form that is not read"):
        parse_list(text, "x")


def test_titles_with_authors_and_a_year_need_no_link() -> None:
    """A heading above authors, venue and year is a paper, also when no link stands below it."""
    entries = _read(
        "# L\n\n## Papers\n\n### Noise of a Beam\n*Ada Lovelace, Grace Hopper*, ICML 2012\n\n### Loss of a Beam\n"
    )
    assert [(entry.title, entry.claimed_venue, entry.claimed_year) for entry in entries] == [
        ("Noise of a Beam", "ICML", 2012)
    ]
    assert entries[0].headings == ("Papers",)


def test_a_row_whose_beginning_is_missing() -> None:
    """Cells behind the end of a row are another row, as browsers have it; names in the paper's column are authors."""
    row = "<td>{}</td><td><a href='{}'>A. v. d. Hopper et al.</a></td><td>ICML 2016</td></tr>"
    head = "<table><tr><th>Model</th><th>Paper</th><th>Venue</th></tr>"
    entries = _read(f"{head}<tr>{row.format('PixelCNN', A)}{row.format('PixelSNAIL', B)}</table>")
    assert [(entry.title, str(entry.identifiers[0]), entry.authors) for entry in entries] == [
        ("PixelCNN", "arxiv:2301.00001", "A. v. d. Hopper et al"),
        ("PixelSNAIL", "arxiv:2301.00002", "A. v. d. Hopper et al"),
    ]


def test_the_day_of_a_meeting_is_no_claim() -> None:
    """In a schedule, the date says when the group met."""
    (entry,) = _read(
        f"| Date | Topic | Paper |\n|--|--|--|\n| 2024-10-23 | Training of Optimal Models | [Paper]({A}) |\n"
    )
    assert (entry.title, entry.claimed_year) == ("Training of Optimal Models", None)


BELOW = {
    "authors, venue and link": (
        f"- GraphCL: Contrastive Learning with Views.\n  - Y. Hopper, T. Gray, and Y. Kay. *NIPS 2020*. [[pdf]]({A})",
        "GraphCL: Contrastive Learning with Views",
        "Y. Hopper, T. Gray, and Y. Kay",
        ("NIPS", 2020),
    ),
    "a journal as label": (
        f"**Protein design by learning**  \nAda Lovelace, Grace Hopper  \n[Briefings in Bioinformatics]({A})",
        "Protein design by learning",
        "Ada Lovelace, Grace Hopper",
        (None, None),
    ),
    "a venue as label, before the title": (
        f"- [[AAAI2022]({A})] Rethinking the Second Stage. [[caffe]({CODE})] [`cls.`]",
        "Rethinking the Second Stage",
        None,
        ("AAAI", 2022),
    ),
    "a heading, then the venue": (
        f"#### [Adversarial Patch]({A})\n\nNeurIPS 2017",
        "Adversarial Patch",
        None,
        ("NeurIPS", 2017),
    ),
    "a volume": (
        f"+ Security of protein design\n  + [[EMBO Rep(2024)]({A})]",
        "Security of protein design",
        None,
        ("EMBO Rep", 2024),
    ),
    "a name that is a label": (
        f"- [STaR: Bootstrapping Reasoning With Reasoning]({A}) *Ada Lovelace, Noah D. Gray.* NeurIPS 2022.",
        "STaR: Bootstrapping Reasoning With Reasoning",
        "Ada Lovelace, Noah D. Gray",
        ("NeurIPS", 2022),
    ),
    "a rank": (
        f"- (2023-ICLR, CCF-A) Binding Models in Languages [[paper]({A})]",
        "Binding Models in Languages",
        None,
        ("ICLR", 2023),
    ),
    "an organisation": (
        f"- Let's Verify Step by Step(@OpenAI) [[pdf]]({A})",
        "Let's Verify Step by Step",
        None,
        (None, None),
    ),
    "a short date": (
        f"- (Arxiv 23.12.01) Linear Modeling of Text [Paper]({A})",
        "Linear Modeling of Text",
        None,
        ("Arxiv", 2023),
    ),
    "an emoji": (
        f"- Mixtures of Experts in Parts. ACL 2023.\U0001f525 [Paper]({A})",
        "Mixtures of Experts in Parts",
        None,
        ("ACL", 2023),
    ),
    "a wide colon": (f"- Emu-2\uff1a{A}", "Emu-2", None, (None, None)),
    "a star": (
        f"- [*Adversarial Robustness of Networks]({A})",
        "Adversarial Robustness of Networks",
        None,
        (None, None),
    ),
    "a bold tag": (
        f"| Title | Paper | Code |\n|--|--|--|\n| [**MP: ZeRO**] Memory of Parameters | [[pdf]]({A}) | [link]({B}) |",
        "Memory of Parameters",
        None,
        (None, None),
    ),
    "badges of data": (
        f"- Binding Models in Languages\n[[paper]({A})]\n[![](https://img.shields.io/badge/WIKITQ-green)]({B})",
        "Binding Models in Languages",
        None,
        (None, None),
    ),
}


@pytest.mark.parametrize(("text", "title", "authors", "claim"), BELOW.values(), ids=BELOW.keys())
def test_what_stands_around_a_title(
    text: str, title: str, authors: str | None, claim: tuple[str | None, int | None]
) -> None:
    """What stands around a title is told from it, whatever it says, and belongs to its paper."""
    (entry,) = _read(f"## Learning of Views\n\n{text}\n")
    assert (entry.title, entry.authors) == (title, authors)
    assert [str(each) for each in entry.identifiers] == ["arxiv:2301.00001"]
    assert (entry.claimed_venue, entry.claimed_year) == claim


def test_a_hashtag_is_no_heading() -> None:
    """`#word` leaves the headings as they are."""
    entries = _read(
        f"# L\n\n## Video\n### Representation\n#transformer\n- [Memory for Understanding]({A})\n"
        f"### Models\n- [Flash of Memory]({B})\n"
    )
    assert [entry.headings for entry in entries] == [("Video", "Representation"), ("Video", "Models")]


def test_links_back_leave_no_brackets() -> None:
    """A heading's link to the top goes with the brackets around it."""
    (entry,) = _read(f"# L\n\n## Attention ([back](#top))\n\n- [Memory for Understanding]({A})\n")
    assert entry.headings == ("Attention",)
