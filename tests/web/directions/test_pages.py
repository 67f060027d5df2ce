"""Pages of choices of direction, as a secretariat and others meet them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.people import NOW, TODAY
from tests.web.directions.choosing import (
    LATER,
    Asked,
    Round,
    Step,
    a_choice,
    a_closed_rating,
    a_resolution,
    a_step,
    answer,
    asking,
    close,
    key_of,
    rate,
)
from tests.web.survey.asking import a_person, a_seat
from veivalg.facts.cooperation import purposes
from veivalg.web.accounts.models import Account
from veivalg.web.barometer import behaviour
from veivalg.web.councils.models import Council
from veivalg.web.directions import figures, front, waiting
from veivalg.web.directions.models import ChoiceRound, DirectionChoice, Outcome
from veivalg.web.survey.models import Invitation

pytestmark = pytest.mark.django_db


def filled(client: Client) -> dict:
    """The form for a new choice as a browser would send it back unchanged."""
    form = client.get("/r/vestre/retning/ny/").context["form"]
    given = {}
    for field in form:
        value = field.value()
        if value not in (None, ""):
            given[field.html_name] = value
    return given


def step_form(**more) -> dict:
    on = timezone.localdate()
    plain = {"mode": "open", "opens_on": on, "closes_on": on + timedelta(days=7), "by_municipality": "on"}
    return {**plain, **more}


def test_the_five_purposes_are_filled_in_and_one_press_is_enough(people):
    browser = people.secretary.client
    response = browser.post("/r/vestre/retning/ny/", filled(browser))
    choice = DirectionChoice.objects.get()
    assert response["Location"] == f"/r/vestre/retning/{choice.pk}/steg/vurdering/"
    assert [row["name"] for row in choice.options] == [each.name["nb"] for each in purposes()]
    assert [row["indicators"] for row in choice.options] == [
        [one["nb"] for one in each.indicators] for each in purposes()
    ]
    assert [row["room"] for row in choice.options].count("joint_services") == 1
    response = browser.post(response["Location"], step_form(kinds=["youth", "business"], more_groups="Lag\n\nKirken"))
    taken = ChoiceRound.objects.get()
    assert response["Location"] == f"/r/vestre/runder/{taken.round_id}/"
    assert taken.round.groups.count() == 3 + 2 + 2
    assert sorted(taken.group_kinds.values()) == ["business", "youth"]
    # The days are Norwegian ones.
    assert timezone.localtime(taken.round.opens_at).hour == 0
    assert timezone.localtime(taken.round.closes_at).strftime("%H:%M") == "23:59"
    last = timezone.localtime(taken.round.closes_at).replace(second=30, microsecond=0)
    Round.objects.update(opened_at=taken.round.opens_at)
    taken.round.refresh_from_db()
    assert taken.round.takes_answers(last)
    assert not taken.round.takes_answers(last + timedelta(seconds=30))


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "\x00"},
        {"question": "x" * 400},
        {"name-0": "", "about-0": "Noe"},
        {"meanings-0": "bare én"},
        {"figures-0": ["finnes-ikke"]},
        {"cost-0": "99999999999999999999999"},
        {"name-0": "Lik", "name-1": "lik"},
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_stored(people, change):
    browser = people.secretary.client
    response = browser.post("/r/vestre/retning/ny/", filled(browser) | change)
    assert response.status_code == 422
    assert "vv-problems" in response.content.decode()
    assert not DirectionChoice.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"mode": "hemmelig"},
        {"mode": ""},
        {"opens_on": "i morgen"},
        {"closes_on": "2020-01-01"},
        {"kinds": ["ukjent"]},
        {"more_groups": "Lag\nLag", "kinds": []},
    ],
)
def test_a_step_that_cannot_be_is_told_or_understood(people, change):
    choice = a_choice(people)
    response = people.secretary.client.post(f"/r/vestre/retning/{choice.pk}/steg/vurdering/", step_form(**change))
    assert response.status_code == (302 if "more_groups" in change else 422)


def test_a_group_has_its_name_in_the_councils_language_and_keeps_its_kind_when_it_is_also_written(people):
    choice = a_choice(people)
    url = f"/r/vestre/retning/{choice.pk}/steg/vurdering/?sprak=en"
    people.secretary.client.post(url, step_form(kinds=["youth"], more_groups="Ungdom\nLag"))
    taken = ChoiceRound.objects.get()
    named = taken.round.groups.filter(participant=None)
    assert [group.name for group in named] == ["Ungdom", "Lag"]
    assert list(taken.group_kinds.values()) == ["youth"]


@pytest.mark.parametrize(("step", "count"), [("prikker", 7), ("poeng", 0)])
def test_no_option_is_left_out_of_a_round_by_the_order_it_stands_in(people, step, count):
    choice = a_choice(people, [f"Vei {n}" for n in range(7)])
    form = people.secretary.client.get(f"/r/vestre/retning/{choice.pk}/steg/{step}/").context["form"]
    assert len(form.initial["option_keys"]) == count


def test_the_usual_days_are_filled_in(people):
    choice = a_choice(people)
    form = people.secretary.client.get(f"/r/vestre/retning/{choice.pk}/steg/vurdering/").context["form"]
    today = timezone.localdate()
    assert (form.initial["opens_on"], form.initial["closes_on"]) == (today, today + timedelta(weeks=3))


def test_a_round_that_opens_later_is_not_told_as_open(people):
    later = timezone.now() + timedelta(days=3)
    taken = a_step(people, a_choice(people), opens_at=later, closes_at=later + timedelta(days=7))
    shown = Client().get(taken.choice.get_absolute_url() + "?sprak=en").content.decode()
    assert "opens " in shown
    assert "open until" not in shown


def test_the_form_shows_what_is_there_and_two_who_change_are_told(people):
    choice = a_choice(people)
    url = f"/r/vestre/retning/{choice.pk}/endre/"
    browser = people.secretary.client
    form = browser.get(url).context["form"]
    given = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    assert given["name-1"] == "Tjenester"
    assert browser.post(url, given | {"title": "Ny"})["Location"] == choice.get_absolute_url()
    response = browser.post(f"{url}?sprak=en", given | {"title": "Nyere"})
    assert response.status_code == 409
    assert "Not a resolution." in response.content.decode()


def test_figures_stand_beside_an_option_with_year_and_source(the_demo, people):
    council = Council.objects.with_members(on=TODAY).get(slug="demoregionen")
    found = figures.of_region(council, ["population", "share_80"])
    assert found["population"].value
    assert found["population"].period.isdigit()
    assert found["population"].source


def test_default_figures_are_such_that_a_region_has_them(the_demo):
    council = Council.objects.with_members(on=TODAY).get(slug="demoregionen")
    for purpose in purposes():
        for shown in figures.of_region(council, purpose.figures).values():
            assert shown.value, (purpose.id, shown.name)


def test_what_the_municipalities_run_together_is_linked_beside_the_purpose(people):
    browser = people.secretary.client
    browser.post("/r/vestre/retning/ny/", filled(browser))
    choice = DirectionChoice.objects.get()
    assert "/r/vestre/tjenester/" in browser.get(choice.get_absolute_url()).content.decode()


def test_two_groups_can_be_held_against_each_other(people):
    choice = a_closed_rating(people)
    one, other = choice.rounds.get().round.groups.all()[:2]
    page = Client().get(f"/r/vestre/retning/{choice.pk}/?gruppe={other.pk}&mot={one.pk}&sprak=en")
    pair = page.context["pair"]
    assert pair["names"] == (other.name, one.name)
    assert {row.name: row.is_far for row in pair["rows"]}["Tjenester"]


def test_the_secretariat_is_told_what_waits(people):
    def lines():
        actor = people.secretary.actor
        return [row.text for row in waiting.waiting(actor, people.secretary.account, TODAY)]

    choice = a_choice(people, title="Hvor går veien?")
    assert lines() == []
    asked = Asked(step=Step.RATING, mode=Round.Mode.OPEN, opens_at=NOW, closes_at=LATER)
    asking.begin_step(actor=people.secretary.actor, council=people.council, choice_id=choice.pk, asked=asked, now=NOW)
    assert lines() == [], "the rounds themselves say that one is prepared"
    closed = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    assert len(lines()) == 1
    Outcome.objects.create(choice=closed, resolution=a_resolution(people), chosen=["x"], decided_at=NOW)
    assert lines() == []
    assert waiting.waiting(people.reader.actor, people.reader.account, TODAY) == []


def test_whoever_is_asked_by_name_is_told_until_they_have_answered(people):
    choice = a_choice(people)
    taken = a_step(people, choice)
    account = Account.objects.create(email="spurt@example.no", made_at=NOW)
    person = a_person(people, account=account)
    invitation = Invitation.objects.create(round=taken.round, person=person, key_hash="h", made_at=NOW)
    told = waiting.waiting(people.nobody.actor, account, TODAY)
    assert [row.url for row in told] == [choice.get_absolute_url()]
    invitation.delete()
    assert waiting.waiting(people.nobody.actor, account, TODAY) == []


def test_the_front_page_tells_where_the_direction_stands(people):
    def words():
        return front.step(people.council)["words"]

    seen = [words()]
    choice = a_choice(people)
    assert words() == seen[0]
    taken = a_step(people, choice)
    seen.append(words())
    rate(people, taken, "Næringsliv", [[5, 5], [5, 5], [5, 5]])
    close(people, taken)
    seen.append(words())
    Outcome.objects.create(choice=choice, resolution=a_resolution(people), chosen=["x"], decided_at=NOW)
    seen.append(words())
    assert len(set(seen)) == 4
    assert "/r/vestre/retning/" in Client().get("/r/vestre/").content.decode()


def test_agreement_in_the_last_choice_is_counted_on_the_day_it_closed(people):
    assert "agreement_in_last_choice" not in behaviour.counted(people.council, on=TODAY)
    a_closed_rating(people)
    share = behaviour.counted(people.council, on=TODAY)["agreement_in_last_choice"]
    assert (share.part, share.whole, share.on) == (2, 3, TODAY)
    assert "agreement_in_last_choice" not in behaviour.counted(people.council, on=TODAY - timedelta(days=1))


@pytest.mark.parametrize(("count", "is_told"), [(6, True), (2, False)])
def test_answers_from_business_are_counted_when_they_may_be_shown(people, count, is_told):
    choice = a_choice(people, ["A", "B"])
    taken = a_step(people, choice, mode="anonymous", participants=(), groups={"Bedrifter": "business", "Andre": ""})
    business, others = taken.round.groups.all()
    answer(people, taken, {key_of(choice, "A"): 5}, group=business, count=count)
    answer(people, taken, {key_of(choice, "A"): 4}, group=others, count=9)
    close(people, taken)
    found = behaviour.counted(people.council, on=TODAY).get("business_in_last_choice")
    assert (found is not None) is is_told
    if found is not None:
        assert (found.part, found.whole) == (6, 6)
    with override("en"):
        page = people.secretary.client.get("/r/vestre/samarbeid/?sprak=en").content.decode()
    assert ("<strong>6 of 6" in page) is is_told


def test_who_would_be_asked_is_counted_before_the_round_is_prepared(people):
    choice = a_choice(people)
    for n in range(6):
        a_seat(people, a_person(people, f"Person{n} Etternavn"), participant=people.participants[n // 5])
    body = people.council.bodies.get()
    address = f"/r/vestre/retning/{choice.pk}/steg/vurdering/"
    given = step_form(mode="anonymous", kinds="youth", body=body.pk, step="count")
    response = people.secretary.client.post(address, given)
    found = response.context["expected"]
    assert response.status_code == 200
    assert [line.count for line in found.lines] == [5, 1, 0, 0]
    assert found.lines[3].name
    assert [line.is_shown for line in found.lines] == [False] * 4
    assert not ChoiceRound.objects.exists()
    assert people.secretary.client.post(address, {**given, "body": ""}).status_code == 422


def test_all_five_steps_take_no_more_queries_than_a_page_may(people, django_assert_max_num_queries):
    choice = a_closed_rating(people, {name: [[5, 5]] * 3 for name in "ABC"})
    DirectionChoice.objects.update(options=[{**row, "cost": 5} for row in choice.options])
    keys = [row["key"] for row in choice.options]
    for step, given, more in (
        ("second_rating", dict.fromkeys(keys, 5), {}),
        ("dots", {"options": {keys[0]: 2}}, {"amount": 3}),
        ("budget", {"options": [keys[0]]}, {"amount": 10}),
        ("star", dict.fromkeys(keys, 4), {}),
    ):
        taken = a_step(people, choice, step, **more)
        answer(people, taken, given, count=6)
        close(people, taken)
    for browser in (Client(), people.secretary.client):
        for path in (f"retning/{choice.pk}/", "retning/", "", "samarbeid/"):
            with django_assert_max_num_queries(20):
                assert browser.get(f"/r/vestre/{path}").status_code == 200


def test_the_tabs_lead_to_the_direction(people):
    text = Client().get("/r/vestre/deltakere/").content.decode()
    assert text.index("/r/vestre/kunnskap/") < text.index("/r/vestre/retning/") < text.index("/r/vestre/plan/")


def test_the_list_says_which_of_several_choices_its_finding_is_about(people):
    a_closed_rating(people)
    alone = Client().get("/r/vestre/retning/?sprak=en").content.decode()
    assert "<h1>“" not in alone
    newest = a_closed_rating(people)
    found = Client().get("/r/vestre/retning/?sprak=en").content.decode()
    assert newest.title == "Hva vil vi?"
    assert "“What do we want?”: " in found


def test_scores_and_runoff_is_explained_where_it_is_chosen(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    read = people.secretary.client.get
    told, address = "the one that more prefer comes out first", f"/r/vestre/retning/{choice.pk}/"
    page = read(f"{address}?sprak=en").content.decode()
    assert f'href="{address}steg/poeng/"' in page
    assert told in page
    assert told in read(f"{address}steg/poeng/").content.decode()
    assert told not in read(f"{address}steg/prikker/").content.decode()
    # Nobody begins a step of one that is a draft but the first.
    draft = a_choice(people)
    assert told not in read(draft.get_absolute_url()).content.decode()
