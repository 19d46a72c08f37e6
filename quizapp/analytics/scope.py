"""Which unit a report is for."""

from __future__ import annotations

from ..accounts.access import Permission, get_unit, paths_with, require
from ..units.models import Unit
from ..units.subtree import ids_of


def reported_unit(code: str | None) -> Unit:
    """The unit of this code, else the highest of those where the reader may see reports.

    Raises Forbidden for who may see none, NotFound for an unknown or another's unit.
    """
    require(Permission.REPORT_VIEW)
    if code:
        return get_unit(code, Permission.REPORT_VIEW)
    highest = min(paths_with(Permission.REPORT_VIEW), key=lambda path: (path.count("/"), path))
    return get_unit(ids_of(highest)[-1], Permission.REPORT_VIEW)
