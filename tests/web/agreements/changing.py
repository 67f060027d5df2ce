"""Helpers of the tests about changes of the agreement."""

from tests.people import NOW, TODAY
from tests.web.agreements.agreeing import answered
from veivalg.web.agreements.models import (
    CooperationAgreement,
)
from veivalg.web.agreements.operations import text, voting
from veivalg.web.councils.models import Body
from veivalg.web.meetings.models import Resolution


def yes_from_all(change, people, *, decided_on=TODAY):
    for participant in people.participants:
        answered(change, participant, decided_on=decided_on)


def a_resolution(people, *, kind="agreement_change", body_kind="assembly", on=TODAY, title="Ny frist") -> Resolution:
    body = Body.objects.create(council=people.council, kind=body_kind, name=title)
    return Resolution.objects.create(
        council=people.council, body=body, resolved_on=on, kind=kind, title=title, text="Ja.", registered_at=NOW
    )


def vote(change, resolution, votes_for, votes_cast, *, actor=None, people):
    return voting.register_vote(
        actor=actor or people.secretary.actor,
        council=people.council,
        change_id=change.pk,
        resolution_id=resolution.pk,
        votes_for=votes_for,
        votes_cast=votes_cast,
        on=TODAY,
        now=NOW,
    )


def rules(people, **values):
    return text.change_rules(
        actor=people.secretary.actor,
        council=people.council,
        version=CooperationAgreement.objects.get(council=people.council).version,
        values=values,
        now=NOW,
    )


def page(client, council, path="", language="en") -> str:
    answer = client.get(f"/r/{council.slug}/avtale/{path}{'&' if '?' in path else '?'}sprak={language}")
    assert answer.status_code == 200, answer
    return answer.content.decode()
