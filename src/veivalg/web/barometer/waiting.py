"""What waits for a secretariat about rounds: one that soon closes, and that it is half a year since the last."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.barometer.findings import KINDS
from veivalg.web.survey.models import Round
from veivalg.web.ui.dates import day
from veivalg.web.ui.waiting import Waiting

HALF_A_YEAR = timedelta(days=183)
SOON = timedelta(days=7)


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """One query, however many councils there are."""
    councils = [id for id in actor.council_ids if actor.may(Permission.BAROMETER_ROUND_EDIT, council_id=id)]
    if not councils:
        return []
    rows = Round.objects.filter(council__in=councils, kind__in=KINDS).exclude(opened_at=None).select_related("council")
    found: list[Waiting] = []
    latest: dict[int, Round] = {}
    asking: set[int] = set()
    for row in rows.order_by("closes_at", "pk"):
        closes_on = timezone.localdate(row.closes_at)
        if not row.is_closed and on <= closes_on:
            if row.kind == Round.Kind.COOPERATION:
                asking.add(row.council_id)
            if closes_on - on <= SOON:
                found.append(
                    Waiting(
                        text=gettext("“%(title)s” closes %(day)s. Remind those who have a code.")
                        % {"title": row.heading, "day": day(closes_on)},
                        url=reverse("survey:round", args=[row.council.slug, row.pk]),
                        link=gettext("See the round"),
                        council=row.council.short_name,
                        due_on=closes_on,
                    )
                )
        if row.kind == Round.Kind.COOPERATION:
            latest[row.council_id] = row
    for council_id, row in latest.items():
        asked_on = timezone.localdate(row.closed_at or row.closes_at)
        if council_id not in asking and on - asked_on >= HALF_A_YEAR:
            found.append(
                Waiting(
                    text=gettext("It is half a year since you asked how the cooperation is, on %(day)s.")
                    % {"day": day(asked_on)},
                    url=reverse("barometer:new_round", args=[row.council.slug]),
                    link=gettext("Ask again"),
                    council=row.council.short_name,
                )
            )
    return found
