"""Tests of whether listed authors are a record's."""

from __future__ import annotations

import pytest

from pipeline.matching.people import Agreement, authors_agree, is_first_author, listed_authors_agree, split_names

AGREE, DISAGREE, UNKNOWN = Agreement.AGREE, Agreement.DISAGREE, Agreement.UNKNOWN
CASES = {
    "the first author": (["Edward J. Hu"], ["Edward Hu", "Yelong Shen"], True, AGREE),
    "the other order": (["Han Xu"], ["Xu Han"], True, AGREE),
    "initials": (["E. Hu"], ["Edward Hu"], True, AGREE),
    "a surname": (["Hu"], ["Edward J. Hu"], True, AGREE),
    "accents": (["Jan Koco\u0144"], ["Jan Kocon"], True, AGREE),
    "others": (["Ada Lovelace"], ["Edward Hu"], True, DISAGREE),
    "others, perhaps left out": (["Ada Lovelace"], ["Edward Hu"], False, UNKNOWN),
    "hyphens": (["Jian-Guang Lou", "Rami Al-Rfou"], ["Jianguang Lou", "Rami Al-Rfou"], True, AGREE),
    "initials of another": (["Y. Li"], ["Xin Li"], True, DISAGREE),
    "no nobody": (["Bo Chen"], ["Rami Al-Rfou"], True, DISAGREE),
    "nobody listed": ([], ["Edward Hu"], True, UNKNOWN),
    "nobody recorded": (["Edward Hu"], [], True, UNKNOWN),
    "anonymous": (["Edward Hu"], ["Anonymous"], True, UNKNOWN),
    "a team": (["Abhimanyu Dubey"], ["Llama Team"], True, UNKNOWN),
    "one of many": (
        ["Ada Lovelace", "Grace Hopper", "Jim Gray"],
        ["Jim Gray", "Alan Kay", "Ken Iverson"],
        True,
        DISAGREE,
    ),
}


@pytest.mark.parametrize(("listed", "recorded", "complete", "said"), CASES.values(), ids=CASES.keys())
def test_agreement(listed: list[str], recorded: list[str], complete: bool, said: Agreement) -> None:  # noqa: FBT001
    """Names agree by the words that tell people apart; what is not known says nothing."""
    assert authors_agree(listed, recorded, complete=complete) is said


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Edward J. Hu, Yelong Shen et al.", ("Edward J. Hu", "Yelong Shen")),
        ("Edward Hu and Yelong Shen", ("Edward Hu", "Yelong Shen")),
        ("Hu, Edward and Shen, Yelong", ("Hu, Edward", "Shen, Yelong")),
        ("Wei Li, Ming Zhang and Bo Chen", ("Wei Li", "Ming Zhang", "Bo Chen")),
        ("van Gogh, Vincent and Hu, Edward", ("van Gogh, Vincent", "Hu, Edward")),
        ("", ()),
    ],
)
def test_names_in_a_text(text: str, names: tuple[str, ...]) -> None:
    """Names are parted in either order of surname and given name."""
    assert split_names(text) == names


def test_first_authors() -> None:
    """A first author is told by more than a surname."""
    assert is_first_author(["Edward Hu"], ["Edward J. Hu", "Yelong Shen"])
    assert not is_first_author(["Hu"], ["Edward J. Hu"])
    assert not is_first_author(["Yelong Shen"], ["Edward J. Hu", "Yelong Shen"])
    assert not is_first_author([], ["Edward J. Hu"])


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("E. Hu, Y. Shen", AGREE),
        ("Edward J. Hu et al.", AGREE),
        ("Hu", AGREE),
        ("EJ Hu et al.", AGREE),
        ("Hu EJ", AGREE),
        ("HU E, SHEN Y", AGREE),
        ("Edward Hu1,2*, Yelong Shen\u2021", AGREE),
        ("Edward Hu | Yelong Shen", AGREE),
        ("E. Hu, Y. Shen AND X. Y", AGREE),
        ("X. Hu", UNKNOWN),
        ("Edward Shen, Yelong Wang and Bo Chen", UNKNOWN),
        ("Edward Li1, Yelong Wang2", UNKNOWN),
        ("\u5f20\u4f1f, \u674e\u5a1c", UNKNOWN),
        ("MIT CSAIL", UNKNOWN),
        ("Stanford NLP; UC Berkeley", UNKNOWN),
        ("Ada Lovelace and Grace Hopper", DISAGREE),
        ("Lovelace, Hopper", DISAGREE),
        ("Lovelace", UNKNOWN),
        ("OpenAI", UNKNOWN),
        ("Google Research", UNKNOWN),
        ("Meta AI, Stanford University", UNKNOWN),
        ("", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_authors_in_a_list_s_words(listed: str | None, said: Agreement) -> None:
    """People who are named tell papers apart; firms and single names tell only where they agree."""
    assert listed_authors_agree(listed, ["Edward J. Hu", "Yelong Shen"], complete=True) is said


def test_given_names_that_are_particles_elsewhere() -> None:
    """`Bin` and `Le` tell people apart where they are all that is given beside a surname."""
    assert is_first_author(["Bin Zhang"], ["Bin Zhang"])
    assert not is_first_author(["Bin Zhang"], ["Ruizhi Zhang"])
    assert not is_first_author(["De Luca"], ["Alessandro De Luca"])
    assert is_first_author(["Alessandro De Luca"], ["Alessandro De Luca"])
