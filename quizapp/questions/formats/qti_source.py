"""QTI: an item file, or a package with its manifest, as documents in their order. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from ...errors import Invalid, Sentence
from ...rich_text import clean_html
from .archive import Archive, is_archive
from .pictured_texts import PicturedTexts
from .pictures import Embedding
from .qti_names import plain_name
from .xml_tree import Node, parse

_ROOT = re.compile(
    rb"<(?:\w+:)?(assessmentItem|qti-assessment-item|questestinterop|assessmentTest|qti-assessment-test)\b"
)
_SNIFFED_BYTES = 8_192
_XML_NAMES = (".xml", ".qti")
_QUESTION_ROOTS = ("assessmentitem", "questestinterop")
_TEST_ROOT = "assessmenttest"
_FILE_BASES = re.compile(r"^(?:\$IMS[-_]CC[-_]FILE_?BASE\$|%24IMS[-_]CC[-_]FILE_?BASE%24)/*", re.I)


@dataclass(frozen=True)
class Document:
    """A file of questions. ``metadata`` is what the manifest says of it."""

    path: str
    root: Node
    metadata: Node | None = None


@dataclass(frozen=True)
class Fault:
    """A file that should hold questions and cannot be read."""

    path: str
    reason: Sentence


@dataclass
class Source:
    """What was sent."""

    archive: Archive | None = None
    manifest: Node | None = None
    documents: list[Document] = field(default_factory=list)
    tests: list[Document] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    embedding: Embedding = field(default_factory=Embedding)
    _addresses: dict[str, str | Sentence] = field(default_factory=dict)

    def points_elsewhere(self) -> bool:
        """Whether there are references to questions that are not here."""
        roots = [document.root for document in (*self.documents, *self.tests)]
        return any(next(root.walk("bankentryitem", "itemref", "sourcebankref"), None) for root in roots)

    def texts(self, path: str) -> DocumentTexts:
        """A reader for the texts of one item of the document at this path."""
        return DocumentTexts(self, path)

    def picture(self, path: str, address: str) -> str | Sentence | None:
        """The picture that a document means by an address, as a ``data:`` address; or why it cannot be used."""
        name = self._picture_name(path, address)
        return self._address(name) if name else None

    def _address(self, name: str) -> str | Sentence:
        if name not in self._addresses and self.archive:
            try:
                self._addresses[name] = self.embedding.budget.address(name, self.archive.read_whole(name))
            except Invalid as refusal:
                self._addresses[name] = refusal.sentence
        return self._addresses[name]

    def _picture_name(self, path: str, address: str) -> str | None:
        """The member that an address means: beside the document, from the root, or the only one that ends so."""
        wanted = _FILE_BASES.sub("", unquote(address.partition("?")[0]))
        if self.archive is None or not wanted or ":" in wanted:
            return None
        for folder in (posixpath.dirname(path), ""):
            found = self.archive.find(joined_path(folder, wanted))
            if found:
                return found
        ending = "/" + wanted.lstrip("./")
        ended = [name for name in self.archive.names if f"/{name}".endswith(ending)]
        return ended[0] if len(ended) == 1 else None


class DocumentTexts(PicturedTexts):
    """Reads the texts of one item; pictures are those of its package."""

    def __init__(self, source: Source, path: str) -> None:
        super().__init__(source.embedding)
        self._source = source
        self._path = path

    def html(self, raw: str, reader: Callable[[str], str] = clean_html) -> str:
        """The cleaned HTML with its pictures inside."""
        return self.read(raw, self._find, reader)

    def _find(self, address: str) -> str | None:
        found = self._source.picture(self._path, address)
        if isinstance(found, Sentence):
            self.refuse(found)
            return None
        return found


def open_source(content: bytes) -> Source:
    """The documents of a package or a single file. Raises Invalid for what is neither, and for an unsafe package."""
    if is_archive(content):
        return _Package(Archive(content)).source()
    if b"<" not in content[:1_000].replace(b"\0", b"")[:10]:
        raise Invalid(Sentence("Tệp này không phải gói zip, cũng không phải tệp XML. Hãy chọn đúng gói câu hỏi."))
    root = parse(content, plain_name)
    if root.tag not in _QUESTION_ROOTS:
        raise Invalid(Sentence("Tệp XML này không chứa câu hỏi QTI: thẻ đầu tiên là <%(tag)s>.", tag=root.tag))
    return Source(documents=[Document("", root)])


def joined_path(folder: str, name: str) -> str:
    """The path of a name beside others in a folder; "" for one that leads out of the package."""
    path = posixpath.normpath(posixpath.join(folder, name.replace("\\", "/").lstrip("/")))
    return "" if path.startswith("..") else path


class _Package:
    """Finds the question files of an archive and puts them in order."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._source = Source(archive)
        self._metadata: dict[str, Node] = {}

    def source(self) -> Source:
        listed = list(self._listed())
        others = sorted(name for name in self._archive.names if name.lower().endswith(_XML_NAMES))
        declared = {path for path, is_declared in listed if is_declared}
        for path in dict.fromkeys((*(path for path, _ in listed), *others)):
            self._take(path, path in declared)
        self._put_in_order()
        return self._source

    def _listed(self) -> Iterator[tuple[str, bool]]:
        """The XML files of the manifest, with whether it says that there are questions in them."""
        found = [name for name in self._archive.names if posixpath.basename(name).lower() == "imsmanifest.xml"]
        if not found:
            return
        path = min(found, key=len)
        self._source.manifest = manifest = self._parsed(path)
        for resource in manifest.walk("resource"):
            yield from self._files_of(resource, posixpath.dirname(path), manifest)

    def _files_of(self, resource: Node, folder: str, manifest: Node) -> Iterator[tuple[str, bool]]:
        bases = [manifest, manifest.find("resources"), resource]
        folder = posixpath.join(folder, *(base.get("base") for base in bases if base))
        kind = resource.get("type").lower()
        holds_questions = kind.startswith("imsqti") and "rptemplate" not in kind
        own = [resource.get("href")] if resource.get("href") else []
        for href in dict.fromkeys((*own, *(file.get("href") for file in resource.elements("file")))):
            wanted = joined_path(folder, unquote(href))
            path = self._archive.find(wanted)
            if path and path.lower().endswith(_XML_NAMES):
                if metadata := resource.find("metadata"):
                    self._metadata.setdefault(path, metadata)
                yield path, holds_questions
            elif not path and holds_questions and href.lower().endswith(_XML_NAMES):
                self._miss(wanted or href)

    def _take(self, path: str, is_declared: bool) -> None:
        """Read a file that holds questions or a test; others are left alone, whatever is wrong with them."""
        if self._is_copy(path):
            return
        try:
            kind = _ROOT.search(self._archive.read(path, _SNIFFED_BYTES).replace(b"\0", b""))
            if kind or is_declared:
                self._sort(path, self._parsed(path))
        except Invalid as refusal:
            self._source.faults.append(Fault(path, refusal.sentence))

    def _sort(self, path: str, root: Node) -> None:
        if root.tag in _QUESTION_ROOTS:
            self._source.documents.append(Document(path, root, self._metadata.get(path)))
        elif root.tag == _TEST_ROOT:
            self._source.tests.append(Document(path, root))

    def _is_copy(self, path: str) -> bool:
        """A course of Canvas holds each test twice; the second, fuller one lies in a folder of its own."""
        folder, name = posixpath.split(path)
        twin = posixpath.join(posixpath.dirname(folder), f"non_cc_assessments/{posixpath.basename(folder)}.xml.qti")
        return name == "assessment_qti.xml" and self._archive.find(twin) is not None

    def _put_in_order(self) -> None:
        order: dict[str, int] = {}
        for path in self._referred():
            order.setdefault(path, len(order))
        self._source.documents.sort(key=lambda document: order.get(document.path, len(order)))

    def _referred(self) -> Iterable[str]:
        """The item files in the order of the tests."""
        for test in self._source.tests:
            for reference in test.root.walk("assessmentitemref"):
                wanted = joined_path(posixpath.dirname(test.path), unquote(reference.get("href")))
                path = self._archive.find(wanted)
                if path:
                    yield path
                elif reference.get("href"):
                    self._miss(wanted or reference.get("href"))

    def _miss(self, path: str) -> None:
        reason = Sentence("Thiếu tệp %(path)s mà gói có ghi tên. Hãy xuất lại gói cho đủ tệp.", path=path)
        if Fault(path, reason) not in self._source.faults:
            self._source.faults.append(Fault(path, reason))

    def _parsed(self, path: str) -> Node:
        try:
            return parse(self._archive.read_whole(path), plain_name)
        except Invalid as refusal:
            raise Invalid(Sentence("Tệp %(path)s trong gói: %(reason)s", path=path, reason=refusal.sentence)) from None
