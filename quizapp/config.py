"""Settings from the environment. A malformed or unknown one stops the start with one clear line."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from .mail_server import read_mail_server

# Variables that are not read here, but by tests and benchmarks.
FOREIGN_NAMES = {"QUIZAPP_CHROMIUM", "QUIZAPP_FOREIGN_FILES", "QUIZAPP_TEST_POSTGRES_URL"}
LOCALES = ("vi", "en")


class ConfigError(Exception):
    """One line that says which setting is wrong and what it may be."""


@dataclass(frozen=True)
class Config:
    """All settings of one running program."""

    env: str
    instance: Path
    database_url: str
    secret_key: str
    redis_url: str | None
    base_url: str | None
    mail_url: str | None
    timezone: str
    locale: str
    metrics_from: tuple[str, ...]
    trusted_proxies: int
    # "queue": by a process of their own; "immediate": within the request that asks, for tests.
    jobs: str
    # The demonstration is served: its accounts are shown on the sign-in page.
    is_demo: bool
    # Seconds that a code of attendance is taken after its own 30 and the next 30.
    attendance_grace: int = 5
    # Questions of a day's practice.
    practice_size: int = 5

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read ``QUIZAPP_*``; raises ConfigError."""
        environ = os.environ if environ is None else environ
        values = {name: value.strip() for name, value in environ.items() if name.startswith("QUIZAPP_")}
        _refuse_unknown(values)
        env = _one_of(values, "QUIZAPP_ENV", ("development", "production"), "development")
        instance = _folder(values.get("QUIZAPP_INSTANCE") or "instance")
        return cls(
            env=env,
            instance=instance,
            database_url=_database_url(values.get("QUIZAPP_DATABASE_URL", ""), instance),
            secret_key=_secret_key(values.get("QUIZAPP_SECRET_KEY", ""), env, instance),
            redis_url=_url(values, "QUIZAPP_REDIS_URL", ("redis", "rediss", "unix")),
            base_url=_url(values, "QUIZAPP_BASE_URL", ("http", "https")),
            mail_url=_mail_url(values),
            timezone=_timezone(values.get("QUIZAPP_TIMEZONE") or "Asia/Ho_Chi_Minh"),
            locale=_one_of(values, "QUIZAPP_LOCALE", LOCALES, "vi"),
            metrics_from=_addresses(values, "QUIZAPP_METRICS_FROM", "127.0.0.1,::1"),
            trusted_proxies=_whole_number(values, "QUIZAPP_TRUSTED_PROXIES", 0),
            jobs=_one_of(values, "QUIZAPP_JOBS", ("queue", "immediate"), "queue"),
            attendance_grace=_whole_number(values, "QUIZAPP_ATTENDANCE_GRACE", 5),
            practice_size=_whole_number(values, "QUIZAPP_PRACTICE_SIZE", 5),
            is_demo=_one_of(values, "QUIZAPP_DEMO", ("0", "1"), "0") == "1",
        )

    def flask_settings(self) -> dict[str, Any]:
        """The same as Flask and its extensions want it."""
        is_secure = self.env == "production" and (self.base_url or "https").startswith("https")
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(self.database_url),
            "SESSION_COOKIE_NAME": "quizapp",
            "SESSION_COOKIE_SECURE": is_secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "PERMANENT_SESSION_LIFETIME": timedelta(days=180),
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "BABEL_DEFAULT_LOCALE": self.locale,
            "BABEL_DEFAULT_TIMEZONE": self.timezone,
            "PREFERRED_URL_SCHEME": "https" if is_secure else "http",
            "TEMPLATES_AUTO_RELOAD": False,
        }


def _refuse_unknown(values: Mapping[str, str]) -> None:
    known = {
        "QUIZAPP_ENV",
        "QUIZAPP_INSTANCE",
        "QUIZAPP_DATABASE_URL",
        "QUIZAPP_SECRET_KEY",
        "QUIZAPP_REDIS_URL",
        "QUIZAPP_BASE_URL",
        "QUIZAPP_MAIL_URL",
        "QUIZAPP_TIMEZONE",
        "QUIZAPP_LOCALE",
        "QUIZAPP_METRICS_FROM",
        "QUIZAPP_TRUSTED_PROXIES",
        "QUIZAPP_ATTENDANCE_GRACE",
        "QUIZAPP_PRACTICE_SIZE",
        "QUIZAPP_DEMO",
        "QUIZAPP_JOBS",
    }
    for name in sorted(values):
        if name not in known | FOREIGN_NAMES:
            raise ConfigError(f"{name} is not a setting of quizapp. Known: {', '.join(sorted(known))}")


