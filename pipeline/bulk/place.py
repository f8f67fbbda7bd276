"""The places that are written: whose a folder is, what a killed run left in it, and who works there now."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from pipeline.bulk.manifest import FILES
from pipeline.bulk.store import MANIFEST
from pipeline.errors import LockedError, StorageError, UsageError

BEGUN = ".building"
"""The file that tells of a build which has not ended."""
_LOCK = ".lock"
_STAGED = "staged.parquet"
"""What earlier versions left in the folder of a part when they were killed."""
_WORKSHOP = re.compile(r"\.work-[0-9a-f]{32}")
_PART = re.compile(r"part-\d{5,}")
_REMOVED = re.compile(r"removed-\d{4,}\.parquet")


@contextmanager
def held(lock: Path, told: str) -> Iterator[None]:
    """Hold a lock while the block runs; the file stays, since one that is taken away may be locked twice.

    Args:
        lock: Its file, in a folder that is there.
        told: What to say when another run holds it.

    Raises:
        LockedError: Another run does.
        StorageError: The folder cannot be written.
    """
    holding = FileLock(lock, timeout=0)
    try:
        holding.acquire()
    except Timeout:
        raise LockedError(told) from None
    except OSError as error:
        raise StorageError(f"{lock.parent} cannot be written ({error.strerror}); name another place.") from None
    try:
        yield
    finally:
        holding.release()


def refuse_out(out: Path, inputs: Iterable[Path], corpus: Path) -> None:
    """See that answers may be written to a file.

    Args:
        out: Where they go.
        inputs: Files that are read.
        corpus: An index, or a file or folder of works: what is written there would be read as works the next time.

    Raises:
        UsageError: It is an input, in the corpus, a folder, or in a folder that is not there.
    """
    where, whole = out.resolve(), corpus.resolve()
    if out.is_dir():
        why = "it is a folder"
    elif not out.parent.is_dir():
        why = f"there is no folder {out.parent}"
    elif where in {each.resolve() for each in inputs}:
        why = "it is read from"
    elif where.is_relative_to(whole):
        why = f"it is within the corpus {corpus}"
    else:
        return
    raise UsageError(f"the answers cannot be written to {out}: {why}; name another file with --out.")


@contextmanager
def begun(to: Path) -> Iterator[None]:
    """Make a folder ours for a new index while the block runs, and empty it of what a killed build left.

    Raises:
        LockedError: Another run writes there.
        UsageError: It holds an index, or files that are not of a build.
    """
    _see_that_ours(to)
    to.mkdir(parents=True, exist_ok=True)
    with working_in(to):
        _see_that_ours(to)
        (to / BEGUN).touch()
        clear(to, kept=())
        yield
        (to / BEGUN).unlink()


@contextmanager
def working_in(index: Path) -> Iterator[None]:
    """Be the only one who writes to an index while the block runs.

    Raises:
        LockedError: Another run writes there.
    """
    with held(index / _LOCK, f"another run writes the index {index}; wait for it to end."):
        yield


@contextmanager
def workshop(index: Path) -> Iterator[Path]:
    """A folder in which parts are made while the block runs, of a name that no other build has.

    A worker may outlive a build that was killed; what it writes then is none of the next one's.

    Args:
        index: The folder of the index, ours by now.
    """
    shop = index.absolute() / f".work-{uuid4().hex}"
    shop.mkdir()
    try:
        yield shop
    finally:
        shutil.rmtree(shop, ignore_errors=True)


def clear(index: Path, *, kept: Collection[str]) -> None:
    """Remove the parts and the workshops that a killed run left.

    Args:
        index: The folder, ours by now.
        kept: Names of the parts that belong to the index.

    Raises:
        UsageError: What is named as a part holds something else; nothing of it is removed.
    """
    for left in sorted(index.iterdir()):
        if _WORKSHOP.fullmatch(left.name):
            shutil.rmtree(left, ignore_errors=True)
        elif _PART.fullmatch(left.name) and left.name not in kept:
            if not _is_part(left):
                told = (
                    f"{left} holds what is no part of an index; move it elsewhere, for a part of that name goes there."
                )
                raise UsageError(told)
            shutil.rmtree(left)


def _see_that_ours(to: Path) -> None:
    if (to / MANIFEST).exists():
        told = f"{to} holds an index; name another folder, or bring it up to date with: papers corpus update {to}"
        raise UsageError(told)
    if to.exists() and not to.is_dir():
        raise UsageError(f"{to} is a file; name a new folder with --to.")
    if to.exists() and not (to / BEGUN).exists() and any(each.name != _LOCK for each in to.iterdir()):
        raise UsageError(f"{to} holds other files and no index; name a new or an empty folder with --to.")


def _is_part(folder: Path) -> bool:
    names = {*FILES, _STAGED}
    return (
        folder.is_dir()
        and not folder.is_symlink()
        and all(each.name in names or _REMOVED.fullmatch(each.name) for each in folder.iterdir())
    )
