"""Bodies of a council: made, changed, ended."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.dates import day


@transaction.atomic
def make_body(*, actor: Actor, council: Council, values: dict[str, Any], now: datetime) -> Body:
    """Make a body. Raises access.doors.Refused, and NotPossible when the last day comes before the first."""
    require(actor, Permission.COUNCILS_BODY_EDIT, council_id=council.pk)
    body = Body(council=council, **values)
    _must_end_after_it_begins(body)
    body.save()
    record(actor, Verb.BODY_MADE, subject=body, council_id=council.pk, changes=as_noted(values), at=now)
    return body


@transaction.atomic
def change_body(
    *, actor: Actor, council: Council, body_id: int, version: int, values: dict[str, Any], now: datetime
) -> Body:
    """Change a body. Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible when mandates would
    fall outside its days, or names of the young would be published."""
    require(actor, Permission.COUNCILS_BODY_EDIT, council_id=council.pk)
    body = hold(Body.objects.filter(council=council), pk=body_id, version=version)
    _must_not_name_the_young(body, values)
    asked = Body(starts_on=values.get("starts_on", body.starts_on), ends_on=values.get("ends_on", body.ends_on))
    _must_end_after_it_begins(asked)
    if asked.starts_on and (early := body.mandates.filter(starts_on__lt=asked.starts_on).count()):
        raise NotPossible(
            ngettext(
                "%(count)s mandate begins before %(day)s. Choose an earlier day, or correct the mandate first.",
                "%(count)s mandates begin before %(day)s. Choose an earlier day, or correct the mandates first.",
                early,
            )
            % {"count": early, "day": day(asked.starts_on)},
            field="starts_on",
        )
    if asked.ends_on and (late := _running_past(body, asked.ends_on).count()):
        raise NotPossible(
            ngettext(
                "%(count)s mandate goes on after %(day)s. End the body on the page for that, and they end together.",
                "%(count)s mandates go on after %(day)s. End the body on the page for that, and they end together.",
                late,
            )
            % {"count": late, "day": day(asked.ends_on)},
            field="ends_on",
        )
    changes = apply(body, values)
    if changes:
        record(actor, Verb.BODY_CHANGED, subject=body, council_id=council.pk, changes=changes, at=now)
    return body


@transaction.atomic
def end_body(
    *, actor: Actor, council: Council, body_id: int, version: int, ends_on: date, reason: str, now: datetime
) -> int:
    """End a body on a day, and with it every mandate that would have gone on. Returns how many that was.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible when the day comes before the body's
    first day, or before the first day of a mandate.
    """
    require(actor, Permission.COUNCILS_BODY_EDIT, council_id=council.pk)
    body = hold(Body.objects.filter(council=council), pk=body_id, version=version)
    _must_end_after_it_begins(Body(starts_on=body.starts_on, ends_on=ends_on))
    if later := body.mandates.filter(starts_on__gt=ends_on).count():
        raise NotPossible(
            ngettext(
                "%(count)s mandate begins after %(day)s. Choose a later day, or correct the mandate first.",
                "%(count)s mandates begin after %(day)s. Choose a later day, or correct the mandates first.",
                later,
            )
            % {"count": later, "day": day(ends_on)},
            field="ends_on",
        )
    ended = list(_running_past(body, ends_on).select_for_update(of=("self",)))
    for mandate in ended:
        changes = apply(mandate, {"ends_on": ends_on})
        record(
            actor,
            Verb.MANDATE_ENDED,
            subject=mandate,
            under=body,
            council_id=council.pk,
            changes=changes,
            reason=reason,
            at=now,
        )
    changes = apply(body, {"ends_on": ends_on})
    if changes:
        record(actor, Verb.BODY_CHANGED, subject=body, council_id=council.pk, changes=changes, reason=reason, at=now)
    return len(ended)


def _must_not_name_the_young(body: Body, values: dict[str, Any]) -> None:
    if not body.shows_names and values.get("kind", body.kind) != body.kind and body.mandates.exists():
        raise NotPossible(
            gettext(
                "The names of the young are not published, and would be if the body became of another kind. "
                "Make a new body instead."
            ),
            field="kind",
        )


def _running_past(body: Body, last_day: date) -> Any:
    return body.mandates.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day))


def _must_end_after_it_begins(body: Body) -> None:
    if body.starts_on and body.ends_on and body.ends_on < body.starts_on:
        raise NotPossible(
            gettext("The last day, %(last)s, comes before the first, %(first)s.")
            % {"last": day(body.ends_on), "first": day(body.starts_on)},
            field="ends_on",
        )
