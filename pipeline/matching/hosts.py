"""Hosts that publish announcements, products and code, not papers. Data."""

from __future__ import annotations

from urllib.parse import urlsplit

_HOSTS = frozenset(
    {
        "anthropic.com",
        "blog.google",
        "crfm.stanford.edu",
        "databricks.com",
        "deepmind.google",
        "github.com",
        "lmsys.org",
        "medium.com",
        "mistral.ai",
        "openai.com",
        "qwenlm.github.io",
        "substack.com",
        "towardsdatascience.com",
        "twitter.com",
        "wikipedia.org",
        "x.ai",
        "x.com",
        "youtube.com",
    },
)


def is_no_paper_host(url: str) -> bool:
    """Tell whether a URL's host publishes no papers; only consulted when no paper of the title was found."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    return any(host == name or host.endswith("." + name) for name in _HOSTS)
