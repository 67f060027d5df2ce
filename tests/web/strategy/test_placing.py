"""Goals, paths and actions laid beside another one, by operation and as a script asks for it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import NOW
from tests.web.strategy.planning import a_goal, a_path, a_small_plan, a_strategy, an_action
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, Goal, Path, Strategy
from veivalg.web.strategy.operations import placing
from veivalg.web.strategy.operations.placing import Beside

pytestmark = pytest.mark.django_db
OTHERS = ["representative", "municipal_contact", "action_owner", "reader", "youth", "neighbour", "visiting_host"]


@pytest.fixture
def strategy(people):
    return a_small_plan(people.council, state="draft")


def place(people, action, beside, *, path=None, who="secretary", version=None):
    return placing.place_action(
        actor=getattr(people, who).actor,
        council=people.council,
        action_id=action.pk,
        version=version or action.version,
        path_id=(path or action.path).pk,
        beside=beside,
        now=NOW,
    )


def texts():
    return [action.text[-1] for action in Action.objects.order_by("number")]


def by_text(last):
    return Action.objects.get(text=f"Tiltak nummer {last}")


def test_an_action_is_laid_after_before_or_last_and_numbers_follow(people, strategy):
    place(people, by_text(1), Beside(after=by_text(3).pk))
    assert texts() == ["2", "3", "1"]
    place(people, by_text(1), Beside(before=by_text(2).pk))
    assert texts() == ["1", "2", "3"]
    place(people, by_text(2), Beside())
    assert texts() == ["1", "3", "2"]
    entry = AuditEntry.objects.filter(verb=Verb.ACTION_MOVED).latest("pk")
    assert entry.changes == {"number": [2, 3]}


def test_an_action_is_laid_in_another_path_at_its_place(people, strategy):
    other = a_path(Goal.objects.get(), "En annen vei", 1)
    fourth = an_action(other, "Tiltak nummer 4", number=4)
    moved = place(people, by_text(1), Beside(before=fourth.pk), path=other)

    assert texts() == ["2", "3", "1", "4"]
    assert moved.path == other
    entry = AuditEntry.objects.get(verb=Verb.ACTION_MOVED)
    assert entry.changes["path"] == ["Unge er med før det er bestemt", "En annen vei"]


def test_what_is_laid_where_it_was_changes_nothing(people, strategy):
    place(people, by_text(2), Beside(after=by_text(1).pk))

    assert by_text(2).version == 1
    assert not AuditEntry.objects.filter(verb=Verb.ACTION_MOVED).exists()


def test_beside_something_that_is_gone_nothing_is_laid(people, strategy):
    other = a_path(Goal.objects.get(), "En annen vei", 1)
    with pytest.raises(NotPossible, match="moved or removed"):
        place(people, by_text(1), Beside(after=by_text(2).pk), path=other)
    assert texts() == ["1", "2", "3"]


def test_an_action_that_someone_changed_is_not_moved(people, strategy):
    with pytest.raises(ChangedMeanwhile):
        place(people, by_text(1), Beside(), version=7)


def test_a_path_is_laid_in_another_goal_and_its_actions_go_along(people, strategy):
    path = Path.objects.get()
    second = a_goal(strategy, "Et annet mål", 1)
    an_action(a_path(second, "Der fra før"), "Tiltak nummer 4", number=4)
    placing.place_path(
        actor=people.secretary.actor,
        council=people.council,
        path_id=path.pk,
        version=1,
        goal_id=second.pk,
        beside=Beside(),
        now=NOW,
    )

    assert texts() == ["4", "1", "2", "3"]
    assert AuditEntry.objects.get(verb=Verb.PATH_MOVED).changes == {"goal": ["Unge vil bli", "Et annet mål"]}


def test_a_goal_is_laid_before_another(people, strategy):
    second = a_goal(strategy, "Et annet mål", 1)
    an_action(a_path(second), "Tiltak nummer 4", number=4)
    placing.place_goal(
        actor=people.secretary.actor,
        council=people.council,
        goal_id=second.pk,
        version=1,
        beside=Beside(before=Goal.objects.get(name="Unge vil bli").pk),
        now=NOW,
    )

    assert texts() == ["4", "1", "2", "3"]
    assert AuditEntry.objects.get(verb=Verb.GOAL_MOVED).changes == {"place_in_list": [2, 1]}


def test_nothing_is_laid_in_another_strategy(people, strategy):
    elsewhere = a_goal(a_strategy(people.council, name="En annen"))
    with pytest.raises(NotPossible):
        place(people, by_text(1), Beside(), path=a_path(elsewhere))
    with pytest.raises(NotPossible):
        placing.place_path(
            actor=people.secretary.actor,
            council=people.council,
            path_id=by_text(1).path_id,
            version=1,
            goal_id=elsewhere.pk,
            beside=Beside(),
            now=NOW,
        )


@pytest.mark.parametrize(
    "who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "visiting_host"]
)
def test_only_the_secretariat_lays_parts_elsewhere(people, strategy, who):
    same = {"actor": getattr(people, who).actor, "council": people.council, "version": 1, "now": NOW}
    path = Path.objects.get()
    with pytest.raises(Refused):
        place(people, by_text(1), Beside(), who=who)
    with pytest.raises(Refused):
        placing.place_path(path_id=path.pk, goal_id=path.goal_id, beside=Beside(), **same)
    with pytest.raises(Refused):
        placing.place_goal(goal_id=path.goal_id, beside=Beside(), **same)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3), st.none() | st.integers(0, 7), st.booleans())))
def test_however_actions_are_laid_numbers_run_from_one_and_nothing_is_lost(people, moves):
    Strategy.objects.all().delete()
    strategy = a_strategy(people.council, state="draft")
    paths = [a_path(goal, f"Vei {p}", p) for goal in (a_goal(strategy), a_goal(strategy, place=1)) for p in range(2)]
    rows = [an_action(paths[n // 2], str(n), number=n + 1) for n in range(8)]
    for which, where, beside, is_after in moves:
        row = Action.objects.get(pk=rows[which].pk)
        wanted = None if beside is None else rows[beside].pk
        try:
            place(people, row, Beside(**{"after" if is_after else "before": wanted}), path=paths[where])
        except NotPossible:
            continue
    ordered = list(Action.objects.order_by("path__goal__place", "path__place", "place"))

    assert [action.number for action in ordered] == list(range(1, 9))
    assert {action.text for action in ordered} == {str(n) for n in range(8)}


def post(people, address, **data):
    return people.secretary.client.post(f"/r/vestre/{address}", data)


def test_a_script_is_told_in_json_how_it_went(people, strategy):
    first, last = by_text(1), by_text(3)
    data = {"place": "beside", "version": "1", "to": str(first.path_id), "after": str(last.pk), "before": ""}
    answer = post(people, f"tiltak/{first.pk}/flytt/", **data)
    assert (answer.status_code, list(answer.json())) == (200, ["said"])
    assert texts() == ["2", "3", "1"]

    again = post(people, f"tiltak/{first.pk}/flytt/", **data)
    assert (again.status_code, list(again.json())) == (409, ["said"])
    gone = post(people, f"tiltak/{first.pk}/flytt/", **data | {"version": "2", "after": "999999"})
    assert gone.status_code == 400
    assert post(people, f"plan/mal/{first.path.goal_id}/flytt/", place="beside", version="1").status_code == 200
    path = {"place": "beside", "version": "1", "to": str(first.path.goal_id)}
    assert post(people, f"plan/vei/{first.path_id}/flytt/", **path).status_code == 200


@pytest.mark.parametrize("bad", ["", "x", "-1", "1\x00", "9" * 40, "²"])
def test_a_place_that_is_none_is_answered_and_moves_nothing(people, strategy, bad):
    first = by_text(1)
    data = {"place": "beside", "version": bad, "to": bad, "after": bad, "before": bad}
    assert post(people, f"tiltak/{first.pk}/flytt/", **data).status_code in (400, 409)
    assert texts() == ["1", "2", "3"]


def test_grips_are_there_for_those_who_may_and_only_when_all_is_shown(people, strategy):
    plan = people.secretary.client.get("/r/vestre/plan/").content.decode()
    assert plan.count('class="vv-grip" hidden') == 5
    assert 'data-kind="goal"' in plan
    assert "vv-grip" not in people.secretary.client.get("/r/vestre/plan/?q=nummer").content.decode()
    assert "vv-grip" not in people.representative.client.get("/r/vestre/plan/").content.decode()
