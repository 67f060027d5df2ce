"""What is done beside the pages: mail is sent, and what has run out is forgotten."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from veivalg.web.access.actor import OPERATOR
from veivalg.web.accounts.operations import sign_in
from veivalg.web.barometer.operations import publishing
from veivalg.web.councils.operations import importing, set_up
from veivalg.web.directions.operations import deciding
from veivalg.web.endorsements.operations import sending as endorsements
from veivalg.web.outbox import operations as outbox
from veivalg.web.participation.operations import answering
from veivalg.web.reminders.operations import digests as reminders
from veivalg.web.strategy.operations import importing as plans
from veivalg.web.survey.operations import closing

log = logging.getLogger(__name__)

PAUSE_S = 2
TIDY_EVERY_S = 3600
FROM_HOUR, UNTIL_HOUR = 7, 10
"""Reminders are written between these; a machine that was off in the morning does it the next day."""
SATURDAY = 5


def once() -> int:
    """Do everything that is due. Returns how many mails were sent. For a timer."""
    sign_in.forget_old(now=timezone.now())
    set_up.forget_old_drafts(now=timezone.now())
    importing.forget_old(now=timezone.now())
    plans.forget_old(now=timezone.now())
    reminders.forget_old(now=timezone.now())
    endorsements.forget_old(now=timezone.now())
    remind(now=timezone.now())
    answering.forget_addresses(now=timezone.now())
    closing.close_due(now=timezone.now())
    publishing.publish_due(now=timezone.now())
    # What is counted from whole ballots is kept before they go.
    deciding.keep_counts(now=timezone.now())
    closing.forget_old(now=timezone.now())
    return send_mail()


def remind(*, now: datetime) -> int:
    """Write the day's reminders, on weekdays in the morning in Norway. Returns how many people get one.

    It is asked every time there is something else to do; nobody gets two.
    """
    local = timezone.localtime(now)
    if settings.DEMO or local.weekday() >= SATURDAY or not FROM_HOUR <= local.hour < UNTIL_HOUR:
        return 0
    return reminders.write_digests(actor=OPERATOR, on=local.date(), now=now).people


def send_mail() -> int:
    """Send what waits, if there is a mail server to send it with. The demonstration sends nothing."""
    if settings.DEMO or not settings.MAIL.is_set:
        return 0
    connection = get_connection()
    return outbox.send_waiting(
        now=timezone.now(),
        deliver=lambda mail: connection.send_messages([mail]),
        sender=settings.DEFAULT_FROM_EMAIL,
    )


def keep_on(*, say: Callable[[str], None]) -> None:
    """Do what is due every two seconds, until the process is stopped. A code must be there before patience ends."""
    tidied_at = float("-inf")
    while True:
        try:
            if time.monotonic() - tidied_at > TIDY_EVERY_S:
                once()
                tidied_at = time.monotonic()
            else:
                closing.close_due(now=timezone.now())
                publishing.publish_due(now=timezone.now())
                send_mail()
        except (OperationalError, InterfaceError) as error:
            # The database is being restarted: the next round will tell.
            say(f"The database does not answer: {error}")
        except Exception as error:
            # Codes for signing in are sent from here: whatever else fails, mail goes on, and the rest is tried later.
            log.exception("What is done beside the pages failed")
            say(f"Something failed, and is tried again in an hour: {type(error).__name__}")
            tidied_at = time.monotonic()
        close_old_connections()
        time.sleep(PAUSE_S)
