"""Two secretaries who work on the same action plan in the same moment."""

from dataclasses import replace

import pytest
from django.utils import translation

from tests.people import NOW, TODAY, People, someone, with_role
from tests.web.councils.test_at_once import at_once
from tests.web.strategy.years import a_resolution, adopt, an_adopted_strategy, answer, make, row_of, two_years
from veivalg.web.access.catalogue import Role
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import yearly_queries
from veivalg.web.strategy.models import Action, ActionPlan, ActionPlanEdition
from veivalg.web.strategy.operations import rolling, yearly
from veivalg.web.strategy.operations.actions import remove_action
from veivalg.web.strategy.operations.adopting_yearly import adopt_action_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db):
    with translation.override("en"):
        yield People()


def test_two_who_begin_the_same_year_make_one_plan(people):
    strategy = an_adopted_strategy(people.council)
    actor = people.secretary.actor

    def begin():
        yearly.make_action_plan(actor=actor, council=people.council, strategy_id=strategy.pk, year=2026, now=NOW)

    assert at_once(begin, begin) == ["", NotPossible.__name__]
    assert ActionPlan.objects.get().planned.count() == 3


def test_two_who_answer_differently_leave_one_answer_and_one_who_is_told(people):
    _, plan = two_years(people)
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)
    row = row_of(plan, 1)
    given = rolling.Answer(planned_id=row.pk, version=row.version, choice="continue")
    told = []

    def says(actor, what):
        def work():
            result = rolling.answer(
                actor=actor, council=people.council, plan_id=plan.pk, answers=[what], on=TODAY, now=NOW
            )
            told.append((len(result.saved), len(result.changed_meanwhile)))

        return work

    drop = replace(given, choice="drop", reason="Ingen penger")
    assert at_once(says(people.secretary.actor, given), says(other.actor, drop)) == ["", ""]
    assert sorted(told) == [(0, 1), (1, 0)]


def test_an_answer_while_someone_adopts_is_in_the_edition_or_refused_or_stops_it(people):
    _, plan = two_years(people)
    answer(people, plan, (1, "continue"), (2, "continue"), (3, "continue"))
    plan.strategy.council = people.council
    actor, read = people.secretary.actor, yearly_queries.text_mark(yearly_queries.content_of(plan))
    resolution = a_resolution(people.council, "Neste plan")
    row = row_of(plan, 1)
    drop = rolling.Answer(planned_id=row.pk, version=row.version, choice="drop", reason="Nei")

    outcomes = at_once(
        lambda: adopt_action_plan(
            actor=actor,
            council=people.council,
            plan_id=plan.pk,
            read=read,
            resolution_id=resolution.pk,
            on=TODAY,
            now=NOW,
        ),
        lambda: rolling.answer(actor=actor, council=people.council, plan_id=plan.pk, answers=[drop], on=TODAY, now=NOW),
    )

    assert outcomes in (["", NotPossible.__name__], ["", ChangedMeanwhile.__name__])
    if ActionPlanEdition.objects.filter(plan=plan).exists():
        assert row_of(plan, 1).choice == "continue"
    assert Action.objects.filter(dropped_on=None).count() == 3


def test_an_action_that_is_removed_while_it_is_answered_for_stops_nobody(people):
    _, plan = two_years(people)
    actor, action = people.secretary.actor, Action.objects.get(number=1)
    row = row_of(plan, 1)
    done = rolling.Answer(planned_id=row.pk, version=row.version, choice="done")

    outcomes = at_once(
        lambda: remove_action(
            actor=actor, council=people.council, action_id=action.pk, version=action.version, now=NOW
        ),
        lambda: rolling.answer(actor=actor, council=people.council, plan_id=plan.pk, answers=[done], on=TODAY, now=NOW),
    )

    assert outcomes == ["", ""]
    assert plan.planned.count() == 2


def test_one_resolution_adopts_one_of_two_plans(people):
    strategy = an_adopted_strategy(people.council)
    plans = [make(people, strategy, year) for year in (2026, 2027)]
    resolution = a_resolution(people.council, "Begge")
    work = [lambda plan=plan: adopt(people, plan, resolution=resolution) for plan in plans]

    people.secretary.actor  # noqa: B018
    assert at_once(*work) == ["", NotPossible.__name__]
    assert ActionPlanEdition.objects.count() == 1
