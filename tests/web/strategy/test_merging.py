"""A file laid over a plan: what it does not hold is kept, and the same file twice changes nothing more."""

from dataclasses import replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans import plans
from veivalg.rules.plans import Plan, is_numbered
from veivalg.web.strategy.merging import EVERYTHING, merged


def with_ids(plan: Plan) -> Plan:
    """The plan as it is once stored: every part has an id of its own."""
    numbers = count(1)
    return replace(
        plan,
        focus_areas=tuple(replace(area, id=area.id or f"o{next(numbers)}") for area in plan.focus_areas),
        goals=tuple(
            replace(
                goal,
                id=f"m{next(numbers)}",
                paths=tuple(
                    replace(
                        path,
                        id=f"v{next(numbers)}",
                        actions=tuple(replace(action, id=f"t{next(numbers)}") for action in path.actions),
                    )
                    for path in goal.paths
                ),
            )
            for goal in plan.goals
        ),
    )


@settings(max_examples=12, deadline=None)
@given(plan=plans())
def test_our_own_file_read_again_changes_nothing(plan):
    before = with_ids(plan)
    found = merged(before, before, {EVERYTHING})

    assert found.doubts == ()
    assert (found.added, found.changed, found.missing) == ((), (), ())
    assert found.plan.actions == before.actions
    assert found.plan.goals == before.goals


@settings(max_examples=12, deadline=None)
@given(before=plans(), file=plans(), removes=st.booleans())
def test_nothing_is_lost_unless_it_is_asked_for_and_numbers_are_never_given_twice(before, file, removes):
    before = with_ids(before)
    found = merged(before, file, {"action.text"}, removes_missing=removes)
    ids = {action.id for action in found.plan.actions}
    gone = {action.id for action in found.missing}

    assert is_numbered(found.plan)
    assert {action.id for action in before.actions} - ids <= (gone if removes else set())
    assert len(found.plan.actions) == len(found.added) + len(found.changed) + found.unchanged_count + (
        0 if removes else len(found.missing)
    )


@settings(max_examples=12, deadline=None)
@given(before=plans(), file=plans())
def test_what_the_file_has_no_place_for_stays_as_it_was(before, file):
    before = with_ids(before)
    old = {action.id: action for action in before.actions}
    found = merged(before, file, {"action.text", "action.due_on"})

    for action in found.plan.actions:
        if action.id:
            kept = old[action.id]
            assert (action.responsible, action.partners, action.cost_nok) == (
                kept.responsible,
                kept.partners,
                kept.cost_nok,
            )
            assert (action.contact, action.funding, action.kind) == (kept.contact, kept.funding, kept.kind)
