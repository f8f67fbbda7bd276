"""Tests of the error tree: every error keeps what it carries, whatever process it comes from."""

from __future__ import annotations

import copy
import pickle

import pytest

from pipeline import errors
from pipeline.errors import (
    GateError,
    ListError,
    LockedError,
    NoSnapshotError,
    PapersError,
    PermanentSourceError,
    ReplyShapeError,
    ServicesUnavailableError,
    SnapshotError,
    SourceError,
    StorageError,
    TransientSourceError,
    UsageError,
)

ERRORS = [
    PapersError("it went wrong."),
    UsageError("unknown format; expected markdown."),
    ListError("the list is empty.", "list.md"),
    ListError("found byte 0xff.", "list.md", 7),
    StorageError("the disk is full."),
    SourceError("it did not answer.", "arxiv"),
    TransientSourceError("too many requests.", "arxiv", "/api/query", 429, 30.0),
    ReplyShapeError("half a reply.", "semantic_scholar", "/graph/v1/paper/batch", 200),
    PermanentSourceError("the key was refused.", "semantic_scholar", "/graph/v1/paper/batch", 403),
    ServicesUnavailableError("no service answered.", "semantic_scholar, arxiv"),
    GateError("79 entries, the last snapshot has 100."),
    LockedError("another run works here."),
    SnapshotError("works.parquet is damaged."),
    NoSnapshotError("no snapshot in out yet."),
]


def _classes() -> set[type[PapersError]]:
    return {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, PapersError)}


def test_every_error_is_tried_here() -> None:
    """No class of the tree is forgotten in the list above, and the tree in the docstring names each."""
    assert {type(error) for error in ERRORS} == _classes()
    assert all(each.__name__ in str(errors.__doc__) for each in _classes())


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_survive_pickling_and_copying(error: PapersError) -> None:
    """An error that crossed processes has its class, text, attributes, notes and exit code."""
    error.add_note("while reading the list")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
        assert again.args == error.args
        assert again.exit_code == error.exit_code


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (PapersError, 1),
        (UsageError, 2),
        (ListError, 2),
        (SourceError, 3),
        (TransientSourceError, 3),
        (ReplyShapeError, 3),
        (PermanentSourceError, 3),
        (ServicesUnavailableError, 3),
        (GateError, 4),
        (LockedError, 5),
        (SnapshotError, 1),
    ],
)
def test_exit_codes(raised: type[PapersError], code: int) -> None:
    """Each kind of failure has the exit code that scripts rely on."""
    assert raised.exit_code == code


def test_a_list_error_names_its_place() -> None:
    """The text begins with the path, and with the line when there is one, as compilers print it."""
    assert str(ListError("no papers.", "list.md")) == "list.md: no papers."
    assert str(ListError("no papers.", "list.md", 7)) == "list.md:7: no papers."


def test_a_source_error_carries_what_the_service_did() -> None:
    """Service, URL, status and the wait it asked for are attributes; the text is the message alone."""
    error = TransientSourceError("too many requests.", "arxiv", "/api/query", 429, 30.0)
    assert (error.source, error.url, error.status, error.retry_after_s) == ("arxiv", "/api/query", 429, 30.0)
    assert str(error) == "too many requests."


def test_a_reply_of_the_wrong_shape_is_tried_again() -> None:
    """A reply that is not what was asked for counts as a passing failure, never as a final one."""
    assert issubclass(ReplyShapeError, TransientSourceError)
    assert not issubclass(ReplyShapeError, PermanentSourceError)
