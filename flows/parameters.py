"""Parameters of the flows, as the command and the interface of Prefect take them."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_SOURCE = "The real services, the sandbox, or a corpus of works."


class RefreshParameters(BaseModel):
    """What a refresh may be told; secrets are never among it."""

    model_config = ConfigDict(extra="forbid")

    list_source: str | None = Field(None, description="Path or URL of the list; empty for the bundled one.")
    list_name: str | None = Field(None, description="Name the list keeps when it moves; by default from its path.")
    list_format: str | None = Field(None, description="Format of the list; told from its text by default.")
    source: Literal["live", "sandbox", "corpus"] = Field("live", description=_SOURCE)
    corpus: str | None = Field(None, description="For the source `corpus`: an index, or Parquet or JSON lines.")
    out: str | None = Field(None, description="Folder of the snapshots; one per list and source by default.")
    as_of: date | None = Field(None, description="Date of the snapshot; today in UTC by default.")


class RebuildParameters(BaseModel):
    """Which snapshot to make again."""

    model_config = ConfigDict(extra="forbid")

    snapshot_id: str | None = Field(None, description="Snapshot; the latest by default.")
    source: Literal["live", "sandbox", "corpus"] = Field("live", description=_SOURCE)
    out: str | None = Field(None, description="Folder of the snapshots; the bundled list's by default.")
    to: str | None = Field(None, description="Where the files go, a new folder; only compared by default.")


class MatchParameters(BaseModel):
    """What to match against which corpus; paths on the machine that runs it."""

    model_config = ConfigDict(extra="forbid")

    queries: str = Field(description="Titles: Parquet, CSV, JSON lines or one a line.")
    corpus: str = Field(description="Works: an index, or Parquet or JSON lines, also .gz.")
    out: str = Field(description="Parquet file that the answers go to.")
    runner: Literal["local", "threads", "dask"] = Field(
        "local", description="How queries are worked off; same answers."
    )
    cluster: str | None = Field(
        None, description="Address of the scheduler of a Dask cluster; with dask, by default one of this machine."
    )
    identifiers: bool = Field(default=False, description="Take the queries' identifiers too.")
    memory: float = Field(4.0, ge=0.1, description="Gigabytes that may be taken.")
    on_bad: Literal["stop", "skip"] = Field("stop", description="What becomes of works and queries that are none.")
