"""What imports print, store and refuse."""

from __future__ import annotations

import pytest

from .story import PASSWORD

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")

IMPORTED = {
    "units",
    "members",
    "questions",
    "bank",
    "competition",
    "attempts",
    "documents",
    "sessions",
    "attendance",
    "exam",
}
IMPORT_KEYS = {"found", "accepted", "created", "updated", "rejected", "warnings"}


def test_every_import_prints_one_object_with_the_agreed_keys(story):
    imports = [ended.json for ended in story.ended.values() if "rejected" in ended.out]
    assert len(imports) == len([name for name in story.ended if name.split()[0] in IMPORTED])
    for report in imports:
        assert set(report) - {"by_kind"} == IMPORT_KEYS
        assert all(set(note) == {"row", "item", "error"} for note in report["rejected"])
        assert all(set(note) == {"row", "item", "warning"} for note in report["warnings"])
    assert {name for name, ended in story.ended.items() if "by_kind" in ended.out} == {
        "questions", "questions again", "questions exported", "bank"
    }  # fmt: skip


def test_units_are_imported_once(story):
    names = ("units checked", "units", "units again")
    assert [story.ended[name].code for name in names] == [0, 0, 0]
    assert [story.counts(name)[0] for name in names] == [5, 5, 5]
    assert [story.counts(name) for name in names[1:]] == [(5, 5, 5, 0), (5, 5, 0, 0)]


def test_one_rejected_row_holds_all_back_unless_it_may_be_skipped(story):
    refused, skipping = story.ended["units refused"], story.ended["units skipping"]
    assert (refused.code, skipping.code) == (1, 0)
    assert story.counts("units refused") == (3, 1, 0, 0)
    assert [note["row"] for note in refused.json["rejected"]] == [3, 4]
    assert "KHONG-CO" in refused.json["rejected"][1]["error"]
    assert story.counts("units skipping") == (3, 1, 1, 0)


def test_members_are_imported_once_and_get_passwords(story):
    assert (story.counts("members"), story.counts("members again")) == ((6, 6, 6, 0), (6, 6, 0, 0))
    for code in ("dv1", "dv2", "dv3"):
        ended = story.ended[f"password {code}"]
        assert (ended.code, ended.out) == (0, "")
        assert PASSWORD not in ended.err


def test_roles_are_granted_and_listed(story):
    assert [story.ended[name].code for name in ("grant", "grant dv2", "revoke dv2")] == [0, 0, 0]
    assert (story.ended["grant of nonsense"].code, list(story.ended["grant of nonsense"].json)) == (1, ["error"])
    held = [
        [(grant["member_code"], grant["role"], grant["unit_code"]) for grant in story.ended[name].json["grants"]]
        for name in ("roles", "roles afterwards")
    ]
    assert sorted(held[0]) == [("dv1", "leader", "SYT"), ("dv2", "leader", "BT")]
    assert held[1] == [("dv1", "leader", "SYT")]


def test_questions_are_imported_once_by_kind(story):
    assert (story.counts("questions"), story.counts("questions again")) == ((5, 5, 5, 0), (5, 5, 0, 0))
    assert story.ended["questions"].json["by_kind"] == {"single": 5}
    assert (story.ended["export"].code, story.ended["export"].json) == (0, {"written": 5})
    assert story.counts("questions exported") == (5, 5, 0, 0)
    bank = story.ended["bank"].json
    assert (story.ended["bank"].code, bank["found"], bank["created"], bank["rejected"]) == (0, 33, 33, [])
    assert sum(bank["by_kind"].values()) == 33


def test_competition_is_imported_once(story):
    names = ("competition checked", "competition", "competition again")
    assert [(story.ended[name].code, story.ended[name].json["rejected"]) for name in names] == [(0, [])] * 3
    assert [story.counts(name) for name in names[1:]] == [(2, 2, 2, 0), (2, 2, 0, 0)]


def test_attempts_made_elsewhere_are_imported_once(story):
    refused = story.ended["attempts refused"]
    assert (refused.code, story.counts("attempts refused")) == (1, (2, 0, 0, 0))
    assert [(note["row"], note["item"]) for note in refused.json["rejected"]] == [(2, "dv5"), (3, "dv9")]
    assert (story.counts("attempts"), story.counts("attempts again")) == ((1, 1, 1, 0), (1, 1, 0, 0))


def test_clock_closes_what_is_overdue(story):
    # 0 when the server's own sweep was first; the attempt's figures are in the report either way.
    assert story.ended["close overdue"].code == 0
    assert story.ended["close overdue"].json in ({"closed": 0}, {"closed": 1})
