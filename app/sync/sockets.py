"""Connections that can be cut from another thread: closing a response does not wake a blocked read, this does."""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class Line:
    """Every open socket of one session. Once `cut`, nothing connects any more."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self.is_cut = False

    def joined(self, connection: HTTPConnection) -> None:
        """Note a new connection; raise ConnectionAbortedError where the line was cut meanwhile."""
        with self._guard:
            self._open.add(connection)
            if self.is_cut:
                raise ConnectionAbortedError("the courier has stopped")

    def cut(self) -> None:
        """Shut every socket down; reads that block on them fail at once."""
        with self._guard:
            self.is_cut = True
            for connection in list(self._open):
                sock = connection.sock
                if sock is not None:
                    with contextlib.suppress(OSError):
                        # The plain socket's shutdown: TLS's own would pull the session away under the reader.
                        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def adapter_of(line: Line) -> HTTPAdapter:
    """Return an adapter whose connections belong to `line`."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            line.joined(self)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            line.joined(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: object) -> None:
            super().init_poolmanager(connections, maxsize, block, **kwargs)
            self._open_on(self.poolmanager)

        def proxy_manager_for(self, proxy: str, **kwargs: object) -> ProxyManager:
            manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
            self._open_on(manager)
            return manager

        def _open_on(self, manager: PoolManager) -> None:
            manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Adapter(pool_connections=1, pool_maxsize=2, max_retries=0)
