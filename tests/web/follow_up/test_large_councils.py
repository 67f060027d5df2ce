"""A council with 2,000 actions and 20 municipalities: every page within twenty queries, and no list without an end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import TODAY
from tests.web.strategy.planning import a_goal, a_path
from veivalg.web.councils.models import Municipality, Participant
from veivalg.web.strategy.models import Action, ActionUpdate

pytestmark = pytest.mark.django_db
LARGEST_PAGE = 400_000
"""Characters. Fifty rows with all that is said of them, and counts of twenty municipalities, are far below."""


@pytest.fixture
def large(following):
    """2,000 actions in ten goals, with what was said of them, and 20 municipalities that answer and take part."""
    places = Municipality.objects.bulk_create(
        Municipality(code=f"91{n:02}", name=f"Storkommune {n:02}", county_code="90", county_name="Testfylket")
        for n in range(17)
    )
    Participant.objects.bulk_create(Participant(council=following.council, municipality=place) for place in places)
    participants = list(following.council.participants.with_places())
    strategy = following.path.goal.strategy
    paths = [following.path, *(a_path(a_goal(strategy, f"Mål {n}", n)) for n in range(1, 10))]
    statuses = ActionUpdate.Status.values
    actions = Action.objects.bulk_create(
        Action(
            strategy=strategy,
            path=paths[n % 10],
            text=f"Tiltak {n} " + "om veier og ferjer " * 4,
            number=n + 1,
            place=n,
            first_year=2026,
            last_year=2026 + n % 8,
            responsible_participant=participants[n % 20] if n % 3 else None,
            partners=[participants[(n + 1) % 20].name, "NAV"],
            cost_nok=n if n % 2 else None,
        )
        for n in range(2000)
    )
    ActionUpdate.objects.bulk_create(
        ActionUpdate(
            action=action,
            status=statuses[n % 4],
            text="Vi er i gang",
            said_on=TODAY - timedelta(days=ago),
            said_at=f"{TODAY - timedelta(days=ago)}T12:00:00Z",
        )
        for n, action in enumerate(actions)
        for ago in (200 + n % 50, n % 150)
    )
    assert len(participants) == 20
    return following


def test_every_page_stays_within_twenty_queries_and_ends(large, people):
    client = people.secretary.client
    participant = people.participants[0].pk
    pages = [
        *("", "?dato=2026-08-31", "tiltak/", "tiltak/?vis=delayed&side=3", "tertial/", "tidslinje/", "kommune/"),
        *(f"kommune/{participant}/", f"kommune/{participant}/liste.csv", "frister.ics", "tiltak.csv", "tiltak.xlsx"),
        "tertial/tertial.csv",
    ]
    heavy = {}
    for path in [f"{large.address}{page}" for page in pages] + [f"/r/{large.council.slug}/"]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200, path
        is_page = answer.headers["Content-Type"].startswith("text/html")
        if len(queries) > 20 or (is_page and len(answer.content) > LARGEST_PAGE):
            heavy[path] = (len(queries), len(answer.content))

    assert heavy == {}
    assert Client().get(f"{large.address}tiltak/").context["page"].total == 2000
