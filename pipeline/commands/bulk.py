"""What works on dumps of millions of works: arguments, exit codes, progress."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import UsageError
from pipeline.terminal import speech

if TYPE_CHECKING:
    from pipeline.bulk.build import Built
    from pipeline.bulk.problems import OnBad

_MEMORY_GB = 4.0
Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE...", help="Parquet or JSON lines, also .gz, or folders of such files."),
]
OnBadOption = Annotated[
    str, typer.Option("--on-bad", help="stop at what is no work or query, or skip it; it is told with file and line.")
]
MemoryOption = Annotated[float, typer.Option("--memory", metavar="GB", min=0.1, help="How much may be taken.")]


def add_to(app: typer.Typer, settings: dict[str, Any]) -> None:
    """Make these functions commands of `papers`."""
    corpus = typer.Typer(
        help="Indexes of dumps of works, for `papers match`.", no_args_is_help=True, context_settings=settings
    )
    corpus.command()(build)
    corpus.command()(update)
    app.add_typer(corpus, name="corpus")
    app.command()(match)


def match(
    queries: Annotated[Path, typer.Argument(metavar="QUERIES", help="Parquet, CSV, JSON lines or a title a line.")],
    corpus: Annotated[
        Path, typer.Option("--corpus", metavar="CORPUS", help="An index, or Parquet or JSON lines, also .gz.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="OUT.parquet", help="Where the answers go.")],
    runner: Annotated[
        str, typer.Option("--runner", help="local, threads or dask; the answers are the same.")
    ] = "local",
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="With dask: scheduler of a cluster, tcp://HOST:PORT."),
    ] = None,
    identifiers: Annotated[bool, typer.Option("--identifiers", help="Take the queries' identifiers too.")] = False,
    memory: MemoryOption = _MEMORY_GB,
    on_bad: OnBadOption = "stop",
) -> None:
    """Match titles against a corpus of works, without any network; a run that was killed goes on where it was.

    Example: papers match titles.csv --corpus works.parquet --out answers.parquet
    """
    from flows.cluster import working_on  # noqa: PLC0415
    from pipeline.bulk.build import part_works_of  # noqa: PLC0415
    from pipeline.bulk.run import Job, match_files  # noqa: PLC0415
    from pipeline.bulk.runners import Runner, workers_within  # noqa: PLC0415

    if runner not in set(Runner):
        told = f"--runner: expected {', '.join(Runner)}, found {runner!r}."
        raise UsageError(told)
    if runner == Runner.DASK:
        from flows.engine import QUIET  # noqa: PLC0415

        # Before Prefect is first imported: it reads its settings once.
        for name, value in QUIET.items():
            os.environ.setdefault(name, value)
    job = Job(queries=queries, corpus=corpus, out=out, identifiers=identifiers, on_bad=_on_bad(on_bad))
    with (
        speech.progress(),
        working_on(Runner(runner), workers_within(memory, part_works_of(corpus)), cluster) as mapper,
    ):
        matched = match_files(job, mapper)
    sys.stdout.write(f"{out}: {matched}.\n")


def build(
    sources: Sources,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder of the index, a new one.")],
    on_bad: OnBadOption = "stop",
    memory: MemoryOption = _MEMORY_GB,
    part_works: Annotated[
        int | None, typer.Option("--part-works", metavar="N", min=1, help="Works of a part; default: 131072.")
    ] = None,
) -> None:
    """Index dumps of works once, to be matched against many times.

    Known are the papers of Semantic Scholar's Datasets, arXiv's snapshot, our own works.parquet, and any Parquet with
    work_id or id, title, authors and year.

    Example: papers corpus build papers-*.jsonl.gz --to corpus --on-bad skip
    """
    from pipeline.bulk.build import PART_WORKS, build_index  # noqa: PLC0415
    from pipeline.bulk.runners import Runner, workers_within, working  # noqa: PLC0415

    size = part_works or PART_WORKS
    with speech.progress(), working(Runner.LOCAL, workers_within(memory, size)) as mapper:
        built = build_index(sources, to, on_bad=_on_bad(on_bad), mapper=mapper, part_works=size)
    _say(to, built)


def update(
    index: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the index.")],
    updates: Annotated[
        list[Path] | None, typer.Option("--updates", metavar="FILE", help="New and changed works; may be repeated.")
    ] = None,
    deletes: Annotated[
        list[Path] | None, typer.Option("--deletes", metavar="FILE", help="Works that are gone; may be repeated.")
    ] = None,
    on_bad: OnBadOption = "stop",
    memory: MemoryOption = _MEMORY_GB,
) -> None:
    """Bring an index up to date with one step of Semantic Scholar's differences between releases.

    Example: papers corpus update corpus --updates new.jsonl --deletes gone.jsonl
    """
    from pipeline.bulk.build import new_part_works_of, update_index  # noqa: PLC0415
    from pipeline.bulk.runners import Runner, workers_within, working  # noqa: PLC0415

    with speech.progress(), working(Runner.LOCAL, workers_within(memory, new_part_works_of(index))) as mapper:
        built = update_index(index, updates=updates or [], deletes=deletes or [], on_bad=_on_bad(on_bad), mapper=mapper)
    _say(index, built)


def _on_bad(text: str) -> OnBad:
    from pipeline.bulk.problems import OnBad  # noqa: PLC0415

    if text not in set(OnBad):
        told = f"--on-bad: expected {' or '.join(OnBad)}, found {text!r}."
        raise UsageError(told)
    return OnBad(text)


def _say(index: Path, built: Built) -> None:
    from pipeline.bulk.problems import SHOWN  # noqa: PLC0415

    lost = [problem for problem in built.problems if not problem.detail]
    details = [problem for problem in built.problems if problem.detail]
    for problem in lost[:SHOWN]:
        speech.note(f"passed over: {problem}")
    if len(lost) > SHOWN:
        speech.note(f"passed over: more of that kind, {built.passed_over} in all")
    for problem in details:
        speech.note(str(problem))
    parts = len(built.manifest.parts)
    left_out = f"; details left out: {sum(1 + problem.more for problem in details)}" if details else ""
    told = f"works: {built.manifest.works}; parts: {parts}; passed over: {built.passed_over}{left_out}"
    sys.stdout.write(f"{index}: {told}.\n")
