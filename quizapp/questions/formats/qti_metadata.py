"""QTI: what packages say about their items besides the items themselves, in the fields of LOM. Pure.

Fields without a place in LOM are classifications of our own; the reference is an identifier in our catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...folding import tidy
from .accepted_answers import comparison_of
from .answers import AcceptedNumber, AcceptedTexts, Answer
from .parsed import Level, ParsedQuestion
from .qti_source import Source
from .xml_markup import xml_text
from .xml_tree import Node

OUR_CATALOGUE = "quizapp"
_COMPARE, _UNIT = "text comparison", "unit of measurement"
_LEVELS = {str(level): level for level in Level}


@dataclass(frozen=True)
class Facts:
    """What a manifest says about an item."""

    reference: str = ""
    topic: str = ""
    level: Level | None = None
    source: str = ""
    tags: tuple[str, ...] = ()
    compare: str = ""  # how short texts are compared
    unit: str = ""  # of a number


def facts_of(metadata: Node | None) -> Facts:
    """Read the LOM record of an item."""
    record = next(metadata.walk("lom"), None) if metadata else None
    if record is None:
        return Facts()
    classes = [_classification(node) for node in record.elements("classification")]
    return Facts(
        reference=_reference(record),
        topic=next((entry for purpose, _, entry in classes if purpose == "discipline" and entry), ""),
        level=next(
            (_LEVELS[entry] for _, source, entry in classes if source == OUR_CATALOGUE and entry in _LEVELS), None
        ),
        source=_origin(record),
        tags=tuple(text for node in record.walk("keyword") if (text := _text(node))),
        compare=next((entry for purpose, _, entry in classes if purpose == _COMPARE), ""),
        unit=next((entry for purpose, _, entry in classes if purpose == _UNIT), ""),
    )


def title_of(source: Source) -> str:
    """The title of the whole: that of the only test, else the manifest's."""
    assessments = [node for document in source.documents for node in document.root.elements("assessment")]
    titles = {tidy(node.get("title")) for node in (*assessments, *(test.root for test in source.tests))} - {""}
    if len(titles) == 1:
        return titles.pop()
    title = source.manifest.find("metadata", "lom", "general", "title") if source.manifest else None
    return _text(title) if title else ""


def written_facts(question: ParsedQuestion) -> str:
    """The LOM record of a question."""
    reference = (
        f"<identifier><catalog>{OUR_CATALOGUE}</catalog><entry>{xml_text(question.reference)}</entry></identifier>"
        if question.reference
        else ""
    )
    tags = "".join(f"<keyword>{_string(tag)}</keyword>" for tag in question.tags)
    return (
        '<lom xmlns="http://ltsc.ieee.org/xsd/LOM">'
        f"<general>{reference}<title>{_string(question.item)}</title>{tags}</general>"
        f"{_written_origin(question.source)}"
        f"{_written_class('discipline', '', question.topic)}"
        f"{_written_class('educational level', OUR_CATALOGUE, str(question.level or ''))}"
        f"{_written_answer(question.answer)}"
        "</lom>"
    )


def _written_answer(answer: Answer | None) -> str:
    """What the item itself has no place for."""
    match answer:
        case AcceptedTexts():
            return _written_class(_COMPARE, OUR_CATALOGUE, comparison_of(answer))
        case AcceptedNumber(unit=unit):
            return _written_class(_UNIT, OUR_CATALOGUE, unit)
    return ""


def _text(node: Node) -> str:
    return tidy(node.text())


def _reference(record: Node) -> str:
    general = record.find("general")
    for node in general.elements("identifier", "catalogentry") if general else ():
        if tidy(node.text_at("catalog")) == OUR_CATALOGUE:
            return tidy(node.text_at("entry"))
    return ""


def _origin(record: Node) -> str:
    for relation in record.elements("relation"):
        if tidy(relation.text_at("kind", "value")).lower() == "isbasedon":
            return tidy(relation.text_at("resource", "description"))
    return ""


def _classification(node: Node) -> tuple[str, str, str]:
    """(purpose, whose words, the words)."""
    path = node.find("taxonpath")
    entries = [_text(entry) for taxon in (path.elements("taxon") if path else ()) for entry in taxon.elements("entry")]
    purpose = tidy(node.text_at("purpose", "value")).lower()
    return purpose, tidy(path.text_at("source")) if path else "", entries[-1] if entries else ""


def _string(text: str) -> str:
    return f'<string language="vi">{xml_text(text)}</string>'


def _written_origin(text: str) -> str:
    if not text:
        return ""
    return (
        "<relation><kind><source>LOMv1.0</source><value>isbasedon</value></kind>"
        f"<resource><description>{_string(text)}</description></resource></relation>"
    )


def _written_class(purpose: str, source: str, entry: str) -> str:
    if not entry:
        return ""
    return (
        f"<classification><purpose><source>LOMv1.0</source><value>{purpose}</value></purpose>"
        f"<taxonPath><source>{_string(source or OUR_CATALOGUE)}</source>"
        f"<taxon><entry>{_string(entry)}</entry></taxon></taxonPath></classification>"
    )
