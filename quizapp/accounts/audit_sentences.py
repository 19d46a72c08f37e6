"""PURE: the audit log in words. Whoever records a new action adds its sentence here."""

from __future__ import annotations

from typing import Any

from ..errors import Sentence

# "<object>.<what happened>"
ACTIONS: dict[str, Sentence] = {
    "password.changed": Sentence("Đổi mật khẩu"),
    "sign_ins.ended": Sentence("Đăng xuất khỏi các thiết bị khác"),
    "member.registered": Sentence("Đăng ký tài khoản"),
    "member.created": Sentence("Thêm thành viên"),
    "member.edited": Sentence("Sửa thông tin thành viên"),
    "member.moved": Sentence("Chuyển thành viên sang đơn vị khác"),
    "member.locked": Sentence("Khóa tài khoản"),
    "member.unlocked": Sentence("Mở khóa tài khoản"),
    "member.approved": Sentence("Phê duyệt đăng ký"),
    "member.rejected": Sentence("Từ chối đăng ký"),
    "member.password_reset": Sentence("Cấp lại mật khẩu"),
    "members.moved": Sentence("Chuyển tất cả thành viên sang đơn vị khác"),
    "members.imported": Sentence("Nhập danh sách thành viên"),
    "members.listed": Sentence("Xem danh sách thành viên"),
    "registrations.listed": Sentence("Xem danh sách chờ phê duyệt"),
    "grants.listed": Sentence("Xem danh sách phân quyền"),
    "unit.created": Sentence("Tạo đơn vị"),
    "unit.edited": Sentence("Sửa đơn vị"),
    "unit.moved": Sentence("Chuyển đơn vị sang cấp trên khác"),
    "unit.closed": Sentence("Kết thúc hoạt động của đơn vị"),
    "unit.reopened": Sentence("Cho đơn vị hoạt động trở lại"),
    "units.imported": Sentence("Nhập danh sách đơn vị"),
    "unit_kind.created": Sentence("Thêm loại đơn vị"),
    "unit_kind.edited": Sentence("Sửa loại đơn vị"),
    "grant.given": Sentence("Cấp quyền"),
    "grant.taken": Sentence("Thu hồi quyền"),
    "competition.created": Sentence("Tạo cuộc thi"),
    "competition.edited": Sentence("Sửa cuộc thi"),
    "competition.removed": Sentence("Xóa cuộc thi"),
    "competition.published": Sentence("Công bố cuộc thi"),
    "competition.audience_changed": Sentence("Đổi đối tượng dự thi"),
    "competition.prizes_changed": Sentence("Đổi cơ cấu giải thưởng"),
    "round.added": Sentence("Thêm vòng thi"),
    "round.edited": Sentence("Sửa vòng thi"),
    "round.removed": Sentence("Xóa vòng thi"),
    "round.matrix_changed": Sentence("Đổi ma trận đề"),
    "round.results_published": Sentence("Công bố kết quả vòng thi"),
    "round.member_disqualified": Sentence("Hủy kết quả của một người"),
    "round.tie_decided": Sentence("Quyết định thứ hạng giữa những người đồng hạng"),
    "results.viewed": Sentence("Xem danh sách kết quả"),
    "results.exported": Sentence("Tải danh sách kết quả"),
    "missing.viewed": Sentence("Xem danh sách người chưa dự thi"),
    "missing.exported": Sentence("Tải danh sách người chưa dự thi"),
    "session.created": Sentence("Lập buổi học"),
    "session.edited": Sentence("Sửa buổi học"),
    "session.cancelled": Sentence("Hủy buổi học"),
    "session.restored": Sentence("Khôi phục buổi học"),
    "attendance.viewed": Sentence("Xem danh sách điểm danh"),
    "attendance.exported": Sentence("Tải danh sách điểm danh"),
    "attendance.imported": Sentence("Nhập danh sách điểm danh"),
    "wave.created": Sentence("Mở đợt học tập"),
    "unstudied.viewed": Sentence("Xem danh sách người chưa học"),
    "unstudied.exported": Sentence("Tải danh sách người chưa học"),
    "bank.created": Sentence("Tạo ngân hàng câu hỏi"),
    "bank.edited": Sentence("Sửa ngân hàng câu hỏi"),
    "bank.imported": Sentence("Nhập câu hỏi từ tệp"),
    "bank.exported": Sentence("Xuất câu hỏi và đáp án ra tệp"),
    "question.retired": Sentence("Ngừng dùng câu hỏi"),
    "question.restored": Sentence("Dùng lại câu hỏi"),
}
OBJECTS: dict[str, Sentence] = {
    "member": Sentence("Thành viên"),
    "unit": Sentence("Đơn vị"),
    "unit_kind": Sentence("Loại đơn vị"),
    "bank": Sentence("Ngân hàng câu hỏi"),
    "question": Sentence("Câu hỏi"),
    "assessment": Sentence("Bài thi"),
    "attempt": Sentence("Lượt thi"),
    "competition": Sentence("Cuộc thi"),
    "round": Sentence("Vòng thi"),
    "session": Sentence("Buổi học"),
    "wave": Sentence("Đợt học tập"),
    "grant": Sentence("Phân quyền"),
}
DETAILS: dict[str, Sentence] = {
    "sign_ins": Sentence("số thiết bị"),
    "members": Sentence("số thành viên"),
    "member": Sentence("thành viên"),
    "role": Sentence("vai trò"),
    "unit": Sentence("đơn vị"),
    "file": Sentence("tệp"),
    "found": Sentence("tìm thấy"),
    "reason": Sentence("lý do"),
    "code": Sentence("mã số"),
    "title": Sentence("tên"),
    "search": Sentence("tìm"),
    "people": Sentence("số người"),
    "questions": Sentence("số câu"),
    "format": Sentence("định dạng"),
    "reference": Sentence("mã câu hỏi"),
    "bank": Sentence("ngân hàng"),
    "updated": Sentence("cập nhật"),
    "version": Sentence("lần công bố"),
    "attempts": Sentence("số lượt thi"),
    "all_correct": Sentence("số người đúng tất cả"),
    "rounds": Sentence("vòng thi"),
    "prizes": Sentence("giải thưởng"),
    "rules": Sentence("số ký tự của thể lệ"),
    "added": Sentence("thêm"),
    "removed": Sentence("bỏ"),
    "excluded": Sentence("không dự thi"),
    "readmitted": Sentence("được dự thi lại"),
    "member_kinds": Sentence("đối tượng dự thi"),
    "opens_at": Sentence("giờ mở"),
    "closes_at": Sentence("giờ đóng"),
    "minutes": Sentence("thời gian làm bài"),
    "attempts_allowed": Sentence("số lượt thi"),
    "counting": Sentence("lượt được tính"),
    "ranking": Sentence("tiêu chí xếp hạng"),
    "prediction_target": Sentence("câu hỏi dự đoán"),
    "is_prediction_required": Sentence("bắt buộc dự đoán"),
    "shuffles_questions": Sentence("đảo câu hỏi"),
    "shuffles_options": Sentence("đảo phương án"),
    "answers_shown": Sentence("lúc cho xem đáp án"),
    "created": Sentence("tạo mới"),
}


def sentence_for(action: str) -> Sentence:
    """What happened; the action's own name where nobody has put it into words yet."""
    return ACTIONS.get(action) or Sentence("Việc khác (%(action)s)", action=action)


def object_for(object_type: str) -> Sentence | str:
    """What kind of thing it happened to."""
    return OBJECTS.get(object_type, object_type)


def details_for(detail: dict[str, Any]) -> list[tuple[str, Any]]:
    """(name, value) of what else was noted, without what is empty; of a change (name, (before, after))."""
    changes = [(name, tuple(pair)) for name, pair in (detail.get("changes") or {}).items()]
    others = [(name, value) for name, value in detail.items() if name != "changes" and value not in (None, "", [], {})]
    return changes + others
