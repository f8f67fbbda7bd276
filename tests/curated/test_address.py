"""Tests of where a list's text lies, and of what of an address may be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.address import README_NAMES, addresses, is_url, redact, split_url
from pipeline.errors import ListError
from tests.builders import steady

RAW = "https://raw.githubusercontent.com/owner/repo"
GIST = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("https://github.com/owner/repo/blob/main/docs/list.md", f"{RAW}/main/docs/list.md"),
        ("http://www.github.com/owner/repo/blob/main/list.md", f"{RAW}/main/list.md"),
        ("https://github.com/owner/repo/blob/main/README.md?plain=1#L10-L20", f"{RAW}/main/README.md"),
        ("https://github.com/owner/repo/blame/v1.0/README.md", f"{RAW}/v1.0/README.md"),
        ("https://github.com/owner/repo/raw/main/a%20list.md", f"{RAW}/main/a%20list.md"),
        ("https://github.com/owner/repo/raw/refs/heads/main/list.md", f"{RAW}/refs/heads/main/list.md"),
        ("https://github.com/owner/repo/tree/main/docs/LIST.MD", f"{RAW}/main/docs/LIST.MD"),
        ("https://gist.github.com/user/" + GIST, f"https://gist.githubusercontent.com/user/{GIST}/raw"),
        (f"https://gist.github.com/user/{GIST}.git#file-a-md", f"https://gist.githubusercontent.com/user/{GIST}/raw"),
        (f"https://gist.github.com/user/{GIST}/{GIST}", f"https://gist.githubusercontent.com/user/{GIST}/raw/{GIST}"),
        (f"https://gist.github.com/{GIST}", f"https://gist.github.com/{GIST}/raw"),
        ("https://gitlab.com/a/b/c/-/blob/main/list.md#L3", "https://gitlab.com/a/b/c/-/raw/main/list.md"),
        (
            "https://git.example/a/b/-/blob/main/l.md?ref_type=heads",
            "https://git.example/a/b/-/raw/main/l.md?ref_type=heads",
        ),
        ("https://huggingface.co/gpt2/blob/main/README.md", "https://huggingface.co/gpt2/resolve/main/README.md"),
        ("https://hf.co/a/b/blob/main/list.md", "https://hf.co/a/b/resolve/main/list.md"),
        ("https://huggingface.co/datasets/a/b/blob/main/x.md", "https://huggingface.co/datasets/a/b/resolve/main/x.md"),
    ],
)
def test_the_page_of_a_file_becomes_the_file(source: str, place: str) -> None:
    """What a browser shows is left for the text that it shows."""
    assert addresses(source) == (place,)


@pytest.mark.parametrize(
    ("source", "folder"),
    [
        ("https://github.com/owner/repo", "HEAD"),
        ("http://github.com/owner/repo/", "HEAD"),
        ("https://github.com/owner/repo.git", "HEAD"),
        ("https://www.github.com/owner/repo?tab=readme-ov-file#readme", "HEAD"),
        ("https://github.com/owner/repo/tree/dev", "dev"),
        ("https://github.com/owner/repo/blob/dev", "dev"),
        ("https://github.com/owner/repo/tree/dev/docs/lists/", "dev/docs/lists"),
    ],
)
def test_a_repository_or_folder_becomes_its_readme(source: str, folder: str) -> None:
    """The names of READMEs are tried in their order, in the default branch where none is named."""
    assert addresses(source) == tuple(f"{RAW}/{folder}/{name}" for name in README_NAMES)
    assert README_NAMES == ("README.md", "readme.md", "Readme.md", "README.rst", "README", "README.txt")


@pytest.mark.parametrize(
    "source",
    [
        f"{RAW}/main/list.md?token=x",
        "https://example.org/blob/main/list.md?a=1#b",
        "https://github.com",
        "https://github.com/owner",
        "https://github.com/topics/llm",
        "https://github.com/owner/repo/issues",
        "https://github.com/owner/repo/blob",
        "https://github.com/owner/repo/releases/tag/v1",
        "https://gist.github.com/user",
        "https://gist.github.com/user/starred",
        f"https://gist.github.com/user/{GIST}/raw/list.md",
        "https://gitlab.com/a/b",
        "https://huggingface.co/papers",
        "http://127.0.0.1:80/list.md",
    ],
)
def test_any_other_address_is_taken_as_it_is(source: str) -> None:
    """Nothing is guessed about pages that are not known."""
    assert addresses(source) == (source,)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("https://me:secret@a.example/x", "https://***@a.example/x"),
        ("https://ghp_secret@a.example/x", "https://***@a.example/x"),
        ("https://me:se/cret@a.example/x", "https://***@a.example/x"),
        ("https://me:p@secret@a.example/x", "https://***@a.example/x"),
        ("ftp://me:secret@a.example/x", "ftp://***@a.example/x"),
        ("https://a.example/@me/x", "https://a.example/@me/x"),
        ("https://a.example:8080/@me/x", "https://a.example:8080/@me/x"),
        ("https://[::1]:8080/a@b", "https://[::1]:8080/a@b"),
        ("https://a.example/x?a=1&token=secret&b=2", "https://a.example/x?a=1&token=***&b=2"),
        ("https://a.example/x?X-Amz-Signature=secret", "https://a.example/x?X-Amz-Signature=***"),
        ("lists/a.md", "lists/a.md"),
    ],
)
def test_secrets_are_not_shown(address: str, shown: str) -> None:
    """User, password and secret parameters are left out; what looks like them and is none stays."""
    assert redact(address) == shown
    assert redact(shown) == shown


@steady
@given(st.text())
def test_any_text_is_placed_or_refused(text: str) -> None:
    """An address has at least one place, or is refused as a list error that does not show its password."""
    try:
        told = " ".join(addresses(f"https://me:secret@{text}")) and "taken"
    except ListError as error:
        told = str(error)
    assert told
    assert "secret" not in told


def test_urls_and_paths_are_told_apart() -> None:
    """Only http and https, in any case, make a URL."""
    assert all(map(is_url, ("https://example.org/list.md", "HTTP://example.org/list.md")))
    assert not any(map(is_url, ("list.md", "ftp://example.org/list.md", "httpdocs/list.md", "")))


def test_what_is_no_url_is_a_list_error() -> None:
    """What looks like a URL and is none is told, without its password."""
    with pytest.raises(ListError, match="not a valid URL") as caught:
        split_url("http://me:secret@[::1/list.md")
    assert caught.value.path == "http://***@[::1/list.md"
