"""The ten reasons and what a council does: counted from its plan, never guessed, and the same for everyone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.web.strategy.planning import a_body, a_goal, a_path, a_strategy, an_action
from veivalg.facts.cooperation import BEHAVIOURS, ten_reasons
from veivalg.rules.cooperation import Share
from veivalg.web.barometer import behaviour, words
from veivalg.web.strategy.models import ActionUpdate

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def path(people):
    return a_path(a_goal(a_strategy(people.council)))


def say(action, *, days_ago: int, status: str = "on_track"):
    at = timezone.now() - timedelta(days=days_ago)
    return ActionUpdate.objects.create(action=action, status=status, said_on=timezone.localdate(at), said_at=at)


def test_a_status_counts_as_fresh_until_it_is_older_than_the_rhythm(people, path):
    say(an_action(path, number=1), days_ago=10)
    say(an_action(path, number=2), days_ago=100)
    say(an_action(path, number=3), days_ago=300, status="done")
    an_action(path, number=4)

    assert behaviour.actions_updated(people.council, TODAY()) == Share(part=2, whole=4, on=TODAY())


def test_what_begins_in_a_later_year_is_not_counted_as_neglected(people, path):
    say(an_action(path, number=1), days_ago=10)
    an_action(path, number=2, first_year=TODAY().year + 1)

    assert behaviour.actions_updated(people.council, TODAY()) == Share(part=1, whole=1, on=TODAY())


def test_a_name_that_matches_nobody_is_not_someone_who_answers(people, path):
    an_action(path, number=1, responsible_body=a_body(people.council))
    an_action(path, number=2, responsible_text="Alle")

    assert behaviour.actions_with_responsible(people.council, TODAY()) == Share(part=1, whole=2, on=TODAY())


def test_a_partner_who_is_one_of_the_council_s_own_is_not_from_outside(people, path):
    a_body(people.council)
    an_action(path, number=1, partners=["Arbeidsutvalget", "Kommune 9001"])
    an_action(path, number=2, partners=["Næringsforeningen"])

    assert behaviour.actions_with_outside_partners(people.council, TODAY()) == Share(part=1, whole=2, on=TODAY())


@pytest.mark.parametrize("state", ["draft", "consultation", "ended"])
def test_only_adopted_strategies_are_counted(people, state):
    an_action(a_path(a_goal(a_strategy(people.council, state=state))))

    assert behaviour.counted(people.council, on=TODAY())["actions_updated"].whole == 0


def test_the_neighbour_s_actions_are_not_ours(people):
    an_action(a_path(a_goal(a_strategy(people.neighbour_council))))

    assert behaviour.counted(people.council, on=TODAY())["actions_updated"].whole == 0


def test_the_heading_tells_opposite_things_of_opposite_plans(people, path):
    with translation.override("en"):
        action = an_action(path)
        stale = words.heading(behaviour.counted(people.council, on=TODAY()))
        say(action, days_ago=1)
        fresh = words.heading(behaviour.counted(people.council, on=TODAY()))
    assert stale.startswith("0 of 1")
    assert fresh.startswith("Every action")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_reason_has_a_page_in_every_language(language):
    client = Client()
    listed = client.get(f"/ti-grunner/?sprak={language}").content.decode()
    for reason in ten_reasons().values():
        page = client.get(f"/ti-grunner/{reason.order}/?sprak={language}")
        assert page.status_code == 200
        assert reason.name[language] in listed
        assert reason.item[language] in page.content.decode()
        assert reason.helps[language] in page.content.decode()


def test_a_reason_names_the_room_that_helps_as_the_room_calls_itself():
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            for reason in ten_reasons().values():
                assert words.room_name(reason.room) in reason.helps[language], (reason.id, language)


def test_whoever_takes_part_in_a_council_goes_from_a_reason_to_its_room_and_visitors_do_not(people):
    way_there = '<a href="/r/vestre/retning/">Open Direction in Vestre</a>'

    assert way_there in people.representative.client.get("/ti-grunner/5/?sprak=en").content.decode()
    assert way_there not in people.neighbour.client.get("/ti-grunner/5/?sprak=en").content.decode()
    assert "/r/vestre/" not in Client().get("/ti-grunner/5/?sprak=en").content.decode()


@pytest.mark.parametrize("number", [0, 11, 999])
def test_there_is_no_eleventh_reason(number):
    assert Client().get(f"/ti-grunner/{number}/").status_code == 404


def test_everything_that_the_facts_name_is_counted_and_nothing_else():
    assert {*behaviour.COUNTED, *behaviour.IN_LAST_CHOICE} == set(BEHAVIOURS)


def test_what_later_rooms_will_count_is_told_as_not_measured_yet(people):
    text = Client().get("/r/vestre/samarbeid/?sprak=en").content.decode()

    assert text.count("not measured yet") == len(
        set(BEHAVIOURS) - set(behaviour.counted(people.council, on=timezone.localdate()))
    )
    assert "Nothing is followed up yet" in text


def test_the_page_takes_as_many_queries_for_many_actions_as_for_few(people, path):
    an_action(path, number=1, partners=["Husbanken"])

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert Client().get("/r/vestre/samarbeid/").status_code == 200
        return len(captured)

    few = asked()
    for number in range(2, 200):
        an_action(path, number=number, partners=["Husbanken", f"Lag {number}"])
    assert asked() == few <= 20
