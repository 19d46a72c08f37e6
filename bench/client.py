"""The load: a bounded number of keep-alive connections, each a member after the other, all to 127.0.0.1."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

CONNECTIONS = 4
Item = TypeVar("Item")
_AGENT = "Mozilla/5.0 (Linux; Android 14) Mobile"


class Connection:
    """One kept-alive connection; ``seconds`` are the waits for its answers so far."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.seconds: list[float] = []

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of the answer; raises RuntimeError for any status but 200 and 201."""
        content = None if body is None else json.dumps(body)
        sent = {"User-Agent": _AGENT, "Accept": "application/json"}
        if content is not None:
            sent["Content-Type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        started = time.perf_counter()
        self._http.request(method, f"/api/v1{path}", content, sent)
        response = self._http.getresponse()
        answer = response.read()
        self.seconds.append(time.perf_counter() - started)
        if response.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {response.status} {answer[:500]!r}")
        return json.loads(answer)

    def close(self) -> None:
        """End it."""
        self._http.close()


def for_each(port: int, items: Sequence[Item], work: Callable[[Connection, Item], None]) -> list[float]:
    """Do the work for every item over a few connections at once; how long each call waited."""

    def share(place: int) -> list[float]:
        connection = Connection(port)
        try:
            for item in items[place::CONNECTIONS]:
                work(connection, item)
        finally:
            connection.close()
        return connection.seconds

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares: Iterable[list[float]] = pool.map(share, range(CONNECTIONS))
        return [seconds for share_of_one in shares for seconds in share_of_one]
