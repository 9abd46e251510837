"""Phones that open a page, from a process of their own: `… -m tests.benchmarks.visits PORT PATH CONNECTIONS COUNT`.

No request has a cookie, each says another phone. Prints seconds, and how many answers were not 200.
"""

from __future__ import annotations

import asyncio
import sys

from tests.benchmarks.load import send

AGENT = (
    "Mozilla/5.0 (Linux; Android 14; V{number} Build/UP1A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/126.0.6478.188 Mobile Safari/537.36 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN"
)


def visits(port: int, path: str, count: int) -> list[bytes]:
    """Return whole HTTP requests."""
    return [
        (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nAccept-Language: zh-CN\r\n"
            f"User-Agent: {AGENT.format(number=number)}\r\n\r\n"
        ).encode()
        for number in range(count)
    ]


if __name__ == "__main__":
    _port, _path, _connections, _count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    print(*asyncio.run(send(_port, visits(_port, _path, _count), _connections, 200)))
