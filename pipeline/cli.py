"""The `papers` command: arguments, exit codes, progress; no logic.

With `commands` the one place in `pipeline` that may import `flows`, and only inside a command. Heavy imports wait
until a command needs them, so that `papers --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from contextvars import copy_context
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from pipeline.commands import bulk, scheduling, snapshots
from pipeline.commands.doctor import doctor
from pipeline.commands.everywhere import BEFORE_THE_COMMAND, QuietOption, Sharing, VerboseOption, VersionOption
from pipeline.commands.exporting import export
from pipeline.commands.options import (
    CorpusOption,
    FormatOption,
    IdArgument,
    JsonOption,
    ListArgument,
    NameOption,
    OutOption,
    SourceName,
    SourceOption,
)
from pipeline.commands.site import site
from pipeline.errors import PapersError, UsageError
from pipeline.terminal import console, speech

if TYPE_CHECKING:
    from flows.parameters import RefreshParameters
    from pipeline.job import Outcome

_HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    name="papers",
    cls=Sharing,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings=_HELP,
)
sandbox = typer.Typer(help="The local stand-in for the services.", no_args_is_help=True, context_settings=_HELP)
app.add_typer(sandbox, name="sandbox")


@app.callback()
def papers(quiet: QuietOption = False, verbose: VerboseOption = False, version: VersionOption = False) -> None:
    """Turn a curated list of papers into trustworthy, versioned Parquet.

    Example: papers refresh README.md --source sandbox --quiet
    """
    # They have done their work when they were read.
    del quiet, verbose, version


class Engine(StrEnum):
    """What runs the stages."""

    AUTO = "auto"
    PREFECT = "prefect"
    LOCAL = "local"


@app.command()
def refresh(
    list_source: ListArgument = None,
    source: SourceOption = SourceName.LIVE,
    corpus: CorpusOption = None,
    engine: Annotated[Engine | None, typer.Option("--engine", help="Prefect, or the same stages without it.")] = None,
    out: OutOption = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Date of the snapshot.")] = None,
    name: NameOption = None,
    fmt: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run the whole flow and publish a snapshot.

    With --source corpus every record comes from a corpus of works, and no service is asked.

    Example: papers refresh README.md --source sandbox
    """
    from flows.parameters import RefreshParameters  # noqa: PLC0415

    parameters = RefreshParameters(
        list_source=list_source,
        list_name=name,
        list_format=fmt,
        source=source.value,
        corpus=corpus,
        out=out,
        as_of=_day(as_of),
    )
    with speech.progress():
        outcome = _run(parameters, engine)
    if as_json:
        told = {key: value for key, value in asdict(outcome).items() if key != "new"}
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        console.show_outcome(outcome, corpus=source is SourceName.CORPUS)


def _run(parameters: RefreshParameters, engine: Engine | None) -> Outcome:
    from flows import engine as engines  # noqa: PLC0415
    from flows.runtime import settings  # noqa: PLC0415

    chosen = engine.value if engine else settings().engine
    return engines.run(parameters, chosen)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        told = f"--as-of: expected a date such as 2026-01-31, found {text!r}."
        raise UsageError(told) from None


