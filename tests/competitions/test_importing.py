"""A competition from a TOML file, by the service and by the command."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from quizapp.assessments.models import Assessment
from quizapp.competitions import queries
from quizapp.competitions.importing import import_competition
from quizapp.competitions.models import Competition
from quizapp.competitions.specs_queries import spec_of
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from quizapp.project import QUESTION_BANKS, ROOT
from tests.assessments.factories import make_bank
from tests.conftest import NOW
from tests.factories import make_member, make_unit

EXAMPLE = ROOT / "docs" / "competition-example.toml"
HEAD = 'code = "thi"\ntitle = "Cuộc thi"\nunit = "DUK"\n'
ROUND = """
[[rounds]]
title = "Tuần 1"
opens_at = 2026-12-07T08:00:00
closes_at = 2026-12-11T17:00:00
minutes = 20
[[rounds.matrix]]
bank = "NQ57"
count = 3
"""
SECOND = ROUND.replace("Tuần 1", "Tuần 2").replace("12-07", "12-14").replace("12-11", "12-18")


@pytest.fixture
def unit(app):
    unit = make_unit("Đảng bộ Khối các cơ quan", code="DUK")
    make_member(unit=unit)
    make_bank(unit, code="NQ57", questions=3)
    return unit


def load(text: str, dry_run: bool = False, skip_rejected: bool = False, now=NOW):
    report = import_competition(text.encode(), now, dry_run, skip_rejected)
    db.session.expire_all()
    counts = (report.found, report.accepted, report.created, report.updated)
    return counts, [(note.row, note.item, str(note.sentence)) for note in report.rejected], report


def refusal(text: str) -> str:
    with pytest.raises((Invalid, Refused)) as caught:
        import_competition(text.encode(), NOW, False, False)
    assert db.session.scalars(select(Competition)).all() == []
    return str(caught.value)


def stored() -> Competition:
    return queries.find_competition("thi")


def test_new_competition_is_stored_and_twice_changes_nothing(unit):
    assert load(HEAD + ROUND + SECOND)[:2] == ((2, 2, 2, 0), [])
    before = spec_of(stored())
    assert load(HEAD + ROUND + SECOND)[:2] == ((2, 2, 0, 0), [])
    assert spec_of(stored()) == before
    assert stored().published_at is None


def test_times_are_local_and_exact_to_the_minute(unit):
    _, _, report = load(HEAD + ROUND.replace("08:00:00", "08:00:31"))
    assessment = db.session.scalars(select(Assessment)).one()
    assert assessment.opens_at.isoformat() == "2026-12-07T01:00:00+00:00"
    warning = "Giờ mở và giờ đóng tính đến phút; phần giây được bỏ."
    assert [(note.row, str(note.sentence)) for note in report.warnings] == [(1, warning)]


def test_times_may_stand_in_quotes(unit):
    load(HEAD + ROUND.replace("2026-12-07T08:00:00", '"2026-12-07 08:00"'))
    assert db.session.scalars(select(Assessment)).one().opens_at.isoformat() == "2026-12-07T01:00:00+00:00"


def test_draft_becomes_what_the_file_says(unit):
    load(HEAD + ROUND + SECOND)
    make_unit("Đảng bộ Sở Y tế", unit, code="SYT")
    changed = (
        HEAD.replace("Cuộc thi", "Hội thi")
        + 'audience = ["SYT"]\n'
        + ROUND.replace("minutes = 20", "minutes = 25")
        + SECOND
    )
    assert load(changed)[:2] == ((2, 2, 0, 1), [])
    assert (stored().title, stored().rounds[0].assessment.minutes) == ("Hội thi", 25)
    assert [audience.code for audience in queries.list_audience(stored())] == ["SYT"]
    assert load(HEAD + ROUND)[:2] == ((1, 1, 0, 1), [])
    assert [round.assessment.title for round in stored().rounds] == ["Tuần 1"]
    assert load(HEAD + ROUND + SECOND)[:2] == ((2, 2, 1, 0), [])


def test_rounds_that_move_together_do_not_run_into_each_other(unit):
    load(HEAD + ROUND + SECOND)
    later = ROUND.replace("12-07", "12-14").replace("12-11", "12-18")
    later_second = SECOND.replace("12-14", "12-21").replace("12-18", "12-25")
    assert load(HEAD + later + later_second)[:2] == ((2, 2, 0, 2), [])


def test_dry_run_says_what_would_happen_and_stores_nothing(unit):
    assert load(HEAD + ROUND, dry_run=True)[:2] == ((1, 1, 1, 0), [])
    assert stored() is None


def test_published_competition_may_only_be_equal(unit):
    publish = HEAD + "publish = true\n"
    assert load(publish + ROUND + SECOND)[:2] == ((2, 2, 2, 0), [])
    assert stored().published_at == NOW
    assert load(publish + ROUND + SECOND)[:2] == ((2, 2, 0, 0), [])
    assert load(HEAD + ROUND + SECOND)[:2] == ((2, 2, 0, 0), [])
    differs = "Cuộc thi đã công bố nên không sửa được bằng tệp. Vòng này khác ở: thời gian làm bài, ma trận đề."
    other = SECOND.replace("minutes = 20", "minutes = 30").replace("count = 3", "count = 2")
    assert load(publish + ROUND + other)[:2] == ((2, 1, 0, 0), [(2, "Tuần 2", differs)])
    with pytest.raises(Refused, match="Tệp khác ở: tên, thể lệ"):
        load(HEAD.replace("Cuộc thi", "Hội thi") + 'rules = "khác"\n' + ROUND + SECOND)
    with pytest.raises(Refused, match="đã công bố với 2 vòng; tệp có 1 vòng"):
        load(HEAD + ROUND)


def test_round_that_is_over_is_published_with_a_warning(unit):
    past = ROUND.replace("2026-12", "2026-10")
    _, rejected, report = load(HEAD + "publish = true\n" + past)
    assert rejected == []
    over = "Vòng này đã qua giờ đóng: chỉ nhận kết quả nhập từ nơi khác."
    assert [(note.row, str(note.sentence)) for note in report.warnings] == [(1, over)]
    assert stored().rounds[0].assessment.revision == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("minutes = 20", "", "Thiếu mục minutes."),
        ("minutes = 20", "minutes = true", "Mục minutes phải là một số nguyên."),
        ("minutes = 20", "minutes = 20\nbeauty = 1", "Không có mục: beauty."),
        ("2026-12-07T08:00:00", '"thứ hai"', "Mục opens_at phải là một thời điểm như 2026-11-23T08:00:00."),
        ("12-11T17", "12-01T17", "Giờ đóng phải sau giờ mở."),
        ("minutes = 20", 'minutes = 20\nranking = ["luck"]', "Mục ranking: “luck” chưa đúng. Ghi một trong: "),
        ("minutes = 20", 'minutes = 20\nranking = ["score", "score"]', "Mỗi tiêu chí xếp hạng chỉ được chọn một lần."),
        ("minutes = 20", 'minutes = 20\nranking = ["prediction"]', "Xếp hạng theo dự đoán cần có câu hỏi dự đoán."),
        ('"NQ57"', '"ABC"', "Dòng 1 của ma trận đề: Không có ngân hàng câu hỏi “ABC”, hoặc bạn không được dùng."),
        (
            "count = 3",
            "count = 4",
            "Ngân hàng không đủ câu cho ô “NQ57, mọi chủ đề, mọi mức độ”: cần 4 câu, có thể lấy 3 câu.",
        ),
        ("count = 3", "count = 3\nweight = 2", "Trong [[rounds.matrix]]: Không có mục: weight."),
    ],
)
def test_bad_round_is_named_and_holds_everything_back(unit, old, new, sentence):
    counts, rejected, _ = load(HEAD + ROUND.replace(old, new) + SECOND)
    assert counts == (2, 1, 0, 0)
    assert [(row, item) for row, item, _ in rejected] == [(1, "Tuần 1")]
    assert rejected[0][2].startswith(sentence)
    assert stored() is None


def test_bad_round_can_be_left_out(unit):
    overlapping = SECOND.replace("12-14", "12-10")
    counts, rejected, _ = load(HEAD + ROUND + overlapping, skip_rejected=True)
    overlap = "Thời gian trùng với “Tuần 1”. Các vòng phải nối tiếp nhau."
    assert (counts, rejected) == ((2, 1, 1, 0), [(2, "Tuần 2", overlap)])
    assert [round.assessment.title for round in stored().rounds] == ["Tuần 1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('code = "thi"\ntitle = Cuộc thi\n', "Dòng 2 chưa đúng cách viết TOML."),
        ("code = ", "Tệp kết thúc giữa chừng, chưa đúng cách viết TOML."),
        (HEAD + 'colour = "red"\n[paint]\n' + ROUND, "Không có mục: colour, paint."),
        (HEAD.replace("DUK", "ABC") + ROUND, "Không có đơn vị mã “ABC”."),
        (HEAD + 'audience = ["DUK", "ABC"]\n' + ROUND, "Không có đơn vị mã “ABC”."),
        (HEAD + '[[exclusions]]\nmember = "zz9"\n' + ROUND, "Không có thành viên mã số “zz9”."),
        (HEAD + '[[prizes]]\ntitle = "Nhất"\nquantity = 0\n' + ROUND, "Số lượng “Nhất” từ 1 đến 1000."),
        (HEAD + "[[prizes]]\nname = 1\n" + ROUND, "Thiếu mục title."),
        (HEAD + "publish = true\n", "Chưa có vòng thi nào."),
        (HEAD.replace('"thi"', '"mã thi"'), "Mã cuộc thi dài 1 đến 50 ký tự"),
        (HEAD + 'member_kinds = ["king"]\n', "Mục member_kinds: “king” chưa đúng."),
    ],
)
def test_what_is_wrong_with_the_whole_file_is_refused(unit, text, sentence):
    assert refusal(text).startswith(sentence)


def test_file_that_is_not_utf8_is_refused(unit):
    with pytest.raises(Invalid, match="không dùng bảng mã UTF-8"):
        import_competition("title = 'thể lệ'".encode("utf-16"), NOW, False, False)


# --- The example of the documentation, by the command


@pytest.fixture
def run(app, tmp_path):
    """Runs ``quizapp competitions import``: (exit code, the one JSON object)."""

    def run_command(file, *options):
        result = app.test_cli_runner().invoke(args=["competitions", "import", str(file), "--json", *options])
        return result.exit_code, json.loads(result.stdout)

    return run_command


def test_example_of_the_documentation_can_be_imported_and_published(app, run, tmp_path):
    make_member(unit=make_unit("Đảng bộ Khối các cơ quan", code="DUK"))
    bank = str(QUESTION_BANKS / "nghi-quyet-57.gift")
    assert app.test_cli_runner().invoke(args=["questions", "import", bank, "--bank", "NQ57"]).exit_code == 0
    nothing = {"rejected": [], "warnings": []}
    assert run(EXAMPLE, "--dry-run") == (0, {"found": 2, "accepted": 2, "created": 2, "updated": 0} | nothing)
    assert run(EXAMPLE) == (0, {"found": 2, "accepted": 2, "created": 2, "updated": 0} | nothing)
    assert run(EXAMPLE) == (0, {"found": 2, "accepted": 2, "created": 0, "updated": 0} | nothing)
    published = tmp_path / "published.toml"
    # Far from today, whatever day that is.
    text = EXAMPLE.read_text().replace("publish = false", "publish = true").replace("2026-12", "2096-12")
    published.write_text(text)
    assert run(published) == (0, {"found": 2, "accepted": 2, "created": 0, "updated": 2} | nothing)
    competition = queries.find_competition("nq57-2026")
    assert [sum(c["count"] for c in round.assessment.matrix) for round in competition.rounds] == [17, 20]
    assert competition.published_at is not None


def test_command_ends_with_one_and_says_why(run, tmp_path):
    file = tmp_path / "thi.toml"
    file.write_text(HEAD + ROUND)
    code, answer = run(file)
    assert code == 1
    assert answer["rejected"] == [{"row": 0, "item": "", "error": "Không có đơn vị mã “DUK”."}]
