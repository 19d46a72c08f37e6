"""Invented units: a block of agencies has 74 grassroots organisations, 46 committees with cells and 28 cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

MEMBERS_OF_A_BLOCK = 4_800
COMMITTEES = 46
CELLS = 28
PROVINCE = "Bình Minh"  # there is no province of this name

_AGENCIES = (
    "Sở Nông nghiệp và Môi trường", "Sở Xây dựng", "Sở Tài chính", "Sở Công Thương", "Sở Nội vụ", "Sở Tư pháp",
    "Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Dân tộc và Tôn giáo", "Văn phòng Ủy ban nhân dân", "Văn phòng Hội đồng nhân dân", "Thanh tra",
    "Bệnh viện Đa khoa", "Bệnh viện Y học cổ truyền", "Bệnh viện Sản Nhi", "Bệnh viện Phổi",
    "Trung tâm Kiểm soát bệnh tật", "Trường Chính trị", "Trường Cao đẳng Nghề", "Trường Cao đẳng Sư phạm",
    "Trường Cao đẳng Y tế", "Báo và Phát thanh, Truyền hình", "Kho bạc Nhà nước", "Thuế", "Hải quan",
    "Ngân hàng Nhà nước", "Ngân hàng Nông nghiệp và Phát triển nông thôn", "Ngân hàng Công Thương",
    "Ngân hàng Đầu tư và Phát triển", "Bảo hiểm xã hội", "Tòa án nhân dân", "Viện Kiểm sát nhân dân",
    "Thi hành án dân sự", "Công ty Điện lực", "Công ty Viễn thông", "Bưu điện", "Công ty Cấp thoát nước",
    "Công ty Môi trường và Công trình đô thị", "Công ty Lâm nghiệp", "Công ty Thủy điện", "Công ty Xăng dầu",
    "Quỹ Đầu tư phát triển", "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và nông nghiệp",
    "Ban Quản lý Khu kinh tế",
)  # fmt: skip
_SMALL_AGENCIES = (
    "Cơ quan Đảng ủy Khối", "Ngân hàng Chính sách xã hội", "Cơ quan Tỉnh đoàn", "Cơ quan Hội Liên hiệp Phụ nữ",
    "Cơ quan Hội Nông dân", "Cơ quan Hội Cựu chiến binh", "Cơ quan Liên đoàn Lao động", "Hội Chữ thập đỏ",
    "Hội Văn học Nghệ thuật", "Hội Nhà báo", "Hội Luật gia", "Hội Đông y", "Liên minh Hợp tác xã",
    "Liên hiệp các Hội Khoa học và Kỹ thuật", "Liên hiệp các tổ chức hữu nghị", "Thống kê", "Dự trữ Nhà nước",
    "Kiểm toán Nhà nước khu vực", "Đài Khí tượng Thủy văn", "Bảo tàng", "Thư viện", "Nhà hát Nghệ thuật dân tộc",
    "Trung tâm Pháp y", "Trung tâm Giám định y khoa", "Trung tâm Kiểm nghiệm", "Công ty Xổ số kiến thiết",
    "Công ty Sách và Thiết bị trường học", "Quỹ Bảo vệ môi trường",
)  # fmt: skip
_DEPARTMENTS = (
    "Văn phòng", "Phòng Tổ chức - Hành chính", "Phòng Kế hoạch - Tài chính", "Phòng Nghiệp vụ 1", "Phòng Nghiệp vụ 2",
    "Phòng Thanh tra", "Phòng Quản lý chất lượng", "Phòng Công nghệ thông tin", "Trung tâm Dịch vụ", "Chi cục 1",
    "Chi cục 2", "Khoa Nội", "Khoa Ngoại", "Khoa Cơ bản", "Hưu trí 1", "Hưu trí 2",
)  # fmt: skip


@dataclass
class DemoUnit:
    """A unit to be made, with how many members it has itself."""

    code: str
    name: str
    kind: str
    members: int = 0
    children: list[DemoUnit] = field(default_factory=list)

    def walk(self) -> Iterator[tuple[DemoUnit | None, DemoUnit]]:
        """(parent, unit) of everything below, parents first."""
        for child in self.children:
            yield self, child
            yield from child.walk()


def make_organisation(members: int, random: Random) -> DemoUnit:
    """The whole tree for so many members: one block, or a province of several."""
    blocks = max(1, round(members / MEMBERS_OF_A_BLOCK))
    sizes = spread(members, [1.0] * blocks)
    if blocks == 1:
        return _block("KHOI", f"Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh {PROVINCE}", members, random)
    root = DemoUnit("TINH", f"Đảng bộ tỉnh {PROVINCE}", "provincial_committee")
    for number, size in enumerate(sizes, 1):
        name = f"Đảng bộ Khối các cơ quan và doanh nghiệp số {number} tỉnh {PROVINCE}"
        root.children.append(_block(f"KHOI{number:02}", name, size, random))
    return root


def _block(code: str, name: str, members: int, random: Random) -> DemoUnit:
    block = DemoUnit(code, name, "block_committee")
    weights = [random.uniform(40, 190) for _ in range(COMMITTEES)] + [random.uniform(9, 32) for _ in range(CELLS)]
    sizes = spread(members, weights)
    for number, size in enumerate(sizes[:COMMITTEES], 1):
        block.children.append(_committee(f"{code}-{number:02}", _AGENCIES[number - 1], size, random))
    for number, size in enumerate(sizes[COMMITTEES:], 1):
        name = f"Chi bộ {_SMALL_AGENCIES[number - 1]}"
        block.children.append(DemoUnit(f"{code}-{COMMITTEES + number:02}", name, "grassroots_cell", size))
    return block


def _committee(code: str, agency: str, members: int, random: Random) -> DemoUnit:
    committee = DemoUnit(code, f"Đảng bộ {agency}", "grassroots_committee")
    count = min(len(_DEPARTMENTS), max(2, members // 22))
    names = sorted(random.sample(_DEPARTMENTS, count), key=_DEPARTMENTS.index)
    sizes = spread(members, [random.uniform(0.6, 1.4) for _ in names])
    for number, (name, size) in enumerate(zip(names, sizes, strict=True), 1):
        committee.children.append(DemoUnit(f"{code}-{number:02}", f"Chi bộ {name}", "cell", size))
    return committee


def spread(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(number) for number in exact]
    rest = sorted(range(len(weights)), key=lambda place: counts[place] - exact[place])
    for place in rest[: total - sum(counts)]:
        counts[place] += 1
    return counts