@app.command()
def parse(
    list_source: Annotated[str, typer.Argument(metavar="LIST", help="Path or URL of the list; - is standard input.")],
    fmt: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the entries of a list, and on stderr the lines that were passed over.

    Example: papers parse README.md --json
    """
    from flows.runtime import LISTS, make_reader, read_format, settings, user_agent  # noqa: PLC0415

    chosen = settings()
    reader = make_reader(chosen.raw / LISTS, timeout_s=chosen.timeout, user_agent=user_agent(chosen.contact))
    read = reader.read(list_source, read_format(fmt))
    if as_json:
        console.write(json.dumps(console.entry_as_json(entry), ensure_ascii=False) for entry in read.parsed.entries)
    else:
        console.show_entries(read.parsed.entries)
    for said in read.said:
        speech.note(said)
    for problem in read.parsed.problems:
        speech.note(f"{read.source}:{problem.line}: {problem.message}")


@app.command()
def resolve(
    titles: Annotated[list[str], typer.Argument(metavar="TITLE...", help="One or a few titles.")],
    source: SourceOption = SourceName.LIVE,
    as_json: JsonOption = False,
) -> None:
    """Resolve one or a few titles and show the evidence.

    Example: papers resolve "Language models are few-shot learners"
    """
    from flows.resolving import resolve_titles  # noqa: PLC0415

    with speech.progress():
        resolved = resolve_titles(titles, source.value)
    console.show_resolutions(resolved, as_json=as_json)


@app.command()
def review(snapshot_id: IdArgument = None, out: OutOption = None, source: SourceOption = SourceName.LIVE) -> None:
    """Step through what is undecided, and write what you decide to overrides.toml.

    Example: papers review --source sandbox
    """
    from flows.reviewing import review_snapshot  # noqa: PLC0415
    from pipeline.terminal import dialogue  # noqa: PLC0415

    written = review_snapshot(snapshot_id, out, source.value, ask=dialogue.ask, show=dialogue.show_question)
    sys.stdout.write(f"{written}\n")


bulk.add_to(app, _HELP)
snapshots.add_to(app, _HELP)
app.command()(export)
app.command()(doctor)
app.command()(site)
scheduling.add_to(app)


@sandbox.command()
def serve(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8900,
    catalogue: Annotated[Path | None, typer.Option("--catalogue", help="JSONL; default: the bundled one.")] = None,
    faults: Annotated[str, typer.Option("--faults", help="Such as 's2:429@1-3,arxiv:hang'.")] = "",
    speed: Annotated[float, typer.Option("--speed", min=0.001, help="Public rates are policed N times faster.")] = 1.0,
) -> None:
    """Serve a stand-in for the services on 127.0.0.1.

    Example: papers sandbox serve --port 8900 --faults s2:429@1-3
    """
    from flows.runtime import load_catalogue  # noqa: PLC0415
    from pipeline.doctor.services import HEALTHY  # noqa: PLC0415
    from pipeline.sandbox.app import build_app  # noqa: PLC0415
    from pipeline.sandbox.faults import parse_faults  # noqa: PLC0415
    from pipeline.sandbox.server import listen, serve_forever  # noqa: PLC0415

    application = build_app(load_catalogue(catalogue), faults=parse_faults(faults), speed=speed)
    with listen(port) as bound:
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        named = " and ".join(each.setting for each in HEALTHY.values())
        speech.note(f"Sandbox at {url}; {named} take this address. Ctrl-C ends it.")
        serve_forever(application, bound)


def main() -> None:
    """Run the command; an error is one sentence on stderr and the exit code of its kind, 130 when interrupted."""
    console.prepare_streams()
    # What a call chooses of its volume ends with it.
    sys.exit(copy_context().run(_main))


def _main() -> int:
    # Help in panels is for people; what goes elsewhere is plain.
    app.rich_markup_mode = "rich" if sys.stdout.isatty() else None
    try:
        # The value of a command is none, and that of one that ends early its exit code.
        return int(get_command(app).main(prog_name=app.info.name, standalone_mode=False) or 0)
    except PapersError as error:
        return _refused(str(error), error.exit_code)
    except OSError as error:
        # Whatever no stage has words for: a file where a folder is expected, a place that may not be read.
        what = f"{error.filename} cannot be used" if error.filename else "the system refused what is needed"
        return _refused(
            f"{what} ({error.strerror or error}); see that it is there and may be used.", UsageError.exit_code
        )
    except typer.Abort:
        return _refused("the input ended before there was an answer; run it again in a terminal.", 1)
    except TyperException as error:
        told, context = error.format_message(), getattr(error, "ctx", None)
        if not told.strip() or told.startswith("Usage: "):
            # A group without a command: its help is the answer, and panels have shown it already.
            sys.stderr.write(f"{told}\n")
            return error.exit_code
        where = context.command_path if context is not None else app.info.name
        remedy = f"'{where} --help' says what there is."
        if (option := getattr(error, "option_name", None)) in BEFORE_THE_COMMAND:
            # Others of like names are none that is meant.
            told, remedy = (
                f"No such option: {option}",
                f"It stands in the place of a command: '{app.info.name} {option}'.",
            )
        return _refused(f"{told.rstrip('.')}. {remedy}", error.exit_code)


def _refused(told: str, exit_code: int) -> int:
    sys.stderr.write(f"{app.info.name}: {console.plain(' '.join(told.split())).plain}\n")
    return exit_code


if __name__ == "__main__":
    main()
