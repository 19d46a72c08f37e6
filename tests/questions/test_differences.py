"""What two versions of a question say differently."""

from __future__ import annotations

from dataclasses import replace

from quizapp.questions.differences import ADDED, REMOVED, SAME, Difference, Piece, compare, word_pieces
from quizapp.questions.formats.answers import AcceptedTexts
from quizapp.questions.formats.parsed import ParsedOption
from quizapp.questions.import_plan import Content

OLD = Content(
    kind="single",
    stem="Ban hành năm 2022?",
    options=(ParsedOption("Đúng vậy", True), ParsedOption("Không phải", False)),
    answer=None,
    explanation="Xem mục I.",
    source="Mục I",
    topic="Nghị quyết",
    level="recall",
    tags=(),
)


def told(differences: list[Difference]) -> dict[str, str]:
    signs = {SAME: "", REMOVED: "-", ADDED: "+"}
    return {str(one.part): "|".join(signs[piece.change] + piece.text for piece in one.pieces) for one in differences}


def test_words_that_went_and_came_are_told():
    assert word_pieces("Ban hành năm 2022?", "Được ban hành năm 2024?") == (
        Piece(REMOVED, "Ban"),
        Piece(ADDED, "Được ban"),
        Piece(SAME, " hành năm "),
        Piece(REMOVED, "2022"),
        Piece(ADDED, "2024"),
        Piece(SAME, "?"),
    )
    assert word_pieces("Như cũ", "Như cũ") == ()
    assert word_pieces("", "Mới hẳn") == (Piece(ADDED, "Mới hẳn"),)


def test_every_part_that_differs_is_named():
    new = replace(
        OLD,
        options=(ParsedOption("Đúng vậy", False), ParsedOption("Không phải đâu", True), ParsedOption("Ba", False)),
        topic="Chỉ thị",
        level=None,
    )
    assert told(compare(OLD, new, shows_keys=True)) == {
        "Phương án B": "Không phải|+ đâu",
        "Phương án C": "+Ba",
        "Đáp án": "-A|+B",
        "Chủ đề": "-Nghị quyết|+Chỉ thị",
        "Mức độ": "-Nhận biết",
    }


def test_look_without_other_words_is_a_difference_too():
    assert compare(OLD, replace(OLD, stem="Ban hành <b>năm</b> 2022?"), shows_keys=True)[0].pieces == ()


def test_nothing_differs_between_the_same():
    assert compare(OLD, OLD, shows_keys=True) == []


def test_without_the_right_to_keys_none_is_told():
    new = replace(
        OLD, options=(ParsedOption("Đúng vậy", False), ParsedOption("Không phải", True)), explanation="Bí mật"
    )
    assert compare(OLD, new, shows_keys=False) == []
    text = replace(OLD, kind="text", options=(), answer=AcceptedTexts(("bí mật",)))
    assert compare(text, replace(text, answer=AcceptedTexts(("khác",))), shows_keys=False) == []


def test_order_and_pairs_are_keys():
    steps = (ParsedOption("Một"), ParsedOption("Hai"))
    ordering = replace(OLD, kind="ordering", options=steps)
    assert compare(ordering, replace(ordering, options=steps[::-1]), shows_keys=False) == []
    pairs = (ParsedOption("Một", match="a"), ParsedOption("Hai", match="b"))
    crossed = (ParsedOption("Một", match="b"), ParsedOption("Hai", match="a"))
    matching = replace(OLD, kind="matching", options=pairs)
    assert compare(matching, replace(matching, options=crossed), shows_keys=False) == []
    assert len(compare(matching, replace(matching, options=crossed), shows_keys=True)) == 2
