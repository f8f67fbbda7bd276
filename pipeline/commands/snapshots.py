"""What reads published snapshots: each command's arguments and exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.audit.finding import FailOn, fails
from pipeline.commands.options import IdArgument, JsonOption, OutOption, SourceName, SourceOption
from pipeline.errors import UsageError


def add_to(app: typer.Typer, settings: dict[str, Any]) -> None:
    """Make these functions commands of `papers`.

    Args:
        settings: How the command is read, the same for every group of commands.
    """
    group = typer.Typer(context_settings=settings)
    group.callback(invoke_without_command=True)(list_snapshots)
    group.command()(prune)
    app.add_typer(group, name="snapshots")
    for command in (verify, rebuild, diff, audit, report):
        app.command()(command)


def list_snapshots(
    context: typer.Context,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
    as_json: JsonOption = False,
) -> None:
    """List the snapshots of a folder, oldest first.

    Example: papers snapshots --source sandbox
    """
    from flows.runtime import open_store  # noqa: PLC0415
    from pipeline.terminal import snapshots as terminal  # noqa: PLC0415

    # What is said before the name of a subcommand counts for that too.
    context.obj = (out, source)
    if context.invoked_subcommand is None:
        terminal.show_snapshots(open_store(out, source.value).rows(), as_json=as_json)


def prune(
    context: typer.Context,
    out: OutOption = None,
    source: Annotated[SourceName | None, typer.Option("--source", help="live (default), sandbox or corpus.")] = None,
    keep_days: Annotated[int | None, typer.Option("--keep-days", metavar="N", min=0, help="Default: 35.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; remove nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove old snapshots, and replies that only they rested on; recent days, the latest and each month's last stay.

    Example: papers snapshots prune --keep-days 90 --dry-run
    """
    from flows.keeping import prune_snapshots  # noqa: PLC0415
    from pipeline.terminal import snapshots as terminal  # noqa: PLC0415

    said_out, said_source = context.obj
    pruned = prune_snapshots(out or said_out, (source or said_source).value, keep_days=keep_days, dry_run=dry_run)
    terminal.show_pruned(pruned, dry_run=dry_run, as_json=as_json)


def verify(
    snapshot_id: IdArgument = None,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
    every: Annotated[bool, typer.Option("--all", help="Every snapshot of the catalogue.")] = False,
) -> None:
    """Check that snapshots are as published, and that what names them agrees; exit code 1 when something is wrong.

    Example: papers verify --all --source sandbox
    """
    from flows.runtime import open_store  # noqa: PLC0415
    from pipeline.snapshot.verify import verify_store  # noqa: PLC0415
    from pipeline.terminal import snapshots as terminal  # noqa: PLC0415

    if every and snapshot_id is not None:
        told = f"verify takes a snapshot or --all, found {snapshot_id!r} and --all; leave one out."
        raise UsageError(told)
    if not terminal.show_verdicts(verify_store(open_store(out, source.value), snapshot_id, every=every)):
        raise typer.Exit(1)


def rebuild(
    snapshot_id: IdArgument = None,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Where the files go; a new folder.")] = None,
) -> None:
    """Make a snapshot again from archived replies, without any network; exit code 1 unless every byte is the same.

    Example: papers rebuild --source sandbox
    """
    from flows.rebuilding import rebuild_snapshot  # noqa: PLC0415
    from pipeline.terminal import snapshots as terminal  # noqa: PLC0415

    if not terminal.show_rebuilt(rebuild_snapshot(snapshot_id, out, source.value, to)):
        raise typer.Exit(1)


def diff(
    before: Annotated[str | None, typer.Argument(metavar="A", help="Snapshot; default: the one before B.")] = None,
    after: Annotated[str | None, typer.Argument(metavar="B", help="Snapshot; default: the latest.")] = None,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
    top: Annotated[int, typer.Option("--top", metavar="N", min=0, help="How many works citations are told of.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """Tell what changed from snapshot A to snapshot B, and how citations grew.

    Example: papers diff --source sandbox
    """
    from flows.runtime import open_store  # noqa: PLC0415
    from pipeline.snapshot.diff import compare_snapshots  # noqa: PLC0415
    from pipeline.terminal.diff import show_diff, write_diff  # noqa: PLC0415

    (write_diff if as_json else show_diff)(compare_snapshots(open_store(out, source.value), before, after), top)


def audit(
    snapshot_id: IdArgument = None,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit code 1 from this severity on.")] = FailOn.ERROR,
    as_json: JsonOption = False,
) -> None:
    """Show what a snapshot found about its list; exit code 1 when there is an error among it.

    Example: papers audit --source sandbox --fail-on warning
    """
    from flows.runtime import open_store  # noqa: PLC0415
    from pipeline.snapshot.findings import read_findings  # noqa: PLC0415
    from pipeline.terminal.findings import show_findings, write_findings  # noqa: PLC0415
    from pipeline.terminal.speech import is_verbose  # noqa: PLC0415

    findings = read_findings(open_store(out, source.value), snapshot_id)
    if as_json:
        write_findings(findings)
    else:
        show_findings(findings, all_evidence=is_verbose())
    if fails(findings.found, fail_on):
        raise typer.Exit(1)


def report(snapshot_id: IdArgument = None, out: OutOption = None, source: SourceOption = SourceName.LIVE) -> None:
    """Say where the page of a snapshot lies.

    Example: papers report --source sandbox
    """
    from flows.runtime import open_store  # noqa: PLC0415

    sys.stdout.write(f"{open_store(out, source.value).find(snapshot_id, ['report.html']) / 'report.html'}\n")
