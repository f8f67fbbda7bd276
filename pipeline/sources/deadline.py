"""A limit for a whole exchange: when it has passed, the connection is shut, wherever in the reply the time goes.

A read's own time limit begins anew with every byte, so that a server which sends one now and then, in its headers or
in the size of a chunk, would never be left.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """Knows the sockets of the sessions it is mounted on, and shuts them when time is up."""

    def __init__(self) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self.passed = False

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Shut what is open once the block has run for longer; `passed` says whether it had to."""
        self.passed = False
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def opened(self, connection: socket.socket) -> None:
        """Note a connection that was made."""
        self._sockets.add(connection)

    def _shut(self) -> None:
        self.passed = True
        for each in list(self._sockets):
            with contextlib.suppress(OSError):
                # Below TLS: its own farewell would wait for the other side.
                socket.socket.shutdown(each, socket.SHUT_RDWR)


class DeadlineAdapter(HTTPAdapter):
    """The adapter of `requests`, its connections noted in a deadline; mount it on a session."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._pools = _pools(deadline)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: object) -> ProxyManager:
        """Make the pools behind a proxy; called by `requests`."""
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            deadline.opened(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            deadline.opened(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
