"""Files of other systems, read where they lie, and the project's own sample banks.

The folder is ``$QUIZAPP_FOREIGN_FILES`` or ``../shared/fixtures`` beside the project; nothing of it is copied here.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from quizapp.errors import Invalid
from quizapp.questions.formats import registry
from quizapp.questions.formats.answers import AcceptedNumber, AcceptedTexts, Answer
from quizapp.questions.formats.parsed import Kind, ParsedFile, ParsedQuestion, fingerprint
from quizapp.rich_text import from_plain_text, picture_sources, to_plain_text

PROJECT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("QUIZAPP_FOREIGN_FILES") or PROJECT.parent / "shared" / "fixtures")
BANKS = sorted((PROJECT / "question_banks").glob("*.gift"))
FORMATS = ("gift", "csv", "xlsx", "aiken", "moodlexml", "qti", "docx", "txt")
NAMES = {"moodlexml": "moodle-xml", "txt": "text"}  # where the manifest has another name for a format
USABLE = ("single", "multiple", "truefalse")

# Found by us and by the manifest differ: it does not count items that Moodle drops without a word, nor missing files.
NAMED_ALTHOUGH_NOT_COUNTED = {
    "gift/ide_error_missingCurly.gift": [(1, "Thiếu dấu } sau các phương án. Hãy thêm dấu }.")],
    "gift/ide_error_addedLineBreak.gift": [(1, "Có dòng trống giữa hai dấu { và }. Hãy xóa dòng trống.")],
    "aiken/moodle_aiken_errors.txt": [
        (1, "Câu hỏi cần ít nhất 2 phương án, hiện có 1. Hãy bổ sung phương án."),
        (5, "Thiếu nội dung câu hỏi ở trên các phương án. Hãy thêm nội dung câu hỏi."),
        (7, "Dòng ANSWER đứng một mình. Hãy thêm câu hỏi và các phương án ở trên, hoặc xóa dòng này."),
        (14, "Thiếu dòng đáp án. Hãy thêm dòng ANSWER: và chữ cái của phương án đúng."),
    ],
    "hostile/qti_manifest_lists_missing_file.zip": [
        (2, "Thiếu tệp thieu.xml mà gói có ghi tên. Hãy xuất lại gói cho đủ tệp."),
    ],
}
FILLED_HOLES = {
    "Nghiệm của phương trình .": "Nghiệm của phương trình 2^x=\\ 3.",
    "Cho là số thực dương. Giá trị rút gọn của biểu thức P = a_4^3\\sqrt{a}bằng.": (
        "Cho a là số thực dương. Giá trị rút gọn của biểu thức P = a_4^3\\sqrt{a}bằng."
    ),
    "Tính thể tích của khối lăng trụ có đáy là một lục giác đều cạnh và chiều cao của khối lăng trụ": (
        "Tính thể tích V của khối lăng trụ có đáy là một lục giác đều cạnh a và chiều cao của khối lăng trụ 4a"
    ),
    "": "8 mm",
}
# The manifest allows to refuse questions whose options are pictures only; they are kept.
KEPT_WITH_PICTURES = {"qti/ims3_interactionMixSaxonyV3.zip": 1}
REFUSED_WHOLE = {
    "docx/hutech_conversation_legacy.doc": "thật ra là tệp Word cũ (.doc)",
    "hostile/docx_bomb_600mb.docx": "Không đọc được tệp Word này. Tệp word/document.xml trong gói lớn hơn",
    "hostile/docx_really_pdf.docx": "thật ra là tệp PDF",
    "hostile/csv_empty.csv": "trống",
    "hostile/csv_header_only.csv": "Không tìm thấy câu hỏi nào",
    "hostile/xlsx_bomb_600mb.xlsx": "giải nén",
    "hostile/qti_not_a_zip.zip": "không phải gói zip, cũng không phải tệp XML",
    "hostile/qti_truncated.zip": "Gói zip bị hỏng",
    "hostile/qti_xxe_item.zip": "Tệp i.xml trong gói: Dòng 2: tệp có khai báo DOCTYPE",
    "hostile/xml_billion_laughs.xml": "Dòng 2: tệp có khai báo DOCTYPE",
    "hostile/xml_control_chars.xml": "Dòng 2: có ký tự không được phép",
    "hostile/xml_deep_nesting.xml": "Dòng 1: các thẻ XML lồng nhau quá sâu",
    "hostile/xml_truncated.xml": "Dòng 2: tệp bị cắt cụt",
    "moodlexml/moodle_stack_not_wellformed.xml": "Dòng 18: thẻ đóng không khớp",
    "qti/instructure_item12_item_no_title.xml": "Dòng 45: thẻ đóng không khớp",
    "qti/instructure_test_qti_1.2_bank_entry_item.zip": "chỉ trỏ tới câu hỏi ở nơi khác",
    "xlsx/moodleq_pt_empty.xlsx": "Không tìm thấy câu hỏi nào",
}


@dataclass(frozen=True)
class ForeignFile:
    """A row of the manifest."""

    name: str
    row: dict[str, Any]

    def read(self) -> ParsedFile:
        return registry.read((FOLDER / self.name).read_bytes(), self.name)


def foreign_files() -> list[ForeignFile]:
    manifest = FOLDER / "manifest.json"
    rows = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else []
    return [ForeignFile(row["file"], row) for row in rows if row["format"] in FORMATS]


FILES = foreign_files()
needs_files = pytest.mark.skipif(not FILES, reason=f"no files of other systems in {FOLDER}: set QUIZAPP_FOREIGN_FILES")
READ = [file for file in FILES if file.name not in REFUSED_WHOLE]
# Those of which it is known what must be found in them; the others are hostile ones of our own, tested apart.
EXPECTED = [file for file in READ if file.row.get("expected_file")]
WITH_OTHER_KINDS = [
    file
    for file in READ
    if file.row["format"] in ("csv", "gift", "moodlexml") and not set(file.row.get("by_type") or ()) <= set(USABLE)
]
every_file = pytest.mark.parametrize("file", READ or [None], ids=lambda file: file and file.name)


def foreign(name: str) -> ForeignFile:
    return next(file for file in FILES if file.name == name)


def comparable(html: str) -> str:
    return " ".join(unicodedata.normalize("NFC", to_plain_text(html)).split())


def key(question: ParsedQuestion) -> list[int]:
    return [place for place, option in enumerate(question.options) if option.is_right]


def choices(parsed: ParsedFile) -> list[ParsedQuestion]:
    """The questions that the manifest counts; those of other kinds it allows to refuse, and we read them."""
    return [question for question in parsed.questions if question.kind in USABLE]


def content(question: ParsedQuestion) -> dict[str, Any]:
    is_truth = question.kind is Kind.TRUEFALSE
    options = ["true", "false"] if is_truth else [comparable(option.text) for option in question.options]
    return {
        "type": question.kind.value,
        "text": comparable(question.stem),
        "options": options,
        "correct": key(question),
    }


def whole(question: ParsedQuestion) -> tuple[dict[str, Any], Answer | None, list[str]]:
    return content(question), question.answer, [comparable(option.match) for option in question.options]


def expected_content(question: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": question["type"],
        "text": comparable(question["text"]),
        "options": [comparable(option["text"]) for option in question["options"]],
        "correct": question["correct"],
    }


def expected_of_plain_text(question: dict[str, Any]) -> dict[str, Any]:
    """Of files in which a "<" is a "<". The second reader left holes for formulas, which we read."""
    texts = [question["text"], *(option["text"] for option in question["options"])]
    stem, *options = [FILLED_HOLES.get(" ".join(text.split()), text) for text in texts]
    return expected_content(
        {**question, "text": from_plain_text(stem), "options": [{"text": from_plain_text(text)} for text in options]}
    )


def assert_read_from_bodies(questions: list[ParsedQuestion], usable: list[dict[str, Any]]) -> None:
    """The second reader of QTI took whole bodies with the options and feedback in them, cut them short, and sorted
    them by file name. So its texts must begin as ours do; the right ones must be the same. Two words with feedback in
    them were no true/false question to it."""
    for expected in usable:
        twin = next((one for one in questions if is_read_from_body(one, expected)), None)
        assert twin, expected
        questions.remove(twin)
    assert all(picture_sources(option.text) for one in questions for option in one.options), questions


def is_read_from_body(question: ParsedQuestion, expected: dict[str, Any]) -> bool:
    texts = [option["text"] for option in expected["options"]]
    if question.kind is Kind.TRUEFALSE:
        texts = [{"T": "Đúng", "F": "Sai"}.get(text[:1], "") for text in texts]
    ours = [option.text for option in question.options]
    return (
        len(ours) == len(texts)
        and question.kind in (expected["type"], Kind.TRUEFALSE)
        and all(begins_alike(our, text) for our, text in zip(ours, texts, strict=True))
        and key(question) == expected["correct"]
        and begins_alike(question.stem, expected["text"])
    )


def begins_alike(ours: str, theirs: str) -> bool:
    our, their = bare(ours), bare(theirs)
    return bool(our) and (their.startswith(our) or our.startswith(their))


def bare(html: str) -> str:
    """Letters without blanks and tags, without the LaTeX that notes what a formula says, and without what stands for
    the pictures that were not sent."""
    text = unescape(re.sub(r"<[^>]*>|\\\[.*?\\\]|image\.png|NEVER LEAVE LUGGAGE UNATTENDED", "", html))
    return "".join(unicodedata.normalize("NFC", text).split())


@needs_files
@every_file
def test_counts_are_those_of_the_manifest(file: ForeignFile) -> None:
    parsed = file.read()
    found = parsed.found - len(NAMED_ALTHOUGH_NOT_COUNTED.get(file.name, ()))
    kept = len(choices(parsed)) - KEPT_WITH_PICTURES.get(file.name, 0)
    assert (found, kept) == (file.row["questions_expected"], file.row["mcq_expected"])


# The manifest lets questions of other kinds be refused with a reason. Those in these files are, and why:
REFUSED_OF_OTHER_KINDS = {
    "csv/moodlecsv_sampleShortanswer.csv": 3,  # no column names the kind
    "csv/viva_valid_matching_question.csv": 1,  # each side of a pair in a column of its own
    "gift/pygift_test9.txt": 2,  # "{t#…}": true/false or the answer "t"? and a description
    "moodlexml/moodle_qtype_ddmarker.xml": 1,
    "moodlexml/moodle_qtype_ddwtos.xml": 1,
    "moodlexml/moodle_sample_questions_with_old_image_tag.xml": 1,  # a gap to write in
    "moodlexml/moodle_stack_sample.xml": 19,
    "moodlexml/ruseler_numericals.xml": 5,  # several values with full marks, or none
    "moodlexml/ruseler_oumultiresponses.xml": 10,
    "moodlexml/tub_clozeRef.xml": 3,  # gaps to write in
    "moodlexml/tub_exact_set_equalityRef.xml": 1,
}
ANSWERED = {"shortanswer", "numerical", "match"}


@needs_files
@pytest.mark.parametrize("name", [file.name for file in WITH_OTHER_KINDS])
def test_other_kinds_are_read_too(name: str) -> None:
    parsed = foreign(name).read()
    refused = parsed.found - len(parsed.questions)
    assert refused == REFUSED_OF_OTHER_KINDS.get(name, 0)


def plain(text: str) -> str:
    return re.sub(r"\s*_____\s*", " ", comparable(text)).strip()


@needs_files
@pytest.mark.parametrize("name", [file.name for file in EXPECTED if file.row["format"] in ("gift", "moodlexml")])
def test_answers_of_other_kinds_are_those_expected(name: str) -> None:
    expected = json.loads((FOLDER / foreign(name).row["expected_file"]).read_text(encoding="utf-8"))["questions"]
    ours = [one for one in foreign(name).read().questions if one.kind not in USABLE]
    for one in (one for one in expected if one["type"] in ANSWERED and one.get("answers")):
        twin = next((our for our in ours if plain(our.stem) == plain(one["text"])), None)
        if twin:
            ours.remove(twin)
            assert answered(twin) <= {tuple(map(comparable, map(str, answer[:2]))) for answer in one["answers"]} | {
                (comparable(str(answer[0])),) for answer in one["answers"]
            }


def answered(question: ParsedQuestion) -> set[tuple[str, ...]]:
    """The pairs, or the accepted answers."""
    match question.answer:
        case AcceptedTexts(accepted):
            return {(comparable(text),) for text in accepted}
        case AcceptedNumber(value):
            return {(str(value),)}
    return {(comparable(option.text), comparable(option.match)) for option in question.options}


@needs_files
def test_share_of_files_without_fault(capsys: pytest.CaptureFixture[str]) -> None:
    shares: dict[str, Counter[bool]] = {}
    for file in FILES:
        shares.setdefault(file.row["difficulty"], Counter())[is_without_fault(file)] += 1
    with capsys.disabled():
        for difficulty, counts in shares.items():
            print(f"\n{difficulty}: {counts[True]} of {counts.total()} files without fault", end="")
    share = {difficulty: counts[True] / counts.total() for difficulty, counts in shares.items()}
    assert (share["basic"], share["hostile"]) == (1.0, 1.0)
    assert share["tricky"] >= 0.95


def is_without_fault(file: ForeignFile) -> bool:
    """Whether every question is there or named, and every choice has its key; the texts have a test of their own."""
    if file.name in REFUSED_WHOLE:
        return file.row["mcq_expected"] == 0 or file.row.get("refuse_whole_file", False)
    parsed = file.read()
    found = parsed.found - len(NAMED_ALTHOUGH_NOT_COUNTED.get(file.name, ()))
    kept = len(choices(parsed)) - KEPT_WITH_PICTURES.get(file.name, 0)
    return (found, kept) == (file.row["questions_expected"], file.row["mcq_expected"])


@needs_files
@every_file
def test_the_format_is_seen_without_the_file_name(file: ForeignFile) -> None:
    """Two damaged files show nothing of GIFT; there the name decides."""
    damaged = ("gift/ide_error_missingCurly.gift", "gift/ide_error_missingAnswer.gift")
    name = file.name if file.name in damaged else ""
    assert registry.detect((FOLDER / file.name).read_bytes(), name) == NAMES.get(file.row["format"], file.row["format"])


@needs_files
@every_file
def test_every_refusal_names_row_item_and_reason(file: ForeignFile) -> None:
    for note in file.read().rejected:
        assert note.row >= 1, note
        assert note.item, note
        assert str(note.reason).endswith("."), note


@needs_files
@pytest.mark.parametrize("file", EXPECTED or [None], ids=lambda file: file and file.name)
def test_texts_and_keys_are_those_expected(file: ForeignFile) -> None:
    expected = json.loads((FOLDER / file.row["expected_file"]).read_text(encoding="utf-8"))["questions"]
    usable = [question for question in expected if question["type"] in USABLE and "may_refuse" not in question]
    if file.row["format"] in ("docx", "txt"):
        ours = [{**one, "text": one["text"].removesuffix(" [hình]")} for one in map(content, choices(file.read()))]
        assert ours == list(map(expected_of_plain_text, usable))
        return
    if file.row["format"] == "qti":
        assert_read_from_bodies(choices(file.read()), usable)
        return
    if file.name == "csv/viva_invalid_questions.csv":
        # The second reader took all rows; the rows themselves say which are wrong, and the manifest counts them so.
        usable = [
            question for question in usable if question["text"].startswith("Valid") or "IMPORT_ID" in question["text"]
        ]
    assert [content(question) for question in choices(file.read())] == list(map(expected_content, usable))


@needs_files
@pytest.mark.parametrize("name", REFUSED_WHOLE)
def test_files_without_questions_are_refused_as_a_whole(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        foreign(name).read()
    assert REFUSED_WHOLE[name] in str(refusal.value)


@needs_files
@pytest.mark.parametrize("name", NAMED_ALTHOUGH_NOT_COUNTED)
def test_what_others_drop_is_named(name: str) -> None:
    rejected = [(note.row, str(note.reason)) for note in foreign(name).read().rejected]
    assert rejected == NAMED_ALTHOUGH_NOT_COUNTED[name]


@needs_files
@pytest.mark.parametrize("name", [file.name for file in EXPECTED])
def test_what_was_read_is_written_and_read_back(name: str) -> None:
    questions = foreign(name).read().questions
    for format_name in (one.name for one in registry.FORMATS if one.write):
        carried, _ = registry.parted(format_name, questions)
        if carried:
            again = registry.read(registry.write(format_name, carried, "Thử"), "thu", format_name)
            assert (list(map(whole, again.questions)), again.rejected) == (list(map(whole, carried)), ())


@needs_files
@pytest.mark.parametrize("name", ["utf16le_bom", "utf16be_nobom", "windows1258", "tcvn3_abc"])
def test_every_encoding_gives_the_same_questions(name: str) -> None:
    assert foreign(f"hostile/csv_{name}.csv").read() == foreign("hostile/csv_utf8_bom.csv").read()


@needs_files
def test_three_bad_rows_are_named() -> None:
    rejected = foreign("hostile/csv_rows_3_7_9_bad.csv").read().rejected
    assert [(note.row, str(note.reason)) for note in rejected] == [
        (4, "Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi."),
        (8, "Đáp án “E” không có trong các phương án. Hãy ghi chữ cái của phương án đúng."),
        (10, "Đáp án chỉ vào phương án B còn trống. Hãy ghi phương án hoặc sửa đáp án."),
    ]


@needs_files
def test_scripts_go_and_plain_text_stays() -> None:
    (question,) = foreign("hostile/gift_script_injection.gift").read().questions
    assert (question.stem, [option.text for option in question.options]) == (
        "Câu hỏi là gì?",
        ["<b>đúng</b>", "&lt;script&gt;alert(4)&lt;/script&gt;", "sai"],
    )


@needs_files
def test_a_zero_byte_costs_one_question() -> None:
    parsed = foreign("hostile/gift_nul_and_control.gift").read()
    assert [(note.row, note.item) for note in parsed.rejected] == [(1, "NUL")]
    assert [question.item for question in parsed.questions] == ["Tốt"]


@needs_files
def test_a_category_line_does_not_swallow_the_question_below() -> None:
    parsed = foreign("hostile/gift_category_without_blank_line.gift").read()
    assert [(question.item, question.topic) for question in parsed.questions] == [("1", "Chương 1"), ("2", "Chương 2")]


@needs_files
def test_composed_and_decomposed_spellings_are_one_question() -> None:
    parsed = foreign("hostile/gift_mixed_nfc_nfd.gift").read()
    assert len({fingerprint(question) for question in parsed.questions}) == 1
    assert [note.row for note in parsed.warnings] == [3]


@needs_files
def test_cells_are_read_as_shown() -> None:
    questions = foreign("hostile/xlsx_number_and_date_cells.xlsx").read().questions
    assert [([option.text for option in question.options], key(question)) for question in questions] == [
        (["3", "4", "4.5", "0.1"], [1]),
        (["TRUE", "FALSE"], [0]),
    ]
    rejected = foreign("hostile/xlsx_formulas.xlsx").read().rejected
    assert [note.row for note in rejected] == [6]


@needs_files
def test_deleted_and_hidden_text_of_a_word_file_is_left_out() -> None:
    parsed = foreign("hostile/docx_track_changes_hidden_text.docx").read()
    assert [comparable(option.text) for option in parsed.questions[0].options] == ["Hà Nội", "Huế", "Đà Nẵng"]
    assert [str(note.warning) for note in parsed.warnings] == [
        "Có chữ ẩn không nhập: “(ẩn: đáp án là A)”. Hãy kiểm tra lại."
    ]


@needs_files
def test_automatic_numbers_of_a_word_file_count_although_they_are_nowhere_defined() -> None:
    questions = foreign("hostile/docx_autonumbered.docx").read().questions
    assert [(one.stem, key(one)) for one in questions] == [("Thủ đô của Việt Nam?", [0]), ("Năm thành lập Đảng?", [1])]


@needs_files
def test_equations_of_a_word_file_are_refused_by_their_question() -> None:
    rejected = foreign("docx/hutech_ToanA3_error4.docx").read().rejected
    assert [(note.row, note.item) for note in rejected] == [(1, "Câu 1"), (6, "Câu 2"), (11, "Câu 3"), (15, "Câu 4")]
    assert {str(note.reason)[:28] for note in rejected} == {"Có công thức dạng đối tượng "}


@needs_files
def test_chapters_and_explanations_of_a_plain_text_are_kept() -> None:
    name = "txt/phap_luat_dai_cuong_300_vi.txt"
    expected = json.loads((FOLDER / foreign(name).row["expected_file"]).read_text(encoding="utf-8"))["questions"]
    assert [(one.topic, comparable(one.explanation)) for one in foreign(name).read().questions] == [
        (one["category"], comparable(from_plain_text(one["feedback"]))) for one in expected
    ]


@needs_files
def test_a_bank_of_300_questions_keeps_ids_topics_and_explanations() -> None:
    questions = foreign("gift/vi_phap_luat_300_moodle.gift").read().questions
    assert (questions[0].reference, questions[0].topic) == ("PLDC-001", "Lý luận về nhà nước")
    assert len({question.reference for question in questions}) == 300
    assert (len({question.topic for question in questions}), all(question.explanation for question in questions)) == (
        6,
        True,
    )


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_a_sample_bank_is_complete(bank: Path) -> None:
    parsed = registry.read(bank.read_bytes(), bank.name)
    assert (parsed.rejected, parsed.warnings) == ((), ())
    assert parsed.title
    for question in parsed.questions:
        fields = (question.explanation, question.source, question.level, question.topic, question.reference)
        assert all(fields), question.item


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
def test_the_key_of_a_sample_bank_is_spread(bank: Path) -> None:
    singles = [one for one in registry.read(bank.read_bytes(), bank.name).questions if one.kind is Kind.SINGLE]
    counts = Counter(dict.fromkeys(range(max(len(question.options) for question in singles)), 0))
    counts.update(key(question)[0] for question in singles)
    assert max(counts.values()) - min(counts.values()) <= 3, counts


def test_references_are_unique_over_the_sample_banks() -> None:
    references = [one.reference for bank in BANKS for one in registry.read(bank.read_bytes(), bank.name).questions]
    assert len(set(references)) == len(references) > 0
