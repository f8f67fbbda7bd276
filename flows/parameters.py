"""Parameters of a refresh, as the command, the flow and the interface of Prefect take them."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class RefreshParameters(BaseModel):
    """What a refresh may be told; secrets are never among it."""

    model_config = ConfigDict(extra="forbid")

    list_source: str | None = Field(None, description="Path or URL of the list; empty for the bundled one.")
    list_name: str | None = Field(None, description="Name the list keeps when it moves; by default from its path.")
    list_format: str | None = Field(None, description="Format of the list; told from its text by default.")
    source: Literal["live", "sandbox"] = Field("live", description="The real services, or the sandbox.")
    out: str | None = Field(None, description="Folder of the snapshots; one per list and source by default.")
    as_of: date | None = Field(None, description="Date of the snapshot; today in UTC by default.")
