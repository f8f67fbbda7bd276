"""A list's address → where its text lies: the page that shows a file becomes the file. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit, urlunsplit

from pipeline.errors import ListError

README_NAMES = ("README.md", "readme.md", "Readme.md", "README.rst", "README", "README.txt")
"""Names under which a repository's or folder's README is looked for, in this order."""

_RAW = "https://raw.githubusercontent.com"
_NO_OWNERS = frozenset({"collections", "features", "marketplace", "orgs", "sponsors", "stars", "topics", "trending"})
"""First parts of GitHub addresses that are no repository's owner."""

_LIST_FILE = re.compile(r"\.(?:md|markdown|rst|txt)$", re.IGNORECASE)
_GIST_ID = re.compile(r"[0-9a-f]{20,}|\d+")
_GITLAB_PAGE = re.compile(r"/-/(?:blob|blame)/")
_HUGGING_FACE_PAGE = re.compile(r"^(?P<repo>/(?:(?:datasets|spaces)/)?[^/]+(?:/[^/]+)?)/blob/")

# The second form is a password with a slash in it: no valid address, but still a password.
_CREDENTIALS = re.compile(r"(?<=://)(?:[^/?#\s]*@|[^/?#\s:@\[]*:(?!\d*(?:[/?#]|$))\S*@)")
_LOOSE_CREDENTIALS = re.compile(r"(?<![\w/])(?P<scheme>https?:[\\/]*)?[^\s/?#@]*:[^?#]*@(?=[\w.-])", re.IGNORECASE)
"""What looks like a password in what is no address at all; more than it may be left out."""
_SECRET_VALUE = re.compile(
    r"(?P<name>[?&;][^=&;#]*(?:access|auth|credential|key|pass|pwd|secret|sig|token)[^=&;#]*=)[^&;#]+", re.IGNORECASE
)


def is_url(source: str) -> bool:
    """Tell a URL from a path."""
    return source.lower().startswith(("http://", "https://"))


def redact(text: str) -> str:
    """The same address as it may be shown and kept: without user, password and what a secret parameter holds."""
    shown = _CREDENTIALS.sub("***@", text)
    if "@" in shown and not _SHOWABLE.match(shown):
        shown = _LOOSE_CREDENTIALS.sub(lambda found: f"{found['scheme'] or ''}***@", shown)
    return _SECRET_VALUE.sub(r"\g<name>***", shown)


_SHOWABLE = re.compile(
    r"[a-z][a-z\d+.-]*://(?:\*\*\*@)?(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?(?:[/?#][^\s]*)?$", re.IGNORECASE
)


def split_url(url: str) -> SplitResult:
    """Take a URL apart.

    Raises:
        ListError: It looks like a URL and is none.
    """
    try:
        return urlsplit(url)
    except ValueError:
        raise ListError("not a valid URL; check the address.", redact(url)) from None


def addresses(source: str) -> tuple[str, ...]:
    """Where the text of a list lies, most likely place first; a later place counts when the ones before are not there.

    GitHub's pages of a file become the file, a repository or folder its README (`README_NAMES`, of the
    default branch where none is named), a gist its first file; GitLab's and Hugging Face's pages of a
    file become the file. Anything else is its own place.

    Raises:
        ListError: It looks like a URL and is none.
    """
    parts = split_url(source)
    pieces = [piece for piece in parts.path.split("/") if piece]
    match (parts.hostname or "").removeprefix("www."):
        case "github.com":
            return _github(pieces) or (source,)
        case "gist.github.com":
            return _gist(pieces) or (source,)
        case "huggingface.co" | "hf.co":
            path = _HUGGING_FACE_PAGE.sub(r"\g<repo>/resolve/", parts.path)
        case _:
            path = _GITLAB_PAGE.sub("/-/raw/", parts.path, count=1)
    return (urlunsplit(parts._replace(path=path, fragment="")) if path != parts.path else source,)


def _github(pieces: Sequence[str]) -> tuple[str, ...]:
    match pieces:
        case [owner, *_] if owner in _NO_OWNERS:
            return ()
        case [owner, repo]:
            return _readme_in(owner, repo, ["HEAD"])
        case [owner, repo, "blob" | "blame" | "edit" | "raw" | "tree", ref]:
            return _readme_in(owner, repo, [ref])
        case [owner, repo, "tree", *folder] if folder and not _LIST_FILE.search(folder[-1]):
            return _readme_in(owner, repo, folder)
        case [owner, repo, "blob" | "blame" | "edit" | "raw" | "tree", *file] if file:
            return ("/".join((_RAW, owner, repo, *file)),)
    return ()


def _readme_in(owner: str, repo: str, folder: Sequence[str]) -> tuple[str, ...]:
    place = "/".join((_RAW, owner, repo.removesuffix(".git"), *folder))
    return tuple(f"{place}/{name}" for name in README_NAMES)


def _gist(pieces: Sequence[str]) -> tuple[str, ...]:
    match [piece.removesuffix(".git") for piece in pieces]:
        case [gist] if _GIST_ID.fullmatch(gist):
            return (f"https://gist.github.com/{gist}/raw",)
        case [user, gist, *revision] if _GIST_ID.fullmatch(gist) and all(map(_GIST_ID.fullmatch, revision)):
            return ("/".join(("https://gist.githubusercontent.com", user, gist, "raw", *revision)),)
    return ()
