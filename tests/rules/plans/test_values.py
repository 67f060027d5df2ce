"""What a plan can and cannot be, its numbers, and what it lacks."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from tests.plans import plans, small_plan
from veivalg.rules.mandates import Severity
from veivalg.rules.plans import (
    Action,
    ActionKind,
    FocusArea,
    Goal,
    GoalIndicator,
    Path,
    Plan,
    PlanFindingCode,
    PlanInvalid,
    PlanUnreadable,
    Years,
    as_plain,
    can_be_adopted,
    check_plan,
    from_plain,
    is_numbered,
    numbered,
)

QUICK = settings(deadline=None, max_examples=12)


def plan_of(*actions: Action, **about) -> Plan:
    goal = Goal(name="Mål", indicators=(GoalIndicator(key="births"),), paths=(Path(name="Vei", actions=actions),))
    return Plan(goals=(goal,), **about)


def whole_action(**changes) -> Action:
    return replace(Action(text="Lage plan", number=1, responsible="AU", last_year=2027), **changes)


def codes(plan: Plan) -> list[str]:
    return [finding.code.value for finding in check_plan(plan)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Years(2027, 2026),
        lambda: Years(27, 28),
        lambda: Action(text="", first_year=2027, last_year=2026),
        lambda: Action(text="", cost_nok=-1),
        lambda: Action(text="", sustainable_goals=(18,)),
        lambda: Action(text="", partners=("A\nB",)),
        lambda: Action(text="", wanted_count=0),
        lambda: GoalIndicator(key="a", baseline_year=2030, target_year=2020),
        lambda: Plan(goals=(Goal(name="A", focus_area="Ukjent"),)),
        lambda: Plan(focus_areas=(FocusArea(name="A"), FocusArea(name="A"))),
    ],
)
def test_values_that_no_plan_can_have_are_refused(make):
    with pytest.raises(PlanInvalid):
        make()


@QUICK
@given(plan=plans(is_numbered=False))
def test_numbering_gives_every_action_its_own_number_in_order_and_changes_nothing_else(plan):
    found = numbered(plan)
    assert [action.number for action in found.actions] == list(range(1, len(plan.actions) + 1))
    assert is_numbered(found)
    assert [replace(action, number=None) for action in found.actions] == [
        replace(action, number=None) for action in plan.actions
    ]
    assert numbered(found) == found


def test_the_years_of_the_actions_come_from_the_plan_else_from_them_else_from_the_strategy():
    action = whole_action(first_year=2026, due_on=date(2028, 1, 1))
    period = Years(2026, 2033)
    assert plan_of(action, period=period, action_period=Years(2026, 2027)).years_of_actions == Years(2026, 2027)
    assert plan_of(action, period=period).years_of_actions == Years(2026, 2028)
    assert plan_of(whole_action(last_year=None), period=period).years_of_actions == period


def test_a_plan_with_nothing_missing_can_be_adopted():
    plan = plan_of(whole_action())
    assert codes(plan) == []
    assert can_be_adopted(plan)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"responsible": ""}, "action_without_responsible"),
        ({"responsible": "", "partners": ("AU",)}, "action_without_responsible"),
        ({"last_year": None}, "action_without_time"),
        ({"text": ""}, "action_without_text"),
    ],
)
def test_an_action_without_a_responsible_a_time_or_a_text_cannot_be_adopted(changes, code):
    plan = plan_of(whole_action(**changes))
    assert codes(plan) == [code]
    assert not can_be_adopted(plan)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": ActionKind.COUNTABLE}, "countable_without_count"),
        ({"kind": ActionKind.RECURRING}, "recurring_without_rhythm"),
    ],
)
def test_what_should_be_known_about_an_action_is_listed_and_stops_nothing(changes, code):
    plan = plan_of(whole_action(**changes))
    assert codes(plan) == [code]
    assert can_be_adopted(plan)


def test_an_action_that_is_done_every_quarter_has_a_time():
    assert codes(plan_of(whole_action(last_year=None, kind=ActionKind.RECURRING, rhythm_months=3))) == []


def test_an_action_outside_the_strategys_years_is_listed_and_one_that_begins_before_is_not():
    period = Years(2028, 2030)
    assert codes(plan_of(whole_action(), period=period)) == ["action_outside_period"]
    assert codes(plan_of(whole_action(last_year=2028), period=period)) == []


def test_goals_without_actions_or_indicators_are_listed_with_their_place():
    plan = Plan(goals=(*plan_of(whole_action()).goals, Goal(name="Tomt")))
    assert [(f.code, f.goal_place) for f in check_plan(plan)] == [
        (PlanFindingCode.GOAL_WITHOUT_ACTION, 1),
        (PlanFindingCode.GOAL_WITHOUT_INDICATOR, 1),
    ]
    assert can_be_adopted(plan)


def test_the_second_action_with_a_number_is_named():
    findings = check_plan(plan_of(whole_action(), whole_action(text="En til")))
    assert [(f.code, f.place, f.number, f.severity) for f in findings] == [
        (PlanFindingCode.NUMBER_TWICE, 1, 1, Severity.REFUSED)
    ]


def test_an_empty_plan_cannot_be_adopted():
    assert codes(Plan()) == ["no_actions"]


@QUICK
@given(plan=plans(is_numbered=False))
def test_plain_values_lose_nothing(plan):
    assert from_plain(as_plain(plan)) == plan


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"format": "other"}, "format"),
        ({"version": 2}, "version"),
        ({"goals": {}}, "plan.goals"),
        ({"goals": [{"name": 1}]}, "plan.goals[0].name"),
        (
            {"goals": [{"name": "A", "paths": [{"actions": [{"due_on": "i fjor"}]}]}]},
            "plan.goals[0].paths[0].actions[0]",
        ),
        ({"goals": [{"name": "A", "secret": 1}]}, "plan.goals[0]"),
        ({"period": [2030, 2020]}, "plan"),
        ({"period": [2030]}, "plan.period"),
    ],
)
def test_plain_values_that_are_no_plan_are_refused_with_the_way_to_them(change, where):
    with pytest.raises(PlanUnreadable) as caught:
        from_plain(as_plain(small_plan()) | change)
    assert caught.value.where.startswith(where)
