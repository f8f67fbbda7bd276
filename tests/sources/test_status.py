"""Statuses and the Retry-After header: which failures pass, and how long the service asks to wait."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PermanentSourceError, TransientSourceError
from pipeline.model import Service
from pipeline.sources.status import excerpt, raise_for_status, retry_after_s
from tests.builders import a_reply, a_request, steady

TRANSIENT = {408, 425, 429, 500, 502, 503, 504}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("7", 7.0),
        (" 120 ", 120.0),
        ("86400", 86400.0),
        ("Sun, 12 Apr 2026 12:00:30 GMT", 30.0),
        ("Sun, 12 Apr 2026 14:00:30 +0200", 30.0),
        ("Sunday, 12-Apr-26 12:01:00 GMT", 60.0),
        ("Sun, 12 Apr 2026 11:00:00 GMT", 0.0),
        ("Sun, 12 Apr 2026 12:00:30", None),
        ("Sun, 12 Apr 2026 12:00:30 -0000", None),
        ("2026-04-12T12:00:30Z", None),
        ("-5", None),
        ("1.5", None),
        ("\u0667", None),
        ("soon", None),
        ("7 seconds", None),
        ("Sun, 99 Apr 2026 12:00:00 GMT", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    """Both forms of the header are understood; what cannot be read is as good as absent, a past time as now."""
    assert retry_after_s(a_reply(retry_after=header)) == seconds


@steady
@given(st.text(max_size=40))
def test_retry_after_never_fails(header: str) -> None:
    """Whatever a server puts into the header, it becomes seconds from zero on, or nothing."""
    seconds = retry_after_s(a_reply(retry_after=header))

    assert seconds is None or seconds >= 0


def test_only_200_passes() -> None:
    """A 200 is read; nothing else is."""
    raise_for_status(a_request(), a_reply())


def test_every_other_status_is_an_error() -> None:
    """Each status is classified: seven may pass, all others are lasting, and two of those hint at the key."""
    for status in sorted({*range(100, 600)} - {200}):
        expected = TransientSourceError if status in TRANSIENT else PermanentSourceError
        with pytest.raises(expected) as caught:
            raise_for_status(a_request(), a_reply(b'{"message":"Forbidden"}', status))
        assert (caught.value.status, caught.value.source) == (status, Service.SEMANTIC_SCHOLAR)
        assert str(caught.value).startswith(f"semantic_scholar answered HTTP {status} to /graph/v1/paper/search/match")
        assert ("PAPERS_S2_API_KEY" in str(caught.value)) == (status in {401, 403})


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"", ""),
        (b"  Rate exceeded.\n", "Rate exceeded."),
        (b"a\x1b[31mb\x00c\nd", r"a\x1b[31mb\x00c\nd"),
        ("ä".encode(), r"\xe4"),
        (b"x" * 500, "x" * 200),
    ],
)
def test_excerpt_is_safe_to_print(body: bytes, shown: str) -> None:
    """The beginning of a body can be shown in a terminal: nothing in it moves the cursor."""
    assert excerpt(body) == shown


def test_excerpt_of_a_cut_character() -> None:
    """A character that the cut goes through does no harm."""
    assert excerpt(b"x" * 199 + "ä".encode()).startswith("x" * 199)
