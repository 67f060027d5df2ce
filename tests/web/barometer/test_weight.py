"""What everyone may ask for stays light, however much a council plans."""

import pytest

from tests.people import TODAY
from tests.web.strategy.planning import a_goal, a_path, a_strategy
from veivalg.web.barometer import behaviour
from veivalg.web.councils.models import Body
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.responsible import Everyone

pytestmark = pytest.mark.django_db


def test_each_partner_is_looked_up_once_however_many_actions_it_takes_part_in(people, monkeypatch):
    path = a_path(a_goal(a_strategy(people.council)))
    names = [Body.objects.create(council=people.council, name=f"Utvalg {n}", kind="committee").name for n in range(5)]
    Action.objects.bulk_create(
        Action(strategy=path.goal.strategy, path=path, number=n, place=n, text=f"Tiltak {n}", partners=partners)
        for n, partners in enumerate([names] * 50 + [["Frivilligsentralen", *names]] * 50)
    )
    asked = []
    named = Everyone.named
    monkeypatch.setattr(Everyone, "named", lambda self, name: asked.append(name) or named(self, name))
    share = behaviour.actions_with_outside_partners(people.council, TODAY)

    assert (share.part, share.whole) == (50, 100)
    assert sorted(asked) == sorted({"Frivilligsentralen", *names})
