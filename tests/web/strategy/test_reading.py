"""The plan and its actions as they are read, by whom, and in how many queries."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from tests.plans import plans, small_plan
from tests.web.strategy.planning import a_goal, a_path, a_small_plan, a_strategy, an_action, with_plan
from veivalg.rules.plans import from_plain
from veivalg.web.strategy import queries
from veivalg.web.strategy.models import Action, Goal, Path

pytestmark = pytest.mark.django_db
AT_MOST = 20


def page(who, path, council="vestre"):
    client = who.client if who else Client()
    return client.get(f"/r/{council}/{path}")


def test_an_empty_plan_says_what_to_do_first(people):
    for_secretary = page(people.secretary, "plan/?sprak=en").content.decode()
    for_others = page(None, "plan/?sprak=en").content.decode()

    assert "Import the plan you have" in for_secretary
    assert "Begin with a goal" in for_secretary
    assert "Import the plan you have" not in for_others


def test_a_name_that_ends_with_a_sign_gets_no_other_after_it(people):
    asked = a_strategy(people.council, name="Hva vil vi?")
    assert '<p class="vv-lead">Hva vil vi? 2026–2033. <' in page(people.secretary, "plan/").content.decode()
    type(asked).objects.update(first_year=None, last_year=None)
    assert '<p class="vv-lead">Hva vil vi? <' in page(people.secretary, "plan/").content.decode()


def test_everyone_reads_an_adopted_plan_numbered_through(people):
    a_small_plan(people.council)
    text = page(None, "plan/?sprak=en").content.decode()

    assert "3 actions to reach 1 goal" in text
    for number in (1, 2, 3):
        assert f'<span class="no">{number}</span>' in text
    assert "Arbeidsutvalget" in text
    assert "by the end of 2027" in text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("representative", 200),
        ("municipal_contact", 200),
        ("action_owner", 200),
        ("reader", 404),
        ("youth", 404),
        ("nobody", 404),
        ("neighbour", 404),
    ],
)
def test_a_draft_is_only_for_those_who_may_read_drafts(people, who, status):
    a_small_plan(people.council, state="draft")
    action = Action.objects.first()

    assert page(getattr(people, who), f"tiltak/{action.pk}/").status_code == status
    text = page(getattr(people, who), "plan/").content.decode()
    assert ("Tiltak nummer 1" in text) == (status == 200)


def test_a_visitor_reads_what_is_on_consultation_and_no_draft(people):
    strategy = a_small_plan(people.council, state="consultation")
    assert "Tiltak nummer 1" in page(None, "plan/").content.decode()

    strategy.state = "draft"
    strategy.save()
    assert "Tiltak nummer 1" not in page(None, "plan/").content.decode()
    assert page(None, f"plan/?strategi={strategy.pk}").status_code == 404
    assert page(None, "plan/plan.csv").status_code == 404


def test_what_is_adopted_is_shown_before_a_draft_that_is_newer(people):
    a_small_plan(people.council)
    a_strategy(people.council, state="draft", name="Neste strategi")
    text = page(people.secretary, "plan/").content.decode()

    assert text.index("Tiltak nummer 1") < text.index("Neste strategi")


def test_the_finding_says_how_many_have_nobody_who_answers_for_them(people):
    strategy = a_small_plan(people.council)
    an_action(Path.objects.get(), "Uten noen", number=4, last_year=2027)

    assert "1 has nobody who answers for it" in page(None, "plan/?sprak=en").content.decode()
    lacking = page(None, f"plan/?strategi={strategy.pk}&vis=mangler").content.decode()
    assert "Uten noen" in lacking
    assert "Tiltak nummer 1" not in lacking


def test_the_plan_is_searched_and_narrowed_to_one_who_answers(people):
    a_small_plan(people.council)
    body = people.council.bodies.get()
    an_action(Path.objects.get(), "Bygge bru", number=4)

    assert "Bygge bru" in page(None, "plan/?q=BRU").content.decode()
    assert "Tiltak nummer 1" not in page(None, "plan/?q=bru").content.decode()
    assert "Bygge bru" not in page(None, f"plan/?ansvar=body-{body.pk}").content.decode()
    assert "Tiltak nummer 1" in page(None, "plan/?ansvar=body-999").content.decode()


def test_contacts_stand_on_no_public_page_and_in_no_file(people):
    a_small_plan(people.council)
    Action.objects.update(contact_text="Kari Nordmann")
    action = Action.objects.first()

    assert "Kari Nordmann" in page(people.secretary, f"tiltak/{action.pk}/").content.decode()
    assert "Kari Nordmann" not in page(None, f"tiltak/{action.pk}/").content.decode()
    for kind in ("csv", "json"):
        assert "Kari Nordmann" not in page(people.secretary, f"plan/plan.{kind}").content.decode()


def test_the_file_in_json_is_the_plan(people):
    strategy = with_plan(a_strategy(people.council), small_plan())
    found = from_plain(json.loads(page(None, "plan/plan.json").content))

    assert found == queries.plan_of(strategy)
    assert [action.text for action in found.actions] == [action.text for action in small_plan().actions]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "json"])
def test_the_plan_is_downloaded_in_every_kind(people, kind):
    a_small_plan(people.council)
    answer = page(None, f"plan/plan.{kind}")

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="vestre-plan.{kind}"'


def test_other_kinds_of_files_and_other_councils_actions_are_not_found(people):
    a_small_plan(people.council)
    action = Action.objects.first()

    assert page(None, "plan/plan.pdf").status_code == 404
    assert page(None, f"tiltak/{action.pk}/", council="ostre").status_code == 404
    assert page(None, f"tiltak/{'9' * 19}/").status_code == 404
    assert page(None, "plan/?strategi=x&side=99999999999").status_code == 404


def a_large_plan(council, *, goals, paths, actions):
    strategy = a_strategy(council)
    number = 0
    for goal_place in range(goals):
        goal = a_goal(strategy, f"Mål {goal_place + 1}", goal_place)
        for path_place in range(paths):
            path = a_path(goal, f"Vei {goal_place + 1}.{path_place + 1}", path_place)
            Action.objects.bulk_create(
                Action(
                    strategy=strategy,
                    path=path,
                    text=f"Tiltak {number + n}",
                    number=number + n,
                    place=n,
                    last_year=2027,
                )
                for n in range(1, actions + 1)
            )
            number += actions
    return strategy


def test_a_plan_with_two_thousand_actions_is_read_within_twenty_queries_page_by_page(people):
    a_large_plan(people.council, goals=10, paths=10, actions=20)
    client, seen, number, count = people.secretary.client, [], 1, 99
    while number <= count:
        with CaptureQueriesContext(
            connection,
        ) as used:
            answer = client.get(f"/r/vestre/plan/?side={number}")
        assert len(used) <= AT_MOST
        shown = answer.context["shown"]
        count = shown.count
        seen += [line.action.number for table in answer.context["tables"] for p in table.paths for line in p.lines]
        number += 1

    assert seen == list(range(1, 2001))
    with CaptureQueriesContext(connection) as used:
        assert client.get(f"/r/vestre/tiltak/{Action.objects.first().pk}/").status_code == 200
        assert client.get("/r/vestre/plan/plan.csv").status_code == 200
    assert len(used) <= 2 * AT_MOST


def test_one_path_longer_than_a_page_goes_on_over_the_next(people):
    strategy = a_large_plan(people.council, goals=2, paths=1, actions=250)
    pages = [queries.plan_page(strategy, number) for number in range(1, 8)]
    first = {page.number: page for page in pages}

    seen = [a.number for page in first.values() for goal in page.goals for path in goal.paths for a in path.actions]
    assert seen == list(range(1, 501))
    assert [len(p.goals) for p in first.values()] == [1] * 6
    assert first[2].goals[0].paths[0].is_continued
    assert not first[1].goals[0].paths[0].is_continued


def test_goals_and_paths_without_actions_are_shown_unless_the_plan_is_narrowed(people):
    strategy = a_strategy(people.council)
    a_path(a_goal(strategy, "Tom vei"))
    a_goal(strategy, "Tomt mål", 1)

    assert [goal.goal.name for goal in queries.plan_page(strategy, 1).goals] == ["Tom vei", "Tomt mål"]
    assert "Tomt mål" not in page(None, "plan/?q=noe").content.decode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_every_plan_that_is_stored_is_read_back_as_it_was(people, plan):
    Goal.objects.all().delete()
    strategy = with_plan(a_strategy(people.council, name="x"), plan)
    found = queries.plan_of(strategy, with_contacts=True)

    assert [goal.name for goal in found.goals] == [goal.name for goal in plan.goals]
    for before, after in zip(plan.actions, found.actions, strict=True):
        for name in ("text", "number", "label", "kind", "due_on", "partners", "responsible", "remarks", "contact"):
            assert getattr(before, name) == getattr(after, name), name
    assert [i for goal in found.goals for i in goal.indicators] == [i for goal in plan.goals for i in goal.indicators]
    assert [goal.focus_area for goal in found.goals] == [goal.focus_area for goal in plan.goals]
