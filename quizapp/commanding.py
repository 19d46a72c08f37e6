"""How every command prints, refuses and shows progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar

import click

from .errors import DomainError, Sentence
from .wording import translate

Command = TypeVar("Command", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Print exactly one JSON object on stdout.")


def refusing(command: Command) -> Command:
    """A DomainError ends the command with its sentence on stderr and exit code 1."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            refuse(error.sentence)

    return wrapped  # type: ignore[return-value]


def refuse(sentence: Sentence) -> NoReturn:
    """Say why, and end with 1."""
    click.echo(translate(sentence), err=True)
    sys.exit(1)


def say(sentence: Sentence) -> None:
    """A message for people: on stderr, so that stdout stays clean for --json."""
    click.echo(translate(sentence), err=True)


def print_json(value: Any) -> None:
    """The one JSON object."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
