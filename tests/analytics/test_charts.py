"""Figures for the browser, and what keeps them within the strict Content-Security-Policy."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from quizapp.analytics import charts
from quizapp.analytics.participation import Counts, Row, UnitLine
from quizapp.analytics.reports import DayLine, RoundLine
from quizapp.assessments.models import Assessment
from quizapp.project import ROOT

UNIT = UnitLine(1, "K", "Khối", "1/")
STATIC = ROOT / "quizapp" / "static"


def test_rounds_are_bars_of_both_rates(app):
    lines = [
        RoundLine(Assessment(), "Tuần 1", Row(UNIT, Counts(members=10, eligible=8, people=4))),
        RoundLine(Assessment(), "Tuần 2", Row(UNIT, Counts())),
    ]
    eligible, members = charts.rounds_chart(lines)["data"]
    assert (list(eligible["x"]), list(eligible["y"])) == (["Tuần 1", "Tuần 2"], [50.0, None])
    assert list(members["y"]) == [40.0, None]


def test_days_are_attempts_and_people_so_far(app):
    lines = [DayLine(date(2026, 11, 2), 3, 7, 3), DayLine(date(2026, 11, 20), 1, 9, 4)]
    figure = charts.days_chart(lines)
    attempts, people = figure["data"]
    assert (list(attempts["x"]), list(attempts["y"])) == (["2026-11-02", "2026-11-20"], [7, 9])
    assert list(people["y"]) == [3, 4]
    assert figure["layout"]["xaxis"]["dtick"] == 4 * 86_400_000


def test_no_day_is_an_empty_chart(app):
    assert [list(trace["x"]) for trace in charts.days_chart([])["data"]] == [[], []]


@pytest.mark.parametrize("heavy", ["plotly", "pandas"])
def test_starting_the_program_does_not_load_what_only_charts_need(heavy):
    code = f"import sys, quizapp.app, quizapp.analytics.charts; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_plotly_finds_its_styles_done_already():
    """With these two ids in the page plotly writes no <style>, which the CSP would refuse."""
    plotly = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
    program = plotly.read_text()
    script = (STATIC / "charts.js").read_text()
    style_of_maps = re.search(r'STYLE_OF_MAPS = "(\w+)"', script)[1]
    ids = set(re.findall(r'document\.createElement\("style"\);\w+\.id="(\w+)"', program))
    assert ids == {style_of_maps}
    assert '"plotly.js-style-"+' in program
    assert '.matches(".no-inline-styles")' in program
    page = ROOT / "quizapp" / "analytics" / "templates" / "analytics" / "show_dashboard.html"
    assert 'id="plotly.js-style-global" class="no-inline-styles"' in page.read_text()
