"""Commands of the demonstration."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from .. import clock, database
from ..commanding import progress_bar, refusing, say
from ..errors import Sentence
from . import loading


@click.group("demo")
def group() -> None:
    """The demonstration."""


@group.command("load")
@click.option("--members", default=loading.MEMBERS, show_default=True, type=click.IntRange(1, 6_000_000))
@click.option("--password", default=loading.PASSWORD, show_default=True, help="Of all demonstration accounts.")
@click.option("--seed", default=loading.SEED, show_default=True, type=int, help="The same seed gives the same data.")
@with_appcontext
@refusing
def load_demo(members: int, password: str, seed: int) -> None:
    """Load the demonstration, of any size, into an empty database."""
    database.upgrade()
    with database.alone(), progress_bar():
        demo = loading.load(clock.now(), members, password, seed)
    say(
        Sentence(
            "Đã nạp %(units)s đơn vị, %(members)s thành viên, %(attempts)s lượt thi.",
            units=demo.units,
            members=demo.members,
            attempts=demo.attempts,
        )
    )


commands: list[click.Command] = [group]
