"""Tests of what a venue is, by its name."""

from __future__ import annotations

import pytest

from pipeline.export.kinds import Kind, kind_of_venue
from pipeline.venues import normalise_venue


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        *(
            (raw, Kind.PAPER)
            for raw in (
                "HRI 2018",
                "HRI",
                "K-CAP 2009",
                "OOPSLA 2024",
                "ESEC/FSE 2023",
                "ICAIF 2023",
                "CBMI 2022",
                "CBMI'22",
                "NeurIPS 2023",
                "Findings of ACL",
            )
        ),
        *(
            (raw, Kind.ARTICLE)
            for raw in (
                "Biometrika",
                "IEEE/ACM TASLP",
                "Science China Information Sciences",
                "Cureus",
                "Discrete Event Dynamic Systems",
                "PNAS 2021",
                "JMLR",
                "Nature",
                "Annals of Statistics",
            )
        ),
        ("IEEE", Kind.OTHER),
        ("IEEE 2020", Kind.OTHER),
        ("Somewhere 2020", Kind.OTHER),
        ("OpenAI technical report", Kind.REPORT),
        ("PhD thesis, MIT 2020", Kind.THESIS),
    ],
)
def test_a_venue_is_what_its_name_says(raw: str, kind: Kind) -> None:
    """By an acronym or a title that is known, else by its words, else by the year behind an acronym."""
    assert kind_of_venue(normalise_venue(raw) or "", raw) is kind
