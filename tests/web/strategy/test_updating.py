"""How actions are going: said by those who may, with one press, and grey when it is old."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.people import NOW, TODAY
from tests.web.strategy.planning import a_goal, a_path, a_small_plan, a_strategy, an_action
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.site import plan_command
from veivalg.web.strategy import status
from veivalg.web.strategy.models import Action, ActionUpdate, Strategy
from veivalg.web.strategy.operations.updating import update_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(people):
    a_small_plan(people.council)
    return Action.objects.get(number=1)


def say(people, action, answer="on_track", who="secretary", *, on=TODAY, **more):
    return update_action(
        actor=getattr(people, who).actor,
        council=people.council,
        action_id=action.pk,
        status=answer,
        on=on,
        now=NOW,
        **more,
    )


def test_what_is_dropped_is_not_said_anything_about_and_its_page_does_not_ask(people, action):
    address = f"/r/vestre/tiltak/{action.pk}/"
    assert 'name="status"' in people.secretary.client.get(address).content.decode()
    Action.objects.update(dropped_on=TODAY, dropped_reason="Ingen penger")

    assert 'name="status"' not in people.secretary.client.get(address).content.decode()
    with pytest.raises(NotPossible):
        say(people, action)
    assert not ActionUpdate.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "action_owner"])
def test_those_who_may_say_how_it_is_going_with_a_trail(people, action, who):
    said = say(people, action, "needs_help", who, text=" Mangler   penger ")

    assert (said.status, said.text, said.said_on) == ("needs_help", "Mangler penger", TODAY)
    entry = AuditEntry.objects.get(verb=Verb.ACTION_UPDATED)
    assert entry.changes == {"status": [None, "needs_help"]}
    assert entry.subject_id == str(action.pk)


@pytest.mark.parametrize(
    "who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "visiting_host"]
)
def test_others_do_not(people, action, who):
    with pytest.raises(Refused):
        say(people, action, who=who)
    assert not ActionUpdate.objects.exists()


def test_a_municipal_contact_says_it_of_what_their_own_municipality_answers_for(people, action):
    own, other = people.participants[0], people.participants[1]
    Action.objects.update(responsible_body=None, responsible_participant=own)
    assert say(people, action, who="municipal_contact").status == "on_track"

    Action.objects.update(responsible_participant=other)
    with pytest.raises(Refused):
        say(people, action, who="municipal_contact")


def test_only_what_is_counted_gets_a_count_and_nothing_is_said_of_what_has_ended(people, action):
    with pytest.raises(NotPossible):
        say(people, action, done_count=2)
    Action.objects.update(kind="countable", wanted_count=4)
    assert say(people, action, done_count=2).done_count == 2
    Strategy.objects.update(state="ended")
    with pytest.raises(NotPossible, match="has ended"):
        say(people, action)


def test_one_press_on_the_page_is_the_answer_and_everyone_reads_it(people, action):
    address = f"/r/vestre/tiltak/{action.pk}/"
    answer = people.action_owner.client.post(address, {"status": "delayed", "text": "Venter på svar"})
    assert answer.status_code == 302

    for page in (address, "/r/vestre/plan/"):
        text = Client().get(page + "?sprak=en").content.decode()
        assert "Delayed" in text
        assert "Venter på svar" in text


def test_reading_the_page_says_nothing_and_a_visitor_signs_in_first(people, action):
    address = f"/r/vestre/tiltak/{action.pk}/"
    people.action_owner.client.get(address + "?status=done")
    assert Client().post(address, {"status": "done"}).url.startswith("/logg-inn/")
    assert people.reader.client.post(address, {"status": "done"}).status_code == 403
    assert people.action_owner.client.post(address, {"status": "perfect"}).status_code == 422
    assert not ActionUpdate.objects.exists()


def test_buttons_are_only_for_those_who_may_press_them(people, action):
    address = f"/r/vestre/tiltak/{action.pk}/"
    assert 'name="status"' in people.action_owner.client.get(address).content.decode()
    assert 'name="status"' not in people.reader.client.get(address).content.decode()


@given(days=st.integers(0, 400), answer=st.sampled_from(ActionUpdate.Status), rhythm=st.none() | st.integers(1, 24))
def test_an_answer_is_grey_when_it_is_older_than_its_rhythm_unless_it_is_done_for_good(days, answer, rhythm):
    kind = "recurring" if rhythm else "dated"
    action = Action(number=1, kind=kind, rhythm_months=rhythm)
    said = ActionUpdate(action=action, status=answer, said_on=TODAY - timedelta(days=days))
    limit = rhythm * 30.4375 if rhythm else 90
    standing = status.standing(action, said, on=TODAY)

    if (answer == "done" and not rhythm) or days <= round(limit):
        assert standing.code == answer
    else:
        assert standing.code == status.STALE


def test_what_is_done_again_and_again_is_done_for_this_time_until_its_last_day_or_until_it_is_done_for_good():
    yearly = Action(number=1, kind="recurring", rhythm_months=12, last_year=2027)
    said = ActionUpdate(action=yearly, status="done", said_on=date(2026, 3, 1))
    assert status.standing(yearly, said, on=date(2026, 12, 1)).words == "Done this time"
    assert status.standing(yearly, said, on=date(2027, 4, 1)).code == status.STALE
    assert status.standing(yearly, said, on=date(2028, 1, 1)).words == "Done"
    said.for_good = True
    assert status.standing(yearly, said, on=date(2027, 4, 1)).words == "Done"


def test_the_button_of_what_is_done_again_and_again_says_that_it_is_for_this_time(people):
    action = an_action(a_path(a_goal(a_strategy(people.council))), kind="recurring", rhythm_months=3)
    page = people.action_owner.client.get(f"/r/vestre/tiltak/{action.pk}/?sprak=en").content.decode()
    assert "Done this time" in page


def test_the_status_of_a_day_is_the_same_whenever_it_is_asked(people, action):
    say(people, action, "delayed", on=TODAY - timedelta(days=10))
    say(people, action, "done", on=TODAY)
    told = []

    def on(day):
        plan_command.tell_status(
            slug="vestre", strategy_id=None, on=day, as_json=True, say=told.append, tell=told.append
        )
        return json.loads(told[-1])

    assert on(TODAY)["counts"] == {
        "on_track": 0,
        "delayed": 0,
        "needs_help": 0,
        "done": 1,
        "stale": 2,
        "not_begun": 0,
        "dropped": 0,
    }
    before = on(TODAY - timedelta(days=1))
    assert before["counts"]["delayed"] == 1
    assert before["list"][0]["status"] == "delayed"
    assert on(TODAY - timedelta(days=11))["counts"]["stale"] == 3


def test_what_begins_next_year_is_not_begun_until_then(people, action):
    Action.objects.filter(pk=action.pk).update(first_year=2027, last_year=2028)
    action.refresh_from_db()

    assert status.standing(action, None, on=date(2026, 12, 31)).code == status.NOT_BEGUN
    assert status.standing(action, None, on=date(2027, 1, 1)).code == status.STALE
    assert status.standings(action.strategy, on=TODAY).codes[action.pk] == status.NOT_BEGUN
    content = people.reader.client.get(f"{action.strategy.get_absolute_url()}&sprak=en").content.decode()
    assert "Not begun" not in content
    say(people, Action.objects.exclude(pk=action.pk).first(), "done", on=TODAY)
    page = people.reader.client.get(f"{action.strategy.get_absolute_url()}&sprak=en")
    assert "1 not begun" in page.content.decode()
    assert page.context["heading"] == "1 of 2 actions are on track or done"


def test_a_council_without_a_plan_is_told_so(people):
    said = []
    code = plan_command.tell_status(
        slug="vestre", strategy_id=None, on=TODAY, as_json=True, say=said.append, tell=said.append
    )
    assert code == 2
    assert "no plan" in said[0]


def test_what_was_said_stands_when_the_action_moves_and_goes_with_it(people):
    strategy = a_strategy(people.council)
    action = an_action(a_path(a_goal(strategy)), last_year=2027)
    say(people, action)
    assert status.latest(Action.objects.all(), on=TODAY)[action.pk].status == "on_track"
    action.delete()
    assert not ActionUpdate.objects.exists()


def test_the_plan_says_how_it_is_going_and_shows_those_that_need_help(people, action):
    say(people, action, "needs_help")
    say(people, Action.objects.get(number=2), "done")
    text = Client().get("/r/vestre/plan/?sprak=en").content.decode()
    needing = Client().get("/r/vestre/plan/?vis=needs_help").content.decode()

    assert "1 of 3 actions are on track or done, 1 needs help" in text
    assert "1 not updated" in text
    assert "Tiltak nummer 1" in needing
    assert "Tiltak nummer 2" not in needing


def test_the_history_hides_drafts_from_those_who_may_not_read_them(people, action):
    Strategy.objects.update(state="draft")
    say(people, action, "needs_help")
    address = "/r/vestre/historikk/"

    assert "Tiltak nummer 1" in people.secretary.client.get(address).content.decode()
    assert "Tiltak nummer 1" not in people.reader.client.get(address).content.decode()
    Strategy.objects.update(state="consultation")
    assert "Tiltak nummer 1" in people.reader.client.get(address).content.decode()


def test_much_that_was_said_costs_no_more_queries(people, action):
    ActionUpdate.objects.bulk_create(
        ActionUpdate(action=row, status="on_track", said_on=TODAY, said_at=NOW + timedelta(seconds=n))
        for row in Action.objects.all()
        for n in range(200)
    )
    with CaptureQueriesContext(connection) as used:
        Client().get("/r/vestre/plan/")
        Client().get(f"/r/vestre/tiltak/{action.pk}/")
    assert len(used) <= 40
    newest = NOW + timedelta(seconds=199)
    assert {said.said_at for said in status.latest(Action.objects.all(), on=TODAY).values()} == {newest}


def test_nobody_says_how_a_dropped_action_is_going(people, action):
    Action.objects.filter(pk=action.pk).update(dropped_on=TODAY, dropped_reason="Pengene gikk til noe annet")
    page = people.secretary.client.get(action.get_absolute_url())
    assert b'name="status"' not in page.content
    assert f"/tiltak/{action.pk}/spor".encode() not in page.content

    answer = people.secretary.client.post(action.get_absolute_url(), {"status": "on_track"}, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 1
    assert said[0].startswith("Tiltaket er droppet") or said[0].startswith("The action has been dropped")
    assert not ActionUpdate.objects.exists()
