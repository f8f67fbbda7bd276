"""Where the key for Semantic Scholar comes from: the settings, or a Secret block of Prefect that they name."""

from __future__ import annotations

from typing import Any, cast

from pydantic import SecretStr

from pipeline.errors import UsageError
from pipeline.settings import Settings, settings_from


def s2_key(chosen: Settings) -> SecretStr | None:
    """The key, or None where there is none; it is fetched in the process that asks, and kept nowhere.

    Raises:
        UsageError: The block that the settings name cannot be had, or holds what is no key.
    """
    name = chosen.s2_api_key_block
    if chosen.s2_api_key is not None or name is None:
        return chosen.s2_api_key
    import httpx  # noqa: PLC0415
    from prefect.blocks.system import Secret  # noqa: PLC0415

    try:
        # Its `get` would read a key of digits alone as a number.
        value = cast("Secret[Any]", Secret.load(name)).value.get_secret_value()
    except (ValueError, RuntimeError, OSError, httpx.HTTPError) as error:
        told = (
            f"the Secret block {name!r} cannot be had from Prefect ({type(error).__name__}); create it there, check "
            "PREFECT_API_URL, or set PAPERS_S2_API_KEY."
        )
        raise UsageError(told) from None
    return settings_from({"PAPERS_S2_API_KEY": str(value)}).s2_api_key
