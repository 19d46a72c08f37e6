"""The words on the page for what the database keeps as codes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

Labels = dict[str, Any]

SEX_LABELS: Labels = {"male": _l("Nam"), "female": _l("Nữ")}
KIND_LABELS: Labels = {
    "official": _l("Đảng viên chính thức"),
    "probationary": _l("Đảng viên dự bị"),
    "union_member": _l("Đoàn viên"),
    "staff": _l("Cán bộ ngoài Đảng"),
    "non_member": _l("Quần chúng"),
    "public": _l("Thí sinh tự do"),
}
STATUS_LABELS: Labels = {
    "active": _l("Đang sinh hoạt"),
    "exempt": _l("Được miễn sinh hoạt"),
    "suspended": _l("Đình chỉ"),
    "away": _l("Tạm vắng"),
    "transferred": _l("Đã chuyển đi"),
    "deceased": _l("Đã từ trần"),
}
ACCOUNT_LABELS: Labels = {
    "not_activated": _l("Chưa kích hoạt"),
    "pending": _l("Chờ phê duyệt"),
    "approved": _l("Đang dùng"),
    "rejected": _l("Bị từ chối"),
    "locked": _l("Đã khóa"),
}
ROLE_LABELS: Labels = {
    "administrator": _l("Quản trị hệ thống"),
    "unit_administrator": _l("Quản trị đơn vị"),
    "propaganda_board": _l("Ban Tuyên giáo"),
    "instructor": _l("Giảng viên"),
    "leader": _l("Lãnh đạo"),
    "secretary": _l("Thư ký, bí thư chi bộ"),
}
ROLE_NOTES: Labels = {
    "administrator": _l("Làm được mọi việc trong đơn vị này và các đơn vị trực thuộc."),
    "unit_administrator": _l("Nhập danh sách, sửa đơn vị và thành viên, duyệt đăng ký, phân quyền."),
    "propaganda_board": _l("Làm ngân hàng câu hỏi, tổ chức cuộc thi, công bố kết quả, xem số liệu."),
    "instructor": _l("Làm ngân hàng câu hỏi, xem số liệu."),
    "leader": _l("Xem số liệu và danh sách những người chưa tham gia."),
    "secretary": _l("Lập buổi học của đơn vị, điểm danh, xem ai chưa học."),
}
# The names of the fields of a member or a unit, for showing what changed.
FIELD_LABELS: Labels = {
    "code": _l("Mã số"),
    "name": _l("Họ và tên"),
    "birth_date": _l("Ngày sinh"),
    "birth_year": _l("Năm sinh"),
    "sex": _l("Giới tính"),
    "unit": _l("Đơn vị"),
    "unit_id": _l("Đơn vị"),
    "phone": _l("Điện thoại"),
    "email": _l("Thư điện tử"),
    "kind": _l("Loại"),
    "status": _l("Trạng thái"),
    "position": _l("Chức vụ"),
    "account_state": _l("Tài khoản"),
    "unit_name": _l("Tên đơn vị"),
    "unit_kind": _l("Loại đơn vị"),
    "parent": _l("Đơn vị cấp trên"),
    "valid_from": _l("Ngày thành lập"),
    "valid_to": _l("Ngày kết thúc"),
    "successor": _l("Đơn vị kế thừa"),
}
