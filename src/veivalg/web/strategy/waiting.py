"""What waits for a secretariat: the action plan of a year that is not made, and one that is not adopted in time."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.strategy.models import ActionPlan, Strategy
from veivalg.web.strategy.yearly_queries import next_year
from veivalg.web.ui.waiting import Waiting

ADOPTED_BY = (1, 31)
"""Month and day when the plan of a year should have been adopted."""


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """In two queries, however many councils there are."""
    edited = [id for id in actor.council_ids if actor.may(Permission.STRATEGY_PLAN_EDIT, council_id=id)]
    return [*_not_made(edited, on), *_not_adopted(edited, on)] if edited else []


def _not_made(council_ids: list[int], on: date) -> list[Waiting]:
    year = next_year(on)
    if year == on.year:
        return []
    for_the_year = Q(last_year=None) | Q(last_year__gte=year)
    missing = (
        Strategy.objects.filter(for_the_year, council__in=council_ids, state=Strategy.State.ADOPTED)
        .exclude(action_plans__year=year)
        .select_related("council")
        .order_by("council", "pk")
    )
    rows = []
    for strategy in missing:
        council = strategy.council
        rows.append(
            Waiting(
                text=gettext("The action plan for %(year)s has not been made yet (%(name)s).")
                % {"year": year, "name": strategy.name},
                url=f"{reverse('strategy:new_action_plan', args=[council.slug])}?aar={year}&strategi={strategy.pk}",
                link=gettext("Make it"),
                council=council.short_name,
                due_on=date(year, *ADOPTED_BY),
            )
        )
    return rows


def _not_adopted(council_ids: list[int], on: date) -> list[Waiting]:
    late = (
        ActionPlan.objects.filter(
            strategy__council__in=council_ids, state=ActionPlan.State.DRAFT, year__lte=on.year, editions=None
        )
        .exclude(strategy__state=Strategy.State.ENDED)
        .select_related("strategy__council")
    )
    rows = []
    for plan in late:
        council = plan.strategy.council
        due_on = date(plan.year, *ADOPTED_BY)
        if on <= due_on:
            continue
        rows.append(
            Waiting(
                text=gettext(
                    "The action plan for %(year)s was not adopted by the end of January, and is still a draft."
                )
                % {"year": plan.year},
                url=plan.get_absolute_url(),
                link=gettext("See the plan"),
                council=council.short_name,
                due_on=due_on,
            )
        )
    return rows
