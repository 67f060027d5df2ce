"""Which of several strategies is shown first, and whose action plan of the year."""

from datetime import date

import pytest

from tests.web.strategy.planning import a_goal, a_strategy
from tests.web.strategy.years import an_adopted_strategy, make
from veivalg.web.strategy import queries
from veivalg.web.strategy.models import Strategy

pytestmark = pytest.mark.django_db


def test_the_adopted_strategy_of_today_stands_before_those_that_come_and_those_that_were(people):
    now = a_strategy(people.council, name="Nå")
    for name, years in (("Senere", (2040, 2043)), ("Neste", (2034, 2039)), ("Før", (2018, 2025))):
        made = a_strategy(people.council, name=name)
        Strategy.objects.filter(pk=made.pk).update(first_year=years[0], last_year=years[1])
    a_strategy(people.council, name="Utkast", state="draft")
    a_strategy(people.council, name="Over", state="ended")
    actor = people.secretary.actor

    found = queries.strategies(people.council, actor, on=date(2027, 1, 1))
    assert [each.name for each in found] == ["Nå", "Neste", "Senere", "Før", "Utkast", "Over"]
    assert found[0] == now
    assert queries.strategies(people.council, actor, on=date(2034, 1, 1))[0].name == "Neste"


def test_the_page_of_action_plans_shows_that_of_the_strategy_asked_for(people):
    this = an_adopted_strategy(people.council)
    make(people, this, 2026)
    other = a_strategy(people.council, name="Strategi 2034-2041")
    Strategy.objects.filter(pk=other.pk).update(first_year=2034, last_year=2041)
    client, address = people.secretary.client, "/r/vestre/handlingsplan/"

    assert this.name in client.get(f"{address}?strategi={this.pk}").content.decode()
    empty = client.get(f"{address}?strategi={other.pk}")
    assert empty.status_code == 200
    assert f"/handlingsplan/ny/?strategi={other.pk}" in empty.content.decode()
    make(people, other, 2034)
    assert client.get(f"{address}?strategi={other.pk}").context["plan"].strategy == other
    assert client.get(address).context["plan"].strategy == this
    assert client.get(f"{address}?strategi=999999").status_code == 404
    assert client.get(f"{address}?strategi=x").status_code == 404
    assert f"{address}?strategi={other.pk}" in client.get(other.get_absolute_url()).content.decode()


def test_a_goal_without_action_is_no_obstacle_on_either_page(people):
    strategy = an_adopted_strategy(people.council)
    a_goal(strategy, "Et mål uten tiltak", 1)
    client = people.secretary.client

    plan = client.get(f"{strategy.get_absolute_url()}&sprak=en").content.decode()
    missing = client.get(f"/r/vestre/plan/{strategy.pk}/mangler/?sprak=en").content.decode()

    assert "nobody works towards this goal" in plan
    assert "cannot be adopted" not in plan
    assert "Nothing stands in the way" in missing
    assert "No action leads to the goal." in missing
