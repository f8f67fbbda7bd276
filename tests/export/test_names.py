"""Tests of how names are parted."""

from __future__ import annotations

import pytest

from pipeline.export.names import Name, parted


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Example", ("Ada", "", "Example", "")),
        ("Robert L. Logan IV", ("Robert L.", "", "Logan", "IV")),
        ("Antonio Laverghetta Jr.", ("Antonio", "", "Laverghetta", "Jr.")),
        ("Ludwig van der Berg, Sr", ("Ludwig", "van der", "Berg", "Sr")),
        ("Henry IV", ("Henry", "", "IV", "")),
        ("OpenAI", ("", "", "OpenAI", "")),
    ],
)
def test_a_name_is_parted(name: str, parts: tuple[str, str, str, str]) -> None:
    """A suffix is one behind a name of two words or more."""
    given, particle, family, suffix = parts
    assert parted(name) == Name(given=given, particle=particle, family=family, suffix=suffix)


@pytest.mark.parametrize(
    "name", ["Team and Friends", "Team, Inc.", "The Others", "A {b}", "Team and Friends III", "a~b"]
)
def test_a_teams_name_stays_whole(name: str) -> None:
    """Where it holds what parts names elsewhere."""
    assert parted(name) is None
