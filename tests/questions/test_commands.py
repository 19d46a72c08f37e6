"""The commands, as other programs call them."""

from __future__ import annotations

import json

import pytest

from quizapp.assessments.pools import pool
from quizapp.questions import queries
from tests.factories import make_unit
from tests.questions.factories import GIFT, fill_bank, make_bank, parsed_question

BAD = "\n::Câu 4::Không có đáp án? {\n~Một\n~Hai\n}\n"


@pytest.fixture
def run(app, tmp_path):
    """Run a command; a name of a file with its text stands for the file."""

    def call(*arguments, files=None):
        for name, text in (files or {}).items():
            (tmp_path / name).write_text(text)
        paths = [
            str(tmp_path / word) if word.endswith((".gift", ".xlsx", ".csv", ".txt")) else word for word in arguments
        ]
        return app.test_cli_runner().invoke(args=["questions", *paths])

    return call


def imported(result):
    return result.exit_code, json.loads(result.stdout)


def test_import_creates_the_bank_for_the_root_unit_and_reports(run):
    root = make_unit("Đảng ủy Khối")
    make_unit("Chi bộ", parent=root)
    result = run("import", "b.gift", "--bank", "NQ57", "--json", files={"b.gift": GIFT})
    assert imported(result) == (
        0,
        {
            "found": 3,
            "accepted": 3,
            "created": 3,
            "updated": 0,
            "by_kind": {"single": 1, "multiple": 1, "truefalse": 1},
            "rejected": [],
            "warnings": [],
        },
    )
    bank = queries.find_bank("NQ57")
    assert (bank.title, bank.unit_id) == ("Nghị quyết 57", root.id)


def test_unit_and_title_of_a_new_bank_can_be_said(run):
    unit = make_unit("Chi bộ", parent=make_unit("Đảng ủy Khối"), code="CB-1")
    options = ("--bank", "NQ57", "--unit", "CB-1", "--title", "Tên khác")
    assert run("import", "b.gift", *options, files={"b.gift": GIFT}).exit_code == 0
    bank = queries.find_bank("NQ57")
    assert (bank.title, bank.unit_id) == ("Tên khác", unit.id)


def test_second_import_creates_nothing(run):
    make_unit()
    run("import", "b.gift", "--bank", "NQ57", files={"b.gift": GIFT})
    code, report = imported(run("import", "b.gift", "--bank", "NQ57", "--json"))
    assert (code, report["found"], report["accepted"], report["created"], report["updated"]) == (0, 3, 3, 0, 0)


def test_rejected_question_holds_all_back(run):
    make_unit()
    result = run("import", "b.gift", "--bank", "NQ57", "--json", files={"b.gift": GIFT + BAD})
    code, report = imported(result)
    assert (code, report["found"], report["accepted"], report["created"]) == (1, 4, 3, 0)
    assert [(one["row"], one["item"]) for one in report["rejected"]] == [(19, "Câu 4")]
    assert report["rejected"][0]["error"].startswith("Câu hỏi chưa có đáp án đúng.")
    assert queries.find_bank("NQ57") is None


def test_good_questions_are_stored_where_rejected_ones_may_be_skipped(run):
    make_unit()
    options = ("--bank", "NQ57", "--skip-rejected", "--json")
    code, report = imported(run("import", "b.gift", *options, files={"b.gift": GIFT + BAD}))
    assert (code, report["created"], len(report["rejected"])) == (0, 3, 1)
    assert len(pool({"bank": "NQ57"})) == 3


def test_dry_run_stores_nothing(run):
    make_unit()
    code, report = imported(run("import", "b.gift", "--bank", "NQ57", "--dry-run", "--json", files={"b.gift": GIFT}))
    assert (code, report["created"], queries.find_bank("NQ57")) == (0, 3, None)
    make_bank()
    code, report = imported(run("import", "b.gift", "--bank", "NQ57", "--dry-run", "--json"))
    assert (code, report["created"], pool({"bank": "NQ57"})) == (0, 3, [])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--bank", "NQ57"), "Chưa có đơn vị nào để giao ngân hàng câu hỏi. Hãy nhập danh sách đơn vị trước."),
        (("--bank", "NQ57", "--unit", "KHONG"), "Không có đơn vị mã KHONG. Hãy kiểm tra lại mã đơn vị."),
    ],
)
def test_bank_without_an_owner_is_refused_in_a_sentence(run, options, sentence):
    code, report = imported(run("import", "b.gift", *options, "--skip-rejected", "--json", files={"b.gift": GIFT}))
    assert (code, report["by_kind"], report["rejected"]) == (1, {}, [{"row": 0, "item": "", "error": sentence}])


def test_unusable_file_format_and_code_are_refused(run):
    make_unit()
    nothing = run("import", "b.gift", "--bank", "NQ57", "--json", files={"b.gift": "Không có gì ở đây."})
    unknown = run("import", "c.gift", "--bank", "NQ57", "--format", "pdf", "--json", files={"c.gift": GIFT})
    unspeakable = run("import", "c.gift", "--bank", "a/b", "--dry-run", "--json")
    assert [imported(result)[0] for result in (nothing, unknown, unspeakable)] == [1, 1, 1]
    assert imported(unspeakable)[1]["rejected"][0]["error"].startswith("Mã ngân hàng dài 1 đến 60 ký tự")


def test_wrong_usage_is_told_apart(run):
    assert run("import", "nowhere.gift", "--bank", "NQ57").exit_code == 2
    assert run("import").exit_code == 2


