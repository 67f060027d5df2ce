"""What is typed is not lost and not made twice: what the server does for a form that a script sends."""

import pytest

from tests.people import NOW
from tests.web.strategy.planning import a_body, a_goal, a_small_plan
from veivalg.web.strategy.models import Action, Goal, Path, new_key
from veivalg.web.strategy.operations import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(people):
    return a_small_plan(people.council, state="draft")


def post(people, address, data, **more):
    return people.secretary.client.post(f"/r/vestre/plan/{address}", data, **more)


def test_a_script_is_told_where_to_go_and_the_message_waits_for_the_next_page(people, strategy):
    goal = Goal.objects.get()
    data = {"name": "Flere blir", "version": "1"}
    answer = post(people, f"mal/{goal.pk}/?sprak=en", data, headers={"X-Sent-By": "script"})
    assert answer.json() == {"to": f"/r/vestre/plan/?strategi={strategy.pk}"}

    plan = people.secretary.client.get(answer.json()["to"] + "&sprak=en").content.decode()
    assert "The goal has been changed." in plan


def test_a_script_gets_the_page_itself_when_something_is_wrong(people, strategy):
    goal = Goal.objects.get()
    wrong = post(people, f"mal/{goal.pk}/", {"name": "", "version": "1"}, headers={"X-Sent-By": "script"})
    assert (wrong.status_code, wrong["Content-Type"][:9]) == (422, "text/html")
    parts.change_goal(
        actor=people.secretary.actor,
        council=people.council,
        goal_id=goal.pk,
        version=1,
        values={"name": "Deres"},
        now=NOW,
    )
    late = post(people, f"mal/{goal.pk}/", {"name": "Mitt", "version": "1"}, headers={"X-Sent-By": "script"})
    assert (late.status_code, "Deres" in late.content.decode()) == (409, True)
    goal.refresh_from_db()
    assert goal.name == "Deres"


def test_a_form_that_is_sent_twice_makes_one(people, strategy):
    goal, path = Goal.objects.get(), Path.objects.get()
    body = a_body(people.council, "Næringsutvalget", "committee")
    forms = [
        (Goal, f"{strategy.pk}/mal/nytt/", {"name": "Nytt mål", "indicator": ""}),
        (Path, f"mal/{goal.pk}/vei/ny/", {"name": "Ny vei"}),
        (Action, f"vei/{path.pk}/tiltak/nytt/", {"text": "Nytt", "kind": "dated", "responsible": f"body-{body.pk}"}),
    ]
    for model, address, data in forms:
        before, key = model.objects.count(), new_key()
        first, second = (post(people, address, data | {"key": key}) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 302), address
        assert first.url == second.url
        assert model.objects.count() == before + 1


def test_other_content_from_a_page_one_went_back_to_is_something_new(people, strategy):
    path, key = Path.objects.get(), new_key()
    for text in ("Det første", "Det andre"):
        post(people, f"vei/{path.pk}/tiltak/nytt/", {"text": text, "kind": "dated", "key": key})

    assert set(Action.objects.filter(number__gt=3).values_list("text", flat=True)) == {"Det første", "Det andre"}


@pytest.mark.parametrize("key", ["", "x", "A" * 12, "abcdefghjkm\x00", "a" * 5000])
def test_a_key_that_is_none_is_replaced(people, strategy, key):
    post(people, f"mal/{Goal.objects.get().pk}/vei/ny/", {"name": "Ny vei", "key": key})
    assert len(Path.objects.get(name="Ny vei").key) == 12


def test_a_key_of_another_councils_part_leads_nowhere(people, strategy):
    theirs = a_goal(a_small_plan(people.neighbour_council), "Deres mål", 5)
    post(people, f"{strategy.pk}/mal/nytt/", {"name": "Deres mål", "indicator": "", "key": theirs.key})

    assert strategy.goals.filter(name="Deres mål").count() == 1
    assert strategy.goals.get(name="Deres mål").key != theirs.key


def test_a_form_says_for_whom_it_is_kept_and_where(people, strategy):
    address = f"/r/vestre/plan/mal/{Goal.objects.get().pk}/"
    page = people.secretary.client.get(address).content.decode()
    assert f'data-keep="{people.secretary.account.pk}" data-keep-where="local"' in page
    people.secretary.account.sessions.update(is_shared_machine=True)
    assert 'data-keep-where="session"' in people.secretary.client.get(address).content.decode()


def test_signing_out_clears_what_the_browser_kept(people):
    answer = people.secretary.client.post("/logg-ut/")
    assert answer["Clear-Site-Data"] == '"storage"'
