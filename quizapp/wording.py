"""Sentences, numbers and times in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask import Flask, current_app, has_request_context, request
from flask_babel import get_locale, gettext, to_user_timezone
from flask_login import current_user
from markupsafe import Markup

from .config import LOCALES
from .errors import Sentence


def translate(sentence: Sentence | str) -> str:
    """The sentence in the reader's language, with its parameters filled in."""
    if isinstance(sentence, str):
        return sentence
    params = {
        name: translate(value) if isinstance(value, Sentence) else value for name, value in sentence.params.items()
    }
    text = gettext(sentence.text)
    return text % params if params else text


def select_locale() -> str:
    """The member's own choice, else the cookie's, else the installation's. Browsers' languages are not asked: phones
    sold here are often set to English by people who read Vietnamese."""
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    chosen = getattr(current_user, "locale", None) or request.cookies.get("locale")
    return chosen if chosen in LOCALES else default


def number(value: float | None, decimals: int | None = None) -> str:
    """1.234,5 in Vietnamese; a dash for nothing."""
    if value is None:
        return "–"
    pattern = "#,##0.##" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=str(get_locale())))


def decimal_number(value: Decimal) -> str:
    """The same with all its digits."""
    return str(format_decimal(value, format="#,##0.##########", locale=str(get_locale())))


def percent(value: float | None) -> str:
    """98,70 % with a space that does not break."""
    return "–" if value is None else f"{number(value, 2)}\N{NO-BREAK SPACE}%"


def day(value: date | datetime | None) -> str:
    """21/11/2026, in the installation's time zone."""
    if value is None:
        return "–"
    local = to_user_timezone(value) if isinstance(value, datetime) else value
    return local.strftime("%d/%m/%Y")


def local_day(value: datetime) -> date:
    """The day of an instant in the installation's time zone."""
    return to_user_timezone(value).date()


def moment(value: datetime | None) -> str:
    """10:41, 21/11/2026, in the installation's time zone."""
    return "–" if value is None else to_user_timezone(value).strftime("%H:%M, %d/%m/%Y")


def duration(seconds: int | None) -> str:
    """ "12 phút 5 giây"."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return gettext("%(seconds)s giây", seconds=rest)
    return gettext("%(minutes)s phút %(seconds)s giây", minutes=number(minutes), seconds=rest)


def time_left(until: datetime, now: datetime) -> str:
    """ "2 ngày 4 giờ": the two largest parts of what is left."""
    minutes = max(0, int((until - now).total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return gettext("%(days)s ngày %(hours)s giờ", days=days, hours=hours)
    if hours:
        return gettext("%(hours)s giờ %(minutes)s phút", hours=hours, minutes=minutes)
    return gettext("%(minutes)s phút", minutes=minutes)


def unbroken(text: str) -> str:
    """A document number such as 57-NQ/TW stays on one line: browsers break after a hyphen and after a slash."""
    return text.replace("-", "\N{NON-BREAKING HYPHEN}").replace("/", "/\N{WORD JOINER}")


def register(app: Flask) -> None:
    """Make these words known to the templates."""
    filters: dict[str, Any] = {
        "number": number,
        "decimal_number": decimal_number,
        "percent": percent,
        "day": day,
        "moment": moment,
        "duration": duration,
        "translate": translate,
        "unbroken": unbroken,
        "iso_day": lambda value: day(date.fromisoformat(value)),
        "isoformat": lambda value: value.isoformat() if value else "",
        "trusted_html": Markup,  # only for text that rich_text.clean_html has cleaned on its way in
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals["time_left"] = time_left
