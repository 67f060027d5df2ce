"""What waits for someone in the councils where they are something."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import ROLE_WORDS, Permission, Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.mandate_facts import period_of
from veivalg.web.councils.models import Body, Council, Mandate, Participant, RoleAssignment, StaffSession
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import listed
from veivalg.web.ui.waiting import Waiting
from veivalg.web.ui.words import norwegian_order

MANDATES_ENDING = timedelta(days=90)
ROLES_ENDING = timedelta(days=30)
NAMED = 3
"""More participants than this are told as a number."""


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """For a secretariat: steps of the set-up that are left, mandates and roles that end. For everyone: own roles that
    end. For the host: visits that are open. A fixed number of queries, however many councils there are."""
    edited = [id for id in actor.council_ids if actor.may(Permission.COUNCILS_MANDATE_EDIT, council_id=id)]
    councils = {council.pk: council for council in Council.objects.filter(pk__in=edited)} if edited else {}
    rows: list[Waiting] = []
    if councils:
        rows += _steps_left(councils, on)
        rows += _mandates_that_end(councils, on)
    rows += _roles_that_end(councils, account, on)
    if actor.is_host:
        rows += _visits(actor, account)
    return rows


def _steps_left(councils: dict[int, Council], on: date) -> Iterable[Waiting]:
    assemblies: dict[int, list[int]] = defaultdict(list)
    with_bodies = set()
    for body in Body.objects.filter(council__in=councils):
        with_bodies.add(body.council_id)
        if body.kind == Body.Kind.ASSEMBLY and period_of(body).is_active(on):
            assemblies[body.council_id].append(body.pk)
    for id, council in councils.items():
        if id not in with_bodies:
            yield Waiting(
                text=gettext("No bodies are registered. Begin with the assembly."),
                url=reverse("councils:bodies", args=[council.slug]),
                link=gettext("Make the first body"),
                council=council.short_name,
            )
    yield from _without_member(councils, assemblies, on)


def _without_member(councils: dict[int, Council], assemblies: dict[int, list[int]], on: date) -> Iterable[Waiting]:
    """Every participant has at least one member of the assembly (kommuneloven § 18-3)."""
    if not assemblies:
        return
    bodies = [pk for found in assemblies.values() for pk in found]
    seated = set(
        Mandate.objects.on(on)
        .filter(body__in=bodies, position__in=Mandate.SEATED)
        .values_list("participant_id", flat=True)
    )
    missing: dict[int, list[str]] = defaultdict(list)
    for participant in Participant.objects.on(on).with_places().filter(council__in=assemblies):
        if participant.pk not in seated:
            missing[participant.council_id].append(participant.name)
    for id, names in missing.items():
        text = gettext("%(names)s has no member of the assembly (kommuneloven § 18-3).") % {"names": names[0]}
        if len(names) > 1:
            text = gettext("%(names)s have no member of the assembly (kommuneloven § 18-3).") % {
                "names": listed(sorted(names, key=norwegian_order))
                if len(names) <= NAMED
                else gettext("%(count)s participants") % {"count": len(names)}
            }
        yield Waiting(
            text=text,
            url=reverse("councils:body", args=[councils[id].slug, assemblies[id][0]]),
            link=gettext("Register members"),
            council=councils[id].short_name,
        )


def _mandates_that_end(councils: dict[int, Council], on: date) -> Iterable[Waiting]:
    ending = (
        Mandate.objects.on(on)
        .filter(body__council__in=councils, ends_on__lte=on + MANDATES_ENDING, replaced_by=None)
        .order_by()
        .values("body__council")
        .annotate(count=Count("pk"), first=Min("ends_on"))
    )
    for row in ending:
        council = councils[row["body__council"]]
        text = ngettext(
            "%(count)s mandate ends within 90 days, on %(day)s.",
            "%(count)s mandates end within 90 days, the first on %(day)s.",
            row["count"],
        )
        yield Waiting(
            text=text % {"count": row["count"], "day": day(row["first"])},
            url=reverse("councils:bodies", args=[council.slug]),
            link=gettext("See the bodies"),
            council=council.short_name,
            due_on=row["first"],
        )


def _roles_that_end(councils: dict[int, Council], account: Account, on: date) -> Iterable[Waiting]:
    """One's own, and those of others where one can give new ones."""
    ending = RoleAssignment.objects.on(on).filter(
        Q(account=account) | Q(council__in=councils), ends_on__lte=on + ROLES_ENDING
    )
    others: dict[int, list[date]] = defaultdict(list)
    for own in ending.select_related("council"):
        if own.account_id != account.pk:
            others[own.council_id].append(own.ends_on)
            continue
        yield Waiting(
            text=gettext("Your access as “%(role)s” ends on %(day)s. Ask the secretariat if you need it longer.")
            % {"role": ROLE_WORDS[Role(own.role)], "day": day(own.ends_on)},
            url=own.council.get_absolute_url(),
            link=gettext("Go to the council"),
            council=own.council.short_name,
            due_on=own.ends_on,
        )
    for id, days in others.items():
        council = councils[id]
        text = ngettext(
            "%(count)s person loses access within 30 days, on %(day)s.",
            "%(count)s people lose access within 30 days, the first on %(day)s.",
            len(days),
        )
        yield Waiting(
            text=text % {"count": len(days), "day": day(min(days))},
            url=reverse("councils:roles", args=[council.slug]),
            link=gettext("See who has access"),
            council=council.short_name,
            due_on=min(days),
        )


def _visits(actor: Actor, account: Account) -> Iterable[Waiting]:
    inside = [grant.council_id for grant in actor.grants if grant.role is Role.HOST]
    visits = StaffSession.objects.filter(account=account, council__in=inside, ended_at=None).select_related("council")
    seen = set()
    for visit in visits:
        if visit.council_id in seen:
            continue
        seen.add(visit.council_id)
        yield Waiting(
            text=gettext("You are inside this council as the host. Leave when you are done: “%(reason)s”.")
            % {"reason": visit.reason},
            url=reverse("councils:host"),
            link=gettext("Leave the council"),
            council=visit.council.short_name,
        )
