"""Reads of action plans."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import override

from veivalg.rules.mandates.findings import Severity
from veivalg.rules.plans import PlanFinding, check_plan
from veivalg.web.access.actor import Actor
from veivalg.web.councils.models import Council
from veivalg.web.strategy import queries
from veivalg.web.strategy.editions import checksum_of
from veivalg.web.strategy.models import Action, ActionPlan, ActionPlanEdition, PlannedAction
from veivalg.web.strategy.queries import NO_RESPONSIBLE
from veivalg.web.strategy.yearly_content import Ended, ThisYear, YearPlan, as_plain, chosen, from_plain

Choice = PlannedAction.Choice
FROM_MONTH = 10
"""From October the plan of the year after is made."""


def next_year(on: date) -> int:
    """The year that a plan is made for on a day.

    >>> next_year(date(2026, 9, 30)), next_year(date(2026, 10, 1))
    (2026, 2027)
    """
    return on.year + 1 if on.month >= FROM_MONTH else on.year


def action_plans(council: Council, actor: Actor) -> list[ActionPlan]:
    """Those that this person may read something of, the newest year first."""
    found = list(ActionPlan.objects.visible_to(actor, council).select_related("strategy", "earlier"))
    for plan in found:
        plan.strategy.council = council
    return found


def plan_among(
    plans: list[ActionPlan], council: Council, actor: Actor, year: int, strategy_id: int | None, *, on: date
) -> ActionPlan | None:
    """The plan of a year; of the strategy asked for, else of the one that comes first among the council's that day."""
    found = {plan.strategy_id: plan for plan in plans if plan.year == year}
    if strategy_id is not None or len(found) == 1:
        return found.get(strategy_id if strategy_id is not None else next(iter(found)))
    first = (
        next((each for each in queries.strategies(council, actor, on=on) if each.pk in found), None) if found else None
    )
    return found[first.pk] if first else None


def plan_of_now(
    plans: list[ActionPlan], council: Council, actor: Actor, strategy_id: int | None, *, on: date
) -> ActionPlan | None:
    """The plan of this year or the last one before, else the first that comes; of the strategy asked for."""
    among = [plan for plan in plans if strategy_id is None or plan.strategy_id == strategy_id]
    current = next((plan for plan in among if plan.year <= on.year), among[-1] if among else None)
    return plan_among(among, council, actor, current.year, strategy_id, on=on) if current else None


def latest_edition(plan: ActionPlan) -> ActionPlanEdition | None:
    """What was last adopted."""
    found = plan.editions.select_related("adopted_by__body").first()
    if found is not None:
        found.plan = plan
    return found


def editions_until(council: Council, edition: ActionPlanEdition) -> "QuerySet[ActionPlanEdition]":
    """Editions of the same strategy that came before: of the same year, and the last ones of years before."""
    return (
        ActionPlanEdition.objects.filter(plan__strategy=edition.plan.strategy_id, plan__strategy__council=council)
        .filter(
            Q(plan__year__lt=edition.plan.year) | Q(plan__year=edition.plan.year, number__lt=edition.number),
        )
        .select_related("plan")
        .order_by("-plan__year", "-number")
    )


def content_of(plan: ActionPlan) -> YearPlan:
    """The plan as it stands in the tables now, in six queries, with names in the council's own language."""
    planned = list(
        PlannedAction.objects.filter(plan=plan)
        .select_related("action")
        .only("choice", "reason", "text", "due_on", "cost_nok", "action__key", "action__text", "action__number")
        .order_by("action__number", "id")
    )
    of_year = {
        row.action.key: ThisYear(row.text, row.due_on, row.cost_nok)
        for row in planned
        if row.choice in PlannedAction.STAYS or not row.choice
    }
    ended = tuple(
        Ended(row.action.key, row.action.number, row.action.text, row.choice == Choice.DROP, row.reason)
        for row in planned
        if row.choice in (Choice.DONE, Choice.DROP)
    )
    with override(plan.strategy.council.language):
        return chosen(queries.plan_of(plan.strategy), plan.year, of_year, ended)


def content_of_edition(edition: ActionPlanEdition) -> YearPlan:
    """The plan as it was adopted."""
    return from_plain(edition.content)


def text_mark(found: YearPlan) -> str:
    """What tells this text from any other, so that what is adopted is what was read."""
    return checksum_of(as_plain(found))


@dataclass(frozen=True)
class Answered:
    """How far a rolling has come."""

    total: int
    undecided: int
    new: int

    @property
    def decided(self) -> int:
        return self.total - self.undecided


def answered(plan: ActionPlan) -> Answered:
    """In one query. Actions that are new this year are no question."""
    found = PlannedAction.objects.filter(plan=plan).aggregate(
        total=Count("pk", filter=~Q(choice=Choice.NEW)),
        undecided=Count("pk", filter=Q(choice="")),
        new=Count("pk", filter=Q(choice=Choice.NEW)),
    )
    return Answered(**found)


@dataclass(frozen=True)
class Lacking:
    """What stands in the way of adopting a year's plan."""

    undecided: int
    without_responsible: list[PlannedAction]
    findings: list[PlanFinding]
    is_strategy_adopted: bool

    @property
    def is_nothing(self) -> bool:
        """Whether it can be adopted."""
        return self.is_strategy_adopted and not self.undecided and not self.without_responsible and not self.findings


def lacking(plan: ActionPlan, found: YearPlan) -> Lacking:
    """In three queries, besides those of the content."""
    inside = Q(choice__in=PlannedAction.STAYS) | Q(choice="")
    nobody = Q(action__in=Action.objects.filter(NO_RESPONSIBLE, strategy=plan.strategy_id))
    return Lacking(
        undecided=PlannedAction.objects.filter(plan=plan, choice="").count(),
        without_responsible=list(
            PlannedAction.objects.filter(inside & nobody, plan=plan).select_related("action").order_by("action__number")
        ),
        findings=[each for each in check_plan(found.plan) if each.severity == Severity.REFUSED],
        is_strategy_adopted=plan.strategy.editions.exists(),
    )
