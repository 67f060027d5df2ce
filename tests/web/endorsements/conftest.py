"""What every test of endorsements begins with."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from tests.people import NOW
from veivalg.web.councils.models import Body
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.endorsements.operations.answers import Answer, register_answer
from veivalg.web.endorsements.operations.rounds import open_round
from veivalg.web.meetings.models import Resolution

ON = date(2026, 11, 24)
"""Today in these tests."""
RESOLVED = date(2026, 6, 1)
VALUES = {
    "rule": "every",
    "own_count": None,
    "counts_changed": False,
    "commits": True,
    "grounds": "",
    "idea_on": None,
    "response_by": date(2026, 10, 1),
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def a_resolution(
    council, *, kind="recommendation", title="Felles legevakt", resolved_on=RESOLVED, **more
) -> Resolution:
    body, _ = Body.objects.get_or_create(council=council, kind=Body.Kind.ASSEMBLY, name="Representantskapet")
    return Resolution.objects.create(
        council=council,
        body=body,
        resolved_on=resolved_on,
        kind=kind,
        title=title,
        text="Kommunene utreder felles legevakt.",
        registered_at=NOW,
        **more,
    )


@pytest.fixture
def resolution(people) -> Resolution:
    return a_resolution(people.council)


@pytest.fixture
def send_out(people):
    """Opens a round on a resolution."""

    def run(resolution, *, who=None, **more):
        return open_round(
            actor=(who or people.secretary).actor,
            council=people.council,
            resolution_id=resolution.pk,
            values=VALUES | more,
            on=ON,
            now=NOW,
        )

    return run


@pytest.fixture
def sent(send_out, resolution):
    """A round that is open."""
    return send_out(resolution)


def rows_of(round) -> list[Endorsement]:
    """The endorsements by the numbers of their municipalities."""
    return list(round.endorsements.with_everything().order_by("participant__municipality__code"))


def an_answer(**more) -> Answer:
    values = {
        "result": "adopted",
        "by_whom": "municipal_council",
        "decided_on": RESOLVED + timedelta(days=30),
        "case_number": "PS 45/26",
    }
    return Answer(**values | more)


@pytest.fixture
def give(people):
    """Registers an answer of a row."""

    def run(row, *, who=None, version=None, reason="", **more):
        return register_answer(
            actor=(who or people.secretary).actor,
            council=people.council,
            endorsement_id=row.pk,
            version=row.version if version is None else version,
            answer=an_answer(**more),
            reason=reason,
            on=ON,
            now=NOW,
        )

    return run


def english(who=None) -> Client:
    client = who.client if who else Client()
    client.cookies["sprak"] = "en"
    return client
