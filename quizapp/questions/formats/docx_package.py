"""The parts of a Word document that an exam needs: read in memory, of limited size, without anything from outside.

Pure. Not python-docx, which unpacks all parts without counting and keeps neither numbers nor text boxes.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from ...errors import Invalid, Sentence
from .archive import Archive, is_archive
from .pictures import Budget
from .text_files import refuse_size
from .xml_tree import Node, parse

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", Sentence("tệp PDF")),
    (b"{\\rtf", Sentence("tệp RTF")),
    (b"\x89PNG", Sentence("tệp ảnh")),
    (b"\xff\xd8\xff", Sentence("tệp ảnh")),
    (b"Rar!", Sentence("tệp nén RAR")),
    (b"7z\xbc\xaf", Sentence("tệp nén 7z")),
)
_OTHER_MEMBERS = (
    ("xl/workbook.xml", Sentence("bảng tính Excel (.xlsx)")),
    ("ppt/presentation.xml", Sentence("tệp PowerPoint")),
    ("content.xml", Sentence("tệp OpenDocument (.odt)")),
    ("imsmanifest.xml", Sentence("gói QTI")),
)


@dataclass(frozen=True)
class Relation:
    """What an id in a part stands for. ``target``: the name of a member, or an address outside."""

    kind: str
    target: str
    is_outside: bool = False


class WordPackage:
    """A .docx file. Raises Invalid, by name, for what is none."""

    def __init__(self, content: bytes, filename: str) -> None:
        refuse_size(content)
        self._pictures = Budget()
        _refuse_foreign(content, filename)
        try:
            self._archive = Archive(content)
        except Invalid as refusal:
            raise _unreadable(refusal) from None
        self.main = self._find_main(filename)
        self.relations = self._relations(self.main)

    def part(self, kind: str) -> Node | None:
        """The first part that the document relates to as this kind ("styles", "numbering"), None where it is not."""
        relation = next((one for one in self.relations.values() if one.kind == kind and not one.is_outside), None)
        name = self._archive.find(relation.target) if relation else None
        return self.parsed(name) if name else None

    def parsed(self, name: str) -> Node:
        """A member as a tree."""
        try:
            return parse(self._archive.read_whole(name))
        except Invalid as refusal:
            raise _unreadable(refusal) from None

    def picture(self, relation_id: str) -> str:
        """The ``data:`` address of a picture. Raises Invalid for one that cannot be kept."""
        relation = self.relations.get(relation_id)
        name = self._archive.find(relation.target) if relation and not relation.is_outside else None
        if name is None:
            raise Invalid(Sentence("Có hình không nằm trong tệp nên đã bỏ. Hãy chèn lại hình."))
        return self._pictures.address(posixpath.basename(name), self._archive.read_whole(name))

    def _find_main(self, filename: str) -> str:
        relations = self._relations("")
        targets = [one.target for one in relations.values() if one.kind == "officeDocument"]
        name = next(filter(None, map(self._archive.find, [*targets, "word/document.xml"])), None)
        if name is None or not name.startswith("word/"):
            kinds = (kind for member, kind in _OTHER_MEMBERS if self._archive.find(member))
            raise Invalid(_say_again(next(kinds, Sentence("tệp nén, không phải tệp Word")), filename))
        return name

    def _relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        member = self._archive.find(posixpath.join(folder, "_rels", f"{name}.rels"))
        if member is None:
            return {}
        return {one.get("Id"): _relation(one, folder) for one in self.parsed(member).elements("Relationship")}


def is_word(content: bytes) -> bool:
    """Whether this is a Word document, or an old or locked one that is to be refused by name."""
    if content.startswith(_OLE):
        return any(name.encode("utf-16-le") in content for name in ("WordDocument", "EncryptedPackage"))
    if content.startswith(b"{\\rtf"):
        return True
    if not is_archive(content):
        return False
    try:
        return Archive(content).find("word/document.xml") is not None or b"wordprocessingml.document" in content
    except Invalid:
        return b"word/document.xml" in content


def _relation(node: Node, folder: str) -> Relation:
    target = node.get("Target")
    kind = node.get("Type").rpartition("/")[2]
    if node.get("TargetMode") == "External":
        return Relation(kind, target, is_outside=True)
    name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relation(kind, name)


def _refuse_foreign(content: bytes, filename: str) -> None:
    if content.startswith(_OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        kind = Sentence("tệp có đặt mật khẩu") if is_locked else Sentence("tệp Word cũ (.doc)")
        raise Invalid(_say_again(kind, filename))
    for sign, kind in _FOREIGN:
        if content.startswith(sign):
            raise Invalid(_say_again(kind, filename))
    if not is_archive(content):
        raise Invalid(_say_again(Sentence("tệp không phải .docx"), filename))


def _say_again(kind: Sentence, filename: str) -> Sentence:
    return Sentence(
        "Tệp “%(file)s” thật ra là %(kind)s. Hãy mở bằng Word, bỏ mật khẩu nếu có, chọn Lưu thành .docx rồi gửi lại.",
        file=filename,
        kind=kind,
    )


def _unreadable(refusal: Invalid) -> Invalid:
    return Invalid(Sentence("Không đọc được tệp Word này. %(reason)s", reason=refusal.sentence))
