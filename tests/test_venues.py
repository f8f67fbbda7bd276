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
        ("Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics", "ACL"),
        (
            "Proceedings of the 61st Annual Meeting of the Association for Computational Linguistics (Volume 1: Long)",
            "ACL",
        ),
        ("Thirty-seventh Conference on Neural Information Processing Systems", "NeurIPS"),
        ("Advances in Neural Information Processing Systems 36", "NeurIPS"),
        ("The Twelfth International Conference on Learning Representations, ICLR 2024, Vienna, May 7-11", "ICLR"),
        (
            "2019 Conference of the North American Chapter of the ACL: Human Language Technologies, Volume 1",
            "NAACL",
        ),
        ("KDD '22: The 28th ACM SIGKDD Conference on Knowledge Discovery and Data Mining, Washington, DC", "KDD"),
        ("2021 IEEE/CVF International Conference on Computer Vision, ICCV 2021, Montreal", "ICCV"),
        (
            "The 46th International ACM SIGIR Conference on Research and Development in Information Retrieval",
            "SIGIR",
        ),
        ("IEEE International Conference on Acoustics, Speech and Signal Processing, ICASSP 2024, Seoul", "ICASSP"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2020", "Findings of EMNLP"),
        ("Proceedings of the Fourteenth Workshop on Semantic Evaluation", "SemEval"),
        ("arXiv preprint arXiv:2305.18290", "arXiv"),
        ("Proceedings of ACL 2017, Student Research Workshop", "Proceedings of ACL , Student Research Workshop"),
        ("Coling 2008: Educational Natural Language Processing", "Coling : Educational Natural Language Processing"),
        ("NIPS submission (Reject)", "NIPS submission (Reject)"),
        ("CVPR Workshops", "CVPR Workshops"),
        ("CoRR abs/2305.18290", "arXiv"),
        ("Proc. of NeurIPS 2023", "NeurIPS"),
        *(
            (other, other)
            for other in (
                "International Conference on Machine Learning, Optimization, and Data Science",
                "International Conference on Data Mining, Internet Computing, and Big Data",
                "International Conference on Computational Linguistics, Intelligent Text Processing",
                "Software Engineering, Artificial Intelligence, Networking and Parallel/Distributed Computing",
            )
        ),
        ("SIAM International Conference on Data Mining", "SIAM International Conference on Data Mining"),
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


@pytest.mark.parametrize("name", sorted(KNOWN_VENUES))
def test_a_name_of_the_table_is_its_own_name(name: str) -> None:
    """Giving a name twice changes nothing, and a year, an ordinal or a place beside it is dropped."""
    assert normalise_venue(name) == name
    assert normalise_venue(f"{name} 2024") == name
    assert normalise_venue(f"Proceedings of {name} 2024, Vienna, Austria") == name
