"""Options of `papers` itself: how much is said, which every command takes too, and the version."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.errors import UsageError
from pipeline.terminal import speech
from pipeline.terminal.speech import Volume

_SHARED = frozenset({"quiet", "verbose"})
BEFORE_THE_COMMAND = frozenset({"--version", "--install-completion", "--show-completion"})
"""Options that no command takes."""


class Sharing(TyperGroup):
    """A group whose every command, however deep, takes `--quiet` and `--verbose` as the group itself does.

    They are declared once, for the group, and are the same objects in each command: in its help and for completion too.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        _give(self, [each for each in self.params if each.name in _SHARED])


def _give(group: TyperGroup, options: list[Any]) -> None:
    for command in group.commands.values():
        command.params.extend(options)
        if isinstance(command, TyperGroup):
            _give(command, options)


def _quiet(wanted: bool) -> None:
    if wanted:
        _speak(Volume.QUIET)


def _verbose(wanted: bool) -> None:
    if wanted:
        _speak(Volume.VERBOSE)


def _speak(volume: Volume) -> None:
    if speech.volume() not in {Volume.NORMAL, volume}:
        raise UsageError("--quiet and --verbose: expected one of them, found both; leave one out.")
    speech.speak(volume)


def _version(context: typer.Context, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415

        sys.stdout.write(f"curated-papers {version('curated-papers')}\n")
        raise typer.Exit


# None of them has a value for a function: each does its work when it is read, wherever it stands.
QuietOption = Annotated[
    bool,
    typer.Option("--quiet", "-q", callback=_quiet, expose_value=False, help="Say nothing but warnings and errors."),
]
VerboseOption = Annotated[
    bool,
    typer.Option("--verbose", "-v", callback=_verbose, expose_value=False, help="Say also what is asked of whom."),
]
VersionOption = Annotated[
    bool,
    typer.Option("--version", callback=_version, expose_value=False, is_eager=True, help="Show the version and exit."),
]
