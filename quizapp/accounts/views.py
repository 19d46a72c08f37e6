"""Pages of accounts: one blueprint, its views in a file per subject. A new file is named here."""

from __future__ import annotations

from . import (
    account_views,
    api,
    audit_views,
    member_import_views,
    member_views,
    registration_admin_views,
    registration_views,
    role_views,
    sign_in_views,
)
from .blueprint import blueprint

__all__ = [
    "account_views",
    "api",
    "audit_views",
    "blueprint",
    "member_import_views",
    "member_views",
    "registration_admin_views",
    "registration_views",
    "role_views",
    "sign_in_views",
]
