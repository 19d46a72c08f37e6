"""Charts as plotly figures in JSON. Plotly is imported only when one is drawn: nothing else shall pay for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from .reports import DayLine, RoundLine

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Names of colours of base.css; static/charts.js puts in the values of the theme that the reader sees.
BLUE, GREEN, INK = "var(--blue)", "var(--green)", "var(--ink-2)"
LINE, EDGE = "var(--line)", "var(--edge)"

TICKS = 6


def rounds_chart(lines: Sequence[RoundLine]) -> dict[str, Any]:
    """Both rates by round, as bars."""
    from plotly import graph_objects as go

    titles = [line.label for line in lines]
    figure = go.Figure(layout=_layout(go))
    for name, colour, values in (
        (_("Trên số đủ điều kiện"), BLUE, [line.row.rate_eligible for line in lines]),
        (_("Trên tổng số thành viên"), EDGE, [line.row.rate_members for line in lines]),
    ):
        figure.add_bar(
            name=name,
            x=titles,
            y=values,
            marker={"color": colour},
            texttemplate="%{y:.2f}",
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x}<br>%{y:.2f} %<extra>" + name + "</extra>",
        )
    figure.update_yaxes(ticksuffix=" %", rangemode="tozero")
    return _json_of(figure)


def days_chart(lines: Sequence[DayLine]) -> dict[str, Any]:
    """Attempts by day as bars, people so far as a line."""
    from plotly import graph_objects as go

    days = [line.day.isoformat() for line in lines]
    figure = go.Figure(layout=_layout(go))
    figure.add_bar(
        name=_("Lượt thi trong ngày"),
        x=days,
        y=[line.attempts for line in lines],
        marker={"color": BLUE},
        hovertemplate="%{x|%d/%m/%Y}<br>%{y:,}<extra>" + _("Lượt thi trong ngày") + "</extra>",
    )
    figure.add_scatter(
        name=_("Lượt người tính đến ngày"),
        x=days,
        y=[line.people_so_far for line in lines],
        mode="lines+markers",
        line={"color": GREEN, "width": 3},
        hovertemplate="%{x|%d/%m/%Y}<br>%{y:,}<extra>" + _("Lượt người tính đến ngày") + "</extra>",
    )
    if lines:  # whole days only, however few there are
        span = (lines[-1].day - lines[0].day).days + 1
        step = -(-span // TICKS) * timedelta(days=1) / timedelta(milliseconds=1)
        figure.update_xaxes(type="date", tickformat="%d/%m", tickangle=0, tick0=days[0], dtick=step)
    figure.update_yaxes(tickformat=",", rangemode="tozero")
    return _json_of(figure)


def _layout(go: Any) -> Any:
    return go.Layout(
        template="none",
        separators=",.",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": INK, "size": 14},
        margin={"l": 56, "r": 12, "t": 12, "b": 40},
        height=320,
        legend={"orientation": "h", "y": -0.18, "yanchor": "top", "x": 0},
        xaxis={"showgrid": False, "linecolor": LINE, "fixedrange": True},
        yaxis={"gridcolor": LINE, "zerolinecolor": LINE, "fixedrange": True},
        hoverlabel={"align": "left"},
        bargap=0.35,
        # Figures over the bars only where they can be read; the table has them anyway.
        uniformtext={"minsize": 12, "mode": "hide"},
    )


def _json_of(figure: Figure) -> dict[str, Any]:
    content: dict[str, Any] = figure.to_plotly_json()
    return {"data": content["data"], "layout": content["layout"]}
