"""Servers under measurement: started, watched, stopped. Everything listens on 127.0.0.1 or on a socket in a folder."""

from __future__ import annotations

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql import PostgresServer

ROOT = Path(__file__).parent.parent
QUIZAPP = Path(sys.executable).with_name("quizapp")
WORKERS, THREADS = 2, 4
SECRET = secrets.token_hex(16)
# What tests may switch off and a real server must not: the defaults of production.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_TICKS = os.sysconf("SC_CLK_TCK")
_libc = ctypes.CDLL(None)


def cpu_seconds(*roots: int) -> float:
    """User and system time that these processes and all below them have used so far, the dead ones included."""
    parents = _parents()
    living = set(roots)
    while grown := {pid for pid, parent in parents.items() if parent in living} - living:
        living |= grown
    return sum(_own_seconds(pid) + _seconds_of_dead_children(pid) for pid in living)


def parent_of(pid: int) -> int | None:
    """The process that started this one; None where there is no such process any more."""
    return int(stat[1]) if (stat := _stat(pid)) else None


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            found[int(entry.name)] = int(stat[1])
    return found


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat from the third on (the second, a name, may hold blanks)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None


def _own_seconds(pid: int) -> float:
    """The process's own clock: utime and stime of /proc are the same, but in steps of 10 ms."""
    clock = ctypes.c_int()
    try:
        return time.clock_gettime(clock.value) if not _libc.clock_getcpuclockid(pid, ctypes.byref(clock)) else 0.0
    except OSError:
        return 0.0


def _seconds_of_dead_children(pid: int) -> float:
    stat = _stat(pid)
    return (int(stat[13]) + int(stat[14])) / _TICKS if stat else 0.0


@dataclass(frozen=True)
class Server:
    """A running server. ``roots``: the processes whose trees it is, its database's among them."""

    port: int
    roots: tuple[int, ...]

    def cpu_seconds(self) -> float:
        """So far, of all its processes."""
        return cpu_seconds(*self.roots)


@dataclass(frozen=True)
class Usage:
    """Of one finished command."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float


def environment(folder: Path, database_url: str) -> dict[str, str]:
    """Of quizapp on this database, free of whatever the shell has set for it or for Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUIZAPP_", "PYTHON"))}
    own = {"QUIZAPP_INSTANCE": str(folder), "QUIZAPP_DATABASE_URL": database_url, "QUIZAPP_SECRET_KEY": SECRET}
    return kept | own | {"PYTHONPATH": str(ROOT)}


def quizapp(folder: Path, database_url: str, *arguments: str) -> Usage:
    """Run one command of quizapp to its end; what it used. Raises RuntimeError when it fails."""
    log = folder / "command.log"
    started = time.perf_counter()
    with log.open("wb") as output:
        command = [str(QUIZAPP), *arguments]
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment(folder, database_url), cwd=ROOT
        )
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"quizapp {' '.join(arguments)}: {log.read_text()[-2000:]}")
    return Usage(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@contextmanager
def serving_quizapp(folder: Path, database_url: str, *database_roots: int) -> Iterator[Server]:
    """``quizapp serve`` as an installation runs it."""
    port = _free_port()
    sizes = ("--workers", str(WORKERS), "--threads", str(THREADS))
    command = [str(QUIZAPP), "serve", "--port", str(port), *sizes]
    with _running(command, environment(folder, database_url), folder / "server.log", port) as pid:
        yield Server(port, (pid, *database_roots))


@contextmanager
def serving_bare(folder: Path, database_url: str, *database_roots: int) -> Iterator[Server]:
    """The yardstick under the same gunicorn settings."""
    port = _free_port()
    settings = ["--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "5"]
    settings += ["--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--bind", f"127.0.0.1:{port}"]
    command = [sys.executable, "-m", "gunicorn", *settings, f"bench.bare:create_app({database_url!r}, {SECRET!r})"]
    with _running(command, environment(folder, database_url), folder / "bare.log", port) as pid:
        yield Server(port, (pid, *database_roots))


@contextmanager
def _running(command: list[str], env: dict[str, str], log: Path, port: int) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env, cwd=ROOT)
        try:
            _wait_until_it_answers(process, port, log)
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Database:
    """An empty database, and the processes that serve it."""

    name: str
    url: str
    roots: tuple[int, ...] = ()


@contextmanager
def postgresql(settings: dict[str, str] | None = None) -> Iterator[Database]:
    """A PostgreSQL server of our own, with the durability of a production server unless told otherwise."""
    server = PostgresServer(DURABLE | {"shared_buffers": "128MB"} | (settings or {}))
    try:
        yield Database("PostgreSQL", server.url(), (server.process_id(),))
    finally:
        server.stop()


def sqlite(folder: Path) -> Database:
    """A file, written by the server's own processes."""
    return Database("SQLite", sqlite_url(folder))


def sqlite_url(folder: Path) -> str:
    """The address of the file in this folder."""
    return f"sqlite:///{folder / 'quizapp.sqlite3'}"
