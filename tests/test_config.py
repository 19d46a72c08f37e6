"""Settings: their defaults, and every malformed value stops the start with one clear line."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.config import Config, ConfigError
from quizapp.project import ROOT

SECRET = "sixteen-characters-or-more"
QUIZAPP = Path(sys.executable).with_name("quizapp")


def read(folder: Path, **values: str) -> Config:
    given = {f"QUIZAPP_{name}": value for name, value in values.items()}
    return Config.from_environment({"QUIZAPP_INSTANCE": str(folder), **given})


def test_everything_has_a_default_for_one_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Config.from_environment({}) == Config(
        env="development",
        instance=tmp_path / "instance",
        database_url=f"sqlite:///{tmp_path / 'instance' / 'quizapp.sqlite3'}",
        secret_key=(tmp_path / "instance" / "secret_key").read_text(),
        redis_url=None,
        base_url=None,
        mail_url=None,
        timezone="Asia/Ho_Chi_Minh",
        locale="vi",
        metrics_from=("127.0.0.1", "::1"),
        trusted_proxies=0,
        jobs="queue",
        is_demo=False,
    )


def test_every_setting_is_taken_from_the_environment(tmp_path):
    config = read(
        tmp_path,
        ENV="production",
        DATABASE_URL="postgresql+psycopg://quizapp:pass@db.local:5433/quizapp",
        SECRET_KEY=SECRET,
        REDIS_URL="redis://cache:6379/0",
        BASE_URL="https://thi.example.vn/",
        MAIL_URL="smtp://sender:pass@mail.local:587",
        TIMEZONE="Asia/Bangkok",
        LOCALE="en",
        METRICS_FROM=" 10.0.0.7 , 2001:DB8::1 ",
        TRUSTED_PROXIES="2",
        JOBS="immediate",
        ATTENDANCE_GRACE="20",
        PRACTICE_SIZE="7",
        DEMO="1",
    )
    assert config == Config(
        env="production",
        instance=tmp_path,
        database_url="postgresql+psycopg://quizapp:pass@db.local:5433/quizapp",
        secret_key=SECRET,
        redis_url="redis://cache:6379/0",
        base_url="https://thi.example.vn",
        mail_url="smtp://sender:pass@mail.local:587",
        timezone="Asia/Bangkok",
        locale="en",
        metrics_from=("10.0.0.7", "2001:db8::1"),
        trusted_proxies=2,
        jobs="immediate",
        attendance_grace=20,
        practice_size=7,
        is_demo=True,
    )


def test_empty_values_mean_the_default_and_spaces_around_do_not_count(tmp_path):
    names = ("DATABASE_URL", "REDIS_URL", "BASE_URL", "MAIL_URL", "TIMEZONE", "LOCALE", "ENV", "SECRET_KEY")
    assert read(tmp_path, **dict.fromkeys(names, "  ")) == read(tmp_path)
    assert read(tmp_path, LOCALE=" en ").locale == "en"


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_spelling_of_postgresql_uses_the_driver_that_is_installed(tmp_path, url):
    assert read(tmp_path, DATABASE_URL=url).database_url == "postgresql+psycopg://u@h/d"


MALFORMED = [
    ("ENV", "prod", "QUIZAPP_ENV='prod' is not one of development, production"),
    ("DATABASE_URL", "mysql://u@h/d", "QUIZAPP_DATABASE_URL is neither sqlite:///path nor postgresql+psycopg://"),
    ("DATABASE_URL", "quizapp.sqlite3", "QUIZAPP_DATABASE_URL is neither"),
    ("DATABASE_URL", "sqlite:///", "QUIZAPP_DATABASE_URL is neither"),
    ("DATABASE_URL", "postgresql+psycopg://", "QUIZAPP_DATABASE_URL is neither"),
    ("DATABASE_URL", "postgresql+psycopg://u@h:port/d", "QUIZAPP_DATABASE_URL is neither"),
    ("SECRET_KEY", "short", "QUIZAPP_SECRET_KEY is shorter than 16 characters"),
    ("REDIS_URL", "localhost:6379", "QUIZAPP_REDIS_URL is not an address that begins with redis:// or rediss://"),
    ("REDIS_URL", "redis://", "QUIZAPP_REDIS_URL is not an address"),
    ("BASE_URL", "thi.example.vn", "QUIZAPP_BASE_URL is not an address that begins with http:// or https://"),
    ("BASE_URL", "https://", "QUIZAPP_BASE_URL is not an address"),
    ("BASE_URL", "https:thi.example.vn", "QUIZAPP_BASE_URL is not an address"),
    ("BASE_URL", "https://thi example.vn", "QUIZAPP_BASE_URL is not an address"),
    ("BASE_URL", "https://[thi", "QUIZAPP_BASE_URL is not an address"),
    ("MAIL_URL", "mailto:a@b.vn", "QUIZAPP_MAIL_URL is not an address that begins with smtp:// or smtps://"),
    ("MAIL_URL", "smtp://mail:port", "QUIZAPP_MAIL_URL is not an address"),
    ("MAIL_URL", "smtp://mail.local?from=nobody", "QUIZAPP_MAIL_URL: the sender after ?from= is not an e-mail address"),
    ("MAIL_URL", "smtp://mail.local?to=a@b.vn", "QUIZAPP_MAIL_URL: only ?from= may follow the address"),
    ("TIMEZONE", "Hanoi", "QUIZAPP_TIMEZONE='Hanoi' is not the name of a time zone such as Asia/Ho_Chi_Minh"),
    ("TIMEZONE", "Asia", "QUIZAPP_TIMEZONE='Asia' is not the name"),
    ("TIMEZONE", "../../etc/passwd", "is not the name of a time zone"),
    ("LOCALE", "fr", "QUIZAPP_LOCALE='fr' is not one of vi, en"),
    ("METRICS_FROM", "localhost", "QUIZAPP_METRICS_FROM: 'localhost' does not appear to be an IPv4 or IPv6 address"),
    ("TRUSTED_PROXIES", "-1", "QUIZAPP_TRUSTED_PROXIES='-1' is not a whole number from 0 to 99"),
    ("TRUSTED_PROXIES", "9" * 5000, "is not a whole number from 0 to 99"),
    ("TRUSTED_PROXIES", "²", "is not a whole number from 0 to 99"),
    ("DEMO", "yes", "QUIZAPP_DEMO='yes' is not one of 0, 1"),
    (
        "DATABSE_URL",
        "x",
        "QUIZAPP_DATABSE_URL is not a setting of quizapp. Known: QUIZAPP_ATTENDANCE_GRACE, QUIZAPP_",
    ),
]


@pytest.mark.parametrize(("name", "value", "said"), MALFORMED, ids=[f"{n}-{v[:20]}" for n, v, _ in MALFORMED])
def test_malformed_value_is_told_in_one_line(tmp_path, name, value, said):
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, **{name: value})
    line = str(refused.value)
    assert said in line
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:hidden@h:port/d", "mysql://u:hidden@h/d"])
def test_refusal_does_not_tell_a_password(tmp_path, url):
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, DATABASE_URL=url)
    assert "hidden" not in str(refused.value)


def test_names_of_the_tests_and_benchmarks_are_let_pass(tmp_path):
    read(tmp_path, TEST_POSTGRES_URL="x", CHROMIUM="/usr/bin/chromium", FOREIGN_FILES="/tmp")


def test_names_of_other_programs_do_not_matter(tmp_path):
    Config.from_environment({"QUIZAPP_INSTANCE": str(tmp_path), "QUIZ_APP": "x", "DATABASE_URL": "y"})


def test_secret_is_made_once_and_kept_for_the_owner_alone(tmp_path):
    first = read(tmp_path).secret_key
    file = tmp_path / "secret_key"
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == (first, 0o600)
    assert read(tmp_path).secret_key == first
    assert list(tmp_path.iterdir()) == [file]


def test_processes_that_start_together_agree_on_the_secret(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        secrets = {config.secret_key for config in pool.map(lambda _: read(tmp_path), range(64))}
    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_empty_secret_file_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(ConfigError, match="holds no secret: remove it"):
        read(tmp_path)


def test_production_asks_for_a_secret(tmp_path):
    with pytest.raises(ConfigError, match="QUIZAPP_SECRET_KEY is required when QUIZAPP_ENV=production"):
        read(tmp_path, ENV="production")
    assert read(tmp_path, ENV="production", SECRET_KEY=SECRET).secret_key == SECRET
    assert list(tmp_path.iterdir()) == []


def test_instance_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    for place in ("file", "file/below"):
        with pytest.raises(ConfigError, match=r"QUIZAPP_INSTANCE=.* cannot be made"):
            read(tmp_path / place)


@pytest.mark.parametrize(
    ("values", "is_secure"),
    [
        ({}, False),
        ({"ENV": "production", "SECRET_KEY": SECRET}, True),
        ({"ENV": "production", "SECRET_KEY": SECRET, "BASE_URL": "https://thi.example.vn"}, True),
        ({"ENV": "production", "SECRET_KEY": SECRET, "BASE_URL": "http://10.0.0.5"}, False),
    ],
)
def test_cookies_are_long_lived_and_secure_in_production(tmp_path, values, is_secure):
    settings = read(tmp_path, **values).flask_settings()
    cookie = {name: value for name, value in settings.items() if name.startswith("SESSION_COOKIE")}
    assert cookie == {
        "SESSION_COOKIE_NAME": "quizapp",
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }
    assert settings["PERMANENT_SESSION_LIFETIME"] == timedelta(days=180)


def run(program: list[str | Path], folder: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """A real start of the program, outside of this process."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")}
    given = {f"QUIZAPP_{name}": value for name, value in values.items()}
    environment = {**inherited, "QUIZAPP_INSTANCE": str(folder), **given}
    return subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_command_stops_with_2_and_one_line(tmp_path):
    ended = run([QUIZAPP, "db", "upgrade"], tmp_path, TIMEZONE="Hanoi")
    line = "quizapp: QUIZAPP_TIMEZONE='Hanoi' is not the name of a time zone such as Asia/Ho_Chi_Minh\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", line)


def test_server_stops_with_one_line(tmp_path):
    ended = run([sys.executable, "-c", "import wsgi"], tmp_path, LOCALE="fr")
    assert (ended.returncode, ended.stderr) == (1, "quizapp: QUIZAPP_LOCALE='fr' is not one of vi, en\n")


def test_command_on_an_unusable_database_stops_with_1_and_one_line(tmp_path):
    ended = run([QUIZAPP, "roles", "list"], tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/none/quizapp.sqlite3")
    line = "quizapp: the database cannot be used: unable to open database file\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", line)


def test_command_before_the_first_migration_says_what_to_do(tmp_path):
    ended = run([QUIZAPP, "roles", "list"], tmp_path)
    line = "quizapp: the database is not migrated: run quizapp db upgrade\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", line)
