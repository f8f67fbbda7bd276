"""Tests of labels: what the words of a link say of where it leads."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.curated.words.labels import Label, bare_label, read_label
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

LABELS = {
    Label.PAPER: [
        *(
            "PDF",
            "[PDF]",
            "pdf",
            "(pdf)",
            "Paper",
            "paper",
            "Papers",
            "[Paper]",
            "\U0001f4c4 Paper",
            "**Paper**",
            "Paper 2",
            "survey.pdf",
            "2301.00001v2.PDF",
        ),
        *(
            "paper link",
            "Link to paper",
            "Read the paper",
            "Full paper",
            "original paper",
            "Conference paper",
            "pdf here",
        ),
        *(
            "arXiv",
            "ArXiv",
            "arxiv link",
            "arXiv PDF",
            "arXiv:2305.18290",
            "arXiv 2305.18290v2",
            "arxiv: cs.CL/0101001",
        ),
        *(
            "abs",
            "Abstract",
            "OpenReview",
            "ACL Anthology",
            "DOI",
            "Springer",
            "Preprint",
            "Technical Report",
            "report",
        ),
        *("\u8bba\u6587", "\u539f\u6587", "\u8ad6\u6587"),
    ],
    Label.POINTER: [
        *(
            "",
            " ",
            "->",
            "\U0001f517",
            "\U0001f917",
            "[ ]",
            "link",
            "Links",
            "[link]",
            "here",
            "URL",
            "HTML",
            "1",
            "[12]",
            "this",
            "page",
        ),
        *(
            "https://arxiv.org/abs/2305.18290",
            "www.example.org/a",
            "arxiv.org/abs/2305.18290",
            "10.18653/v1/2020.acl-main.1",
        ),
    ],
    Label.OTHER: [
        *(
            "Code",
            "code",
            "[Code]",
            "codes",
            "Code 2",
            "official code",
            "Official Implementation",
            "our code",
            "unofficial code",
        ),
        *(
            "Code (PyTorch)",
            "code - pytorch",
            "official code - caffe",
            "Code_TF",
            "PyTorch code",
            "Code and data",
            "code & data",
        ),
        *(
            "Code for the paper",
            "GitHub",
            "Github Page",
            "github repo",
            "repo",
            "Project",
            "Project Page",
            "project website",
        ),
        *(
            "Website",
            "Homepage",
            "Demo",
            "live demo",
            "Dataset",
            "Data",
            "Datasets on Hugging Face",
            "Models",
            "Model Zoo",
        ),
        *("Model card", "\U0001f917 Hugging Face", "HF", "Checkpoint", "weights", "Colab", "Notebook", "Blog"),
        *(
            "blog post",
            "Video",
            "Slides",
            "Poster",
            "Talk",
            "YouTube",
            "Tweet",
            "Supplementary",
            "supp",
            "BibTeX",
            "Cite",
        ),
        *("Google Scholar", "TL;DR", "\u4ee3\u7801", "\u77e5\u4e4e", "\u6570\u636e\u96c6", "\u4e2d\u6587\u89e3\u8bfb"),
    ],
    Label.CLAIM: [
        *(
            "ACL 2022",
            "[ICLR'24]",
            "NeurIPS 2022 Workshop on X",
            "Nature",
            "2023.05",
            "28 Oct 2021",
            "May 2023",
            "2022-11-01",
        ),
    ],
    Label.TEXT: [
        *("LoRA", "QLoRA", "BERT", "Attention", "GPT-4", "Scaling Laws", "Model Merging", "Model Lakes", "Model-based"),
        *(
            "Dataset Distillation",
            "Dataset Growth",
            "Dataset for Offline RL",
            "Code Hallucination",
            "Code smells",
            "Code Llama",
        ),
        *(
            "Code as Policies",
            "Models of Consciousness",
            "Video Instance Segmentation",
            "Video Diffusion Models",
            "Paper Mage",
        ),
        *(
            "Link Prediction",
            "Page Rank",
            "Project Sidewalk",
            "Demo2Vec",
            "Talking Heads",
            "Tool Learning",
            "Reading Papers",
        ),
        *(
            "Toolformer",
            "Toolkits for Everyone",
            "Self-Instruct",
            "Let's Verify Step by Step",
            "Notes on Noise",
            "Star Attention",
        ),
        *(
            "Attention Is All You Need",
            "GPT-4 Technical Report",
            "Language Models are Few-Shot Learners",
            "Edward J. Hu",
        ),
        *("\u6df1\u5ea6\u5b66\u4e60", "x" * 81, "word " * 20),
    ],
}


@pytest.mark.parametrize(
    ("label", "meaning"),
    [(label, meaning) for meaning, labels in LABELS.items() for label in labels],
)
def test_label(label: str, meaning: Label) -> None:
    """A label says that here is the paper, something, something else, a claim; or it is words of the list itself."""
    assert read_label(label) is meaning


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("[PDF]", "PDF"),
        ("\U0001f4c4 Paper \U0001f4c4", "Paper"),
        ("official code - caffe", "official code caffe"),
        ("__Code_TF__", "Code TF"),
        ("Code (PyTorch)", "Code (PyTorch"),
        ("->", ""),
        ("", ""),
    ],
)
def test_bare_label(label: str, bare: str) -> None:
    """Brackets, arrows, emoji and marks around a label are no part of what it says."""
    assert bare_label(label) == bare


@LAW
@given(ANY_TEXT)
def test_any_text_is_a_label(text: str) -> None:
    """No text makes reading fail, and neither blanks nor square brackets around a label change what it means."""
    assert read_label(text) is read_label(f"  {text} ")
    assert bare_label(bare_label(text)) == bare_label(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_labels_are_read_soon(text: str) -> None:
    """Endless and repetitive labels are read in time proportional to their length."""
    assert seconds(read_label, bare_label, text=text) < SOON
