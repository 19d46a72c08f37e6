"""PURE: addresses within this site, to come back to after signing in."""

from __future__ import annotations

import re

HOME = "/"
# "//host" and "/\host" lead to other sites; browsers drop control signs before they look.
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def local_path(target: str | None) -> str:
    """The target where it is a path of this site, else the home page."""
    return target if target and _LOCAL.fullmatch(target) else HOME
