"""The regular round: whoever's turn it is gets one reminder of all there is to tell, or none where there is nothing.

Members are taken by one conditional UPDATE and each reminder is claimed by one conditional INSERT before it is handed
over. A process that dies in between loses that day's reminder and never sends it twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app

from ..extensions import db
from ..jobs import registry
from ..local_times import to_instant, to_local
from ..mail_server import read_mail_server
from . import mail, push, queries, services
from .addresses import base_address, unsubscription_of
from .digest import Section, sections_for
from .mail import Post, Unreachable
from .queries import Person
from .quiet import is_quiet
from .sending import Outcome
from .wording import in_language, write

logger = logging.getLogger("quizapp.reminders")
BATCH = 500
# So many batches a round, fewer where there is much to send: other regular work waits for it.
MOST_BATCHES = 4
RETRY = timedelta(minutes=15)


@registry.every("reminders.send", timedelta(minutes=1))
def send_due(now: datetime) -> int:
    """Remind whoever's turn it is; how many were reminded."""
    round_, reminded = Round(now), 0
    try:
        for _ in range(MOST_BATCHES):
            taken = services.take(now, BATCH) if reminded < BATCH else []
            if not taken:
                break
            reminded += round_.remind(taken)
    finally:
        round_.close()
    return reminded


@registry.every("reminders.clean", timedelta(days=1))
def clean(now: datetime) -> int:
    """Forget old reminders."""
    return services.remove_old(now)


class Round:
    """One round, with one connection to the mail server."""

    def __init__(self, now: datetime) -> None:
        self._base, url = base_address() or "", current_app.config["QUIZAPP"].mail_url
        server = read_mail_server(url) if url and self._base else None
        self.now, self.day = now, to_local(now).date()
        self._sender = server.sender if server else ""
        self._post = Post(server) if server else None
        self._is_post_down = False

    def close(self) -> None:
        """Say goodbye to the mail server."""
        if self._post:
            self._post.close()

    def remind(self, member_ids: Sequence[int]) -> int:
        """The members that were taken; how many were reminded."""
        people = queries.list_people(member_ids)
        told = queries.told_on(self.day, member_ids)
        awake = [one for one in people if not self._is_quiet(one)]
        sections = self._sections([one for one in awake if one.id not in told])
        times = {one.id: services.allowed_from(self.now + services.LOOK_AGAIN, one) for one in awake}
        times |= {one.id: services.allowed_from(self.now, one) for one in people if self._is_quiet(one)}
        times |= {one.id: self._tomorrow(one) for one in awake if one.id in told}
        # No transaction is kept open while other servers are waited for.
        db.session.rollback()
        count = 0
        for person in awake:
            if person.id in sections and (outcome := self._send(person, sections[person.id])):
                waits = outcome is Outcome.WAITING
                times[person.id] = services.allowed_from(self.now + RETRY, person) if waits else self._tomorrow(person)
                count += outcome in (Outcome.SENT, Outcome.UNKNOWN)
        services.look_again(times)
        return count

    def _is_quiet(self, person: Person) -> bool:
        return is_quiet(to_local(self.now), person.quiet_from, person.quiet_until)

    def _tomorrow(self, person: Person) -> datetime:
        midnight = to_local(self.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return services.allowed_from(to_instant(midnight), person)

    def _sections(self, people: Sequence[Person]) -> dict[int, list[Section]]:
        found = queries.find_all(people, self.now) if people else {}
        drawn = {one.id: sections_for(found[one.id], one.kinds, one.told_until) for one in people}
        return {member_id: sections for member_id, sections in drawn.items() if sections}

    def _send(self, person: Person, sections: Sequence[Section]) -> Outcome | None:
        """None where there is no way to the person, or another server sends it."""
        by_push = person.by_push and bool(person.devices)
        by_email = person.by_email and bool(person.email) and self._post is not None
        if not by_push and not by_email:
            return None
        if not by_push and not self._is_post_open():
            return Outcome.WAITING
        if not services.claim(person.id, self.day, self.now):
            return None
        outcome, channel = self._push(person, sections) if by_push else Outcome.GONE, "push"
        if outcome is Outcome.GONE:
            outcome, channel = self._mail(person, sections) if by_email else Outcome.FAILED, "email"
        services.note_outcome(person.id, self.day, outcome.value, channel, self.now)
        return outcome

    def _push(self, person: Person, sections: Sequence[Section]) -> Outcome:
        """To one device: the one that was added last, else the one before."""
        with in_language(person.locale):
            words = write(sections, self.now)
        content = {"title": words.title, "body": words.summary, "address": "/"}
        for device in person.devices:
            outcome = push.send(device.endpoint, device.public_key, device.secret, content)
            if outcome is not Outcome.GONE:
                return outcome
            services.forget_device(device.id, person.id, self.now)
        return Outcome.GONE

    def _mail(self, person: Person, sections: Sequence[Section]) -> Outcome:
        assert self._post is not None, "asked for before"
        assert person.email, "asked for before"
        path = unsubscription_of(person.id)
        try:
            with in_language(person.locale):
                letter = mail.write_letter(write(sections, self.now), person.email, self._sender, self._base, path)
        except ValueError:
            logger.warning("reminders: member %s has no address that a letter can be sent to", person.id)
            return Outcome.FAILED
        try:
            return self._post.send(letter)
        except Unreachable as error:
            self._tell_down(error)
            return Outcome.WAITING

    def _is_post_open(self) -> bool:
        assert self._post is not None, "asked for before"
        if self._is_post_down:
            return False
        try:
            self._post.open()
        except Unreachable as error:
            self._tell_down(error)
            return False
        return True

    def _tell_down(self, error: Unreachable) -> None:
        self._is_post_down = True
        logger.warning("reminders: the mail server takes nothing now; tried again in 15 minutes: %s", error)
