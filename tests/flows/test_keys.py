"""Tests of where the key comes from; `tests/system/test_deployments.py` takes one from a block."""

from __future__ import annotations

from pydantic import SecretStr

from flows.keys import s2_key
from pipeline.settings import Settings


def test_no_key_is_none() -> None:
    """Without a key and a block nothing is looked for."""
    assert s2_key(Settings()) is None


def test_the_key_goes_before_the_block() -> None:
    """Who sets both needs no server."""
    chosen = Settings(s2_api_key=SecretStr("abc"), s2_api_key_block="papers-s2-api-key")
    assert s2_key(chosen) == SecretStr("abc")
