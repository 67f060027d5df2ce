"""Whom an action is asked about, and when."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.people import LONG_AGO, NOW, TODAY, someone, with_role
from tests.web.strategy.planning import a_body, a_goal, a_path, a_strategy, an_action
from veivalg.web.access.catalogue import Role
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.reminders import queries
from veivalg.web.reminders.asking import Cannot, Why, ways_out, why
from veivalg.web.strategy import status
from veivalg.web.strategy.models import Action, ActionUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(people):
    return a_path(a_goal(a_strategy(people.council)))


def a_person(people, name="Kari", email="kari@example.no", **more):
    return Person.objects.create(council=people.council, name=name, email=email, made_at=NOW, **more)


def a_seat(people, body, person, position="leader", **more):
    values = {"starts_on": LONG_AGO} | more
    return Mandate.objects.create(
        body=body, person=person, participant=people.participants[0], position=position, **values
    )


def answering(action):
    (found,) = queries.standing_actions(Action.objects.filter(pk=action.pk), on=TODAY)
    return found.answering


def addresses(action):
    return [who.address for who in answering(action).recipients]


def test_the_contact_is_asked_before_whoever_leads_the_body(people, path):
    body = a_body(people.council)
    a_seat(people, body, a_person(people, email="leder@example.no"))
    action = an_action(path, responsible_body=body, contact=a_person(people))
    assert addresses(action) == ["kari@example.no"]

    action.contact.email = ""
    action.contact.save()
    assert addresses(action) == ["leder@example.no"]


def test_a_body_is_asked_through_its_leader_of_that_day(people, path):
    body = a_body(people.council)
    action = an_action(path, responsible_body=body)
    assert answering(action).cannot == Cannot.NO_LEADER
    a_seat(people, body, a_person(people, "Før", "for@example.no"), ends_on=TODAY - timedelta(days=1))
    a_seat(people, body, a_person(people, "Nå", "NA@example.no"), starts_on=TODAY)
    a_seat(people, body, a_person(people, "Nest", "nest@example.no"), "vice_leader")
    assert addresses(action) == ["na@example.no"]

    action.responsible_position = "vice_leader"
    action.save()
    assert addresses(action) == ["nest@example.no"]


def test_a_leader_whose_address_we_lack_cannot_be_asked(people, path):
    body = a_body(people.council)
    a_seat(people, body, a_person(people, email=""))
    assert answering(an_action(path, responsible_body=body)).cannot == Cannot.NO_ADDRESS


def test_there_is_a_way_out_wherever_nobody_can_be_asked(people, path):
    body = a_body(people.council)
    action = an_action(path, responsible_body=body)
    with translation.override("en"):
        for reason in Cannot:
            ways = ways_out(action, reason)
            assert ways
            assert all(people.secretary.client.get(url).status_code == 200 for url, _ in ways)
    assert ways_out(action, Cannot.NO_LEADER)[0][0] == f"/r/{people.council.slug}/organer/{body.pk}/verv/nytt/"


def test_the_young_get_no_mail(people, path):
    body = a_body(people.council, "Ungdomsrådet", "youth")
    a_seat(people, body, a_person(people))
    assert answering(an_action(path, responsible_body=body)).cannot == Cannot.YOUNG


def test_a_municipality_is_asked_through_its_own_contacts(people, path):
    own, other = people.participants[:2]
    assert people.municipal_contact
    assert addresses(an_action(path, responsible_participant=own)) == ["kontakt@example.no"]
    assert answering(an_action(path, number=2, responsible_participant=other)).cannot == Cannot.NO_CONTACT


def test_a_role_is_asked_through_all_who_have_it_in_that_council(people, path):
    action = an_action(path, responsible_role="secretariat")
    assert answering(action).cannot == Cannot.NO_ROLE
    assert people.secretary
    assert people.neighbour
    with_role(someone("to"), people.council, Role.SECRETARIAT)
    with_role(someone("sluttet"), people.council, Role.SECRETARIAT, ends_on=TODAY - timedelta(days=1))
    assert addresses(action) == ["sekretaer@example.no", "to@example.no"]


def test_nobody_answers_for_what_has_no_responsible(people, path):
    assert answering(an_action(path)).cannot == Cannot.NO_RESPONSIBLE


def test_someone_with_an_account_is_asked_at_its_address_once(people, path):
    who = people.reader.account
    linked = a_person(people, "Leser", "gammel@example.no", account=who)
    assert addresses(an_action(path, contact=linked)) == ["leser@example.no"]
    same = a_person(people, "Leser", "LESER@example.no")
    (found,) = answering(an_action(path, number=2, contact=same)).recipients
    assert found.account == who


@pytest.mark.parametrize("email", ["", "ingen", "a@b.no, c@d.no", "a@b.no\nBcc: c@d.no", "<a@b.no>", "a b@c.no"])
def test_what_is_no_single_address_is_none(people, path, email):
    assert answering(an_action(path, contact=a_person(people, email=email))).cannot == Cannot.NO_RESPONSIBLE


@pytest.mark.parametrize("state", ["draft", "consultation", "ended"])
def test_only_adopted_strategies_are_asked_about(people, path, state):
    action = an_action(path, contact=a_person(people))
    path.goal.strategy.state = state
    path.goal.strategy.save()
    assert queries.standing_actions(Action.objects.filter(pk=action.pk), on=TODAY) == []
    assert queries.letters(on=TODAY) == []


def said(days, answer="on_track"):
    return ActionUpdate(status=answer, said_on=TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("action", "update", "expected"),
    [
        ({}, None, Why.NEVER),
        ({}, said(75), None),
        ({"first_year": 2027}, None, None),
        ({"first_year": 2027, "last_year": 2027}, None, None),
        ({"first_year": 2027, "due_on": TODAY - timedelta(days=1)}, None, Why.OVERDUE),
        ({"first_year": 2026}, None, Why.NEVER),
        ({"first_year": 2027}, said(91), Why.STALE),
        ({}, said(76), Why.SOON_STALE),
        ({}, said(90), Why.SOON_STALE),
        ({}, said(91), Why.STALE),
        ({"due_on": TODAY + timedelta(days=30)}, said(20), Why.DUE),
        ({"due_on": TODAY + timedelta(days=31)}, said(20), None),
        ({"due_on": TODAY}, said(20), Why.DUE),
        ({"due_on": TODAY - timedelta(days=1)}, said(20), Why.OVERDUE),
        ({"due_on": TODAY - timedelta(days=1)}, said(13), None),
        ({"due_on": TODAY - timedelta(days=1)}, said(200, "done"), None),
        ({"last_year": 2025}, said(20), Why.OVERDUE),
        ({"kind": "recurring", "rhythm_months": 12, "last_year": 2025}, said(300), None),
        ({"kind": "recurring", "rhythm_months": 12}, said(352), Why.SOON_STALE),
        ({"kind": "recurring", "rhythm_months": 12}, said(300, "done"), None),
        ({"kind": "recurring", "rhythm_months": 12}, said(352, "done"), Why.SOON_STALE),
        ({"kind": "recurring", "rhythm_months": 12, "last_year": 2025}, said(352, "done"), None),
        ({"kind": "recurring", "rhythm_months": 1}, said(13), None),
    ],
)
def test_an_action_is_asked_about_when_its_answer_gets_old_or_its_deadline_is_near(action, update, expected):
    assert why(Action(**{"kind": "dated"} | action), update, on=TODAY) == expected


@given(
    days=st.integers(0, 900),
    rhythm=st.none() | st.integers(1, 24),
    due=st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    answer=st.sampled_from(ActionUpdate.Status),
)
def test_what_is_grey_is_always_asked_about_and_what_was_answered_lately_never(days, rhythm, due, answer):
    action = Action(kind="recurring" if rhythm else "dated", rhythm_months=rhythm, due_on=due)
    update = said(days, answer)
    asked = why(action, update, on=TODAY)

    if (answer == "done" and not rhythm) or days < 14:
        assert asked is None
    elif status.standing(action, update, on=TODAY).code == status.STALE:
        assert asked is not None


def test_two_thousand_actions_and_forty_people_take_as_few_queries_as_one(people, path):
    bodies = [a_body(people.council, f"Utvalg {n}", "committee") for n in range(40)]
    for n, body in enumerate(bodies):
        a_seat(people, body, a_person(people, f"Leder {n}", f"leder{n}@example.no"))
    Action.objects.bulk_create(
        Action(
            strategy=path.goal.strategy,
            path=path,
            text=f"Tiltak {n}",
            number=n + 1,
            place=n,
            responsible_body=bodies[n % 40],
        )
        for n in range(2000)
    )
    with CaptureQueriesContext(connection) as used:
        letters = queries.letters(on=TODAY)
    assert len(letters) == 40
    assert len(used) <= 10
    assert people.secretary
    with CaptureQueriesContext(connection) as used:
        page = people.secretary.client.get("/r/vestre/oppfolging/paminnelser/")
    assert page.status_code == 200
    assert len(used) <= 20
