"""QTI, out: what is written is read back the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from quizapp.questions.formats import qti
from quizapp.questions.formats.parsed import Kind, ParsedQuestion, true_false_options

from .factories import PLAIN, RICH, picture, png, unnumbered

Write = Callable[[Sequence[ParsedQuestion], str], bytes]
WRITERS = pytest.mark.parametrize("write", [qti.write_2_1, qti.write_3_0])


def files_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@WRITERS
def test_a_written_package_is_read_back_the_same(write: Write) -> None:
    parsed = qti.read(write(RICH, "Ngân hàng <thử> & khác"), "goi.zip")
    assert (parsed.title, unnumbered(parsed)) == ("Ngân hàng <thử> & khác", RICH)


@WRITERS
def test_the_same_questions_give_the_same_bytes(write: Write) -> None:
    assert write(RICH, "Thử") == write(RICH, "Thử")


@WRITERS
def test_every_file_of_a_package_is_in_its_manifest(write: Write) -> None:
    files = files_of(write([replace(PLAIN, stem=picture()), PLAIN], ""))
    listed = [
        node.get("href") for node in ElementTree.fromstring(files["imsmanifest.xml"]).iter() if "file" in node.tag
    ]
    pictures = [name for name in files if name.startswith("images/")]
    assert sorted(filter(None, listed)) == sorted(set(files) - {"imsmanifest.xml"})
    assert [files[name] for name in pictures] == [png()]


def test_what_an_item_of_2_1_looks_like() -> None:
    question = replace(PLAIN, kind=Kind.TRUEFALSE, options=true_false_options(False), explanation="Vì thế.")
    assert files_of(qti.write_2_1([question], ""))["cau-00001.xml"].decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="cau-00001" title="Câu 1" '
        'adaptive="false" timeDependent="false" toolName="quizapp">'
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
        "<correctResponse><value>false</value></correctResponse></responseDeclaration>"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
        "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
        '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>'
        "<itemBody><div>Hỏi?</div>"
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1">'
        '<simpleChoice identifier="true">Đúng</simpleChoice><simpleChoice identifier="false">Sai</simpleChoice>'
        "</choiceInteraction></itemBody>"
        '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
        '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="NONE" showHide="hide">Vì thế.</modalFeedback>'
        "</assessmentItem>\n"
    )


def test_what_an_item_of_3_0_looks_like() -> None:
    written = files_of(qti.write_3_0([replace(PLAIN, explanation="Vì thế.")], ""))["cau-00001.xml"].decode()
    for part in (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" ',
        'time-dependent="false" tool-name="quizapp"',
        "<qti-item-body><div>Hỏi?</div>",
        '<qti-choice-interaction response-identifier="RESPONSE" shuffle="false" max-choices="1">',
        '<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>',
        "<qti-content-body>Vì thế.</qti-content-body>",
    ):
        assert part in written
