"""Adopting a strategy: the text as it is becomes an edition that never changes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, ngettext, override

from veivalg.rules.mandates.findings import Severity
from veivalg.rules.plans import PlanFindingCode, as_plain, check_plan
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.editions import checksum_of
from veivalg.web.strategy.models import Strategy, StrategyEdition
from veivalg.web.strategy.queries import NO_RESPONSIBLE, plan_of


@transaction.atomic
def adopt_edition(
    *, actor: Actor, council: Council, strategy_id: int, read_at: datetime, resolution_id: int, now: datetime
) -> StrategyEdition:
    """Register that a resolution adopted the strategy as it stands, and keep that text for good.

    `read_at` is the `changed_at` of the text that was read: what has been changed since is not what was adopted.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible when something that
    must be there is missing, when the resolution is no adoption of a plan by this council, or when it has adopted an
    edition already.
    """
    require(actor, Permission.STRATEGY_EDITION_ADOPT, council_id=council.pk)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy_id, council=council)
    if strategy.changed_at != read_at:
        raise ChangedMeanwhile(strategy)
    strategy.council = council
    resolution = (
        Resolution.objects.standing()
        .filter(pk=resolution_id, council=council, kind=Resolution.Kind.PLAN_ADOPTION)
        .first()
    )
    if resolution is None:
        raise NotPossible(gettext("Choose a resolution of the council that adopts a plan."), field="resolution")
    if resolution.adopted_editions.exists():
        raise NotPossible(gettext("That resolution has adopted an edition already."), field="resolution")
    # The council's own language, whoever is reading: names of roles stand in the text.
    with override(council.language):
        plan = plan_of(strategy)
    _must_be_complete(strategy, [each.code for each in check_plan(plan) if each.severity == Severity.REFUSED])
    content = as_plain(plan)
    last = strategy.editions.aggregate(last=Max("number"))["last"] or 0
    edition = StrategyEdition.objects.create(
        strategy=strategy,
        number=last + 1,
        adopted_by=resolution,
        content=content,
        checksum=checksum_of(content),
        adopted_at=now,
    )
    state = strategy.state
    strategy.state = Strategy.State.ADOPTED
    strategy.version += 1
    strategy.save(update_fields=["state", "version"])
    record(
        actor,
        Verb.STRATEGY_ADOPTED,
        subject=edition,
        under=strategy,
        council_id=council.pk,
        changes={
            "number": [None, edition.number],
            "state": [state, strategy.state],
            "adopted_by": [None, str(resolution)],
            "checksum": [None, edition.checksum],
        },
        at=now,
    )
    return edition


def _must_be_complete(strategy: Strategy, missing: list[PlanFindingCode]) -> None:
    unmatched = strategy.actions.filter(NO_RESPONSIBLE).count()
    if unmatched:
        raise NotPossible(
            ngettext(
                "%(count)s action has nobody who answers for it. Choose one body, participant or role first.",
                "%(count)s actions have nobody who answers for them. Choose one for each first.",
                unmatched,
            )
            % {"count": unmatched}
        )
    if timeless := missing.count(PlanFindingCode.ACTION_WITHOUT_TIME):
        raise NotPossible(
            ngettext(
                "%(count)s action has no time. Give it a day, a year or how often first.",
                "%(count)s actions have no time. Give each a day, a year or how often first.",
                timeless,
            )
            % {"count": timeless}
        )
    if missing:
        raise NotPossible(gettext("Something is missing in the plan. Look at the list, and complete it first."))
