"""The recorded replies of the real services: where they lie, what was asked, what was answered."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette

from tests.recordings import RECORDINGS

_ROW = re.compile(
    r"^\| (?P<file>\S+) \| (?P<status>\d{3}) \| (?P<method>GET|POST) `(?P<path>[^`]+)`(?: body `(?P<body>[^`]+)`)? \|",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One request and the reply it had."""

    method: str
    path: str
    sent: dict[str, Any] | None
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def papers(self) -> list[dict[str, Any] | None]:
        """The papers of the body, wherever they stand in it."""
        body = self.json
        if isinstance(body, list):
            return body
        return list(body.get("data", [])) if "data" in body or "total" in body else [body]

    def ask(self, app: Starlette) -> httpx.Response:
        """Put the same request to an application, without a server between."""

        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
                return await client.request(self.method, self.path, json=self.sent)

        return asyncio.run(answer())


def get(path: str) -> Recording:
    """A request of our own, to be asked like a recorded one."""
    return Recording(method="GET", path=path, sent=None, status=200, body=b"")


def recording(file: str) -> Recording:
    """Read a recording and, from the table beside it, what was asked."""
    table = (RECORDINGS / "README.md").read_text(encoding="utf-8")
    row = next(each for each in _ROW.finditer(table) if each["file"] == file)
    return Recording(
        method=row["method"],
        path=row["path"],
        sent=json.loads(row["body"]) if row["body"] else None,
        status=int(row["status"]),
        body=(RECORDINGS / file).read_bytes(),
    )


def transcribed(file: str) -> bytes:
    """A body that was pasted by people rather than recorded; its white space is not certain."""
    return (RECORDINGS / "transcribed" / file).read_bytes().strip()


def swagger() -> dict[str, Any]:
    """The service's own description of the Academic Graph API, Swagger 2.0."""
    document: dict[str, Any] = json.loads((RECORDINGS / "openapi" / "s2-graph-api.json").read_text(encoding="utf-8"))
    return document
