"""A plan from a file: kept as a draft while it is looked through, then stored whole or not at all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, ngettext, override

from veivalg.rules.plans import Action, Plan, as_plain, from_plain, is_numbered, numbered
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import merging, queries
from veivalg.web.strategy.merging import Merged
from veivalg.web.strategy.models import PlanDraft, Strategy
from veivalg.web.strategy.operations.holding import opened
from veivalg.web.strategy.operations.storing import Stored, refuse_too_long, store_plan
from veivalg.web.strategy.responsible import Everyone, Responsible, everyone

DRAFT_HOLDS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What was answered to the questions about a file."""

    responsible: Mapping[str, str]
    """For names in the file: the key of whoever is meant, or empty to keep the name."""
    doubts: Mapping[str, int | None]
    removes_missing: bool = False


class DoubtsLeft(NotPossible):
    """Some actions may be one or another of those in the file, and nobody has said which."""

    def __init__(self, outcome: Merged) -> None:
        count = len(outcome.doubts)
        super().__init__(
            ngettext(
                "%(count)s action may be another one in the file. Say which one it is.",
                "%(count)s actions may be others in the file. Say which ones they are.",
                count,
            )
            % {"count": count}
        )
        self.outcome = outcome


@transaction.atomic
def start_import(
    *,
    actor: Actor,
    council: Council,
    strategy: Strategy | None,
    plan: Plan,
    holds: Collection[str],
    notes: list[dict[str, Any]],
    file_name: str,
    now: datetime,
) -> PlanDraft:
    """Keep what was read, to be looked through. Older drafts than a week go. Raises access.doors.Refused."""
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    forget_old(now=now)
    plan = plan if is_numbered(plan) else numbered(plan)
    return PlanDraft.objects.create(
        council=council,
        strategy=strategy,
        account_id=actor.account_id,
        file_name=" ".join(file_name.split())[:200],
        content=as_plain(plan),
        holds=sorted(holds),
        notes=notes,
        made_at=now,
    )


def forget_old(*, now: datetime) -> int:
    """Delete what was read more than a week ago and never stored. Returns how many."""
    return PlanDraft.objects.filter(made_at__lt=now - DRAFT_HOLDS).delete()[0]


@transaction.atomic
def correct_draft(
    *, actor: Actor, council: Council, draft_id: int, version: int, plan: Plan, answers: Mapping[str, Any]
) -> PlanDraft:
    """Change what was read or guessed, and the answers. Raises access.doors.Refused and ChangedMeanwhile."""
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    draft = hold(PlanDraft.objects.filter(council=council), pk=draft_id, version=version)
    draft.content, draft.answers = as_plain(plan), dict(answers)
    draft.version += 1
    draft.save(update_fields=["content", "answers", "version"])
    return draft


@transaction.atomic
def cancel_import(*, actor: Actor, council: Council, draft_id: int) -> None:
    """Forget what was read. Raises access.doors.Refused."""
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    PlanDraft.objects.filter(pk=draft_id, council=council).delete()


@transaction.atomic
def confirm_import(
    *, actor: Actor, council: Council, draft_id: int, version: int, on: date, now: datetime
) -> tuple[Strategy, Merged]:
    """Store a draft whole, and forget it. Raises the same as `import_plan`, and ChangedMeanwhile."""
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    draft = hold(PlanDraft.objects.filter(council=council), pk=draft_id, version=version)
    stored = import_plan(
        actor=actor,
        council=council,
        strategy_id=draft.strategy_id,
        plan=from_plain(draft.content),
        holds=draft.holds,
        choices=choices_of(draft),
        on=on,
        now=now,
    )
    draft.delete()
    return stored


@transaction.atomic
def import_plan(
    *,
    actor: Actor,
    council: Council,
    strategy_id: int | None,
    plan: Plan,
    holds: Collection[str],
    choices: Choices,
    on: date,
    now: datetime,
    stored: Stored | None = None,
) -> tuple[Strategy, Merged]:
    """Store a plan from a file: in a strategy that is there, or in a new one. Nothing is stored when anything is wrong.

    What the file has no place for is kept; the same file again changes nothing. Raises access.doors.Refused,
    DoubtsLeft, and NotPossible.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    is_new = strategy_id is None
    if strategy_id is None:
        name = plan.name or default_name(plan)
        strategy = Strategy.objects.create(
            council=council, name=" ".join(name.split())[:200], made_at=now, changed_at=now
        )
        holds = {*holds, merging.EVERYTHING}
    else:
        strategy = opened(actor, council, strategy_id, now=now)
    outcome = outcome_of(strategy, plan, holds, choices)
    if outcome.doubts:
        raise DoubtsLeft(outcome)
    # What is refused is told in the reader's language, before it is stored in the council's.
    refuse_too_long(outcome.plan)
    # In the same language as the outcome: names of roles are words.
    with override(council.language):
        known = everyone(council, on=on)
        store_plan(strategy, outcome.plan, responsible=meant(plan, known, choices.responsible), stored=stored)
    record(
        actor,
        Verb.PLAN_IMPORTED,
        subject=strategy,
        council_id=council.pk,
        changes={
            **({"name": [None, strategy.name]} if is_new else {}),
            **_told("added_actions", after=outcome.added),
            **_told(
                "changed_actions",
                before=[old for old, _ in outcome.changed],
                after=[new for _, new in outcome.changed],
            ),
            **_told("removed_actions", before=outcome.missing if choices.removes_missing else ()),
        },
        at=now,
    )
    return strategy, outcome


def outcome_of(strategy: Strategy | None, plan: Plan, holds: Collection[str], choices: Choices) -> Merged:
    """What would come of it; nothing is written."""
    if strategy is None:
        return merging.merged(Plan(), plan, {*holds, merging.EVERYTHING})
    with override(strategy.council.language):
        before = queries.plan_of(strategy, with_contacts=True)
    as_written = dict(strategy.actions.exclude(responsible_text="").values_list("key", "responsible_text"))
    return merging.merged(
        before,
        plan,
        holds,
        answers=choices.doubts,
        removes_missing=choices.removes_missing,
        as_written=as_written,
    )


def meant(plan: Plan, known: Everyone, chosen: Mapping[str, str]) -> dict[str, Responsible]:
    """Whoever each name in a plan means: as was chosen, else the one that is called exactly so."""
    found = {}
    for name in names_in(plan):
        who = known.by_key(chosen[name]) if name in chosen else known.named(name)
        if who is not None:
            found[name] = who
    return found


def names_in(plan: Plan) -> Iterable[str]:
    """Everyone who answers for something in it, each once."""
    return dict.fromkeys(action.responsible for action in plan.actions if action.responsible)


def choices_of(draft: PlanDraft) -> Choices:
    """The answers that a draft holds."""
    answers = draft.answers
    return Choices(
        responsible=answers.get("responsible", {}),
        doubts=answers.get("doubts", {}),
        removes_missing=bool(answers.get("removes_missing", False)),
    )


def default_name(plan: Plan) -> str:
    """What a plan without a name is called."""
    years = plan.period or plan.years_of_actions
    return gettext("Plan %(years)s") % {"years": years} if years else gettext("Plan")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _told(field: str, *, before: Iterable[Action] = (), after: Iterable[Action] = ()) -> dict[str, list[Any]]:
    """Actions as the trail keeps them; nothing when there are none."""
    lists = [[f"{action.number}. {_short(action.text)}" for action in actions] for actions in (before, after)]
    return {field: lists} if any(lists) else {}
