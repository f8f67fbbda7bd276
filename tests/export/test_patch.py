"""Tests that Git itself takes the patches."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.export.patch import to_patch
from tests.builders import steady

BODY = "# List\n\n- one\n- two\n- three\n- four\n- five\n- six\n- seven\n- eight\n- n\u00efne \u6f22\n"


def _git_applies(folder: Path, path: str, before: str, after: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(before.encode())
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    done = subprocess.run(
        command, input=to_patch(before, after, path).encode(), cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert file.read_bytes() == after.encode()


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "docs/my reading list.md",
        "\u00e9t\u00e9/\u6f22 \u5b57.md",
        'with "quotes" and \\.md',
        "tab\there.md",
    ],
)
def test_any_path_is_read(tmp_path: Path, path: str) -> None:
    """With blanks, quotes, letters of any script."""
    _git_applies(tmp_path, path, BODY, BODY.replace("two", "2").replace("n\u00efne", "9"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BODY.replace("\n", "\r\n"), BODY.replace("two", "2").replace("\n", "\r\n")),
        (f"\ufeff{BODY}", f"\ufeff{BODY.replace('# List', '# Lists')}"),
        (BODY.rstrip("\n"), BODY.rstrip("\n").replace("\u6f22", "x")),
        (BODY.rstrip("\n"), BODY.replace("\u6f22", "x")),
        ("- one\r- two\r", "- one\r- 2\r"),
        ("- one\n- form\x0cfeed\u2028and\x85more\n", "- 1\n- form\x0cfeed\u2028and\x85more\n"),
        ("- a\n  wrapped one\n", "- a wrapped one\n"),
    ],
    ids=["CRLF", "BOM", "no last line end", "a last line end", "CR alone", "odd line ends", "lines joined"],
)
def test_any_line_end_is_read(tmp_path: Path, before: str, after: str) -> None:
    """Also where there is none."""
    _git_applies(tmp_path, "list.md", before, after)


def test_nothing_is_an_empty_patch() -> None:
    """Where nothing differs."""
    assert to_patch(BODY, BODY, "list.md") == ""


@settings(steady, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["a\n", "b\r\n", "\n", "\\ c\n", "--- a\n", "+++ b\n", "@@ d\n", "e"]), max_size=12),
    st.data(),
)
def test_any_text_becomes_any_other(tmp_path: Path, lines: list[str], data: st.DataObject) -> None:
    """Lines that look like a patch's own are lines."""
    before = "".join(["first\n", *lines])
    place = data.draw(st.integers(0, len(before)))
    after = before[:place] + data.draw(st.sampled_from(["x", "\n", "-"])) + before[place:]
    _git_applies(tmp_path, "list.md", before, after)
