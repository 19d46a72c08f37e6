"""What runs at an instant, and what rounds are called."""

from __future__ import annotations

from quizapp.assessments.models import Assessment
from quizapp.competitions.models import Competition, Round
from quizapp.competitions.schedule import round_labels


def test_rounds_bear_short_names_as_long_as_these_differ():
    def competition(*titles):
        rounds = [Round(assessment_id=n, assessment=Assessment(title=title)) for n, title in enumerate(titles)]
        return Competition(rounds=rounds)

    assert round_labels(competition("Tuần 1: Nghị quyết", "Tuần 2: Nghị quyết")) == {0: "Tuần 1", 1: "Tuần 2"}
    assert round_labels(competition("Vòng loại", "Chung kết")) == {0: "Vòng loại", 1: "Chung kết"}
    for titles in (("Thi: tuần 1", "Thi: tuần 2"), (": một", "hai")):
        assert round_labels(competition(*titles)) == dict(enumerate(titles))
