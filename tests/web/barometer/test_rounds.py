"""A round about the cooperation is prepared by the secretariat, with a copy of the ten items that stays as it was."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.people import NOW
from tests.web.barometer.rounds import TODAY, a_finding, a_plan, alike, answered, closed, opened, prepared
from tests.web.survey.asking import a_person, a_seat
from veivalg.facts.cooperation import capacity, ten_reasons
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.barometer.operations import rounds
from veivalg.web.barometer.operations.rounds import Groups, Wanted
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey.models import Round, TextAnswer
from veivalg.web.thread import my_page_content

pytestmark = pytest.mark.django_db
NEW = "/r/vestre/samarbeid/runder/ny/"
NEW_CAPACITY = "/r/vestre/kapasitet/ny/"


def form(**more) -> dict[str, object]:
    today = timezone.localdate()
    fields = {
        "title": "Hvordan er samarbeidet?",
        "purpose": "Til neste møte",
        "mode": "anonymous",
        "groups": "none",
        "own_items": "",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=21)).isoformat(),
        "keeps": "results",
    }
    return fields | more


def test_a_round_has_the_ten_items_in_three_languages(people):
    found = prepared(people)
    items = list(found.items.all())

    assert [item.key for item in items] == list(ten_reasons())
    assert all(item.text == dict(ten_reasons()[item.key].item) for item in items)
    assert all(set(item.text) == set(item.high_end) == {"nb", "nn", "en"} for item in items)
    assert AuditEntry.objects.filter(verb="survey.round.make", subject_id=str(found.pk)).exists()


def test_own_items_and_those_to_leaders_stand_after_the_ten(people):
    found = prepared(people, own=["Møtene er verdt reisen."], leaders=True)
    keys = [item.key for item in found.items.all()]

    leaders = [f"leader_{reason.id}" for reason in ten_reasons().values() if reason.leader_item]
    assert keys == [*ten_reasons(), *leaders, "own_1"]
    assert found.items.get(key="own_1").text == {"nb": "Møtene er verdt reisen."}


@pytest.mark.parametrize(("groups", "count"), [(Groups.NONE, 0), (Groups.PARTICIPANTS, 3), (Groups.ROLES, 3)])
def test_groups_are_participants_or_what_people_are(people, groups, count):
    assert prepared(people, groups=groups).groups.count() == count


def test_a_capacity_round_has_fifteen_statements_and_a_group_for_each_municipality(people):
    found = prepared(people, is_capacity=True)

    assert found.kind == Round.Kind.CAPACITY
    assert found.items.count() == sum(len(element.statements) for element in capacity()) == 15
    assert [group.participant for group in found.groups.all()] == people.participants


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "action_owner", "reader", "youth", "neighbour"])
@pytest.mark.parametrize("is_capacity", [True, False])
def test_others_than_the_secretariat_prepare_no_round(people, who, is_capacity):
    where = {"actor": getattr(people, who).actor, "council": people.council, "on": TODAY, "now": NOW}
    make = rounds.make_capacity_round if is_capacity else rounds.make_barometer
    wanted = {} if is_capacity else {"wanted": Wanted()}
    with pytest.raises(Refused):
        make(plan=a_plan(), **wanted, **where)
    assert not Round.objects.exists()


def test_a_draft_that_is_sent_twice_is_made_once(people):
    prepared(people)
    with pytest.raises(NotPossible) as error:
        prepared(people)
    assert error.value.field == "title"
    assert Round.objects.count() == 1


def test_too_many_own_items_are_refused_at_their_field(people):
    with pytest.raises(NotPossible) as error:
        prepared(people, own=[f"Utsagn {number}" for number in range(11)])
    assert error.value.field == "own_items"
    assert not Round.objects.exists()


@pytest.mark.parametrize("address", [NEW, NEW_CAPACITY])
def test_the_form_is_filled_in_with_what_is_usual_and_leads_to_the_round(people, address):
    client = people.secretary.client
    assert 'value="anonymous"' in client.get(address).content.decode()
    page = client.post(address, form(own_items="Ett\n\n  To  "))
    made = Round.objects.get()

    assert page.status_code == 302
    assert page["Location"] == f"/r/vestre/runder/{made.pk}/"
    assert timezone.localtime(made.closes_at).time().isoformat("minutes") == "23:59"
    assert made.items.filter(key__startswith="own_").count() == (2 if address == NEW else 0)


def test_a_title_that_was_left_as_it_was_is_there_in_three_languages(people):
    page = people.secretary.client.get(NEW)
    title = page.context["form"].initial["title"]
    people.secretary.client.post(NEW, form(title=title))

    assert set(Round.objects.get().title) == {"nb", "nn", "en"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x\0y"},
        {"mode": "secret"},
        {"groups": "people"},
        {"closes_on": "2020-01-01"},
        {"closes_on": "99999-99-99"},
        {"opens_on": "i morgen"},
        {"keeps": ""},
        {"own_items": "a\n" * 11},
        {"own_items": "x" * 5000},
    ],
)
def test_what_cannot_be_used_is_told_at_the_form(people, wrong):
    page = people.secretary.client.post(NEW, form(**wrong))
    assert page.status_code == 422
    assert not Round.objects.exists()


def test_where_no_municipality_takes_part_nobody_can_be_told_apart(people):
    people.council.participants.all().delete()
    with translation.override("en"), pytest.raises(NotPossible, match="takes part"):
        prepared(people, is_capacity=True)
    assert not Round.objects.exists()


def test_a_round_that_opens_later_is_not_told_as_open(people, client):
    later = timezone.now() + timedelta(days=3)
    found = opened(people, prepared(people, opens_at=later, closes_at=later + timedelta(days=21)))
    shown = client.get(f"/r/vestre/samarbeid/runder/{found.pk}/?sprak=en").content.decode()
    assert "It opens " in shown
    assert "It is open until" not in shown
    listed = client.get("/r/vestre/samarbeid/runder/?sprak=en").content.decode()
    assert "open, closes" not in listed


def test_a_draft_is_seen_by_the_secretariat_alone(people, client):
    found = prepared(people)
    assert client.get(f"/r/vestre/samarbeid/runder/{found.pk}/").status_code == 404
    assert found.heading not in client.get("/r/vestre/samarbeid/runder/").content.decode()
    assert found.heading in people.secretary.client.get("/r/vestre/samarbeid/runder/").content.decode()


def test_the_neighbour_s_round_is_not_ours(people, client):
    finding = a_finding(people.neighbour_council, Round.Kind.COOPERATION)
    for end in ("", "mote/", "svar.csv"):
        assert client.get(f"/r/vestre/samarbeid/runder/{finding.round_id}/{end}").status_code == 404


def lines(people, on) -> str:
    account = people.secretary.account
    return "\n".join(row.text for row in my_page_content.of(people.secretary.actor, account, on)["waiting"])


def test_a_round_that_soon_closes_waits_for_the_secretariat(people):
    opened(people, prepared(people))
    assert "Hvordan er samarbeidet" not in lines(people, TODAY + timedelta(days=13))
    assert "Hvordan er samarbeidet" in lines(people, TODAY + timedelta(days=14))


def test_half_a_year_after_the_last_round_it_is_time_to_ask_again(people):
    found = opened(people, prepared(people))
    closed(people, answered(people, found, {"": alike(6)}))
    # Counted from the day it closed, which was before its last day.
    with translation.override("en"):
        assert "half a year" not in lines(people, TODAY + timedelta(days=182))
        assert "half a year" in lines(people, TODAY + timedelta(days=183))
    capacity_now = prepared(people, is_capacity=True, closes_at=NOW + timedelta(days=200))
    opened(people, capacity_now)
    with translation.override("en"):
        assert "half a year" in lines(people, TODAY + timedelta(days=183))


def test_people_may_write_a_few_words_too_and_capacity_never_asks_for_any(people):
    client = people.secretary.client
    client.post(NEW, form(asks_words="on"))
    item = Round.objects.get().items.last()
    assert (item.key, item.kind, set(item.text)) == ("words", "text", {"nb", "nn", "en"})
    assert "asks_words" not in client.get(NEW_CAPACITY).context["form"].fields


def test_published_texts_stand_with_the_result_and_others_do_not(people):
    found = opened(people, prepared(people, words=True))
    answered(people, found, {"": [{"*": 4, "words": f"Tekst {n}"} for n in range(7)]})
    closed(people, found)
    address = f"/r/vestre/samarbeid/runder/{found.pk}/"
    assert "Tekst" not in Client().get(address).content.decode()
    row = TextAnswer.objects.first()
    TextAnswer.objects.filter(pk=row.pk).update(state=TextAnswer.State.PUBLISHED)
    page = Client().get(address).content.decode()
    assert row.text in page
    assert sum(f"Tekst {n}" in page for n in range(7)) == 1
    assert row.text in Client().get("/r/vestre/samarbeid/").content.decode()


def test_many_published_texts_are_shown_a_page_at_a_time(people, django_assert_max_num_queries):
    found = opened(people, prepared(people, words=True))
    answered(people, found, {"": [{"*": 4, "words": f"Tekst {n}"} for n in range(45)]})
    closed(people, found)
    TextAnswer.objects.update(state=TextAnswer.State.PUBLISHED)
    address = f"/r/vestre/samarbeid/runder/{found.pk}/"
    seen = set()
    for number in (1, 2, 3):
        with django_assert_max_num_queries(20):
            page = Client().get(address, {"side": number}).content.decode()
        seen |= set(re.findall(r"Tekst \d+", page))
    assert len(seen) == 45


def test_who_would_be_asked_is_counted_before_the_round_is_made(people):
    for n in range(7):
        a_seat(people, a_person(people, f"Person{n} Etternavn"), participant=people.participants[n // 6])
    body = people.council.bodies.get()
    response = people.secretary.client.post(NEW, form(groups="participants", body=body.pk, step="count"))
    found = response.context["expected"]
    assert response.status_code == 200
    assert [line.count for line in found.lines] == [6, 1, 0]
    assert found.total == 7
    assert [line.is_shown for line in found.lines] == [False, False, False]
    capacity_too = people.secretary.client.post(NEW_CAPACITY, form(body=body.pk, step="count"))
    assert [line.count for line in capacity_too.context["expected"].lines] == [6, 1, 0]
    assert not Round.objects.exists()


@pytest.mark.parametrize("body", ["", "0", "x"])
def test_nothing_is_counted_without_a_body_of_the_council(people, body):
    assert people.secretary.client.post(NEW, form(body=body, step="count")).status_code == 422
    assert not Round.objects.exists()


@pytest.mark.parametrize("address", [NEW, NEW_CAPACITY])
def test_no_round_is_open_since_nothing_here_shows_names(people, address):
    offered = people.secretary.client.get(address).context["form"].fields["mode"].choices
    assert [mode for mode, _ in offered] == ["anonymous", "confidential"]
    assert people.secretary.client.post(address, form(mode="open")).status_code == 422
    for is_capacity in (False, True):
        with translation.override("en"), pytest.raises(NotPossible, match="anonymous or confidential"):
            prepared(people, is_capacity=is_capacity, mode=Round.Mode.OPEN)
    assert not Round.objects.exists()


def test_a_draft_of_an_open_round_from_before_is_opened_and_read_as_before(people):
    found = prepared(people)
    Round.objects.filter(pk=found.pk).update(mode=Round.Mode.OPEN)
    opened(people, found)
    assert people.secretary.client.get("/r/vestre/samarbeid/runder/").status_code == 200


@pytest.mark.parametrize("address", [NEW, NEW_CAPACITY])
def test_the_last_minute_of_the_last_day_counts(people, address):
    people.secretary.client.post(address, form())
    made = Round.objects.get()
    last = timezone.localdate() + timedelta(days=21)
    Round.objects.update(opened_at=made.opens_at)
    made.refresh_from_db()
    assert made.takes_answers(timezone.make_aware(datetime.combine(last, time(23, 59, 30))))
    assert not made.takes_answers(timezone.make_aware(datetime.combine(last + timedelta(days=1), time())))
