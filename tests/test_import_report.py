from quizapp.errors import Sentence
from quizapp.import_report import ImportReport


def report() -> ImportReport:
    made = ImportReport(found=3, accepted=2, created=1, updated=1)
    made.reject(4, "B", Sentence("Dòng sai %(why)s.", why="mã"))
    made.warn(2, "A", Sentence("Xem lại."))
    return made


def test_report_is_the_object_of_the_contract():
    assert report().as_json(str) == {
        "found": 3,
        "accepted": 2,
        "created": 1,
        "updated": 1,
        "rejected": [{"row": 4, "item": "B", "error": "Dòng sai mã."}],
        "warnings": [{"row": 2, "item": "A", "warning": "Xem lại."}],
    }


def test_kinds_are_told_where_they_are_counted():
    assert ImportReport(by_kind={"single": 2}).as_json(str)["by_kind"] == {"single": 2}


def test_one_rejected_row_holds_all_back_unless_it_may_be_skipped():
    assert [report().may_store(False), report().may_store(True), ImportReport().may_store(False)] == [False, True, True]


def test_import_that_was_held_back_created_nothing():
    held = report().with_nothing_stored()
    assert (held.found, held.accepted, held.created, held.updated, len(held.rejected)) == (3, 2, 0, 0, 1)
