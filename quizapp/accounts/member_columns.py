"""PURE: the columns of member lists under all their names, and those that are never read."""

from __future__ import annotations

import re

from ..folding import fold
from ..tables import Column

COLUMNS = {
    "code": Column(
        (
            "Mã số",
            "Mã thành viên",
            "Mã đảng viên",
            "Mã số đảng viên",
            "Số thẻ đảng viên",
            "Số thẻ đảng",
            "Số thẻ ĐV",
            "Số thẻ",
            "Mã ĐV",
            "Mã đoàn viên",
            "Số thẻ đoàn viên",
            "Mã cán bộ",
            "Mã nhân viên",
            "Số hiệu",
            "Mã",
            "Member code",
            "code",
        ),
        required=True,
    ),
    "name": Column(
        (
            "Họ và tên",
            "Họ tên",
            "Họ và tên đảng viên",
            "Họ tên đảng viên",
            "Họ và tên khai sinh",
            "Họ, tên",
            "Họ, chữ đệm và tên",
            "Họ và tên đầy đủ",
            "Tên đảng viên",
            "Tên thành viên",
            "Full name",
            "name",
        ),
        required=True,
        instead=("family_name", "given_name"),
        continues=True,
    ),
    "family_name": Column(("Họ đệm", "Họ và đệm", "Họ và tên đệm", "Họ, đệm", "Họ lót", "Họ và chữ đệm", "Họ")),
    "given_name": Column(("Tên", "Tên gọi")),
    "sex": Column(("Giới tính", "Giới", "Phái", "Nam/Nữ", "Nam, nữ", "sex")),
    "birth": Column(
        (
            "Ngày sinh",
            "Ngày tháng năm sinh",
            "Ngày, tháng, năm sinh",
            "Ngày/tháng/năm sinh",
            "Sinh ngày",
            "Ngày sinh/Năm sinh",
            "NTNS",
            "Năm sinh",
            "birth_date",
        )
    ),
    # The registers' two columns under "Ngày sinh" or "Giới tính": a date or a cross in the one that applies.
    "male": Column(("Nam",)),
    "female": Column(("Nữ",)),
    "unit_code": Column(
        ("Mã đơn vị", "Mã chi bộ", "Mã tổ chức đảng", "Mã tổ chức", "Mã đơn vị sinh hoạt", "Unit code", "unit_code")
    ),
    "cell": Column(
        ("Chi bộ", "Tên chi bộ", "Chi bộ sinh hoạt", "Sinh hoạt tại chi bộ", "Chi bộ đang sinh hoạt", "Tổ đảng")
    ),
    "unit": Column(
        (
            "Đơn vị",
            "Tên đơn vị",
            "Đơn vị sinh hoạt",
            "Tổ chức đảng",
            "Nơi sinh hoạt",
            "Nơi sinh hoạt đảng",
            "Đảng bộ",
            "Chi đoàn",
            "Đơn vị công tác",
            "unit",
        )
    ),
    "position": Column(
        ("Chức vụ", "Chức vụ đảng", "Chức vụ trong Đảng", "Chức danh", "Chức vụ, chức danh", "Nhiệm vụ", "position")
    ),
    "kind": Column(
        (
            "Loại",
            "Loại đảng viên",
            "Loại thành viên",
            "Đối tượng",
            "Diện",
            "Chính thức/Dự bị",
            "Đảng viên chính thức/dự bị",
            "kind",
        )
    ),
    "status": Column(
        ("Trạng thái", "Tình trạng", "Trạng thái sinh hoạt", "Tình trạng sinh hoạt", "Tình trạng đảng viên", "status")
    ),
    "phone": Column(
        (
            "Điện thoại",
            "Số điện thoại",
            "Điện thoại di động",
            "Số điện thoại di động",
            "Di động",
            "ĐT",
            "Số ĐT",
            "SĐT",
            "ĐTDĐ",
            "Điện thoại liên hệ",
            "Phone",
            "Mobile",
        )
    ),
    "email": Column(("Email", "E-mail", "Thư điện tử", "Địa chỉ email", "Hộp thư điện tử", "Địa chỉ thư điện tử")),
    "joined_on": Column(("Ngày vào Đảng", "Ngày kết nạp", "Ngày kết nạp Đảng", "Ngày vào Đảng dự bị", "Vào Đảng")),
    "official_on": Column(
        ("Ngày chính thức", "Ngày công nhận chính thức", "Ngày vào Đảng chính thức", "Ngày công nhận", "Chính thức")
    ),
}

_PRIVATE = re.compile(
    r"\b(?:cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|ho chieu|passport|dan toc|ton giao)\b|^anh(?: the)?$"
)


def is_private(header: str) -> bool:
    """Whether a column holds what is never imported: ethnicity, religion, identity numbers, pictures of them."""
    return _PRIVATE.search(fold(header)) is not None
