"""Adopting a year's action plan: it becomes an edition, and what it drops is followed up no more."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, ngettext

from veivalg.rules.plans import PlanFindingCode
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import ChangedMeanwhile, put
from veivalg.web.audit.operations import Noted, record, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy import yearly_queries
from veivalg.web.strategy.editions import checksum_of
from veivalg.web.strategy.models import Action, ActionPlan, ActionPlanEdition, PlannedAction
from veivalg.web.strategy.operations.yearly import held_plan
from veivalg.web.strategy.yearly_content import as_plain
from veivalg.web.strategy.yearly_queries import Lacking

Choice = PlannedAction.Choice


@transaction.atomic
def adopt_action_plan(
    *, actor: Actor, council: Council, plan_id: int, read: str, resolution_id: int, on: date, now: datetime
) -> ActionPlanEdition:
    """Register that a resolution adopted a year's plan as it stands, and keep that text for good.

    `read` is the `yearly_queries.text_mark` of the text that was read; `on` is today in Norway.

    Raises access.doors.Refused, SecondFactorNeeded, ActionPlan.DoesNotExist, audit.changes.ChangedMeanwhile, and
    NotPossible when something that must be there is missing, when the resolution is no adoption of a plan by this
    council, or when it has adopted an action plan already.
    """
    require(actor, Permission.STRATEGY_EDITION_ADOPT, council_id=council.pk)
    plan = held_plan(council, plan_id)
    # Held, so that two plans are not adopted by one resolution at once.
    resolution = (
        Resolution.objects.select_for_update(of=("self",))
        .filter(pk=resolution_id, council=council, kind=Resolution.Kind.PLAN_ADOPTION, correction=None)
        .first()
    )
    if resolution is None:
        raise NotPossible(gettext("Choose a resolution of the council that adopts a plan."), field="resolution")
    if resolution.adopted_action_plans.exists():
        raise NotPossible(gettext("That resolution has adopted an action plan already."), field="resolution")
    found = yearly_queries.content_of(plan)
    content = as_plain(found)
    checksum = checksum_of(content)
    if checksum != read:
        raise ChangedMeanwhile(plan)
    _must_be_complete(yearly_queries.lacking(plan, found))
    last = plan.editions.aggregate(last=Max("number"))["last"] or 0
    edition = ActionPlanEdition.objects.create(
        plan=plan, number=last + 1, adopted_by=resolution, content=content, checksum=checksum, adopted_at=now
    )
    state = plan.state
    plan.state = ActionPlan.State.ADOPTED
    plan.version += 1
    plan.save(update_fields=["state", "version"])
    record(
        actor,
        Verb.ACTION_PLAN_ADOPTED,
        subject=edition,
        under=plan,
        council_id=council.pk,
        changes={
            "year": [None, plan.year],
            "number": [None, edition.number],
            "state": [state, plan.state],
            "adopted_by": [None, str(resolution)],
            "checksum": [None, checksum],
        },
        at=now,
    )
    _drop(actor, council, plan, on=on, now=now)
    return edition


def _drop(actor: Actor, council: Council, plan: ActionPlan, *, on: date, now: datetime) -> None:
    """Drop what the plan drops, and take up again what it holds, unless a later year that is adopted says it."""
    later = ActionPlan.objects.filter(strategy=plan.strategy, year__gt=plan.year, editions__isnull=False)
    if later.exists():
        return
    changed, noted = [], []
    for row in plan.planned.select_related("action"):
        action = row.action
        if row.choice == Choice.DROP:
            wanted = {"dropped_on": action.dropped_on or on, "dropped_reason": row.reason}
        elif action.dropped_on is not None:
            wanted = {"dropped_on": None, "dropped_reason": ""}
        else:
            continue
        changes = put(action, wanted)
        if changes:
            changed.append(action)
            verb = Verb.ACTION_DROPPED if row.choice == Choice.DROP else Verb.ACTION_TAKEN_UP
            noted.append(Noted(verb, action, changes, plan.strategy))
    Action.objects.bulk_update(changed, ["dropped_on", "dropped_reason", "version"], batch_size=200)
    record_many(actor, noted, at=now, council_id=council.pk)


def _must_be_complete(found: Lacking) -> None:
    if not found.is_strategy_adopted:
        raise NotPossible(gettext("Adopt the strategy first. The actions are chosen from it."))
    if found.undecided:
        raise NotPossible(
            ngettext(
                "%(count)s action is not decided yet. Roll it forward first.",
                "%(count)s actions are not decided yet. Roll them forward first.",
                found.undecided,
            )
            % {"count": found.undecided}
        )
    if unmatched := len(found.without_responsible):
        raise NotPossible(
            ngettext(
                "%(count)s action has nobody who answers for it. Choose one body, participant or role first.",
                "%(count)s actions have nobody who answers for them. Choose one for each first.",
                unmatched,
            )
            % {"count": unmatched}
        )
    codes = [each.code for each in found.findings]
    if timeless := codes.count(PlanFindingCode.ACTION_WITHOUT_TIME):
        raise NotPossible(
            ngettext(
                "%(count)s action has no time. Give it a day, a year or how often first.",
                "%(count)s actions have no time. Give each a day, a year or how often first.",
                timeless,
            )
            % {"count": timeless}
        )
    if codes:
        raise NotPossible(gettext("Something is missing in the plan. Look at the list, and complete it first."))
