"""Ask a Prefect server, by its own client, what it is to run in the nights."""

from __future__ import annotations

from pipeline.doctor.nightly import Deployment, Server

_TAG = "papers"
"""What every deployment of ours is tagged with (`prefect.yaml`, `serving`)."""


def nightly_of_server() -> Server:
    """What the server that is configured knows of our deployments that have a schedule.

    Raises:
        OSError: It cannot be asked.
    """
    import httpx  # noqa: PLC0415
    from prefect import get_client  # noqa: PLC0415
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags  # noqa: PLC0415
    from prefect.exceptions import PrefectException  # noqa: PLC0415

    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[_TAG]))
    try:
        with get_client(sync_client=True) as client:
            found = client.read_deployments(deployment_filter=ours)
            settings = client.request("GET", "/admin/settings").json()
        storage = str(settings["server"]["concurrency"]["lease_storage"])
    except (PrefectException, httpx.HTTPError, RuntimeError, KeyError, TypeError, ValueError) as error:
        raise OSError(type(error).__name__) from error
    return Server(
        deployments=[
            Deployment(
                name=each.name,
                active=any(schedule.active for schedule in each.schedules) and not each.paused,
                awaited=each.status is not None and each.status.value == "READY",
            )
            for each in found
            if each.schedules
        ],
        forgets=storage.endswith(".memory"),
    )
