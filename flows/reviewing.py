"""Step through the undecided entries of a snapshot and write what a person decides to `overrides.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.runtime import now, open_store, overrides_file, settings
from pipeline import bundled
from pipeline.identifiers import LOOKED_UP, Identifier, read_identifier
from pipeline.matching.overrides import print_override, read_overrides
from pipeline.model import Ruling
from pipeline.refresh import overrides_text
from pipeline.review import Question, questions
from pipeline.snapshot.disk import write_synced

Ask = Callable[[str], str | None]
"""Puts a question to a person; None when no answer will come any more."""


@dataclass(frozen=True, slots=True)
class _Decision:
    """What a person decided, and the reason that is offered for it."""

    reason: str
    pinned: Identifier | None = None
    rejected: tuple[Identifier, ...] = ()
    not_a_paper: bool = False


def review_snapshot(
    snapshot_id: str | None,
    out: str | None,
    source: str,
    *,
    ask: Ask,
    show: Callable[[Question, int, int], None],
) -> str:
    """Ask about each undecided entry; each decision is written at once, so that none is lost.

    Returns:
        What was written, in a sentence.

    Raises:
        SnapshotError: There is no such snapshot.
        UsageError: The overrides that are there cannot be read.
    """
    store = open_store(out, source)
    folder = store.find(snapshot_id)
    list_name = str(store.manifest(folder)["inputs"]["list"]["name"])
    file = settings().raw / bundled.OVERRIDES
    # The first time, those that travel with the package are taken along, so that they stay in force.
    text = overrides_text(overrides_file(settings().raw))
    tables = store.read_tables(folder, ["entries", "works"])
    rows = (tables["entries"].to_pylist(), tables["works"].to_pylist())
    waiting = list(questions(*rows, read_overrides(text, str(file)), list_name))
    written = 0
    for number, question in enumerate(waiting, start=1):
        show(question, number, len(waiting))
        try:
            ruling = _ruling(question, ask, now().date())
        except _Stopped:
            break
        if ruling is not None:
            # Read again, since it may have been edited meanwhile; not written when it could not be read.
            text = overrides_text(overrides_file(settings().raw))
            text = f"{text.rstrip()}\n\n{print_override(question.entry['title'], ruling, list_name)}".lstrip()
            read_overrides(text, str(file))
            _write(file, text)
            written += 1
    if not waiting:
        return "Nothing waits for a decision."
    if not written:
        return "Nothing was decided."
    return f"{written} of {len(waiting)} decided, written to {file}; 'papers refresh' applies them."


class _Stopped(Exception):  # noqa: N818
    """The person wants no more questions."""


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    write_synced(beside, text.encode())
    beside.replace(file)


def _ruling(question: Question, ask: Ask, today: date) -> Ruling | None:
    """Ask until something was decided; None when the entry is left as it is."""
    decision = _decide(question, ask)
    if decision is None:
        return None
    typed = ask(f"Why (empty: {decision.reason})") or ""
    reason = typed.encode(errors="replace").decode().strip() or decision.reason
    return Ruling(
        reason=reason,
        ruled_on=today,
        pinned=decision.pinned,
        rejected=decision.rejected,
        not_a_paper=decision.not_a_paper,
    )


def _decide(question: Question, ask: Ask) -> _Decision | None:
    suggested = question.identifier
    choices = "[i]dentifier, [n]ot a paper, [s]kip, [q]uit"
    if suggested is not None:
        choices = f"[p]in the suggestion, [r]eject it, {choices}"
    while True:
        answer = _answer(ask, choices).lower()[:1]
        if answer == "q":
            raise _Stopped
        if answer == "s":
            return None
        if answer == "n":
            return _Decision("not a paper", not_a_paper=True)
        if answer == "i" and (identifier := _identifier(ask)):
            return _Decision("the paper that is meant", pinned=identifier)
        if suggested is not None and answer == "p":
            return _Decision("the suggested paper is meant", pinned=suggested)
        if suggested is not None and answer == "r":
            return _Decision("the suggested paper is not meant", rejected=(suggested,))


def _identifier(ask: Ask) -> Identifier | None:
    """Ask for an identifier until one is given that a service looks up; None when the person thinks better of it."""
    prompt = "Identifier or URL of the paper (empty: back)"
    while text := _answer(ask, prompt):
        identifier = read_identifier(text)
        if identifier is not None and identifier.scheme in LOOKED_UP:
            return identifier
        prompt = f"Expected such as arxiv:2401.00001 or doi:10.1234/x, found {text!r}; again (empty: back)"
    return None


def _answer(ask: Ask, prompt: str) -> str:
    answer = ask(prompt)
    if answer is None:
        raise _Stopped
    return answer