@pytest.mark.parametrize("format", ["gift", "xlsx", "csv", "moodle-xml", "qti", "qti-3.0"])
def test_export_and_import_give_the_same_questions(run, tmp_path, format):
    make_unit()
    run("import", "b.gift", "--bank", "NQ57", files={"b.gift": GIFT})
    written = str(tmp_path / f"out.{format}")
    result = run("export", written, "--bank", "NQ57", "--format", format, "--json")
    assert imported(result) == (0, {"written": 3})
    code, report = imported(run("import", written, "--bank", "NQ57", "--json"))
    assert (code, report["found"], report["created"], report["updated"]) == (0, 3, 0, 0)


def test_export_of_an_unknown_bank_or_format_is_refused(run, tmp_path):
    make_bank()
    unknown = run("export", "out.gift", "--bank", "B9", "--format", "gift")
    assert (unknown.exit_code, unknown.stderr.strip()) == (1, "Không có ngân hàng câu hỏi mã B9.")
    assert run("export", "out.gift", "--bank", "NQ57", "--format", "pdf").exit_code == 1
    assert run("export", "no/such/out.gift", "--bank", "NQ57", "--format", "gift").exit_code == 1
    assert not (tmp_path / "out.gift").exists()


def lint(run, *options):
    make_unit()
    run("import", "b.gift", "--bank", "NQ57", files={"b.gift": GIFT})
    return run("lint", "--bank", "NQ57", *options)


def test_lint_tells_findings_counts_and_keys(run):
    code, report = imported(lint(run, "--json"))
    assert (code, report["bank"], report["questions"]) == (0, "NQ57", 3)
    assert report["counts"] == {"error": 0, "warning": 2, "hint": 4}
    assert report["keys"] == {"A": 0, "B": 1, "C": 0}
    assert report["findings"][0] == {
        "question": queries.list_questions(queries.find_bank("NQ57"), queries.Filters()).rows[1].reference,
        "rule": "missing-source",
        "severity": "warning",
        "message": "Chưa có căn cứ. Hãy ghi văn bản, điều, mục mà đáp án dựa vào.",
        "others": [],
    }


def test_lint_ends_with_1_where_there_is_an_error(run):
    lint(run)
    bank = queries.find_bank("NQ57")
    twins = [parsed_question("Ai ký nghị quyết?", f"Q{n}", row=n) for n in (1, 2)]
    fill_bank(bank, *twins)
    code, report = imported(run("lint", "--bank", "NQ57", "--json"))
    assert (code, report["counts"]["error"]) == (1, 1)
    assert report["findings"][0] == {
        "question": "Q2",
        "rule": "duplicate",
        "severity": "error",
        "message": "Giống hệt câu Q1. Hãy ngừng dùng một trong hai câu.",
        "others": ["Q1"],
    }


def test_lint_is_readable_without_json(run):
    result = lint(run)
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[-1]) == (0, "3 câu: 0 lỗi, 2 cảnh báo, 4 gợi ý.")
    assert lines[0].startswith("Cảnh báo · q-")
    assert lines[0].endswith(" · Chưa có căn cứ. Hãy ghi văn bản, điều, mục mà đáp án dựa vào. [missing-source]")


def test_lint_of_an_unknown_bank_or_of_none(run):
    unknown = run("lint", "--bank", "B9", "--json")
    assert (unknown.exit_code, unknown.stderr.strip()) == (1, "Không có ngân hàng câu hỏi mã B9.")
    assert run("lint").exit_code == 2
    assert "Exit code" in run("lint", "--help").stdout


EXAM = "Câu 1: Thủ đô?\nA. Hà Nội\nB. Huế\nCâu 2: Năm nào?\nA. 2024\nB. 2025\n"


def with_key(run, key):
    make_unit("Đảng ủy Khối")
    files = {"de.txt": EXAM, "dapan.txt": key}
    return run("import", "de.txt", "--key", "dapan.txt", "--bank", "NQ57", "--title", "Đề", "--json", files=files)


def test_keys_come_from_a_second_document(run):
    code, report = imported(with_key(run, "1A 2B"))
    assert (code, report["accepted"], report["rejected"], report["warnings"]) == (0, 2, [], [])
    versions = queries.list_for_export(queries.find_bank("NQ57"))
    keys = [[one["right"] for one in version.options] for version in versions]
    assert keys == [[True, False], [False, True]]


def test_a_key_for_a_question_that_is_not_there_is_named(run):
    code, report = imported(with_key(run, "1A 2B\n7C"))
    assert (code, report["accepted"], report["rejected"]) == (0, 2, [])
    assert [note["warning"] for note in report["warnings"]] == [
        "Bảng đáp án có câu 7 nhưng không tìm thấy câu này.",
    ]


@pytest.mark.parametrize(
    ("key", "reasons"),
    [
        ("1A", ["Không tìm thấy đáp án. Hãy ghi thêm dòng “Đáp án: …” hoặc in đậm phương án đúng."]),
        ("1A 2D", ["Đáp án “D” không có trong các phương án A, B. Hãy sửa đáp án."]),
        ("5A 6B", ["Không tìm thấy đáp án. Hãy ghi thêm dòng “Đáp án: …” hoặc in đậm phương án đúng."] * 2),
    ],
)
def test_a_key_that_does_not_fit_holds_all_back(run, key, reasons):
    code, report = imported(with_key(run, key))
    assert (code, [note["error"] for note in report["rejected"]]) == (1, reasons)
    assert queries.find_bank("NQ57") is None


def test_a_key_goes_only_with_word_and_plain_text(run):
    make_unit("Đảng ủy Khối")
    result = run("import", "b.gift", "--key", "dapan.txt", "--bank", "NQ57", files={"b.gift": GIFT, "dapan.txt": "1A"})
    assert (result.exit_code, "chỉ dùng được khi cả hai tệp là Word" in result.stderr) == (1, True)
