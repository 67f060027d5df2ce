"""What waits for someone about their own account."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import NEEDS_SECOND_FACTOR, TABLE, Role
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.second_factor.factors import has_second_factor
from veivalg.web.ui.waiting import Waiting


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """A second factor that a role needs, an alias that has not been chosen, an invitation to set up a council."""
    rows = []
    roles = {grant.role for grant in actor.grants} | ({Role.HOST} if actor.is_host else set())
    if any(NEEDS_SECOND_FACTOR & TABLE[role].keys() for role in roles) and not has_second_factor(account.pk):
        rows.append(
            Waiting(
                text=gettext("Your role takes a second factor: a code app or a passkey. You have none yet."),
                url=reverse("accounts:security"),
                link=gettext("Add one"),
            )
        )
    if account.is_alias and not account.name:
        rows.append(
            Waiting(
                text=gettext("You have not chosen what others see as your name."),
                url=reverse("accounts:own_alias"),
                link=gettext("Choose an alias"),
            )
        )
    if account.may_set_up_until is not None and account.may_set_up_until >= on:
        rows.append(
            Waiting(
                text=gettext(
                    "You are invited to set up a council. It takes about ten minutes, and you can take a break."
                ),
                url=reverse("thread:set_up"),
                link=gettext("Set up a council"),
                due_on=account.may_set_up_until,
            )
        )
    return rows
