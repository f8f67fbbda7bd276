"""A corpus in the place of the services: which one is meant, its index, the desks that ask it. No Prefect here."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shlex
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from flows.parameters import RefreshParameters
from pipeline.bulk.asking import Asking
from pipeline.bulk.build import build_index
from pipeline.bulk.files import files_of, strangers_of
from pipeline.bulk.manifest import FORMAT
from pipeline.bulk.plan import stand
from pipeline.bulk.problems import REMEDY, OnBad
from pipeline.bulk.runners import one_by_one
from pipeline.bulk.store import MANIFEST, load_named_manifest
from pipeline.errors import ListError, UsageError
from pipeline.job import CorpusAt, Job
from pipeline.memory import Freshness
from pipeline.model import Service
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.ask import Desk
from pipeline.sources.port import Source
from pipeline.sources.retry import Retrier, RetryPolicy

_ALWAYS = timedelta(days=36_500)
_FRESH = Freshness(identifiers=_ALWAYS, absent_first=_ALWAYS, absent_most=_ALWAYS)
"""What a corpus said it says again as long as it is the same; another one is asked anew."""
_INDEX = "corpus"
"""Folder of a job's workspace that holds the index of a corpus that comes without one."""
_log = logging.getLogger("pipeline.corpora")


class _NoPace:
    """Lets everybody pass: nobody is to be spared."""

    def turn(self) -> AbstractContextManager[None]:
        """Pass at once."""
        return contextlib.nullcontext()

    def back_off(self, seconds: float) -> None:
        """Hold nobody back."""

    def went_well(self) -> None:
        """Change nothing."""


def check_corpus(parameters: RefreshParameters) -> None:
    """See that a corpus is named where it is the source, and nowhere else.

    Raises:
        UsageError: It is not so.
    """
    named, meant = parameters.corpus is not None, parameters.source == "corpus"
    if meant and not named:
        told = (
            "--source corpus: expected a corpus beside it, found none; name an index (papers corpus build) or a file "
            "of works: papers refresh --source corpus --corpus CORPUS."
        )
        raise UsageError(told)
    if named and not meant:
        told = (
            f"--corpus: expected it with --source corpus, found --source {parameters.source}; add --source corpus, or "
            "leave --corpus out."
        )
        raise UsageError(told)


def with_corpus(job: Job, corpus: Path) -> Job:
    """The same job with the index of its corpus; of files of works, one that is made in the job's workspace.

    Raises:
        ListError: The files hold something that is no work (path and line).
        UsageError: There is no such corpus, or its index is of another format.
    """
    if not corpus.exists():
        told = f"--corpus: expected an index or a file of works, found nothing at {corpus}; see that the path is right."
        raise UsageError(told)
    index = corpus if (corpus / MANIFEST).exists() else _index_of(corpus, job.workspace / _INDEX)
    manifest, sha256 = load_named_manifest(index)
    at = CorpusAt(index=index.absolute(), sha256=sha256, works=manifest.works)
    return replace(job, corpus=at, freshness=_FRESH)


def _index_of(corpus: Path, folder: Path) -> Path:
    """The index of files of works, made unless the same files were indexed for the run before."""
    stands = [stand(path) for path in (*files_of([corpus]), *strangers_of([corpus]))]
    # One that an earlier version of this package made there is of another name, and is made again.
    index = folder / hashlib.sha256(repr((FORMAT, stands)).encode()).hexdigest()[:12]
    if not (index / MANIFEST).exists():
        shutil.rmtree(folder, ignore_errors=True)
        try:
            built = build_index([corpus], index, on_bad=OnBad.STOP, mapper=one_by_one)
        except ListError as error:
            raise ListError(_instead_of_skipping(error.message, corpus), error.path, error.line) from None
        for problem in built.problems:
            _log.warning("%s", problem)
    return index


def _instead_of_skipping(told: str, corpus: Path) -> str:
    """What is said of a bad record, with a remedy that a refresh has: it passes nothing over."""
    build = f"papers corpus build {shlex.quote(str(corpus))} --to INDEX --on-bad skip"
    head = told.removesuffix(REMEDY)
    return told if head == told else f"{head}build an index with {build}, and name that: --corpus INDEX."


def corpus_desks(
    corpus: CorpusAt, sources: Iterable[Source], archive: ReplyArchive, clock: Callable[[], datetime]
) -> dict[Service, Desk]:
    """Desks at which a corpus answers.

    Args:
        corpus: Which one.
        sources: Who makes the requests and reads the replies.
        archive: Keeps the replies.
        clock: UTC; replies are stamped by it.
    """
    retrier = Retrier(RetryPolicy(), sleep=time.sleep, on_wait=lambda _seconds, _error: None)
    asking = Asking(corpus.index, clock)
    return {
        source.name: Desk(source, send=asking, pace=_NoPace(), retrier=retrier, archive=archive) for source in sources
    }
