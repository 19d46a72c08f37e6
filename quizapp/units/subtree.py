"""PURE: paths of units. A path is the ids from the root to the unit, each followed by a slash: "1/5/9/"."""

from __future__ import annotations


def path_under(parent_path: str, unit_id: int) -> str:
    """The path of a unit below ``parent_path`` ("" for a root)."""
    return f"{parent_path}{unit_id}/"


def subtree_range(path: str) -> tuple[str, str]:
    """(first, end): a unit is in the subtree when first <= its path < end, compared by bytes.

    "0" is the byte after "/", so the range holds exactly the strings that begin with ``path``. A range, unlike LIKE,
    uses the index on both databases.
    """
    if not path.endswith("/"):
        raise ValueError("a path ends with a slash and is never empty")
    return path, path[:-1] + "0"


def is_within(path: str, ancestor_path: str) -> bool:
    """Whether the unit at ``path`` is ``ancestor_path`` itself or below it."""
    return bool(ancestor_path) and path.startswith(ancestor_path)


def ids_of(path: str) -> list[int]:
    """The ids on the way, root first."""
    return [int(part) for part in path.split("/") if part]
