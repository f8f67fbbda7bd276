"""Writes the reference of the commands from what the command itself reads."""

from __future__ import annotations

import re

import typer
from typer.cli import get_docs_for_click
from typer.main import get_command

from pipeline.cli import app

_SAID = """Written by `make docs` from the command itself; `papers COMMAND --help` says the same.
What it is for stands in the [README](../README.md). Every command takes `--quiet` and `--verbose`, before its name
or behind it; they are told once, below."""
_OVERVIEW = re.compile(r"\*\*Commands\*\*:\n\n(?:\* .*\n)+\n")
"""A list of commands cut to one line each, which their headings below say as well."""
_SHARED = re.compile(r"\* `-[qv], --(?:quiet|verbose)`: .*\n")
"""Options of every command, which are told once."""
_EXAMPLE = re.compile(r"^Example: (papers .*)$", re.MULTILINE)


def render_reference() -> str:
    """Every command with its arguments, options and example, as Markdown."""
    app.rich_markup_mode = None
    root = get_command(app)
    context = typer.Context(root, info_name="papers")
    printed = get_docs_for_click(obj=root, ctx=context, name="papers", title="Commands")
    of_all, mark, of_each = _OVERVIEW.sub("", printed).partition("\n## ")
    with_examples = _EXAMPLE.sub(r"```bash\n\1\n```", of_all + mark + _SHARED.sub("", of_each))
    return with_examples.replace("# Commands\n", f"# Commands\n\n{_SAID}\n", 1).strip() + "\n"
