"""quizapp units import"""

from __future__ import annotations

import json

from sqlalchemy import select

from quizapp.extensions import db
from quizapp.tables import write_csv
from quizapp.units.models import Unit

HEADER = ("Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Đơn vị cấp trên")
GOOD = (("A", "Đảng bộ A", "Đảng bộ", ""), ("B", "Chi bộ B", "Đảng bộ", "A"))
BAD = ("C", "Chi bộ C", "Đảng bộ", "lạ")


def run(app, tmp_path, rows, *options):
    file = tmp_path / "units.csv"
    file.write_bytes(write_csv(HEADER, rows))
    return app.test_cli_runner().invoke(args=["units", "import", str(file), *options])


def codes() -> list[str]:
    return list(db.session.scalars(select(Unit.code).order_by(Unit.code)))


def test_good_list_is_stored_and_counted(app, tmp_path):
    result = run(app, tmp_path, GOOD, "--json")
    assert (result.exit_code, codes()) == (0, ["A", "B"])
    assert json.loads(result.stdout) == {
        "found": 2,
        "accepted": 2,
        "created": 2,
        "updated": 0,
        "rejected": [],
        "warnings": [
            {"row": 2, "item": "A", "warning": "Loại đơn vị “Đảng bộ” chưa có, sẽ được tạo mới."},
        ],
    }


def test_rejected_row_ends_with_1_and_nothing_stored(app, tmp_path):
    result = run(app, tmp_path, [*GOOD, BAD], "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, codes(), report["accepted"], report["created"]) == (1, [], 2, 0)
    assert [(r["row"], r["item"]) for r in report["rejected"]] == [(4, "C")]


def test_rejected_row_is_skipped_when_asked(app, tmp_path):
    assert (run(app, tmp_path, [*GOOD, BAD], "--skip-rejected").exit_code, codes()) == (0, ["A", "B"])


def test_dry_run_counts_and_stores_nothing(app, tmp_path):
    result = run(app, tmp_path, GOOD, "--dry-run", "--json")
    assert (result.exit_code, json.loads(result.stdout)["created"], codes()) == (0, 2, [])


def test_words_go_to_stderr(app, tmp_path):
    result = run(app, tmp_path, [BAD])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Dòng 2 (C):" in result.stderr
    assert "Tìm thấy 1, nhận 0, tạo mới 0, cập nhật 0, từ chối 1." in result.stderr


def test_file_that_is_no_list_still_prints_one_object(app, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\n1,2\n")
    result = app.test_cli_runner().invoke(args=["units", "import", str(file), "--json"])
    [rejected] = json.loads(result.stdout)["rejected"]
    assert (result.exit_code, rejected["row"]) == (1, 0)


def test_missing_file_is_wrong_usage(app):
    assert app.test_cli_runner().invoke(args=["units", "import", "không-có.csv"]).exit_code == 2
