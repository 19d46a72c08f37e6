"""The rules that a new competition begins with, for the organisers to complete."""

from __future__ import annotations

from flask_babel import gettext as _


def rules_sample() -> str:
    """Markdown with the headings that every set of rules has."""
    return "\n\n".join(
        (
            _("## Mục đích, yêu cầu"),
            _(
                "- Giúp cán bộ, đảng viên nắm vững nội dung cơ bản của nghị quyết.\n"
                "- Tổ chức nghiêm túc, khách quan, thiết thực."
            ),
            _("## Đối tượng dự thi"),
            _(
                "- Cán bộ, đảng viên đang sinh hoạt tại các đơn vị nêu trên trang cuộc thi.\n"
                "- Thành viên Ban Tổ chức và người ra đề không dự thi."
            ),
            _("## Hình thức thi"),
            _(
                "- Thi trắc nghiệm trực tuyến bằng tài khoản cá nhân.\n"
                "- Hết giờ, hệ thống tự động nộp những câu đã lưu."
            ),
            _("## Cách xếp hạng"),
            _(
                "- Thứ tự các tiêu chí xếp hạng được nêu ở từng vòng thi.\n"
                "- Người bằng nhau ở mọi tiêu chí thì đồng hạng."
            ),
            _("## Quy định chung"),
            _(
                "- Mỗi người chỉ dùng tài khoản của mình, không thi thay người khác.\n"
                "- Không can thiệp vào hệ thống và dữ liệu của cuộc thi.\n"
                "- Kết quả vi phạm bị hủy, kể cả sau khi đã trao giải.\n"
                "- Khiếu nại gửi Ban Tổ chức trong 5 ngày kể từ khi công bố kết quả."
            ),
        )
    )
