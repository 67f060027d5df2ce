"""The search: municipalities and councils by name, actions and resolutions by the words in them."""

import pytest
from django.test import Client

from tests.people import NOW, TODAY
from tests.web.strategy.planning import a_body, a_goal, a_path, a_strategy, an_action
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy

pytestmark = pytest.mark.django_db


def found(words, client=None, more=""):
    answer = (client or Client()).get(f"/sok/?sprak=en&q={words}{more}")
    assert answer.status_code == 200
    return answer


def a_resolution(council, title, text="Som innstilt."):
    body = council.bodies.first() or a_body(council)
    return Resolution.objects.create(
        body=body, council=council, resolved_on=TODAY, kind="internal", title=title, text=text, registered_at=NOW
    )


def test_actions_and_resolutions_are_found_by_the_words_in_them(people):
    path = a_path(a_goal(a_strategy(people.council)))
    action = an_action(path, "Bygge gang- og sykkelvei")
    an_action(path, "Noe annet", number=2)
    resolution = a_resolution(people.council, "Årsbudsjett", "Rådet gir tilskudd til sykkelvei.")
    content = found("SYKKELVEI").content.decode()

    assert action.get_absolute_url() in content
    assert resolution.get_absolute_url() in content
    assert "Noe annet" not in content


def test_a_draft_is_found_by_those_who_may_read_it_and_nobody_else(people):
    an_action(a_path(a_goal(a_strategy(people.council, state="draft"))), "Hemmelig bro")

    assert "Hemmelig bro" not in found("bro").content.decode()
    assert "Hemmelig bro" not in found("bro", people.neighbour.client).content.decode()
    assert "Hemmelig bro" in found("bro", people.secretary.client).content.decode()


@pytest.mark.parametrize("who", ["secretary", "neighbour"])
def test_the_search_reads_the_same_strategies_as_each_councils_own_page(people, who):
    for council in (people.council, people.neighbour_council):
        for state in ("draft", "adopted"):
            a_strategy(council, state=state, name=state)
    actor = getattr(people, who).actor
    each = {
        pk
        for council in (people.council, people.neighbour_council)
        for pk in Strategy.objects.visible_to(actor, council).values_list("pk", flat=True)
    }

    assert set(Strategy.objects.visible_in_any_council(actor).values_list("pk", flat=True)) == each


def test_many_are_shown_a_page_at_a_time_and_cost_no_more(people, django_assert_max_num_queries):
    path = a_path(a_goal(a_strategy(people.council)))
    for number in range(1, 71):
        an_action(path, f"Bygge {number}", number=number)
        a_resolution(people.council, f"Bygge {number}")
    with django_assert_max_num_queries(20):
        answer = found("bygge")

    assert len(answer.context["actions"].rows) == 10
    assert "See all 70 actions" in answer.content.decode()
    assert len(found("bygge", more="&vis=tiltak").context["actions"].rows) == 50
    assert len(found("bygge", more="&vis=vedtak&side=2").context["resolutions"].rows) == 20


def test_an_empty_search_says_what_it_looks_in(people):
    assert "Actions and resolutions by the words in them." in found("").content.decode()
    content = found("finnesikke").content.decode()
    assert "We have looked in the text of every action that you may read." in content
    assert "We have looked in titles and texts." in content


@pytest.mark.parametrize("words", ["%00", "%ED%A0%80", "%", "_", "'", "%25" * 90, "&vis=noe", "a&side=99999999999"])
def test_odd_words_are_searched_for_and_never_a_crash(people, words):
    assert found(words)
