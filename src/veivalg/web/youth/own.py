"""What one of the young may take with them: what they have said, and what they were answered."""

from datetime import date
from typing import Any

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council
from veivalg.web.youth import page, queries


def of(actor: Actor, account: Account, *, on: date) -> list[dict[str, Any]]:
    """Everything one has sent, the newest first in each council, with the answer, the day it was due and what it
    changed, as far as one may read that. A few queries for each council."""
    councils = Council.objects.filter(youth_submissions__account=account).distinct().order_by("pk")
    return [
        _told(each, council)
        for council in councils
        for each in page.shown(queries.own(council, account.pk), council, actor, on=on)
    ]


def _told(each: page.Shown, council: Council) -> dict[str, Any]:
    row = each.submission
    return {
        "council": council.name,
        "matter": row.matter.title if row.matter else "",
        **{name: getattr(row, name) for name in ("text", "channel", "received_at", "answer_due_on", "state", "reason")},
        "is_overdue": each.is_overdue and row.state != row.State.WITHDRAWN,
        "answer": _answered(each),
    }


def _answered(each: page.Shown) -> dict[str, Any] | None:
    answer = each.answer
    if answer is None:
        return None
    names = ("outcome", "words", "answered_on", "corrected_on", "changed_elsewhere")
    return {
        **{name: getattr(answer, name) for name in names},
        "changed": [{"name": part.name, "address": part.url} for part in each.changed],
        "resolution": str(answer.resolution) if answer.resolution else "",
    }
