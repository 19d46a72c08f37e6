"""Documents of the demonstration: real ones by number, date and title, told in our own words, and one invented.

Their facts are published; none of their texts is copied.
"""

from __future__ import annotations

from datetime import date, datetime

from ..library import services
from ..library.draft import Draft
from ..library.models import Document
from ..library.reading import read_text
from ..units.models import Unit

_NOTE = "Bản tóm tắt dùng để minh họa phần mềm, không thay cho toàn văn của văn bản.\n\n"
RESOLUTION_57 = """
I- QUAN ĐIỂM CHỈ ĐẠO

1. Người dân và doanh nghiệp là trung tâm; nhà khoa học là nhân tố then chốt; Nhà nước dẫn dắt và tạo điều kiện.

2. Thể chế, nhân lực, hạ tầng, dữ liệu là những nội dung cốt lõi. Thể chế cần đi trước một bước.

3. Từ bỏ cách nghĩ "không quản được thì cấm"; chấp nhận rủi ro và thất bại trong nghiên cứu.

II- MỤC TIÊU

1. Đến năm 2030

a) Chi cho nghiên cứu và phát triển đạt 2 % GDP, trong đó hơn 60 % từ xã hội.

b) Dành ít nhất 3 % tổng chi ngân sách hằng năm cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số.

c) Thuộc nhóm nước dẫn đầu Đông Nam Á về năng lực cạnh tranh số và trí tuệ nhân tạo.

2. Tầm nhìn đến năm 2045

Kinh tế số chiếm tối thiểu 50 % GDP; thuộc nhóm 30 nước dẫn đầu thế giới về đổi mới sáng tạo.

III- TỔ CHỨC THỰC HIỆN

1. Ban Chỉ đạo Trung ương do Tổng Bí thư Tô Lâm làm Trưởng ban, được công bố tại hội nghị toàn quốc ngày 13/01/2025.

2. Chương trình hành động của Chính phủ: Nghị quyết 03/NQ-CP ngày 09/01/2025, cập nhật tại Nghị quyết 71/NQ-CP ngày
01/4/2025.
"""
RESOLUTION_52 = """
I- MỤC TIÊU ĐẾN NĂM 2025

1. Kinh tế số chiếm khoảng 20 % GDP.

2. Năng suất lao động tăng bình quân trên 7 % mỗi năm.

3. In-tơ-nét băng thông rộng phủ 100 % các xã.

4. Có ít nhất 3 đô thị thông minh tại ba vùng kinh tế trọng điểm phía Bắc, miền Trung và phía Nam.

II- MỤC TIÊU ĐẾN NĂM 2030

1. Kinh tế số chiếm trên 30 % GDP.

2. Mạng 5G phủ sóng toàn quốc; mọi người dân được dùng băng thông rộng với chi phí thấp.

3. Hoàn thành xây dựng Chính phủ số; năng suất lao động tăng khoảng 7,5 % mỗi năm.
"""
REGULATION_37 = """
Điều 1. Phạm vi

Quy định nêu 19 điều đảng viên không được làm; trước đó là Quy định 47-QĐ/TW ngày 01/11/2011, cũng gồm 19 điều.

Điều 2. Nguyên tắc tổ chức

Điều này tiếp nối Điều 7 của Quy định 47-QĐ/TW, về nguyên tắc tổ chức và việc tự ứng cử khi chưa được phép.

Điều 3. Nền tảng tư tưởng

Không phủ nhận, xuyên tạc chủ nghĩa Mác - Lênin và tư tưởng Hồ Chí Minh.
"""
_BRANCH_MATERIAL = """
1. Nội dung gợi ý cho buổi sinh hoạt

- Đọc trước Nghị quyết 57-NQ/TW trên điện thoại.
- Mỗi đảng viên nêu một việc chuyển đổi số làm được ngay tại nơi cư trú.

2. Câu hỏi thảo luận

- Chi bộ giúp người cao tuổi dùng dịch vụ công trực tuyến bằng cách nào?
"""


def load_documents(unit: Unit, now: datetime) -> list[Document]:
    """Store them, published, for the unit."""
    drafts = [
        _draft("37-QĐ/TW", "Ban Chấp hành Trung ương", date(2021, 10, 25), "regulation", _TITLES[0], REGULATION_37),
        _draft("52-NQ/TW", "Bộ Chính trị", date(2019, 9, 27), "resolution", _TITLES[1], RESOLUTION_52),
        _draft("57-NQ/TW", "Bộ Chính trị", date(2024, 12, 22), "resolution", _TITLES[2], RESOLUTION_57),
        _draft("", unit.name, now.date().replace(day=1), "branch_material", _TITLES[3], _BRANCH_MATERIAL),
    ]
    stored = [services.store(draft, unit, None, now)[0] for draft in drafts]
    # By Regulation 207-QĐ/TW, of which no more is known than number and date: it is not in the library.
    services.replace_document(stored[0], None, date(2026, 7, 26), now)
    return stored


_TITLES = (
    "Về những điều đảng viên không được làm",
    "Về một số chủ trương, chính sách chủ động tham gia cuộc Cách mạng công nghiệp lần thứ tư",
    "Về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia",
    "Tài liệu sinh hoạt chi bộ: chuyển đổi số bắt đầu từ mỗi đảng viên",
)


def _draft(number: str, issuer: str, issued_on: date, kind: str, title: str, text: str) -> Draft:
    sections = read_text(_NOTE + text, is_markdown=True).sections if text else ()
    return Draft(number, issuer, issued_on, kind, title, sections)
