"""What needs something comes first, by whom and when; a day of the past can be seen again."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import TODAY
from tests.web.strategy.planning import a_goal, a_path, a_small_plan, a_strategy, an_action
from veivalg.web.strategy.models import Strategy

pytestmark = pytest.mark.django_db


def page(following, path="", query="", client=None):
    answer = (client or Client()).get(f"{following.address}{path}?sprak=en{query}")
    assert answer.status_code == 200, answer.content[-2000:]
    return answer


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_what_needs_something_stands_first_in_order(following):
    following.action("Gammelt", said="on_track", days=100, responsible_role="secretariat")
    following.action("Uten eier", said="on_track")
    following.action("Over fristen", said="on_track", due_on=TODAY - timedelta(days=1), responsible_role="secretariat")
    following.action("Forsinket", said="delayed", responsible_role="secretariat")
    following.action("Hjelp", said="needs_help", words="Mangler penger", responsible_role="secretariat")
    answer = page(following)

    assert [pile.kind for pile in answer.context["piles"]] == [
        *("needs_help", "delayed", "over_frist", "uten_ansvar", "stale")
    ]
    assert [pile.lines[0].action.text for pile in answer.context["piles"]] == [
        *("Hjelp", "Forsinket", "Over fristen", "Uten eier", "Gammelt")
    ]
    assert "Mangler penger" in text(answer)
    assert answer.context["heading"] == (
        "One of five actions needs help, one is delayed, and one is past its deadline and not done"
    )


def test_what_is_done_is_past_no_deadline_and_today_is_not_past(following):
    following.action(said="done", due_on=TODAY - timedelta(days=1), responsible_role="secretariat")
    following.action(said="on_track", due_on=TODAY, responsible_role="secretariat")

    assert page(following).context["piles"] == []
    assert "Nothing needs anything just now." in text(page(following))


def test_a_status_turns_grey_when_it_is_older_than_its_rhythm(following):
    kept = {"said": "on_track", "days": 100, "responsible_role": "secretariat"}
    following.action("Hvert år", kind="recurring", rhythm_months=12, **kept)
    following.action("Hver måned", kind="recurring", rhythm_months=1, **kept)
    stale = next(pile for pile in page(following).context["piles"] if pile.kind == "stale")

    assert [line.action.text for line in stale.lines] == ["Hver måned"]


def test_a_long_list_is_cut_and_leads_to_all_of_them(following):
    for _ in range(7):
        following.action(said="needs_help")
    pile = page(following).context["piles"][0]

    assert (len(pile.lines), pile.count) == (5, 7)
    listed = Client().get(pile.url, {"sprak": "en", "vis": "needs_help"})
    assert listed.context["page"].total == 7


def test_strategies_are_told_apart_when_there_are_several(following):
    following.action("Første", said="needs_help")
    assert "Strategi 2026" not in page(following).content.decode()
    other = a_path(a_goal(a_strategy(following.council, name="Næringsplanen")))
    an_action(other, "Andre", responsible_text="Alle")
    for path in ("", "tiltak/", "tidslinje/"):
        content = page(following, path).content.decode()
        assert "Næringsplanen" in content
        assert "Strategi 2026–2033" in content
    assert any("(Næringsplanen)" in group.name for group in page(following).context["by_goal"])


def test_what_begins_next_year_is_not_begun_and_needs_nothing(following):
    following.action("Nå", said="on_track", responsible_role="secretariat")
    following.action("Neste år", first_year=2027, responsible_role="secretariat")
    context = page(following).context

    assert context["heading"] == "The only action that has begun is on track or done"
    assert context["piles"] == []
    assert {each.standing.code: each.count for each in context["counts"]} == {"on_track": 1, "not_begun": 1}
    assert [each.standing.code for each in context["by_goal"][0].counts][-1] == "not_begun"
    assert "Not begun" in page(following).content.decode()


def test_a_plan_that_begins_next_year_says_so(following):
    following.action("Neste år", first_year=2027)

    assert page(following).context["heading"] == "No action has begun yet"


def test_counts_by_goal_responsible_and_municipality_in_alphabetical_order(following, people):
    last, first = people.participants[2], people.participants[0]
    following.action(said="needs_help", responsible_participant=last)
    following.action(said="done", responsible_participant=first, partners=[last.name])
    following.action()
    context = page(following).context

    assert [group.name for group in context["by_responsible"]] == [first.name, last.name, "Nobody"]
    assert [(group.name, group.total, group.part) for group in context["by_participant"]] == [
        (first.name, 1, 0),
        (people.participants[1].name, 0, 0),
        (last.name, 1, 1),
    ]
    assert [(count.standing.code, count.count) for count in context["by_goal"][0].counts] == [
        *(("on_track", 0), ("delayed", 0), ("needs_help", 1), ("done", 1), ("stale", 1))
    ]


def test_a_day_of_the_past_shows_what_had_been_said_then_and_keeps_its_address(following):
    action = following.action(said="needs_help", days=5, responsible_role="secretariat")
    following.say(action, "on_track", on=date(2026, 9, 1))
    then = page(following, query="&dato=2026-09-30")

    assert then.context["heading"] == "30\xa0September 2026: The only action is on track"
    assert page(following).context["heading"] == "The only action needs help"
    assert page(following, "tiltak/", "&dato=2026-09-30&vis=on_track").context["page"].total == 1


def test_before_the_plan_was_adopted_nothing_was_followed_up(following):
    following.action(said="on_track")
    Strategy.objects.update(made_at="2026-06-01T12:00:00Z")

    assert "Nothing was followed up on" in text(page(following, query="&dato=2026-05-31"))
    assert "Nothing was followed up on" not in text(page(following, query="&dato=2026-06-01"))


@pytest.mark.parametrize("day", ["2026-11-25", "igår", "2026-02-30", "%00", "0001-01-01", "9" * 90, "%ED%A0%80"])
def test_a_day_that_is_none_or_has_not_been_is_refused_with_words(following, day):
    following.action()
    answer = Client().get(f"{following.address}?sprak=en&dato={day}")

    assert answer.status_code == 404
    assert any(words in text(answer) for words in ("is not a day", "has not been yet", "Choose a day after"))


def test_the_list_is_narrowed_by_words_goal_responsible_municipality_and_status(following, people):
    own = people.participants[0]
    one = following.action("Bygge Ålen bru", said="delayed", responsible_participant=own)
    following.action("Møte", responsible_role="secretariat", partners=[own.name])

    def total(query):
        return page(following, "tiltak/", query).context["page"].total

    assert total("") == 2
    assert total("&q=ålen+BYGGE") == 1
    assert total("&q=finnes+ikke") == 0
    assert total(f"&maal={one.path.goal_id}") == 2
    assert total("&ansvar=role-secretariat") == 1
    assert total(f"&kommune={own.pk}") == 2
    assert total("&vis=delayed") == 1
    assert total("&vis=uten_ansvar") == 0
    for bad in ("&maal=x", "&kommune=-1", "&ansvar=%00", "&vis=%ff", "&side=9999", "&q=%00"):
        assert total(bad) == 2, bad


def test_the_list_comes_as_files_with_the_same_choice(following):
    following.action("=1+1; \u2028hm", said="needs_help", cost_nok=10**16, due_on=date(2027, 1, 2))
    following.action("Annet")
    base = f"{following.address}tiltak."
    rows = list(
        csv.reader(
            io.StringIO(Client().get(f"{base}csv?sprak=en&vis=needs_help").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    found = json.loads(Client().get(f"{base}json?sprak=en&vis=needs_help").content)

    assert len(rows) == 2
    assert "Cost in kroner" in rows[0]
    assert found["currency"] == "NOK"
    assert found["actions"][0]["deadline"] == "2027-01-02"
    assert found["actions"][0]["cost_nok"] == 10**16
    assert Client().get(f"{base}xlsx").content[:2] == b"PK"
    assert Client().get(f"{base}pdf").status_code == 404


def test_each_empty_state_says_what_to_do_first(following, people):
    assert "The council has no plan yet" in text(page(following))
    a_small_plan(people.council, state="draft")
    assert "The council has no plan yet" in text(page(following))
    assert "The plan has not been adopted yet" in text(page(following, client=people.secretary.client))
    Strategy.objects.update(state="adopted", made_at="2020-01-01T12:00:00Z")
    answer = page(following)
    assert answer.context["heading"] == "Nobody has said anything about the three actions yet"
    assert "Begin by asking" in text(answer)


def test_the_five_steps_say_how_it_is_going_and_lead_here(following):
    def front():
        return text(Client().get(f"/r/{following.council.slug}/?sprak=en"))

    assert "There is no adopted plan to follow up" in front()
    following.action(said="needs_help", responsible_role="secretariat")
    following.action(said="on_track", responsible_role="secretariat")
    assert "One action needs help" in front()
    assert "One of two actions needs help." in front()
    assert f'href="{following.address}"' in front()


@pytest.mark.parametrize("path", ["", "tiltak/", "tidslinje/", "tertial/", "kommune/", "frister.ics"])
def test_a_page_takes_as_many_queries_with_many_actions_as_with_few(following, people, path):
    client = people.reader.client

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(f"{following.address}{path}")
        return len(found)

    for number in range(2):
        following.action(said="on_track", last_year=2027, responsible_participant=people.participants[number])
    few = queries()
    for number in range(60):
        following.action(said="on_track", last_year=2027, responsible_participant=people.participants[number % 3])

    assert queries() == few <= 20
