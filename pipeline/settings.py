"""Validated settings, read once at the entry point from the environment and `papers.toml`."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from pipeline.errors import UsageError

SETTINGS_FILE = "papers.toml"
_PREFIX = "papers_"
_TEN_YEARS = 10 * 366 * 24
"""Hours; an age that no reply reaches."""


class Settings(BaseModel):
    """What an operator may set: `PAPERS_S2_URL` in the environment, `papers_s2_url` in `papers.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    s2_url: str = Field("https://api.semanticscholar.org", pattern=r"^https?://\S+$")
    """Base of Semantic Scholar's API; calls go to BASE/graph/v1/…"""
    s2_api_key: SecretStr | None = None
    """Key for Semantic Scholar; travels in its header and nowhere else."""
    s2_api_key_block: str | None = Field(None, pattern=r"^[a-z0-9-]+$")
    """Name of a Secret block of Prefect that holds the key; the key itself goes before it."""
    s2_rate: float = Field(1.0, gt=0, le=1000)
    """Requests a second to Semantic Scholar."""
    arxiv_url: str = Field("https://export.arxiv.org", pattern=r"^https?://\S+$")
    """Base of arXiv's API; calls go to BASE/api/query."""
    arxiv_interval: float = Field(3.0, ge=0, le=3600)
    """Seconds between requests to arXiv; its terms ask for three."""
    contact: str | None = Field(None, pattern=r"^[\x20-\x7e]*$")
    """Address for the User-Agent, so that a service can reach whoever runs this."""
    out: str | None = None
    """Folder of the snapshots, or a URL such as s3://bucket/prefix; by default a folder per list and source."""
    site_url: str | None = Field(None, pattern=r"^https?://\S+$")
    """Address at which the folder of the snapshots is served to browsers, if it is."""
    raw: Path = Path("data/raw")
    """Folder of the reply archive."""
    list: str | None = None
    """Path or URL of the list; by default the bundled one."""
    engine: Literal["auto", "prefect", "local"] = "auto"
    """What runs the stages."""
    timeout: float = Field(30.0, gt=0, le=600)
    """Seconds to wait for each part of a reply."""
    fresh_identifier_hours: float = Field(20.0, ge=0, le=_TEN_YEARS)
    """Age up to which a reply to an identifier is not asked again."""
    absent_first_days: float = Field(1.0, ge=0, le=3660)
    """Days after which a title that a service has not is searched there again; doubled each time."""
    absent_most_days: float = Field(30.0, ge=0, le=3660)
    """The most days between two such searches."""
    gate_entries: float = Field(0.80, ge=0, le=1)
    """A snapshot with less than this share of the last one's entries is refused."""
    gate_matched: float = Field(0.05, ge=0, le=1)
    """A snapshot whose matched share is lower by more than this is refused."""
    gate_citations: float = Field(0.01, ge=0, le=1)
    """A snapshot in which more than this share of citation counts fell by over half is refused."""

    keep_days: int = Field(35, ge=0, le=36600)
    """Pruning keeps the snapshots of so many days, the last of each month for ever, and what each of them followed."""
    quarantine_kept: int = Field(5, ge=1, le=1000)
    """How many refused snapshots are kept for a look; the oldest make room."""

    @field_validator("s2_api_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        """Refuse here what HTTP would refuse later with a message that shows the key."""
        plain = key.get_secret_value().strip() if key else ""
        if not re.fullmatch(r"[\x21-\x7e]*", plain):
            kind, told = "header", "expected printable ASCII without blanks"
            raise PydanticCustomError(kind, told)
        return SecretStr(plain) if plain else None


def settings_from(environ: Mapping[str, str], toml: str = "") -> Settings:
    """Read the settings; the environment goes before the file, an empty variable counts as not set.

    Args:
        environ: Variables; those that do not begin with `PAPERS_` are passed over, as are
            `PAPERS_EVAL_DATA` and others that only tests read.
        toml: Text of `papers.toml`.

    Raises:
        UsageError: A value is out of range, or the file has an unknown key.
    """
    given = _from_toml(toml)
    for name in Settings.model_fields:
        if value := environ.get(f"{_PREFIX}{name}".upper()):
            given[name] = value
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{_PREFIX}{'.'.join(str(part) for part in first['loc'])}"
        shown = "" if "key" in name else f", found {first['input']!r}"
        told = f"setting {name.upper()}: {first['msg'][0].lower()}{first['msg'][1:]}{shown}."
        raise UsageError(told) from None


def _from_toml(text: str) -> dict[str, object]:
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = f"{SETTINGS_FILE}: not valid TOML ({error})."
        raise UsageError(told) from None
    known = {f"{_PREFIX}{name}": name for name in Settings.model_fields}
    for key in read:
        if key not in known:
            near = difflib.get_close_matches(key.lower(), known, 1)
            told = f"{SETTINGS_FILE}: unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else ".")
            raise UsageError(told)
    return {known[key]: value for key, value in read.items()}
