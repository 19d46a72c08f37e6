"""``python -m quizapp.supervising``: gunicorn and, beside it, the process that does jobs.

Light on purpose: it imports nothing of the application. It ends with gunicorn and passes signals on to it; the other
process is started again whenever it dies. Each child is told by the kernel when this process is killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

AGAIN_AFTER = 2.0  # seconds
PATIENCE = 25.0
_PASSED_ON = ("SIGHUP", "SIGUSR1", "SIGUSR2", "SIGTTIN", "SIGTTOU", "SIGWINCH")
_ENDING = ("SIGTERM", "SIGINT", "SIGQUIT")
_PR_SET_PDEATHSIG = 1
_library = ctypes.CDLL(None) if sys.platform == "linux" else None


class Supervisor:
    """Two children and the signals for them."""

    def __init__(self, server_arguments: list[str]) -> None:
        self._server_arguments = server_arguments
        self._server: subprocess.Popen[bytes] | None = None
        self._is_ending = threading.Event()

    def run(self) -> int:
        """Until gunicorn has ended; its exit code."""
        for name in (*_PASSED_ON, *_ENDING):
            signal.signal(getattr(signal, name), self._pass_on)
        self._server = _start("gunicorn", *self._server_arguments)
        beside = threading.Thread(target=self._keep_jobs_running)
        beside.start()
        code = self._server.wait()
        self._is_ending.set()
        beside.join()
        return code if code >= 0 else 128 - code

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        if signal.Signals(number).name in _ENDING:
            self._is_ending.set()
        if self._server is not None:
            self._server.send_signal(number)

    def _keep_jobs_running(self) -> None:
        while not self._is_ending.is_set():
            jobs = _start("quizapp", "jobs", "run")
            while jobs.poll() is None and not self._is_ending.wait(0.2):
                pass
            if jobs.poll() is None:
                _end(jobs)
            else:
                self._is_ending.wait(AGAIN_AFTER)


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, preexec_fn=_end_with_parent, start_new_session=True)  # noqa: S603 - ours


def _end_with_parent() -> None:
    if _library is not None:
        _library.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(Supervisor(sys.argv[1:]).run())
