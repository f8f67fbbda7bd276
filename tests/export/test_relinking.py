"""Tests of what a corrected link is to be written as."""

from __future__ import annotations

import pytest

from pipeline.export.relinking import address_for
from pipeline.identifiers import identifier_in_url

RIGHT = "https://arxiv.org/abs/2401.00001"


@pytest.mark.parametrize(
    "old",
    [
        "https://huggingface.co/papers/2412.00001",
        "https://ar5iv.labs.arxiv.org/html/2412.00001",
        "https://www.alphaxiv.org/abs/2412.00001",
        "https://arxiv.org/html/2412.00001",
        "http://www.arxiv.org/abs/2412.00001",
        "https://arxiv.org/pdf/2412.00001.pdf",
    ],
)
def test_host_and_form_of_a_link_stay(old: str) -> None:
    """What is called HF still leads there, and a page of HTML stays one."""
    kept = address_for(old, RIGHT)
    assert kept == old.replace("2412.00001", "2401.00001")
    assert identifier_in_url(kept) == identifier_in_url(RIGHT)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("https://arxiv.org/html/2412.00001v2#S3", RIGHT, "https://arxiv.org/html/2401.00001"),
        ("https://huggingface.co/papers/2412.00001?x=1", RIGHT, "https://huggingface.co/papers/2401.00001"),
        (
            "https://huggingface.co/papers/2412.00001",
            "https://doi.org/10.1145/3649825",
            "https://doi.org/10.1145/3649825",
        ),
        ("https://dl.acm.org/doi/10.1145/1", "https://doi.org/10.1007/2", "https://doi.org/10.1007/2"),
    ],
)
def test_what_is_said_of_the_wrong_paper_goes(old: str, new: str, kept: str) -> None:
    """Versions, sections and queries; a publisher has no papers of others."""
    assert address_for(old, new) == kept
