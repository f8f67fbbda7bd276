"""Tests of naming a list by its path or URL."""

from __future__ import annotations

import pytest

from pipeline.curated.naming import list_name
from pipeline.errors import ListError


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://github.com/owner/My_Repo/blob/main/README.md", "owner-my-repo"),
        ("https://github.com/owner/repo", "owner-repo"),
        ("https://www.github.com/owner/repo.git", "owner-repo"),
        ("https://github.com/owner/repo/tree/main/docs#readme", "owner-repo"),
        ("https://raw.githubusercontent.com/owner/repo/main/docs/list.md", "owner-repo"),
        ("https://example.org/lists/papers.md?raw=1", "example-org-lists-papers-md"),
        ("https://me:secret@example.org/../../papers.md", "example-org-papers-md"),
        ("lists/post-training-llms.md", "post-training-llms"),
        ("lists/awesome/README.md", "awesome"),
        ("lists/awesome/index.txt", "awesome"),
        ("x" * 200 + ".md", "x" * 80),
        ("\u6df1\u5ea6.md", "list"),
        ("-", "stdin"),
    ],
)
def test_names_of_lists(source: str, expected: str) -> None:
    """A list is named by its repository or its path; a README by its folder."""
    assert list_name(source) == expected


def test_no_name_for_what_is_no_url() -> None:
    """What looks like a URL and is none is a list error, not a failure of the program."""
    with pytest.raises(ListError, match="not a valid URL"):
        list_name("http://[::1/list.md")
