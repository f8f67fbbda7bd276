"""Tests of whose paper the label of a link names."""

from __future__ import annotations

import pytest

from pipeline.export.owning import Naming, naming
from pipeline.identifiers import Identifier, Scheme

TITLE = "QLists: Fast Sorting of Lists"
LINKED = Identifier(Scheme.ARXIV, "2412.00001")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Paper", Naming.OWN),
        ("Code", Naming.OWN),
        ("[1]", Naming.OWN),
        ("P", Naming.OWN),
        ("https://arxiv.org/abs/2412.00001", Naming.OWN),
        ("arXiv:2412.00001v2", Naming.OWN),
        ("ICLR 2024", Naming.OWN),
        ("**QLists**", Naming.OWN),
        ("QLists: Fast Sorting of Lists (ICLR 2024)", Naming.OWN),
        ("Sorting of Lists", Naming.UNSURE),
        ("RLists: Fast Sorting of Lists", Naming.UNSURE),
        ("QLists: Fast Sorting of Lsts", Naming.UNSURE),
        ("LoRA", Naming.ANOTHER),
        ("LoRA (arXiv:2412.00001)", Naming.ANOTHER),
        ("Other et al., 2024", Naming.ANOTHER),
    ],
)
def test_labels_name_the_entrys_paper_another_or_either(label: str, said: Naming) -> None:
    """A name within the title, or one that is nearly the title, may be that of a paper of a like name."""
    assert naming(label, TITLE, LINKED) is said