def _one_of(values: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = values.get(name) or default
    if value not in allowed:
        raise ConfigError(f"{name}={value!r} is not one of {', '.join(allowed)}")
    return value


def _folder(value: str) -> Path:
    """The folder of that name, made where it is missing."""
    folder = Path(value).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"QUIZAPP_INSTANCE={value!r} cannot be made: {error.strerror}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(f"QUIZAPP_INSTANCE={value!r} cannot be written")
    return folder


def _url(values: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    value = values.get(name)
    if not value:
        return None
    if not _is_url(value, schemes):
        # The value is not told again: it may hold a password, and this line goes into logs.
        raise ConfigError(f"{name} is not an address that begins with {' or '.join(s + '://' for s in schemes)}")
    return value.rstrip("/")


def _mail_url(values: Mapping[str, str]) -> str | None:
    url = _url(values, "QUIZAPP_MAIL_URL", ("smtp", "smtps"))
    try:
        if url:
            read_mail_server(url)
    except ValueError as error:
        raise ConfigError(f"QUIZAPP_MAIL_URL: {error}") from error
    return url


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError where it is no number
    except ValueError:
        return False
    has_place = bool(parts.path) if parts.scheme == "unix" else bool(parts.hostname)
    return parts.scheme in schemes and has_place and "://" in value and not re.search(r"\s", value)


def _database_url(value: str, instance: Path) -> str:
    if not value:
        return f"sqlite:///{instance / 'quizapp.sqlite3'}"
    if re.match(r"postgres(ql)?://", value):
        value = "postgresql+psycopg://" + value.split("://", 1)[1]
    if not re.match(r"sqlite:///.|postgresql\+psycopg://.", value) or not _can_be_parsed(value):
        raise ConfigError(
            "QUIZAPP_DATABASE_URL is neither sqlite:///path nor postgresql+psycopg://user:password@host:port/database"
        )
    return value


def _can_be_parsed(database_url: str) -> bool:
    try:
        make_url(database_url)
    except (ArgumentError, ValueError):
        return False
    return True


def _secret_key(value: str, env: str, instance: Path) -> str:
    if value:
        if len(value) < 16:
            raise ConfigError("QUIZAPP_SECRET_KEY is shorter than 16 characters")
        return value
    if env == "production":
        raise ConfigError("QUIZAPP_SECRET_KEY is required when QUIZAPP_ENV=production")
    return _kept_secret(instance / "secret_key")


def _kept_secret(path: Path) -> str:
    """The secret in the file, made once."""
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the file {str(path)!r} cannot be written and read: {error}") from error
    if len(secret) < 16:
        raise ConfigError(f"the file {str(path)!r} holds no secret: remove it, and a new one is made")
    return secret


def _make_secret(path: Path) -> None:
    """Written beside and linked: of two processes that start together only one can give the file its name, and neither
    ever reads half a secret."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # the other process was first
    finally:
        beside.unlink()


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(
            f"QUIZAPP_TIMEZONE={value!r} is not the name of a time zone such as Asia/Ho_Chi_Minh"
        ) from error
    return value


def _addresses(values: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    parts = [part.strip() for part in values.get(name, default).split(",") if part.strip()]
    try:
        return tuple(str(ipaddress.ip_address(part)) for part in parts)
    except ValueError as error:
        raise ConfigError(f"{name}: {error}; give addresses such as 127.0.0.1, separated by commas") from error


def _whole_number(values: Mapping[str, str], name: str, default: int) -> int:
    value = values.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,2}", value):
        raise ConfigError(f"{name}={value!r} is not a whole number from 0 to 99")
    return int(value)


def _engine_options(database_url: str) -> dict[str, Any]:
    if database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15}}
    # The connection used last is used next: few of them are busy, and these know all statements already.
    return {"pool_size": 8, "max_overflow": 8, "pool_use_lifo": True, "pool_pre_ping": False, "pool_recycle": 1800}
