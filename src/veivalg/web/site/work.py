"""What is done beside the pages: mail is sent, and what has run out is forgotten."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
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
from veivalg.web.survey.operations import closing, letters

log = logging.getLogger(__name__)

PAUSE_S = 2
TIDY_EVERY_S = 3600
REST_S = 60
"""A task that failed is not tried before; one of every hour waits for its hour."""
FROM_HOUR, UNTIL_HOUR = 7, 10
"""Reminders are written between these; a machine that was off in the morning does it the next day."""
SATURDAY = 5
_FAILED = "Failed, and the rest goes on: %s"


@dataclass(frozen=True)
class Task:
    """One thing that is done beside the pages. Each is for itself: what one fails at stops none of the others."""

    name: str
    """As it stands in the log."""
    do: Callable[[datetime], object]
    every_s: int = TIDY_EVERY_S


# Looked up when they are done, and not when this file is read.
TASKS = (
    # Codes for signing in are sent from here.
    Task("sending mail", lambda now: send_mail(), every_s=PAUSE_S),
    Task("closing rounds", lambda now: closing.close_due(now=now), every_s=PAUSE_S),
    Task("publishing what rounds found", lambda now: publishing.publish_due(now=now), every_s=PAUSE_S),
    Task("forgetting old sessions", lambda now: sign_in.forget_old(now=now)),
    # Also where no mail server is named, and nothing is sent.
    Task("giving up mail that is too late", lambda now: outbox.give_up_the_useless(now=now)),
    Task("forgetting that mail was sent", lambda now: outbox.forget_done(now=now, but=letters.keys_in_use())),
    Task("forgetting drafts of councils", lambda now: set_up.forget_old_drafts(now=now)),
    Task("forgetting lists of people", lambda now: importing.forget_old(now=now)),
    Task("forgetting drafts of plans", lambda now: plans.forget_old(now=now)),
    Task("forgetting links of reminders", lambda now: reminders.forget_old(now=now)),
    Task("forgetting links of endorsements", lambda now: endorsements.forget_old(now=now)),
    Task("forgetting addresses of submissions", lambda now: answering.forget_addresses(now=now)),
    # What is counted from whole ballots is kept before they go; but they go on the day that was promised.
    Task("keeping counts", lambda now: deciding.keep_counts(now=now)),
    Task("deleting single answers", lambda now: closing.forget_old(now=now)),
    Task("writing reminders", lambda now: remind(now=now)),
)


@dataclass(frozen=True)
class Done:
    """What came of doing everything once."""

    sent: int
    """Mails."""
    failed: tuple[str, ...]
    """Names of the tasks that failed. Why is in the log."""


def once() -> Done:
    """Do everything that is due, for a timer. What fails is tried the next time, and the rest is done."""
    sent, failed = 0, []
    # Mail first, so that nothing can hold up a code, and last, so that what was written now is sent now.
    for task in (*TASKS, TASKS[0]):
        try:
            done = task.do(timezone.now())
        except Exception:
            log.exception(_FAILED, task.name)
            failed.append(task.name)
        else:
            sent += done if task is TASKS[0] and isinstance(done, int) else 0
    return Done(sent, tuple(dict.fromkeys(failed)))


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
        clock=timezone.now,
        deliver=lambda mail: connection.send_messages([mail]),
        sender=settings.DEFAULT_FROM_EMAIL,
    )


def keep_on(*, say: Callable[[str], None]) -> None:
    """Do what is due every two seconds, until the process is stopped. A code must be there before patience ends."""
    due_at = dict.fromkeys(TASKS, float("-inf"))
    while True:
        troubles: dict[str, list[str]] = {}
        for task in TASKS:
            if time.monotonic() >= due_at[task]:
                rest_s, trouble = _attempt(task)
                due_at[task] = time.monotonic() + rest_s
                if trouble:
                    troubles.setdefault(trouble, []).append(task.name)
        for trouble, names in troubles.items():
            say(f"{trouble} ({', '.join(names)})")
        close_old_connections()
        time.sleep(PAUSE_S)


def _attempt(task: Task) -> tuple[int, str]:
    """Do one task. Returns after how many seconds its turn comes again, and what to tell when it failed."""
    try:
        task.do(timezone.now())
    except (OperationalError, InterfaceError) as error:
        # The database is being restarted: the next attempt will tell.
        close_old_connections()
        return min(task.every_s, REST_S), f"The database does not answer: {error}"
    except Exception as error:
        log.exception(_FAILED, task.name)
        rest_s = max(task.every_s, REST_S)
        # The words of an error may be somebody's; they are in the log alone.
        return rest_s, f"Something failed, and is tried again in {rest_s // 60} min: {type(error).__name__}"
    return task.every_s, ""
