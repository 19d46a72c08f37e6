"""Essays that say the same in the same words."""

from __future__ import annotations

from random import Random

from quizapp.exams.essay_similarity import Likeness, Passage, likenesses, likenesses_of, side_by_side

WORDS = ["đất", "nước", "con", "người", "mùa", "xuân", "dòng", "sông", "cánh", "đồng", "ngôi", "trường", "lớp", "học"]


def essay(seed, words=200):
    random = Random(seed)
    return " ".join(f"{random.choice(WORDS)}{random.randrange(50)}" for _ in range(words))


def test_essays_of_their_own_are_not_alike():
    assert likenesses({code: essay(code) for code in ("A", "B", "C")}) == []


def test_a_short_essay_copied_whole_into_a_long_one_is_found():
    short = essay(1, 60)
    texts = {"DÀI": f"{essay(2)} {short} {essay(3)}", "NGẮN": short, "KHÁC": essay(4)}
    assert likenesses(texts) == [Likeness("DÀI", "NGẮN", 100)]
    assert likenesses_of("NGẮN", texts) == [Likeness("NGẮN", "DÀI", 100)]


def test_case_diacritics_marks_and_line_breaks_hide_nothing():
    written = "Học tập và làm theo tấm gương là việc làm thường xuyên của mỗi người chúng ta hôm nay và mai sau, nhé."
    hidden = "hoc tap va lam theo tam guong\nLA VIEC LAM thuong xuyen cua moi nguoi... chung ta hom nay va mai sau nhe"
    assert likenesses({"A": written, "B": hidden}) == [Likeness("A", "B", 100)]


def test_the_words_of_the_question_count_for_nothing():
    question = essay(9, 80)
    texts = {"A": f"{question} {essay(1, 40)}", "B": f"{question} {essay(2, 40)}"}
    assert likenesses(texts, question) == []
    assert likenesses_of("A", texts, question) == []


def test_passages_side_by_side_keep_the_text_as_it_was_written():
    same = "mỗi người dân cần học tập suốt đời để tiến bộ"
    left, right = side_by_side(f"Theo tôi, {same}. Hết!", f"{same.upper()} thôi")
    assert left == [Passage("Theo tôi, ", False), Passage(f"{same}. ", True), Passage("Hết!", False)]
    assert right == [Passage(f"{same.upper()} ", True), Passage("thôi", False)]


def test_empty_texts_are_like_nothing():
    assert likenesses({"A": "", "B": " ", "C": "Một hai."}) == []
    assert side_by_side("", "…") == ([Passage("", False)], [Passage("…", False)])


def test_both_ways_of_counting_agree():
    common = [essay(seed, 80) for seed in range(3)]
    texts = {code: f"{essay(code)} {common[n % 3]}" for n, code in enumerate("ABCDEFG")}
    pairs = {frozenset((one.code, one.other)): one.percent for one in likenesses(texts)}
    by_one = {frozenset((one.code, one.other)): one.percent for code in texts for one in likenesses_of(code, texts)}
    assert pairs == by_one != {}
