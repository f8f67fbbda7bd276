"""Reviewing: what a person types, and what is written for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.parameters import RefreshParameters
from flows.reviewing import review_snapshot
from flows.stages import run_local
from pipeline.errors import UsageError
from pipeline.review import Question

LIST = """- [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685)
- [FREEHAND: Learning from Offline Human Feedback](https://arxiv.org/abs/2310.08207)
- GPT-3 technical report
"""


@pytest.fixture
def snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A snapshot with a conflict and a near match; gives its folder."""
    monkeypatch.chdir(tmp_path)
    Path("mine.md").write_text(LIST, encoding="utf-8")
    outcome = run_local(RefreshParameters(list_source="mine.md", source="sandbox", out="out"))
    assert outcome.by_status == {"matched": 1, "conflict": 1, "near_match": 1}
    return "out"


def review(folder: str, *typed: str) -> tuple[str, list[str]]:
    """Type some answers, then nothing more; gives what was said, and the titles that were asked about."""
    answers: Iterator[str] = iter(typed)
    shown: list[str] = []

    def show(question: Question, _number: int, _total: int) -> None:
        shown.append(question.entry["title"])

    said = review_snapshot(None, folder, "sandbox", ask=lambda _: next(answers, None), show=show)
    return said, shown


def written() -> list[dict[str, Any]]:
    """The overrides of this list that are there now."""
    text = Path("data/raw/overrides.toml").read_text(encoding="utf-8")
    return [each for each in tomllib.loads(text)["override"] if each["list"] == "mine"]


def test_decisions_are_written_and_applied(snapshot: str) -> None:
    """A person pins one entry and says of another that it is no paper; the next refresh does as told."""
    said, shown = review(snapshot, "n", "a model", "p", "")

    assert shown == ["FREEHAND: Learning from Offline Human Feedback", "GPT-3 technical report"]
    assert said.startswith("2 of 2 decided")
    first, second = written()
    assert (first["not_a_paper"], first["reason"]) == (True, "a model")
    assert (second["pin"], second["reason"]) == ("arxiv:2303.08774", "the suggested paper is meant")
    outcome = run_local(RefreshParameters(list_source="mine.md", source="sandbox", out=snapshot))
    assert outcome.by_status == {"matched": 2, "not_a_paper": 1}
    assert review(snapshot) == ("Nothing waits for a decision.", [])


def test_what_travels_with_the_package_stays_in_force(snapshot: str) -> None:
    """The first decision takes the bundled overrides along, since the file goes before them."""
    review(snapshot, "n", "")

    tables = tomllib.loads(Path("data/raw/overrides.toml").read_text(encoding="utf-8"))["override"]
    assert {each["list"] for each in tables} == {"post-training-llms", "mine"}


def test_a_rejected_suggestion_is_not_shown_again(snapshot: str) -> None:
    """What a person rejected is gone after the next refresh."""
    review(snapshot, "s", "r", "")
    outcome = run_local(RefreshParameters(list_source="mine.md", source="sandbox", out=snapshot))

    assert [each["reject"] for each in written()] == [["arxiv:2303.08774"]]
    assert outcome.by_status == {"matched": 1, "conflict": 1, "not_found": 1}


def test_an_identifier_is_asked_for_until_it_is_one(snapshot: str) -> None:
    """An answer that is no identifier is said to be none; a URL will do."""
    review(snapshot, "x", "i", "nonsense", "https://arxiv.org/abs/2305.14314", "meant")

    (first,) = written()
    assert (first["pin"], first["reason"]) == ("arxiv:2305.14314", "meant")


@pytest.mark.parametrize("typed", [("q",), (), ("s", "q"), ("i", "", "q")])
def test_who_decides_nothing_writes_nothing(snapshot: str, typed: tuple[str, ...]) -> None:
    """Leaving, skipping, or ending the input before a decision is whole writes nothing."""
    said, _ = review(snapshot, *typed)

    assert said == "Nothing was decided."
    assert not Path("data/raw/overrides.toml").exists()


def test_overrides_that_cannot_be_read_are_not_written_over(snapshot: str) -> None:
    """A broken file is told before anything is asked."""
    Path("data/raw/overrides.toml").write_text("[[override]]\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"overrides\.toml:1"):
        review(snapshot, "n", "")
    assert Path("data/raw/overrides.toml").read_text(encoding="utf-8") == "[[override]]\n"


def test_a_decision_counts_when_the_input_ends_behind_it(snapshot: str) -> None:
    """The reason has a default, so that nothing decided is lost."""
    review(snapshot, "n")

    assert [each["reason"] for each in written()] == ["not a paper"]


def test_edits_made_meanwhile_are_kept(snapshot: str) -> None:
    """The file is read again before each decision is written, and never left in a form that is not read."""
    file = Path("data/raw/overrides.toml")

    def edited(_question: Question, number: int, _total: int) -> None:
        if number == 1:
            file.write_text("# a remark\n", encoding="utf-8")
        else:
            file.write_text("override = []\n", encoding="utf-8")

    answers = iter(["n", "", "n", ""])
    with pytest.raises(UsageError, match="not valid TOML"):
        review_snapshot(None, snapshot, "sandbox", ask=lambda _: next(answers, None), show=edited)
    assert file.read_text(encoding="utf-8") == "override = []\n"


def test_a_remark_stays(snapshot: str) -> None:
    """What stands in the file is kept as it is."""
    Path("data/raw/overrides.toml").write_text("\ufeff# a remark\n", encoding="utf-8")
    review(snapshot, "n", "")

    assert Path("data/raw/overrides.toml").read_text(encoding="utf-8").startswith("# a remark\n\n[[override]]")
    assert len(written()) == 1
