"""QTI, out: packages of version 2.1 and 3.0, which ``qti.read`` reads back as the same questions. Pure.

Marking is the standard template "match_correct": all right choices and no other. An explanation is a modal feedback
that is hidden for an outcome which never comes, so that it is always shown.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from . import qti_parts
from .parsed import Kind, ParsedQuestion, letter_of, true_false_options
from .pictures import detach_pictures
from .qti_items import OUR_TOOL, TRUTH_IDENTIFIERS
from .qti_metadata import written_facts
from .qti_xhtml import xhtml
from .xml_markup import xml_text

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PICTURES = "images/"
_SAME_TIME = (2000, 1, 1, 0, 0, 0)  # the same questions give the same bytes


@dataclass(frozen=True)
class _Version:
    """What differs between versions. ``is_kebab``: names such as ``qti-item-body``."""

    item_namespace: str
    package_namespace: str
    schema: tuple[str, str]
    resource_type: str
    template: str
    is_kebab: bool

    def element(self, name: str) -> str:
        return f"qti-{_kebab(name)}" if self.is_kebab else name

    def attribute(self, name: str) -> str:
        return _kebab(name) if self.is_kebab else name


_V2_1 = _Version(
    item_namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    package_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema=("QTIv2.1 Package", "1.0.0"),
    resource_type="imsqti_item_xmlv2p1",
    template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct",
    is_kebab=False,
)
_V3_0 = _Version(
    item_namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    package_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema=("QTI Package", "3.0.0"),
    resource_type="imsqti_item_xmlv3p0",
    template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml",
    is_kebab=True,
)


def write_2_1(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as a zip package of QTI 2.1."""
    return _package(questions, title, _V2_1)


def write_3_0(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as a zip package of QTI 3.0."""
    return _package(questions, title, _V3_0)


def _package(questions: Sequence[ParsedQuestion], title: str, version: _Version) -> bytes:
    files: dict[str, bytes] = {}
    resources = []
    for number, question in enumerate(questions, start=1):
        item = _Item(question, f"cau-{number:05}", version)
        files[f"{item.identifier}.xml"] = item.written().encode()
        files.update({_PICTURES + name: content for name, content in item.pictures.items()})
        resources.append(item.resource())
    manifest = _manifest(resources, title, version)
    return _zipped({"imsmanifest.xml": manifest.encode(), **files})


class _Item:
    """One question as an item file, with the pictures that it needs beside it."""

    def __init__(self, question: ParsedQuestion, identifier: str, version: _Version) -> None:
        self.identifier = identifier
        self.pictures: dict[str, bytes] = {}
        self._question = question
        self._version = version

    def written(self) -> str:
        """The item file."""
        question = self._question
        parts = qti_parts.parts_of(question, self._tag, self._html) or self._choice_parts()
        processing = parts.processing or self._tag("responseProcessing", {"template": self._version.template})
        inside = parts.declarations + self._outcomes() + self._tag("itemBody", {}, parts.body) + processing.strip()
        attributes = {
            "xmlns": self._version.item_namespace,
            "identifier": self.identifier,
            "title": question.item,
            "adaptive": "false",
            "timeDependent": "false",
            "toolName": OUR_TOOL,
        }
        return _HEAD + self._tag("assessmentItem", attributes, inside + self._explanation()) + "\n"

    def resource(self) -> str:
        """The entry in the manifest."""
        href = f"{self.identifier}.xml"
        files = "".join(f'<file href="{name}"/>' for name in (href, *(_PICTURES + one for one in self.pictures)))
        return (
            f'<resource identifier="RES-{self.identifier}" type="{self._version.resource_type}" href="{href}">'
            f"<metadata>{written_facts(self._question)}</metadata>{files}</resource>\n"
        )

    def _choice_parts(self) -> qti_parts.Parts:
        stem = f"<div>{self._html(self._question.stem)}</div>"
        return qti_parts.Parts(self._declaration(), stem + self._choices())

    def _declaration(self) -> str:
        right = [
            name for name, option in zip(self._identifiers(), self._question.options, strict=True) if option.is_right
        ]
        values = "".join(self._tag("value", {}, name) for name in right)
        cardinality = "multiple" if self._question.kind is Kind.MULTIPLE else "single"
        attributes = {"identifier": "RESPONSE", "cardinality": cardinality, "baseType": "identifier"}
        return self._tag("responseDeclaration", attributes, self._tag("correctResponse", {}, values))

    def _outcomes(self) -> str:
        written = self._tag(
            "outcomeDeclaration",
            {"identifier": "SCORE", "cardinality": "single", "baseType": "float"},
            self._tag("defaultValue", {}, self._tag("value", {}, "0")),
        )
        if self._question.explanation:
            attributes = {"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}
            written += self._tag("outcomeDeclaration", attributes)
        return written

    def _identifiers(self) -> Sequence[str]:
        """Letters; of a true/false question the two words, by which it is known again."""
        question = self._question
        if question.kind is Kind.TRUEFALSE and question.options in map(true_false_options, (True, False)):
            return TRUTH_IDENTIFIERS
        return [letter_of(place) for place in range(len(question.options))]

    def _choices(self) -> str:
        choices = "".join(
            self._tag("simpleChoice", {"identifier": name}, self._html(option.text))
            for name, option in zip(self._identifiers(), self._question.options, strict=True)
        )
        most = "0" if self._question.kind is Kind.MULTIPLE else "1"
        attributes = {"responseIdentifier": "RESPONSE", "shuffle": "false", "maxChoices": most}
        return self._tag("choiceInteraction", attributes, choices)

    def _explanation(self) -> str:
        if not self._question.explanation:
            return ""
        said = self._html(self._question.explanation)
        attributes = {"outcomeIdentifier": "FEEDBACK", "identifier": "NONE", "showHide": "hide"}
        inside = self._tag("contentBody", {}, said) if self._version.is_kebab else said
        return self._tag("modalFeedback", attributes, inside)

    def _html(self, html: str) -> str:
        text, files = detach_pictures(html, _PICTURES)
        self.pictures.update(files)
        return xhtml(text)

    def _tag(self, name: str, attributes: dict[str, str], inside: str = "") -> str:
        written = "".join(f' {self._version.attribute(key)}="{xml_text(value)}"' for key, value in attributes.items())
        element = self._version.element(name)
        return f"<{element}{written}>{inside}</{element}>" if inside else f"<{element}{written}/>"


def _manifest(resources: Sequence[str], title: str, version: _Version) -> str:
    name = (
        f'<lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><title><string language="vi">{xml_text(title)}</string>'
        "</title></general></lom>"
        if title.strip()
        else ""
    )
    schema, number = version.schema
    return (
        f'{_HEAD}<manifest xmlns="{version.package_namespace}" identifier="MANIFEST">\n'
        f"<metadata><schema>{schema}</schema><schemaversion>{number}</schemaversion>{name}</metadata>\n"
        f"<organizations/>\n<resources>\n{''.join(resources)}</resources>\n</manifest>\n"
    )


def _zipped(files: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _SAME_TIME), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def _kebab(name: str) -> str:
    """``maxChoices`` -> ``max-choices``."""
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
