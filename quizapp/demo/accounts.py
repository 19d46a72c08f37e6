"""The accounts that show what each role can do; a server of the demonstration offers them on the sign-in page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Flask, current_app


@dataclass(frozen=True)
class RoleAccount:
    """An account that shows what a role can do. ``at`` is the place of its unit: the root or the first committee."""

    code: str
    name: str
    position: str
    role: str
    at: str


ROLE_ACCOUNTS = (
    RoleAccount("quan-tri", "Quản Trị Mẫu", "Cán bộ công nghệ thông tin", "administrator", "root"),
    RoleAccount("tuyen-giao", "Tuyên Giáo Mẫu", "Ban Tuyên giáo và Dân vận", "propaganda_board", "root"),
    RoleAccount("lanh-dao", "Lãnh Đạo Mẫu", "Phó Bí thư Thường trực", "leader", "root"),
    RoleAccount("bi-thu-co-so", "Bí Thư Mẫu", "Bí thư Đảng ủy cơ sở", "leader", "committee"),
    RoleAccount("can-bo-co-so", "Cán Bộ Mẫu", "Cán bộ tổ chức", "unit_administrator", "committee"),
    RoleAccount("giang-vien", "Giảng Viên Mẫu", "Giảng viên Trung tâm Chính trị", "instructor", "root"),
    RoleAccount("thu-ky", "Thư Ký Mẫu", "Thư ký Đảng ủy cơ sở", "secretary", "committee"),
)


def remember(password: str) -> None:
    """Keep the accounts for the servers of this installation that are started as a demonstration."""
    accounts = [{"label": account.position, "login": account.code, "password": password} for account in ROLE_ACCOUNTS]
    accounts.insert(0, {"label": "Đảng viên", "login": "dv000001", "password": password})
    path = current_app.config["QUIZAPP"].instance / "demo.json"
    path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1))


def register(app: Flask) -> None:
    """Offer the accounts where a demonstration is served."""
    config = app.config["QUIZAPP"]
    path = config.instance / "demo.json"
    app.config["DEMO_ACCOUNTS"] = json.loads(path.read_text()) if config.is_demo and path.exists() else []
