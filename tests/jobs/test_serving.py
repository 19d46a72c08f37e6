"""The process for jobs beside the server: it works, is started again when it dies, and ends with the server."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.program import PATIENCE, Program


def processes_beside(pid: int) -> list[int]:
    """The processes of `quizapp jobs run` below this one."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid and words[-3:-1] == [b"jobs", b"run"]:
            found.append(int(entry.name))
    return found


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def test_the_process_for_jobs_is_started_again_and_ends_with_the_server(tmp_path):
    server = Program(tmp_path).serve("--workers", "1")
    try:
        server.wait_until_ready()
        (first,) = wait_for(lambda: processes_beside(server.process.pid))
        os.kill(first, signal.SIGKILL)
        (second,) = wait_for(lambda: [pid for pid in processes_beside(server.process.pid) if pid != first])
    finally:
        code = server.stop()
    assert code == 0
    assert not Path(f"/proc/{second}").exists()
