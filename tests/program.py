"""The real program, from outside: its console script in processes of their own, and its server over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPT = Path(sys.executable).with_name("quizapp")
PATIENCE = 120
# What the console script does, but the program is loaded once and every command is a fork of it: a start costs seconds.
FORKING = """
import json, os, sys
import quizapp.app
from quizapp.cli import main

for line in iter(sys.stdin.readline, ""):
    order = json.loads(line)
    child = os.fork()
    if child:
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    os.dup2(os.open(order["in"], os.O_RDONLY), 0)
    os.dup2(os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open(order["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    sys.stdin = open(0, closefd=False)
    sys.argv = ["quizapp", *order["arguments"]]
    sys.exit(main())
"""


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on stdout; anything beside it is an error."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def cookies(self) -> list[str]:
        """Those to keep, as "name=value"."""
        return [cookie.split(";")[0] for cookie in self.headers.get_all("Set-Cookie", [])]


class Program:
    """quizapp with a data folder of its own; ``settings`` are QUIZAPP_ variables without that beginning."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")}
        given = {"INSTANCE": str(folder / "instance"), **settings}
        self.environment = inherited | {f"QUIZAPP_{name}": value for name, value in given.items()}

    def run(self, *arguments: str | Path, stdin: str = "") -> Ended:
        """A command, from its start to its end, in a folder that is not the project's."""
        ended = subprocess.run(
            [SCRIPT, *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def start_forking(self) -> subprocess.Popen[str]:
        """A process for ``fork``; end it by ``kill``."""
        return subprocess.Popen(
            [sys.executable, "-c", FORKING],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(self, loaded: subprocess.Popen[str], *arguments: str | Path, stdin: str = "") -> Ended:
        """The same as ``run``, in a fork of the loaded process."""
        paths = {name: str(self.folder / f"std{name}") for name in ("in", "out", "err")}
        Path(paths["in"]).write_text(stdin)
        assert loaded.stdin is not None
        assert loaded.stdout is not None
        print(json.dumps({**paths, "arguments": [str(part) for part in arguments]}), file=loaded.stdin, flush=True)
        code = int(loaded.stdout.readline())
        return Ended(code, Path(paths["out"]).read_text(), Path(paths["err"]).read_text())

    def run_together(self, *commands: tuple[str | Path, ...]) -> list[Ended]:
        """Several commands at once."""
        with ThreadPoolExecutor(len(commands)) as pool:
            return list(pool.map(lambda command: self.run(*command), commands))

    def file(self, name: str, content: str | bytes) -> Path:
        """A file to import."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def serve(self, *arguments: str) -> Server:
        """Start a server on a free port; it may not be ready yet."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = self.folder / f"log-{port}"
        with log.open("w") as output:
            process = subprocess.Popen(
                [SCRIPT, "serve", "--port", str(port), *arguments], cwd=self.folder, env=self.environment, stderr=output
            )
        return Server(process, port, log)


@dataclass
class Server:
    """A running ``quizapp serve``."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def wait_until_ready(self) -> None:
        """Raises AssertionError with the log when it ends or takes too long."""
        for _ in range(PATIENCE * 5):
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.call("GET", "/health/ready").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; ``headers`` with underscores for hyphens, ``body`` becomes JSON unless it is bytes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, bytes):
            body, sent = json.dumps(body), {"Content-Type": "application/json"} | sent
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def api(self, method: str, path: str, body: Any = None, token: str | None = None, **headers: str) -> Answer:
        """One call of the API."""
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return self.call(method, f"/api/v1{path}", body, **headers)
