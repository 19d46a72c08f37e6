"""Which unit a report is for."""

from __future__ import annotations

from ..accounts.access import Permission, get_unit, own_unit, require
from ..units.models import Unit


def reported_unit(code: str | None) -> Unit:
    """The unit of this code, else the highest of those where the reader may see reports.

    Raises Forbidden for who may see none, NotFound for an unknown or another's unit.
    """
    require(Permission.REPORT_VIEW)
    if code:
        return get_unit(code, Permission.REPORT_VIEW)
    unit = own_unit(Permission.REPORT_VIEW)
    assert unit is not None, "whoever holds the permission holds it somewhere"
    return unit
