"""What is different between two plans."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans import plans, small_plan
from veivalg.rules.plans import (
    Action,
    ChangeKind,
    FocusArea,
    Goal,
    Level,
    Path,
    Plan,
    difference,
    match_plans,
    numbered,
)

QUICK = settings(deadline=None, max_examples=12)


def with_ids(plan: Plan) -> Plan:
    """The plan as the database gives it: everything has an id of its own."""
    areas = tuple(replace(area, id=f"f{n}") for n, area in enumerate(plan.focus_areas))
    goals = tuple(
        replace(
            goal,
            id=f"m{g}",
            paths=tuple(
                replace(
                    path,
                    id=f"m{g}v{p}",
                    actions=tuple(replace(action, id=f"m{g}v{p}t{t}") for t, action in enumerate(path.actions)),
                )
                for p, path in enumerate(goal.paths)
            ),
        )
        for g, goal in enumerate(plan.goals)
    )
    return replace(plan, focus_areas=areas, goals=goals)


def with_actions(*texts: str, ids: bool = True, start: int = 1) -> Plan:
    actions = tuple(
        Action(text=text, id=text if ids else "", number=number) for number, text in enumerate(texts, start=start)
    )
    return Plan(goals=(Goal(name="Mål", paths=(Path(name="Vei", actions=actions),)),))


def told(before: Plan, after: Plan) -> list[tuple[str, str, str]]:
    return [
        (change.kind.value, change.level.value, getattr(change.after or change.before, "text", ""))
        for change in difference(before, after).changes
    ]


@QUICK
@given(plan=plans())
def test_a_plan_does_not_differ_from_itself(plan):
    assert not difference(with_ids(plan), with_ids(plan))


@QUICK
@given(before=plans(), after=plans())
def test_what_is_added_one_way_is_removed_the_other(before, after):
    before, after = with_ids(before), with_ids(after)
    forth, back = difference(before, after), difference(after, before)

    def parts(found, kind):
        return sorted(
            str((change.level, change.after or change.before)) for change in found.changes if change.kind == kind
        )

    assert parts(forth, ChangeKind.ADDED) == parts(back, ChangeKind.REMOVED)
    assert parts(forth, ChangeKind.REMOVED) == parts(back, ChangeKind.ADDED)


@QUICK
@given(before=plans(), after=plans())
def test_no_action_is_in_two_pairs_and_none_is_lost(before, after):
    found = match_plans(before, after)
    olds = [old.action.number for old, _ in found.actions]
    news = [new.action.number for _, new in found.actions]
    assert len(set(olds)) == len(olds)
    assert len(set(news)) == len(news)
    doubted = {doubt.before.action.number for doubt in found.doubts}
    assert not doubted & set(olds)


@QUICK
@given(order=st.permutations("abcdef"), taken=st.sampled_from("abcdef"))
def test_taking_one_action_out_of_a_plan_and_putting_it_back_elsewhere_is_one_move(order, taken):
    rest = [text for text in order if text != taken]
    for place in range(len(order)):
        after = [*rest[:place], taken, *rest[place:]]
        found = told(with_actions(*order), numbered(with_actions(*after)))
        assert [kind for kind, _, _ in found] == ([] if list(order) == after else ["moved"])


def test_an_added_a_removed_and_a_changed_action_are_told_from_each_other():
    before = with_actions("a", "b")
    path = before.goals[0].paths[0]
    changed = replace(path.actions[1], responsible="AU")
    after = replace(
        before, goals=(replace(before.goals[0], paths=(replace(path, actions=(changed, Action(text="c", id="c"))),)),)
    )
    found = difference(before, after)
    assert told(before, after) == [("removed", "action", "a"), ("added", "action", "c"), ("changed", "action", "b")]
    assert [(f.field, f.before, f.after) for f in found.changes[-1].fields] == [("responsible", "", "AU")]


def test_numbers_that_follow_from_a_new_action_are_no_change():
    assert told(with_actions("a", "b"), numbered(with_actions("x", "a", "b"))) == [("added", "action", "x")]


def test_without_ids_an_action_is_known_by_its_number_and_path():
    before, after = with_actions("Lage plan", ids=False), with_actions("Lage en felles plan", ids=False)
    assert told(before, after) == [("changed", "action", "Lage en felles plan")]


def test_a_file_without_ids_is_matched_with_a_plan_that_has_them():
    assert not difference(with_ids(small_plan()), small_plan())


def test_when_numbers_have_shifted_in_a_file_nobody_guesses_which_action_is_which():
    before, after = with_actions("a", "b", ids=False), with_actions("x", "a", "b", ids=False)
    found = difference(before, after)
    assert [change for change in found.changes if change.level == Level.ACTION] == []
    assert {doubt.before.action.text for doubt in found.doubts} == {"a", "b"}
    assert {candidate.action.text for doubt in found.doubts for candidate in doubt.candidates} == {"x", "a", "b"}


def test_a_goal_that_is_renamed_keeps_its_actions_when_it_has_an_id():
    before = with_ids(small_plan())
    after = replace(before, goals=(replace(before.goals[0], name="Nytt navn"), before.goals[1]))
    assert [(c.kind, c.level) for c in difference(before, after).changes] == [(ChangeKind.CHANGED, Level.GOAL)]


def test_an_action_in_another_path_has_moved():
    before = with_ids(small_plan())
    first, second = before.goals[0].paths
    paths = (replace(first, actions=first.actions[:1]), replace(second, actions=(*second.actions, first.actions[1])))
    after = replace(before, goals=(replace(before.goals[0], paths=paths), before.goals[1]))
    assert [(c.kind, c.level, c.place_before, c.place_after) for c in difference(before, after).changes] == [
        (ChangeKind.MOVED, Level.ACTION, (0, 0, 1), (0, 1, 1))
    ]


def test_focus_areas_and_the_plans_own_words_are_compared_too():
    before = small_plan()
    after = replace(before, vision="Annet", focus_areas=(FocusArea(name="Næring"), *before.focus_areas))
    assert [(c.kind, c.level) for c in difference(before, after).changes] == [
        (ChangeKind.CHANGED, Level.PLAN),
        (ChangeKind.ADDED, Level.FOCUS_AREA),
    ]
