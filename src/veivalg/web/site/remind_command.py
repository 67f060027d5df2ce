"""``veivalg remind``: write the reminders of a day. Returns exit codes as the command line does."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from veivalg.web.access.actor import OPERATOR
from veivalg.web.reminders import queries
from veivalg.web.reminders.operations import digests

Say = Callable[[str], None]


def remind(*, on: date | None, is_dry: bool, as_json: bool, tell: Say) -> int:
    """Write one mail for each person whom it is time to ask, or with `is_dry` only tell how many and how much."""
    now = timezone.now()
    day = on or timezone.localdate(now)
    is_quiet = digests.is_quiet(day)
    letters = [] if is_quiet else queries.letters(on=day)
    people, actions = len(letters), sum(len(letter.asked) for letter in letters)
    cases = sum(len(letter.owed) for letter in letters)
    if not is_dry:
        sent = digests.write_digests(actor=OPERATOR, on=day, now=now)
        people, actions, cases = sent.people, sent.actions, sent.cases
    report: dict[str, Any] = {
        "on": day.isoformat(),
        "is_july": is_quiet,
        "is_dry_run": is_dry,
        "people": people,
        "actions": actions,
        "endorsements": cases,
    }
    if as_json:
        tell(json.dumps(report, ensure_ascii=False))
    elif is_quiet:
        tell("It is July, so nobody is reminded.")
    else:
        word = "would get" if is_dry else "got"
        about = f"about {actions} actions and {cases} endorsements"
        tell(f"{people} people {word} a mail, {about}. Nobody gets more than one a week.")
    return 0
