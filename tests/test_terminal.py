"""Tests of what is printed."""

from __future__ import annotations

from pipeline.terminal import plain


def test_what_lists_and_services_say_does_not_steer_the_terminal() -> None:
    """Escapes, controls and marks that turn the direction of writing are replaced; other scripts stay."""
    hostile = "Evil\x1b[2J\x1b]52;c;eA==\x07 \u202eltr\x9b Größe 论文"

    assert plain(hostile).plain == "Evil�[2J�]52;c;eA==� �ltr� Größe 论文"
