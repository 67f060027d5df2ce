"""What every test of reminders begins with."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.people import LONG_AGO, NOW
from tests.web.strategy.planning import a_small_plan
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.outbox.models import Message
from veivalg.web.strategy.models import Action


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Messages of operations in English, whatever language the site falls back on. Pages choose their own."""
    with translation.override("en"):
        yield


@pytest.fixture
def leader(people) -> Person:
    """Leads the executive committee, which answers for every action of the plan."""
    strategy = a_small_plan(people.council)
    person = Person.objects.create(council=people.council, name="Ola", email="Ola@Example.no", made_at=NOW)
    body = strategy.actions.first().responsible_body
    Mandate.objects.create(
        body=body, person=person, participant=people.participants[0], position="leader", starts_on=LONG_AGO
    )
    return person


@pytest.fixture
def action(leader) -> Action:
    return Action.objects.get(number=1)


def addresses() -> list[str]:
    """The addresses of the links in the newest mail, in order."""
    body = Message.objects.filter(kind="reminder").exclude(body="").latest("pk").body
    return re.findall(r"(/oppdater/[\w-]+/)", body)
