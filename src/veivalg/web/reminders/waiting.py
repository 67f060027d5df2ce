"""What waits for those who answer for actions, and for a secretariat that has nobody to ask."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Mandate, RoleAssignment
from veivalg.web.reminders import queries
from veivalg.web.reminders.asking import Standing, Why
from veivalg.web.strategy.deadlines import overdue_after
from veivalg.web.strategy.models import Action
from veivalg.web.ui.numbers import listed
from veivalg.web.ui.waiting import Waiting

SHOWN = 10
"""Actions that stand there by themselves; those that are left are told as a number."""


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """Actions that this account is asked about, and for a secretariat what others have passed on. Ten queries at
    most, however many actions there are."""
    own = _own(actor, account, on)
    several = queries.with_several_strategies([each.action.strategy.council_id for each in own]) if own else set()
    rows = [_row(each, names_strategy=each.action.strategy.council_id in several) for each in own[:SHOWN]]
    if len(own) > SHOWN:
        left = len(own) - SHOWN
        text = ngettext("%(count)s more action waits for you.", "%(count)s more actions wait for you.", left)
        council = own[SHOWN].action.strategy.council
        rows.append(
            Waiting(
                text=text % {"count": left},
                url=reverse("strategy:plan", args=[council.slug]),
                link=gettext("See the plan"),
                council=council.short_name,
            )
        )
    return rows + _referrals(actor)


def _own(actor: Actor, account: Account, on: date) -> list[Standing]:
    """Actions that it is time to ask this account about, the most pressing first."""
    if not account.email:
        return []
    actions = Action.objects.filter(_perhaps(actor, account, on))
    found = [
        each
        for each in queries.standing_actions(actions, on=on)
        if each.why is not None and any(who.account == account for who in each.answering.recipients)
    ]
    return sorted(found, key=lambda each: (list(Why).index(each.why or Why.STALE), each.action.number))


def _perhaps(actor: Actor, account: Account, on: date) -> Q:
    """Actions that could be this account's: more than are, and few enough to look at one by one."""
    mine = Q(person__account=account) | Q(person__email__iexact=account.email)
    bodies = Mandate.objects.on(on).filter(mine, position__in=(Mandate.Position.LEADER, Mandate.Position.VICE_LEADER))
    roles = RoleAssignment.objects.on(on).filter(account=account)
    found = (
        Q(contact__account=account)
        | Q(contact__email__iexact=account.email)
        | Q(responsible_body__in=bodies.values("body"))
        | Q(responsible_participant__in=roles.filter(role=Role.MUNICIPAL_CONTACT).values("participant"))
    )
    for grant in actor.grants:
        found |= Q(responsible_role=grant.role, strategy__council=grant.council_id)
    return found


def _row(each: Standing, *, names_strategy: bool) -> Waiting:
    action = each.action
    text = gettext("Action %(number)s needs an answer: %(text)s") % {"number": action.number, "text": action.text[:160]}
    return Waiting(
        text=f"{text} ({action.strategy.name})" if names_strategy else text,
        url=reverse("reminders:own_answer", args=[action.pk]),
        link=gettext("Say how it is going"),
        council=action.strategy.council.short_name,
        due_on=overdue_after(action),
    )


def _referrals(actor: Actor) -> list[Waiting]:
    ids = [id for id in actor.council_ids if actor.may(Permission.REMINDERS_REMINDER_SEND, council_id=id)]
    rows = []
    for council, found in queries.referrals_by_council(ids).items() if ids else ():
        first = found[0]
        text = gettext("%(name)s says that others answer for action %(number)s: %(text)s") % {
            "name": first.person or first.account or gettext("Someone who was asked"),
            "number": first.action.number,
            "text": first.action.text[:160],
        }
        if len(found) > 1:
            text = gettext("%(count)s who were asked say that others answer for these actions: %(numbers)s.") % {
                "count": len(found),
                "numbers": listed([str(number) for number in sorted({row.action.number for row in found})]),
            }
        rows.append(
            Waiting(
                text=text,
                url=reverse("reminders:overview", args=[council.slug]),
                link=gettext("See who"),
                council=council.short_name,
            )
        )
    return rows
