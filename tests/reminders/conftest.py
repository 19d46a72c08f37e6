from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.factories import make_unit
from tests.reminders.servers import Mailbox, PushService, mail_server, push_service


@pytest.fixture
def unit(app: Any) -> Any:
    return make_unit("Đảng bộ Khối")


@pytest.fixture
def configure(app: Any) -> Iterator[Any]:
    """Change settings of the running program for one test."""
    before = app.config["QUIZAPP"]

    def change(**values: Any) -> None:
        app.config["QUIZAPP"] = replace(app.config["QUIZAPP"], **values)

    change(base_url="https://thi.example.vn")
    yield change
    app.config["QUIZAPP"] = before


@pytest.fixture
def mailbox(configure: Any) -> Iterator[Mailbox]:
    """What the mail server of this installation took."""
    with mail_server() as (mailbox, address):
        configure(mail_url=f"smtp://{address}?from=nhac-viec@example.vn")
        yield mailbox


@pytest.fixture
def service(app: Any, configure: Any) -> Iterator[PushService]:
    """A push service that browsers of this test use."""
    with push_service() as service:
        app.config["PUSH_SERVICES"] = (service.place,)
        yield service
        del app.config["PUSH_SERVICES"]
