"""Static files under names that carry their content, compressed once, served with a long life.

What the browser loads comes from our own ``static/`` and from installed packages (plotly); it is put together in
``<instance>/assets/`` when the program starts. A name changes with its content, so nothing is ever stale. A folder of
modules is joined to one script.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from .script_joining import join

STATIC = Path(__file__).parent / "static"
COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest"}
PREFIX = "/static/"
ENTRY = "begin.js"


def register(app: Flask, instance: Path) -> None:
    """Build what is missing, serve it, and give templates ``static_url``."""
    names = build(instance / "assets")
    whitenoise = WhiteNoise(
        app.wsgi_app,
        max_age=31_536_000,
        allow_all_origins=False,
        immutable_file_test=lambda *_: True,
        add_headers_function=_add_headers,
    )
    whitenoise.add_files(str(instance / "assets"), prefix=PREFIX)
    app.wsgi_app = whitenoise  # type: ignore[method-assign]
    app.jinja_env.globals["static_url"] = lambda name: PREFIX + names[name]


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def build(folder: Path) -> dict[str, str]:
    """Write every asset to the folder under its hashed name; returns {name: hashed name}."""
    folder.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    with TemporaryDirectory(prefix="assets-", dir=folder.parent) as workshop:
        for name, source in sorted(_sources().items()):
            content = _joined(source) if source.is_dir() else source.read_bytes()
            if name.endswith(".js"):
                content = _with_hashed_imports(content, names)
            names[name] = _hashed(name, content)
            _write(folder / names[name], content, Path(workshop))
    return names


def _sources() -> dict[str, Path]:
    """Files, and folders of modules that are joined."""
    scripts = {entry.parent for entry in STATIC.rglob(ENTRY)}
    found = {f"{folder.relative_to(STATIC)}.js": folder for folder in scripts}
    found |= {
        str(path.relative_to(STATIC)): path
        for path in STATIC.rglob("*")
        if path.is_file() and path.parent not in scripts
    }
    plotly = find_spec("plotly")
    if plotly and plotly.origin:
        found["plotly.min.js"] = Path(plotly.origin).parent / "package_data" / "plotly.min.js"
    return found


def _joined(folder: Path) -> bytes:
    """A folder of modules is one script of its name: "paper/begin.js" and all that it imports are "paper.js"."""
    return join(ENTRY, {path.name: path.read_text() for path in folder.glob("*.js")}).encode()


def _hashed(name: str, content: bytes) -> str:
    stem, dot, suffix = name.partition(".")
    return f"{stem}.{hashlib.blake2b(content, digest_size=6).hexdigest()}{dot}{suffix}"


def _with_hashed_imports(content: bytes, names: dict[str, str]) -> bytes:
    """An ES module finds its neighbours ("./clock.js") under hashed names; they sort before those who use them."""

    def hashed(match: re.Match[bytes]) -> bytes:
        return match[1] + b"./" + names[match[2].decode()].encode() + match[3]

    return re.sub(rb"""(from\s+["'])\./([\w.-]+)(["'])""", hashed, content)


def _write(path: Path, content: bytes, workshop: Path) -> None:
    if path.exists() and (path.suffix not in COMPRESSED or Path(f"{path}.br").exists()):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    files = {path: content}
    if path.suffix in COMPRESSED:
        # The best quality takes 10 s for plotly; 9 takes 0.3 s and 3 % more bytes.
        files[Path(f"{path}.gz")] = gzip.compress(content, 9, mtime=0)
        files[Path(f"{path}.br")] = brotli.compress(content, quality=11 if len(content) < 500_000 else 9)
    for target, body in files.items():
        # Written elsewhere and renamed: programs that start together never see half a file.
        made = workshop / target.name
        made.write_bytes(body)
        made.replace(target)
