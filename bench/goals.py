"""A table of what one thing costs, beside its goal."""

from __future__ import annotations

HEADER = "| | CPU | wall | goal | reached |\n|---|---|---|---|---|"


def row(what: str, cpu: str, wall: str, goal: str, is_reached: bool | None) -> str:
    """A row of Markdown; None: there is no goal."""
    reached = {True: "yes", False: "**no**", None: ""}[is_reached]
    return f"| {what} | {cpu} | {wall} | {goal} | {reached} |"
