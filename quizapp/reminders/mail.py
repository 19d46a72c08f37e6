"""E-mail by SMTP: one connection for many letters."""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from flask_babel import gettext as _

from .. import clock
from ..mail_server import MailServer
from .sending import Outcome
from .wording import Words

logger = logging.getLogger("quizapp.reminders")
TIMEOUT = 15  # seconds
# Long lines stay whole: mail programs do not find an address that was folded and encoded.
_ON_THE_WIRE = SMTP.clone(max_line_length=998)


class Unreachable(Exception):
    """The mail server takes nothing now."""


def write_letter(words: Words, to: str, sender: str, base: str, unsubscription: str) -> EmailMessage:
    """The letter, in the present language. Raises ValueError for an address that is none."""
    letter = EmailMessage()
    letter["From"] = Address(_("Học tập nghị quyết"), addr_spec=sender)
    letter["To"] = Address(addr_spec=to)
    letter["Subject"] = words.title
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{base}{unsubscription}>"
    letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    farewell = _("Thư này được gửi vì bạn đã bật nhắc việc. Không muốn nhận nữa, hãy mở:")
    home = _("Mở trang chủ:")
    letter.set_content(f"{words.text}\n\n{home} {base}/\n\n-- \n{farewell}\n{base}{unsubscription}\n")
    return letter


class Post:
    """The connection to the mail server, opened with the first letter."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Raises Unreachable."""
        if self._smtp is not None:
            return
        try:
            self._smtp = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{self._server.host}:{self._server.port}: {error}") from error

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.is_encrypted:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            self._introduce(smtp, context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _introduce(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server = self._server
        smtp.ehlo()
        if not server.is_encrypted and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
        elif not server.is_encrypted and server.needs_encryption:
            raise smtplib.SMTPException("it offers no encryption, and a password is not sent without")
        if server.user:
            smtp.login(server.user, server.password)

    def send(self, letter: EmailMessage) -> Outcome:
        """Hand one letter over. Raises Unreachable where that is not the letter's fault."""
        self.open()
        smtp = self._smtp
        assert smtp is not None, "it was opened"
        try:
            code = self._announce(smtp, letter)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Unreachable(str(error)) from error
        return self._hand_over(smtp, letter) if code is None else _outcome(code)

    def _hand_over(self, smtp: smtplib.SMTP, letter: EmailMessage) -> Outcome:
        answer: bytes | str
        try:
            code, answer = smtp.data(letter.as_bytes(policy=_ON_THE_WIRE))
        except smtplib.SMTPDataError as error:
            code, answer = error.smtp_code, error.smtp_error
        except (OSError, smtplib.SMTPException) as error:
            # The connection broke after the letter was on its way: the server may have taken it.
            logger.warning("reminders: the mail server did not answer, a letter is not sent again: %s", error)
            self._drop()
            return Outcome.UNKNOWN
        if code != 250:
            self._refused(smtp, code, answer)
        return _outcome(code)

    def _announce(self, smtp: smtplib.SMTP, letter: EmailMessage) -> int | None:
        """None where the server awaits the letter, else its answer."""
        smtp.ehlo_or_helo_if_needed()
        for step, address in ((smtp.mail, letter["From"]), (smtp.rcpt, letter["To"])):
            code, answer = step(address.addresses[0].addr_spec)
            if code not in (250, 251):
                self._refused(smtp, code, answer)
                return code
        return None

    def _refused(self, smtp: smtplib.SMTP, code: int, answer: bytes | str) -> None:
        """Say so, and begin the next letter anew."""
        logger.warning("reminders: the mail server refused a letter: %s %r", code, answer[:200])
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def close(self) -> None:
        """Say goodbye."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
            self._smtp = None


def _outcome(code: int) -> Outcome:
    """What an answer of the mail server means: one of 500 and more is its last word."""
    if code == 250:
        return Outcome.SENT
    return Outcome.FAILED if code >= 500 else Outcome.WAITING
