"""A list and its corrected text → a patch that `git apply` takes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff

_NO_NEWLINE = "\\ No newline at end of file\n"
_QUOTED = re.compile(r'["\\\x00-\x1f\x7f]')
_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def to_patch(before: str, after: str, path: str) -> str:
    """Print what differs as a unified diff; empty where nothing does.

    Lines end where Git ends them, at a line feed alone; what stands before it stands in the patch as in the file.

    Args:
        path: Of the file, below the folder where the patch is to be applied, with slashes.
    """
    names = (_name(f"a/{path}"), _name(f"b/{path}"))
    return "".join(_printed(unified_diff(_lines(before), _lines(after), *names)))


def _lines(text: str) -> list[str]:
    """Lines with their ends, each unlike any of another end."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _printed(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _name(path: str) -> str:
    """A name as Git reads it: quoted where a sign would end it, with a tab behind it where a blank might."""
    if _QUOTED.search(path):
        return '"' + _QUOTED.sub(lambda found: _NAMED.get(found[0], f"\\{ord(found[0]):03o}"), path) + '"'
    return f"{path}\t" if " " in path else path
