"""An organising unit, its propaganda board, and a competition that runs."""

from __future__ import annotations

import pytest

from quizapp import clock
from tests.competitions.factories import HOUR, make_block, make_organiser, make_published
from tests.factories import make_member, sign_in


@pytest.fixture
def unit(app):
    return make_block()


@pytest.fixture
def organiser(unit):
    return make_organiser(unit)


@pytest.fixture
def browser(client, organiser):
    """A browser in which the organiser is signed in."""
    return sign_in(client, organiser)


@pytest.fixture
def round(unit):
    """The round of a published competition, open now."""
    make_member(unit=unit)
    return make_published(unit, opens_at=clock.now().replace(second=0, microsecond=0) - HOUR)
