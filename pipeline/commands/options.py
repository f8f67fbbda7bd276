"""Arguments and options that several commands take."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class SourceName(StrEnum):
    """Where records come from."""

    LIVE = "live"
    SANDBOX = "sandbox"
    CORPUS = "corpus"


ListArgument = Annotated[str | None, typer.Argument(metavar="LIST", help="Path or URL; default: the bundled list.")]
OutOption = Annotated[
    str | None, typer.Option("--out", metavar="DIR", help="Folder of the snapshots, or s3://bucket/prefix.")
]
NameOption = Annotated[str | None, typer.Option("--name", help="The list's name; default: from its path or URL.")]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="F",
        help="markdown, html, text, bibtex, ris, csv, tsv, jsonl or titles; default: by the content.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout.")]
SourceOption = Annotated[SourceName, typer.Option("--source", help="The real services, the sandbox, or a corpus.")]
CorpusOption = Annotated[
    str | None,
    typer.Option("--corpus", metavar="CORPUS", help="With --source corpus: an index, or Parquet or JSON lines."),
]
IdArgument = Annotated[str | None, typer.Argument(metavar="ID", help="Snapshot; default: the latest.")]
