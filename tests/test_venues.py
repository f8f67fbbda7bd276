"""One name per venue, however a source prints it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.venues import KNOWN_VENUES, is_preprint_server, normalise_venue
from tests.builders import steady


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("arXiv.org", "arXiv"),
        ("ArXiv", "arXiv"),
        ("CoRR", "arXiv"),
        ("Neural Information Processing Systems", "NeurIPS"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("NeurIPS 2023", "NeurIPS"),
        ("NIPS'17", "NeurIPS"),
        ("2023 NeurIPS", "NeurIPS"),
        ("International Conference on Learning Representations", "ICLR"),
        ("ICLR (2024)", "ICLR"),
        ("ICLR, 2024", "ICLR"),
        ("International Conference on Machine Learning", "ICML"),
        ("Annual Meeting of the Association for Computational Linguistics", "ACL"),
        ("ACL 2023", "ACL"),
        ("ACL Findings 2023", "Findings of ACL"),
        ("Findings of the Association for Computational Linguistics: ACL 2023", "Findings of ACL"),
        ("Conference on Empirical Methods in Natural Language Processing", "EMNLP"),
        ("EMNLP Findings", "Findings of EMNLP"),
        ("North American Chapter of the Association for Computational Linguistics", "NAACL"),
        ("Conference of the European Chapter of the Association for Computational Linguistics", "EACL"),
        ("Transactions of the Association for Computational Linguistics", "TACL"),
        ("AAAI Conference on Artificial Intelligence", "AAAI"),
        ("International Joint Conference on Artificial Intelligence", "IJCAI"),
        ("Computer Vision and Pattern Recognition", "CVPR"),
        ("IEEE International Conference on Computer Vision", "ICCV"),
        ("European Conference on Computer Vision", "ECCV"),
        ("J. Mach. Learn. Res.", "JMLR"),
        ("Trans. Mach. Learn. Res.", "TMLR"),
        ("COLM 2024", "COLM"),
        ("International Conference on Computational Linguistics", "COLING"),
        ("  Nature \n Machine  Intelligence ", "Nature Machine Intelligence"),
        ("Reactions weekly", "Reactions weekly"),
        ("Workshop at ICLR", "Workshop at ICLR"),
        ("ICML Workshop on Lists 2023", "ICML Workshop on Lists"),
        ("2024", "2024"),
    ],
)
def test_venue(raw: str, name: str) -> None:
    """Years and spellings vanish; a venue that is not in the table, or only contains one, keeps its own name."""
    assert normalise_venue(raw) == name


@pytest.mark.parametrize("raw", [None, ""])
def test_no_venue(raw: str | None) -> None:
    """Nothing stays nothing."""
    assert normalise_venue(raw) is None


_WORDS = st.sampled_from(["ACL", "Findings of", "NeurIPS", "2023", "(2023)", "'17", "Workshop", ",", "(", "19", "注意"])


@steady
@given(st.lists(_WORDS, max_size=6))
def test_normalising_twice_changes_nothing(raw: list[str]) -> None:
    """A name that was given is given again."""
    name = normalise_venue(" ".join(raw))

    if name:
        assert normalise_venue(name) == name


@pytest.mark.parametrize(
    ("venue", "preprint"),
    [
        ("arXiv", True),
        ("arXiv; COLM (retitled)", True),
        ("bioRxiv", True),
        ("SSRN Electronic Journal", True),
        ("Social Science Research Network", True),
        ("ICLR", False),
        ("Preprint", True),
        ("Halle Journal", False),
        ("Journal of Preprints", False),
        ("", False),
    ],
)
def test_where_preprints_lie_is_no_venue(venue: str, preprint: bool) -> None:  # noqa: FBT001
    """Servers of preprints are told, whatever is said behind their names."""
    assert is_preprint_server(venue) is preprint


def test_known_venues_keep_their_names() -> None:
    """A name of the table is its own name, and no place of preprints is among them."""
    assert {normalise_venue(name) for name in KNOWN_VENUES} == KNOWN_VENUES
    assert not any(map(is_preprint_server, KNOWN_VENUES))
