"""create_app(): the table of contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import (
    api,
    assets,
    database,
    error_pages,
    health,
    navigation,
    observability,
    prepared_statements,
    serving,
    sweeping,
    wording,
)
from .accounts import commands as account_commands
from .accounts import gate, sessions
from .accounts import views as account_views
from .analytics import api as analytics_api
from .analytics import commands as analytics_commands
from .analytics import comprehension_views, item_views, study_views
from .analytics import views as analytics_views
from .assessments import api as assessment_api
from .assessments import commands as assessment_commands
from .assessments import views as assessment_views
from .competitions import commands as competition_commands
from .competitions import views as competition_views
from .config import Config
from .converters import register as register_converters
from .courses.catalogue import views as course_views
from .courses.classes import views as class_views
from .courses.practice import views as practice_views
from .courses.sessions import commands as session_commands
from .courses.sessions import views as session_views
from .demo import accounts as demo_accounts
from .demo import commands as demo_commands
from .exams import commands as exam_commands
from .exams import views as exam_views
from .extensions import babel, compress, csrf, db, dump_json, login_manager
from .home import views as home_views
from .jobs import commands as job_commands
from .jobs import regular
from .jobs import views as job_views
from .library import commands as library_commands
from .library import views as library_views
from .organisation import commands as organisation_commands
from .organisation import views as organisation_views
from .questions import commands as question_commands
from .questions import import_jobs
from .questions import views as question_views
from .reminders import regular as reminder_rounds
from .reminders import views as reminder_views
from .session_cookie import SessionCookie
from .translations import catalogue

# What is done at regular times registers itself.
__all__ = ["create_app", "import_jobs", "regular", "reminder_rounds", "sweeping"]


class Application(Flask):
    """Flask without a check that it makes several times for each request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view of ours is a coroutine."""
        return func


def create_app(config: Config | None = None) -> Flask:
    """The application, ready to serve. Raises ConfigError."""
    config = config or Config.from_environment()
    app = Application("quizapp", instance_path=str(config.instance), static_folder=None)
    app.config.from_mapping(config.flask_settings())
    app.config["QUIZAPP"] = config
    app.session_interface = SessionCookie()
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the gate asks for it, where it is due
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.compact = True  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _add_extensions(app)
    register_converters(app)
    observability.register(app)
    gate.register(app)
    error_pages.register(app)
    wording.register(app)
    navigation.register(app)
    _add_features(app)
    _add_commands(app)
    demo_accounts.register(app)
    assets.register(app, config.instance)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _add_extensions(app: Flask) -> None:
    app.config["SQLALCHEMY_ENGINE_OPTIONS"]["json_serializer"] = dump_json
    db.init_app(app)
    with app.app_context():
        prepared_statements.keep(db.engine)
    login_manager.init_app(app)
    sessions.register(login_manager)
    csrf.init_app(app)
    catalogue.register(app)
    babel.init_app(app, locale_selector=wording.select_locale)
    compress.init_app(app)


def _add_features(app: Flask) -> None:
    blueprints = (
        health.blueprint,
        home_views.blueprint,
        account_views.blueprint,
        organisation_views.blueprint,
        job_views.blueprint,
        library_views.blueprint,
        question_views.blueprint,
        assessment_views.blueprint,
        assessment_api.blueprint,
        competition_views.blueprint,
        session_views.blueprint,
        class_views.blueprint,
        exam_views.blueprint,
        course_views.blueprint,
        practice_views.blueprint,
        reminder_views.blueprint,
        analytics_views.blueprint,
        study_views.blueprint,
        analytics_api.blueprint,
        item_views.blueprint,
        comprehension_views.blueprint,
    )
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    api.register(app)


def _add_commands(app: Flask) -> None:
    commands: list[click.Command] = [
        *serving.commands,
        database.group,
        *job_commands.commands,
        *demo_commands.commands,
        *organisation_commands.commands,
        *account_commands.commands,
        *library_commands.commands,
        *question_commands.commands,
        *assessment_commands.commands,
        *competition_commands.commands,
        *session_commands.commands,
        *exam_commands.commands,
        *analytics_commands.commands,
    ]
    for command in commands:
        app.cli.add_command(command)
