"""The page that a mayor takes home: what one municipality owes, does, has resolved, gets and pays."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, TODAY
from tests.web.endorsements.conftest import VALUES, a_resolution
from veivalg.web.agreements import costs
from veivalg.web.agreements.models import CouncilBudget
from veivalg.web.agreements.operations.budget import set_budget
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.endorsements.operations.rounds import open_round
from veivalg.web.joint_services.models import JointService

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(people):
    return people.participants[0]


def page(participant, query="", client=None) -> str:
    address = f"/r/{participant.council.slug}/forankring/kommune/{participant.pk}/?sprak=en{query}"
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").split())


def a_case(people, title, *, answer=""):
    made = open_round(
        actor=people.secretary.actor,
        council=people.council,
        resolution_id=a_resolution(people.council, title=title).pk,
        values=VALUES,
        on=TODAY,
        now=NOW,
    )
    if answer:
        made.endorsements.update(
            result=answer, by_whom="municipal_council", decided_on=TODAY - timedelta(days=9), answered_at=NOW
        )
    return made


def a_service(people, name="Brannvern", **more):
    made = JointService.objects.create(
        council=people.council,
        name=name,
        form="association",
        yearly_cost_nok=1_200_000,
        cost_year=2026,
        changed_at=NOW,
        **more,
    )
    made.participants.add(people.participants[0])
    return made


def test_it_has_what_is_owed_done_resolved_paid_and_got_in_that_order(people, following, own):
    a_case(people, "Felles legevakt")
    a_case(people, "Ferge", answer="adopted")
    following.action("Bygge bru", responsible_participant=own)
    following.action("Rydde skog", responsible_role="secretariat", partners=[own.name])
    a_service(people)
    text = page(own)
    assert "Kommune 9001 has said yes to 1 of 2, and owes 1 an answer" in text
    places = [
        text.index(words)
        for words in ("Felles legevakt", "answers for", "Bygge bru", "Rydde skog", "Ferge", "Pays to", "Brannvern")
    ]
    assert places == sorted(places)


def test_what_is_most_pressing_stands_first_and_what_is_done_not_at_all(people, following, own):
    following.action("Senere", responsible_participant=own, last_year=2030)
    following.action("Over fristen", responsible_participant=own, due_on=TODAY - timedelta(days=3))
    following.action("Trenger hjelp", said="needs_help", responsible_participant=own, last_year=2031)
    following.action("Ferdig", said="done", responsible_participant=own)
    text = page(own)
    assert text.index("Over fristen") < text.index("Trenger hjelp") < text.index("Senere")
    assert "Ferdig" not in text
    assert "past the deadline" in text


def test_five_are_shown_and_the_rest_is_behind_a_link(people, following, own):
    for number in range(7):
        following.action(f"Tiltak {number}", responsible_participant=own)
        a_case(people, f"Sak {number}")
    text = page(own)
    assert "5 of 7 that are not done" in text
    assert "See all 7" in text
    assert text.count("Sak ") == 5
    assert page(own, "&alt=1").count("Sak ") == 7


def test_a_cost_for_all_together_is_never_shown_as_the_municipality_s_own(people, own):
    a_service(people)
    text = page(own)
    assert "1 200 000 kr (2026)" in text.replace("\u202f", " ").replace(",", " ")
    assert "What the municipality itself pays of it is not registered" in text
    assert "Not known: the council has not written down a budget and a key" in text


def test_its_part_of_the_budget_stands_with_year_key_source_and_rounding(the_demo, people):
    CouncilBudget.objects.filter(council=the_demo).delete()
    actor = people.operator
    values = {"budget_nok": 1_000_000, "others_nok": 100_000, "flat_percent": 50, "inhabitants_year": 2024}
    set_budget(actor=actor, council=the_demo, year=TODAY.year, values=values, version=None, now=NOW)
    members = costs.municipalities(the_demo, on=TODAY)
    text = page(members[0])
    paid = [costs.part_of(each, on=TODAY).payer.total for each in members]
    assert sum(paid) == 900_000
    assert f"kroner in {TODAY.year}" in text
    assert "50 per cent is shared equally, the rest by inhabitants on 1 January 2024" in text
    assert "rounded down to whole kroner" in text
    assert "figures from" in text


def test_the_budget_of_the_year_counts_and_else_the_last_before_it(the_demo, people):
    CouncilBudget.objects.filter(council=the_demo).delete()
    values = {"others_nok": 0, "flat_percent": 100, "inhabitants_year": 2024}
    for year in (TODAY.year - 2, TODAY.year - 1, TODAY.year + 1):
        given = values | {"budget_nok": year * 100}
        set_budget(actor=people.operator, council=the_demo, year=year, values=given, version=None, now=NOW)
    part = costs.part_of(costs.municipalities(the_demo, on=TODAY)[0], on=TODAY)
    assert part.budget.year == TODAY.year - 1


def test_a_neighbour_s_municipality_is_not_found_here(people):
    theirs = people.neighbour_council.participants.first()
    assert Client().get(f"/r/{people.council.slug}/forankring/kommune/{theirs.pk}/").status_code == 404


def test_it_takes_as_few_queries_with_much_as_with_little(people, following, own):
    for number in range(30):
        following.action(f"Tiltak {number}", responsible_participant=own, partners=[people.participants[1].name])
        a_service(people, f"Tjeneste {number}")
        a_case(people, f"Sak {number}", answer="adopted" if number % 2 else "")
    assert Endorsement.objects.count() == 90
    for query in ("", "&alt=1"):
        with CaptureQueriesContext(connection) as used:
            page(own, query, client=people.secretary.client)
        assert len(used) <= 20
